//! Schedules in AWS's dialect of cron: when the rules of a backup plan start.
//!
//! Everything here is arithmetic over the days from 1970 to 2199, the years that AWS knows; there is
//! no clock and no time zone in it.

mod calendar;
mod error;
mod parse;

use std::fmt;

pub use calendar::Day;
pub use error::{CronError, CronFault, CronField};

use calendar::Month;

const MINUTES_PER_HOUR: u32 = 60;
const MINUTES_PER_DAY: u32 = 24 * MINUTES_PER_HOUR;

/// A schedule such as `cron(0 3 ? * MON *)`, kept as it was written.
///
/// The fields are minute, hour, day-of-month, month, day-of-week and year, and exactly one of the
/// two day fields is `?`. Two schedules are equal when their texts are.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
#[derive(Debug, Clone)]
pub struct CronExpression {
    text: String,
    /// Bit `n` is minute `n`; never 0.
    minutes: u64,
    /// Bit `n` is hour `n`; never 0.
    hours: u32,
    days: Days,
    /// Bit `n` is month `n`, January is 1; never 0.
    months: u16,
    /// Ascending; never empty.
    years: Vec<u16>,
}

/// The one day field that is not `?`.
#[derive(Debug, Clone)]
enum Days {
    OfMonth(Vec<DayOfMonth>),
    OfWeek(Vec<DayOfWeek>),
}

#[derive(Debug, Clone, Copy)]
enum DayOfMonth {
    /// Bit `n` is day `n`.
    Days(u32),
    /// `L`
    Last,
    /// `15W`: the weekday of the month that is nearest to this day.
    NearestWeekday(u32),
}

#[derive(Debug, Clone, Copy)]
enum DayOfWeek {
    /// Bit `n` is weekday `n`; Sunday is 1.
    Days(u32),
    /// `6L`: the last such weekday of the month.
    Last(u32),
    /// `6#3`: the weekday, and which one of the month.
    Nth(u32, u32),
}

/// A moment at which a schedule starts a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    /// The day.
    pub day: Day,
    /// The minute of that day, from 0 to 1439.
    pub minute: u32,
}

impl CronExpression {
    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The minutes of an hour in which it starts, ascending.
    pub fn minute_values(&self) -> impl Iterator<Item = u32> + Clone + use<> {
        bits(self.minutes)
    }

    /// The hours of a day in which it starts, ascending.
    pub fn hour_values(&self) -> impl Iterator<Item = u32> + Clone + use<> {
        bits(self.hours.into())
    }

    /// Every start from the first day to the second, both included, in order.
    pub fn starts(&self, from: Day, to: Day) -> impl Iterator<Item = Start> + '_ {
        Day::between(from, to)
            .filter(|day| self.is_on(*day))
            .flat_map(|day| {
                self.minutes_of_day()
                    .map(move |minute| Start { day, minute })
            })
    }

    /// Whether no day of any year fits.
    pub fn never_runs(&self) -> bool {
        self.days().next().is_none()
    }

    /// The shortest time between two starts, in minutes; `None` when there are not two.
    pub fn shortest_gap(&self) -> Option<u32> {
        let first = self.minutes_of_day().next()?;
        let last = self.minutes_of_day().last()?;
        let overnight = |days: u32| days * MINUTES_PER_DAY + first - last;
        let later = self.minutes_of_day().skip(1);
        let within_a_day = self
            .minutes_of_day()
            .zip(later)
            .map(|(earlier, later)| later - earlier)
            .min();
        let mut days = self.days();
        let mut before = days.next()?;
        let mut shortest = within_a_day;
        for day in days {
            let gap = overnight(before.days_until(day));
            shortest = Some(shortest.map_or(gap, |shortest| shortest.min(gap)));
            // No gap between two days is shorter than this one, so the other days need no look.
            if gap == overnight(1) {
                break;
            }
            before = day;
        }
        shortest
    }

    /// The longest time between two starts that follow each other, in minutes; `None` when there are not two.
    ///
    /// It looks at the first 29 years of the schedule, in which every day of the week comes at every date.
    pub fn longest_gap(&self) -> Option<u32> {
        let first = self.minutes_of_day().next()?;
        let last = self.minutes_of_day().last()?;
        let later = self.minutes_of_day().skip(1);
        let within_a_day = self.minutes_of_day().zip(later);
        let within_a_day = within_a_day.map(|(earlier, later)| later - earlier).max();
        let year = *self.years.first()?;
        let mut days = self
            .days()
            .take_while(|day| day.date().0 < year.saturating_add(29));
        let mut before = days.next()?;
        let mut longest = within_a_day;
        for day in days {
            let gap = before.days_until(day) * MINUTES_PER_DAY + first - last;
            longest = longest.max(Some(gap));
            before = day;
        }
        longest
    }

    fn minutes_of_day(&self) -> impl Iterator<Item = u32> + use<> {
        let minutes = self.minute_values();
        self.hour_values().flat_map(move |hour| {
            minutes
                .clone()
                .map(move |minute| hour * MINUTES_PER_HOUR + minute)
        })
    }

    /// Every day on which it starts, ascending.
    fn days(&self) -> impl Iterator<Item = Day> + '_ {
        self.years.iter().flat_map(move |&year| {
            bits(self.months.into()).flat_map(move |number| {
                let month = Month::new(year, number);
                bits(self.days_in(month).into()).filter_map(move |day| Day::of(year, number, day))
            })
        })
    }

    fn is_on(&self, day: Day) -> bool {
        let (year, month, day) = day.date();
        self.months & (1 << month) != 0
            && self.years.binary_search(&year).is_ok()
            && self.days_in(Month::new(year, month)) & (1 << day) != 0
    }

    /// The days of a month that the day field allows; bit `n` is day `n`.
    fn days_in(&self, month: Month) -> u32 {
        let days = match &self.days {
            Days::OfMonth(parts) => parts
                .iter()
                .fold(0, |days, part| days | part.in_month(month)),
            Days::OfWeek(parts) => parts
                .iter()
                .fold(0, |days, part| days | part.in_month(month)),
        };
        days & month.all_days()
    }
}

impl DayOfMonth {
    fn in_month(self, month: Month) -> u32 {
        match self {
            Self::Days(days) => days,
            Self::Last => 1 << month.length(),
            Self::NearestWeekday(day) if day > month.length() => 0,
            Self::NearestWeekday(day) => 1 << month.nearest_working_day(day),
        }
    }
}

impl DayOfWeek {
    fn in_month(self, month: Month) -> u32 {
        match self {
            Self::Days(weekdays) => {
                bits(weekdays.into()).fold(0, |days, weekday| days | month.all(weekday))
            }
            Self::Last(weekday) => highest_bit(month.all(weekday)),
            Self::Nth(weekday, nth) => {
                let first = month.first(weekday);
                1_u32.checked_shl(first + 7 * (nth - 1)).unwrap_or(0)
            }
        }
    }
}

/// The positions of the bits that are set, ascending.
fn bits(set: u64) -> impl Iterator<Item = u32> + Clone {
    (0..u64::BITS).filter(move |position| set & (1 << position) != 0)
}

fn highest_bit(set: u32) -> u32 {
    set.checked_ilog2().map_or(0, |position| 1 << position)
}

impl PartialEq for CronExpression {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for CronExpression {}

impl fmt::Display for CronExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl std::str::FromStr for CronExpression {
    type Err = CronError;

    fn from_str(text: &str) -> Result<Self, CronError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests;
