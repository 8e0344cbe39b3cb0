use super::*;

fn parsed(fields: &str) -> CronExpression {
    CronExpression::parse(&format!("cron({fields})")).unwrap()
}

/// The first starts of a schedule from 1 January 2026 on, at most six, as `2026-01-01 03:00`.
fn starts_from_2026(fields: &str) -> Vec<String> {
    let from = Day::of(2026, 1, 1).unwrap();
    let to = Day::of(2199, 12, 31).unwrap();
    let text = |start: Start| {
        format!(
            "{} {:02}:{:02}",
            start.day,
            start.minute / 60,
            start.minute % 60
        )
    };
    parsed(fields).starts(from, to).take(6).map(text).collect()
}

#[test]
fn starts_are_those_that_the_fields_say() {
    #[rustfmt::skip]
    let cases: &[(&str, [&str; 6])] = &[
        ("0 3 ? * * *", ["2026-01-01 03:00", "2026-01-02 03:00", "2026-01-03 03:00",
            "2026-01-04 03:00", "2026-01-05 03:00", "2026-01-06 03:00"]),
        ("30 1/12 * * ? *", ["2026-01-01 01:30", "2026-01-01 13:30", "2026-01-02 01:30",
            "2026-01-02 13:30", "2026-01-03 01:30", "2026-01-03 13:30"]),
        ("5 13/12 * * ? *", ["2026-01-01 13:05", "2026-01-02 13:05", "2026-01-03 13:05",
            "2026-01-04 13:05", "2026-01-05 13:05", "2026-01-06 13:05"]),
        ("15 4 ? * MON-FRI *", ["2026-01-01 04:15", "2026-01-02 04:15", "2026-01-05 04:15",
            "2026-01-06 04:15", "2026-01-07 04:15", "2026-01-08 04:15"]),
        ("0 0 ? * 1,wed *", ["2026-01-04 00:00", "2026-01-07 00:00", "2026-01-11 00:00",
            "2026-01-14 00:00", "2026-01-18 00:00", "2026-01-21 00:00"]),
        ("0 5 L * ? *", ["2026-01-31 05:00", "2026-02-28 05:00", "2026-03-31 05:00",
            "2026-04-30 05:00", "2026-05-31 05:00", "2026-06-30 05:00"]),
        ("0 5 1W * ? *", ["2026-01-01 05:00", "2026-02-02 05:00", "2026-03-02 05:00",
            "2026-04-01 05:00", "2026-05-01 05:00", "2026-06-01 05:00"]),
        ("0 5 31W * ? *", ["2026-01-30 05:00", "2026-03-31 05:00", "2026-05-29 05:00",
            "2026-07-31 05:00", "2026-08-31 05:00", "2026-10-30 05:00"]),
        ("0 5 1W 8 ? *", ["2026-08-03 05:00", "2027-08-02 05:00", "2028-08-01 05:00",
            "2029-08-01 05:00", "2030-08-01 05:00", "2031-08-01 05:00"]),
        ("0 5 ? * L *", ["2026-01-03 05:00", "2026-01-10 05:00", "2026-01-17 05:00",
            "2026-01-24 05:00", "2026-01-31 05:00", "2026-02-07 05:00"]),
        ("0 5 ? * FRIL *", ["2026-01-30 05:00", "2026-02-27 05:00", "2026-03-27 05:00",
            "2026-04-24 05:00", "2026-05-29 05:00", "2026-06-26 05:00"]),
        ("0 5 ? * 7#5 *", ["2026-01-31 05:00", "2026-05-30 05:00", "2026-08-29 05:00",
            "2026-10-31 05:00", "2027-01-30 05:00", "2027-05-29 05:00"]),
        ("0 5 ? JAN/3 SUN#1 *", ["2026-01-04 05:00", "2026-04-05 05:00", "2026-07-05 05:00",
            "2026-10-04 05:00", "2027-01-03 05:00", "2027-04-04 05:00"]),
        ("0 0 29 2 ? *", ["2028-02-29 00:00", "2032-02-29 00:00", "2036-02-29 00:00",
            "2040-02-29 00:00", "2044-02-29 00:00", "2048-02-29 00:00"]),
        ("0,30 8-9 1 1 ? 2027-2030/2", ["2027-01-01 08:00", "2027-01-01 08:30",
            "2027-01-01 09:00", "2027-01-01 09:30", "2029-01-01 08:00", "2029-01-01 08:30"]),
        ("0 0 1,15,L 2,12 ? 2028/10", ["2028-02-01 00:00", "2028-02-15 00:00",
            "2028-02-29 00:00", "2028-12-01 00:00", "2028-12-15 00:00", "2028-12-31 00:00"]),
    ];
    for (fields, expected) in cases {
        assert_eq!(starts_from_2026(fields), *expected, "{fields}");
    }
}

