//! The days that schedules are about, by the proleptic Gregorian calendar.

use std::fmt;
use std::ops::RangeInclusive;

/// The years that AWS's schedules know.
pub(super) const YEARS: RangeInclusive<u16> = 1970..=2199;

/// Weekday number of 1 January 1970, a Thursday; Sunday is 1.
const FIRST_WEEKDAY: u32 = 5;

/// A day from 1 January 1970 to 31 December 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// The day with this date; `None` when the calendar has no such day in those years.
    pub fn of(year: u16, month: u32, day: u32) -> Option<Self> {
        if !YEARS.contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let in_month = Month::new(year, month);
        (1..=in_month.length())
            .contains(&day)
            .then(|| Self(in_month.days_before() + day - 1))
    }

    /// Year, month and day of the month.
    pub fn date(self) -> (u16, u32, u32) {
        // Counted in years from March, in which the leap day comes last, and from the year 0.
        let days = self.0 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = era * 400 + year_of_era + u32::from(month <= 2);
        (u16::try_from(year).unwrap_or(u16::MAX), month, day)
    }

    /// Days since 1 January 1970.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The days from the first to the second, both included.
    pub(super) fn between(from: Self, to: Self) -> impl Iterator<Item = Self> {
        (from.0..=to.0).map(Self)
    }

    pub(super) fn days_until(self, later: Self) -> u32 {
        later.0.saturating_sub(self.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A month of a year; days are counted from 1, weekdays from Sunday, which is 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Month {
    year: u32,
    month: u32,
}

impl Month {
    /// `year` is one of [`YEARS`], `month` is 1 to 12.
    pub(super) fn new(year: u16, month: u32) -> Self {
        Self {
            year: year.into(),
            month,
        }
    }

    /// The number of its days.
    pub(super) fn length(self) -> u32 {
        match self.month {
            2 if is_leap(self.year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// All its days; bit `n` is day `n`.
    pub(super) fn all_days(self) -> u32 {
        u32::MAX >> (u32::BITS - 1 - self.length()) & !1
    }

    /// The first day with this weekday.
    pub(super) fn first(self, weekday: u32) -> u32 {
        1 + (weekday + 7 - self.weekday(1)) % 7
    }

    /// All days with this weekday; bit `n` is day `n`.
    pub(super) fn all(self, weekday: u32) -> u32 {
        let first = self.first(weekday);
        (first..=self.length())
            .step_by(7)
            .fold(0, |days, day| days | 1 << day)
    }

    /// The day from Monday to Friday that is nearest to a day of this month, without leaving it.
    pub(super) fn nearest_working_day(self, day: u32) -> u32 {
        const SUNDAY: u32 = 1;
        const SATURDAY: u32 = 7;
        match self.weekday(day) {
            SATURDAY if day == 1 => 3,
            SATURDAY => day - 1,
            SUNDAY if day == self.length() => day - 2,
            SUNDAY => day + 1,
            _ => day,
        }
    }

    fn weekday(self, day: u32) -> u32 {
        (self.days_before() + day - 1 + FIRST_WEEKDAY - 1) % 7 + 1
    }

    /// Days from 1 January 1970 to the first of the month.
    fn days_before(self) -> u32 {
        let before = self.year - 1;
        let leap_days = before / 4 - before / 100 + before / 400;
        let in_year: u32 = (1..self.month)
            .map(|month| Self { month, ..self }.length())
            .sum();
        before * 365 + leap_days - 719_162 + in_year
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_day_numbers_agree_over_all_years() {
        let first = Day::of(1970, 1, 1).unwrap();
        let last = Day::of(2199, 12, 31).unwrap();
        assert_eq!(first.number(), 0);
        for day in Day::between(first, last) {
            let (year, month, of_month) = day.date();
            assert_eq!(Day::of(year, month, of_month), Some(day), "{day}");
        }
        assert_eq!(Day::of(2000, 3, 1).unwrap().number(), 11_017);
        assert_eq!(Day::of(2026, 11, 23).unwrap().to_string(), "2026-11-23");
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        for (year, month, day) in [
            (1969, 12, 31),
            (2200, 1, 1),
            (2026, 2, 29),
            (2100, 2, 29),
            (2026, 4, 31),
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 1, 0),
        ] {
            assert_eq!(Day::of(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        for (year, month, day, weekday) in [
            (1970, 1, 1, 5),
            (2000, 2, 29, 3),
            (2026, 11, 23, 2),
            (2028, 2, 29, 3),
            (2199, 12, 31, 3),
        ] {
            assert_eq!(
                Month::new(year, month).weekday(day),
                weekday,
                "{year}-{month}-{day}"
            );
        }
    }
}
