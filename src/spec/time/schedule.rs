//! When a rule starts, in words or as AWS's own cron expression.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::cron::CronExpression;

/// A day of the week, for [`weekly_on`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the days name themselves")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }
}

/// The start of a rule: `hourly`, `daily 03:00`, `weekly mon 03:00`, `monthly 1 03:00` or
/// `cron(...)`, read in the rule's time zone.
///
/// AWS Backup takes cron expressions only, with six fields.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Schedule(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Hourly,
    Daily(Time),
    Weekly(Weekday, Time),
    Monthly(u32, Time),
    Cron(CronExpression),
    /// A text given to [`cron`] in a program; a check reports it at the place of the call.
    Malformed {
        text: String,
        fault: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Time {
    hour: u32,
    minute: u32,
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

/// At minute 0 of every hour, the most often that AWS Backup starts a rule.
#[must_use]
pub fn hourly() -> Schedule {
    Schedule(Form::Hourly)
}

/// Every day at this time.
#[must_use]
pub fn daily_at(hour: u32, minute: u32) -> Schedule {
    Schedule::timed(Time { hour, minute }, Form::Daily)
}

/// Once a week, on this day at this time.
#[must_use]
pub fn weekly_on(day: Weekday, hour: u32, minute: u32) -> Schedule {
    Schedule::timed(Time { hour, minute }, |time| Form::Weekly(day, time))
}

/// Once a month, on this day of the month (1 to 28, so that every month has it) at this time.
#[must_use]
pub fn monthly_on(day: u32, hour: u32, minute: u32) -> Schedule {
    let schedule = Schedule::timed(Time { hour, minute }, |time| Form::Monthly(day, time));
    if (1..=28).contains(&day) {
        return schedule;
    }
    Schedule(Form::Malformed {
        text: schedule.to_string(),
        fault: DAY.to_owned(),
    })
}

/// AWS's own expression, with or without the surrounding `cron(...)`.
#[must_use]
pub fn cron(expression: &str) -> Schedule {
    let text = if expression.starts_with("cron(") {
        expression.to_owned()
    } else {
        format!("cron({expression})")
    };
    Schedule::try_from(text.clone()).unwrap_or_else(|error| {
        Schedule(Form::Malformed {
            text,
            fault: error.to_string(),
        })
    })
}

const FORMS: &str = "`hourly`, `daily 03:00`, `weekly mon 03:00`, `monthly 1 03:00` or `cron(...)`";
const DAY: &str = "expected a day of the month from 1 to 28, which every month has";
const TIME: &str = "expected a time from 00:00 to 23:59";

/// Why a text is not a schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScheduleError(String);

impl ScheduleError {
    fn found(expected: &str, found: &str) -> Self {
        Self(format!("{expected}, found `{found}`"))
    }
}

impl Schedule {
    fn timed(time: Time, form: impl FnOnce(Time) -> Form) -> Self {
        let text = Self(form(time));
        if time.hour < 24 && time.minute < 60 {
            return text;
        }
        Self(Form::Malformed {
            fault: ScheduleError::found(TIME, &time.to_string()).0,
            text: text.to_string(),
        })
    }

    /// The expression as AWS takes it, `cron(...)`.
    #[must_use]
    pub fn expression(&self) -> String {
        match &self.0 {
            Form::Hourly => "cron(0 * * * ? *)".to_owned(),
            Form::Daily(Time { hour, minute }) => format!("cron({minute} {hour} * * ? *)"),
            Form::Weekly(day, Time { hour, minute }) => {
                format!(
                    "cron({minute} {hour} ? * {} *)",
                    day.word().to_ascii_uppercase()
                )
            }
            Form::Monthly(day, Time { hour, minute }) => {
                format!("cron({minute} {hour} {day} * ? *)")
            }
            Form::Cron(cron) => cron.to_string(),
            Form::Malformed { text, .. } => text.clone(),
        }
    }

    /// What is wrong with a schedule that a program gave; one read from YAML is never malformed.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        match &self.0 {
            Form::Malformed { fault, .. } => Some(fault),
            _ => None,
        }
    }

    /// The expression, taken apart; `None` when it is malformed.
    #[must_use]
    pub fn cron(&self) -> Option<CronExpression> {
        CronExpression::parse(&self.expression()).ok()
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Hourly => f.write_str("hourly"),
            Form::Daily(time) => write!(f, "daily {time}"),
            Form::Weekly(day, time) => write!(f, "weekly {} {time}", day.word()),
            Form::Monthly(day, time) => write!(f, "monthly {day} {time}"),
            Form::Cron(cron) => write!(f, "{cron}"),
            Form::Malformed { text, .. } => f.write_str(text),
        }
    }
}