#[test]
fn the_shortest_gap_is_exact() {
    const DAY: u32 = 24 * 60;
    for (fields, expected) in [
        ("0 * * * ? *", Some(60)),
        ("0/15 * * * ? *", Some(15)),
        ("0 3 * * ? *", Some(DAY)),
        ("0 1/12 * * ? *", Some(12 * 60)),
        ("0 0/7 * * ? *", Some(3 * 60)),
        ("59,0 23,0 * * ? *", Some(1)),
        ("0 0,20 ? * MON *", Some(20 * 60)),
        ("0 3 ? * MON,THU *", Some(3 * DAY)),
        ("0 3 ? * MON *", Some(7 * DAY)),
        ("0 3 1 * ? *", Some(28 * DAY)),
        ("0 3 1 3/3 ? *", Some(90 * DAY)),
        ("0 3 L * ? *", Some(28 * DAY)),
        ("0 3 1 1 ? *", Some(365 * DAY)),
        ("0 3 29 2 ? *", Some(1461 * DAY)),
        ("0 3 1 1 ? 2027", None),
        ("0 3,4 1 1 ? 2027", Some(60)),
        ("0 3 31 2 ? *", None),
        ("0 * 31 4 ? *", None),
    ] {
        assert_eq!(parsed(fields).shortest_gap(), expected, "{fields}");
    }
}

#[test]
fn the_longest_gap_is_exact() {
    const DAY: u32 = 24 * 60;
    for (fields, expected) in [
        ("0 * * * ? *", Some(60)),
        ("0 3 * * ? *", Some(DAY)),
        ("0 0/7 * * ? *", Some(7 * 60)),
        ("59,0 23,0 * * ? *", Some(22 * 60 + 1)),
        ("0 0,20 ? * MON *", Some(7 * DAY - 20 * 60)),
        ("0 3 ? * MON-FRI *", Some(3 * DAY)),
        ("0 3 ? * MON *", Some(7 * DAY)),
        ("0 3 1 * ? *", Some(31 * DAY)),
        ("0 3 29 2 ? *", Some(1461 * DAY)),
        ("0 3 1 1 ? 2027", None),
        ("0 3,4 1 1 ? 2027", Some(60)),
        ("0 3 31 2 ? *", None),
    ] {
        assert_eq!(parsed(fields).longest_gap(), expected, "{fields}");
    }
}

#[test]
fn a_day_that_never_comes_never_runs() {
    for (fields, expected) in [
        ("0 3 31 2 ? *", true),
        ("0 3 30-31 FEB ? *", true),
        ("0 3 31W 4,6 ? *", true),
        ("0 3 29 2 ? 2026,2027,2100", true),
        ("0 3 29 2 ? *", false),
        ("0 3 ? 2 MON#5 2026", true),
        ("0 3 ? 2 MON#5 *", false),
        ("0 3 L 2 ? *", false),
    ] {
        assert_eq!(parsed(fields).never_runs(), expected, "{fields}");
    }
}

#[test]
fn minutes_and_hours_are_listed() {
    let schedule = parsed("50/5,3 22-23,1 * * ? *");
    assert_eq!(schedule.minute_values().collect::<Vec<_>>(), [3, 50, 55]);
    assert_eq!(schedule.hour_values().collect::<Vec<_>>(), [1, 22, 23]);
}

#[test]
fn the_text_is_kept_as_written() {
    let text = "cron(0  3 ? * mon *)";
    let schedule = CronExpression::parse(text).unwrap();
    assert_eq!(schedule.to_string(), text);
    assert_eq!(schedule.as_str(), text);
}