impl From<Schedule> for String {
    fn from(value: Schedule) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for Schedule {
    type Error = ScheduleError;

    fn try_from(text: String) -> Result<Self, ScheduleError> {
        if text.starts_with("cron(") {
            let cron =
                CronExpression::parse(&text).map_err(|error| ScheduleError(error.to_string()))?;
            return Ok(Self(Form::Cron(cron)));
        }
        let words: Vec<&str> = text.split_ascii_whitespace().collect();
        match words.as_slice() {
            ["hourly"] => Ok(Self(Form::Hourly)),
            ["daily", at] => Ok(Self(Form::Daily(time(at)?))),
            ["weekly", day, at] => {
                let day = Weekday::ALL
                    .into_iter()
                    .find(|known| known.word() == *day)
                    .ok_or_else(|| {
                        ScheduleError::found("expected a day of the week from `mon` to `sun`", day)
                    })?;
                Ok(Self(Form::Weekly(day, time(at)?)))
            }
            ["monthly", day, at] => {
                let number = day.parse().ok().filter(|day| (1..=28).contains(day));
                let day = number.ok_or_else(|| ScheduleError::found(DAY, day))?;
                Ok(Self(Form::Monthly(day, time(at)?)))
            }
            ["rate(", ..] => Err(rate(&text)),
            _ if text.starts_with("rate(") => Err(rate(&text)),
            _ => Err(ScheduleError::found(&format!("expected {FORMS}"), &text)),
        }
    }
}

fn rate(text: &str) -> ScheduleError {
    ScheduleError::found("AWS Backup takes `cron(...)` only, not `rate(...)`", text)
}

fn time(text: &str) -> Result<Time, ScheduleError> {
    let two_digits = |digits: &str| {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse::<u32>().ok())
            .flatten()
    };
    text.split_once(':')
        .and_then(|(hour, minute)| {
            Some(Time {
                hour: two_digits(hour)?,
                minute: two_digits(minute)?,
            })
        })
        .filter(|time| time.hour < 24 && time.minute < 60)
        .ok_or_else(|| ScheduleError::found(TIME, text))
}

impl JsonSchema for Schedule {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Schedule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^(hourly|daily [0-9]{2}:[0-9]{2}|weekly (mon|tue|wed|thu|fri|sat|sun) [0-9]{2}:[0-9]{2}|monthly ([1-9]|1[0-9]|2[0-8]) [0-9]{2}:[0-9]{2}|cron\\(.+\\))$",
            "description": "`hourly`, `daily 03:00`, `weekly mon 03:00`, `monthly 1 03:00` or `cron(minute hour day-of-month month day-of-week year)`"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_printed_back_and_translated_to_cron() {
        for (text, expression) in [
            ("hourly", "cron(0 * * * ? *)"),
            ("daily 03:00", "cron(0 3 * * ? *)"),
            ("weekly mon 23:59", "cron(59 23 ? * MON *)"),
            ("monthly 1 00:05", "cron(5 0 1 * ? *)"),
            ("cron(0 5 ? * MON-FRI *)", "cron(0 5 ? * MON-FRI *)"),
        ] {
            let schedule = Schedule::try_from(text.to_owned()).unwrap();
            assert_eq!(
                (
                    schedule.to_string().as_str(),
                    schedule.expression().as_str()
                ),
                (text, expression)
            );
        }
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for text in [
            "",
            "weekly",
            "daily 3:00",
            "daily 24:00",
            "weekly mo 03:00",
            "monthly 31 03:00",
            "rate(1 day)",
            "every day",
            "cron(0 5 * * *)",
        ] {
            assert!(Schedule::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_program_cannot_panic_it_gets_a_finding() {
        for schedule in [
            daily_at(24, 0),
            weekly_on(Weekday::Mon, 1, 60),
            monthly_on(31, 1, 0),
            cron("x"),
        ] {
            assert!(schedule.fault().is_some(), "{schedule}");
        }
    }
}