#[test]
fn faults_name_the_field_and_their_place() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str)] = &[
        ("0 3 * * ? *", "0 3 * * ? *",
            "expected `cron(minute hour day-of-month month day-of-week year)`, found `0 3 * * ? *`"),
        ("", "",
            "expected `cron(minute hour day-of-month month day-of-week year)`, found ``"),
        ("cron(0 3 * * ? *", "cron(0 3 * * ? *",
            "expected `cron(minute hour day-of-month month day-of-week year)`, found `cron(0 3 * * ? *`"),
        ("rate(1 day)", "rate(1 day)",
            "expected `cron(...)`, found `rate(1 day)`: AWS Backup takes no rates"),
        ("cron(0 3 * * *)", "0 3 * * *",
            "expected six fields (minute, hour, day-of-month, month, day-of-week, year), found 5"),
        ("cron()", "",
            "expected six fields (minute, hour, day-of-month, month, day-of-week, year), found 0"),
        ("cron(0 3 * * * *)", "*",
            "the day-of-month and day-of-week fields cannot both be set: write `?` in one"),
        ("cron(0 3 1 * MON *)", "MON",
            "the day-of-month and day-of-week fields cannot both be set: write `?` in one"),
        ("cron(0 3 ? * ? *)", "?",
            "the day-of-month and day-of-week fields cannot both be `?`: write `*` in one"),
        ("cron(60 3 * * ? *)", "60", "expected 0-59 in the minute field, found `60`"),
        ("cron(? 3 * * ? *)", "?", "expected 0-59 in the minute field, found `?`"),
        ("cron(0 1,24 * * ? *)", "24", "expected 0-23 in the hour field, found `24`"),
        ("cron(0 1, * * ? *)", "", "expected 0-23 in the hour field, found ``"),
        ("cron(0 -3 * * ? *)", "-3", "expected 0-23 in the hour field, found `-3`"),
        ("cron(0 +3 * * ? *)", "+3", "expected 0-23 in the hour field, found `+3`"),
        ("cron(0 22-2 * * ? *)", "22-2", "the range `22-2` in the hour field ends before it starts"),
        ("cron(0 0/0 * * ? *)", "0", "expected a step of 1 or more in the hour field, found `0`"),
        ("cron(0 0/x * * ? *)", "x", "expected a step of 1 or more in the hour field, found `x`"),
        ("cron(0 0/99999999999 * * ? *)", "99999999999",
            "expected a step of 1 or more in the hour field, found `99999999999`"),
        ("cron(0 3 0 * ? *)", "0",
            "expected 1-31, `L` or a weekday like `15W` in the day-of-month field, found `0`"),
        ("cron(0 3 W * ? *)", "W",
            "expected 1-31, `L` or a weekday like `15W` in the day-of-month field, found `W`"),
        ("cron(0 3 1 13 ? *)", "13", "expected 1-12 or JAN-DEC in the month field, found `13`"),
        ("cron(0 3 1 MAI ? *)", "MAI", "expected 1-12 or JAN-DEC in the month field, found `MAI`"),
        ("cron(0 3 ? * 0 *)", "0",
            "expected 1-7 or SUN-SAT, a last day like `6L` or an nth day like `6#3` in the day-of-week field, found `0`"),
        ("cron(0 3 ? * 2#6 *)", "2#6",
            "expected 1-7 or SUN-SAT, a last day like `6L` or an nth day like `6#3` in the day-of-week field, found `2#6`"),
        ("cron(0 3 ? * 2#1,3#1 *)", "2#1,3#1",
            "a day-of-week field with `#` takes one day, found `2#1,3#1`"),
        ("cron(0 3 1 * ? 1969)", "1969", "expected 1970-2199 in the year field, found `1969`"),
        ("cron(0 3 1 * ? é)", "é", "expected 1970-2199 in the year field, found `é`"),
    ];
    for (text, place, message) in cases {
        let error = CronExpression::parse(text).unwrap_err();
        assert_eq!(error.to_string(), *message, "{text}");
        assert_eq!(&text[error.span], *place, "{text}");
    }
}

#[test]
fn a_fault_is_found_where_it_stands() {
    for (text, span) in [
        ("cron(0 3 * * * *)", 9..10),
        ("cron(0 3 1 * * *)", 13..14),
        ("cron(0 1,24 * * ? *)", 9..11),
        ("cron(0 0/0 * * ? *)", 9..10),
    ] {
        assert_eq!(
            CronExpression::parse(text).unwrap_err().span,
            span,
            "{text}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "(cron\\()?[-0-9A-Z*?/#,WL é]{0,24}\\)?") {
        if let Ok(schedule) = CronExpression::parse(&text) {
            let _ = (schedule.never_runs(), schedule.shortest_gap(), schedule.longest_gap());
        }
    }

    #[test]
    fn the_gaps_are_the_smallest_and_greatest_distance_of_starts(
        minute in 0..60_u32, hour in "[0-9](,1[0-9])?(/[1-9])?",
        day in "([1-9]|1[0-9]|2[0-8])(-3[01]|W)?|L|[*]|[*]/[1-9]", month in "[1-9]|[*]/[1-5]|[*]",
    ) {
        let schedule = parsed(&format!("{minute},0 {hour} {day} {month} ? 2026-2036"));
        let (from, to) = (Day::of(2026, 1, 1).unwrap(), Day::of(2036, 12, 31).unwrap());
        let at = |start: Start| start.day.number() * MINUTES_PER_DAY + start.minute;
        let all: Vec<u32> = schedule.starts(from, to).map(at).collect();
        let gaps = all.windows(2).map(|pair| pair[1] - pair[0]);
        proptest::prop_assert_eq!(schedule.shortest_gap(), gaps.clone().min());
        proptest::prop_assert_eq!(schedule.longest_gap(), gaps.max());
    }
}
