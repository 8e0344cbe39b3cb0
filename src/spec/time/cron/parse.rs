//! Reading schedules.

use super::calendar::YEARS;
use super::error::{CronError, CronFault, CronField};
use super::{CronExpression, DayOfMonth, DayOfWeek, Days};

const SATURDAY: u32 = 7;

impl CronExpression {
    /// Reads a whole `cron(...)` text.
    ///
    /// A schedule that never comes, such as on 31 February, is read; see
    /// [`CronExpression::never_runs`].
    ///
    /// # Errors
    /// [`CronError`] says which field is at fault, and where it stands in the text.
    pub fn parse(text: &str) -> Result<Self, CronError> {
        expression(text)
    }
}

fn expression(text: &str) -> Result<CronExpression, CronError> {
    let whole = Part { text, offset: 0 };
    let Some(inner) = text
        .strip_prefix("cron(")
        .and_then(|rest| rest.strip_suffix(')'))
    else {
        let found = text.to_owned();
        let is_rate = text.starts_with("rate(");
        let fault = if is_rate {
            CronFault::Rate { found }
        } else {
            CronFault::NotCron { found }
        };
        return Err(whole.error(fault));
    };
    let inner = whole.part(inner);
    let fields = inner.words();
    let [minute, hour, day_of_month, month, day_of_week, year] = fields.as_slice() else {
        return Err(inner.error(CronFault::FieldCount {
            found: fields.len(),
        }));
    };
    Ok(CronExpression {
        text: text.to_owned(),
        minutes: minute
            .list(CronField::Minute)?
            .fold(0, |set, value| set | 1 << value),
        hours: hour
            .list(CronField::Hour)?
            .fold(0, |set, value| set | 1 << value),
        days: days(*day_of_month, *day_of_week)?,
        months: month
            .list(CronField::Month)?
            .fold(0, |set, value| set | 1 << value),
        years: years(*year)?,
    })
}

fn days(of_month: Part<'_>, of_week: Part<'_>) -> Result<Days, CronError> {
    match (of_month.text, of_week.text) {
        ("?", "?") => Err(of_week.error(CronFault::NoDay)),
        (_, "?") => {
            let days = of_month.split(',').into_iter().map(day_of_month);
            Ok(Days::OfMonth(days.collect::<Result<_, _>>()?))
        }
        ("?", text) if text.contains(',') && text.contains('#') => {
            Err(of_week.error(CronFault::NthInList {
                found: text.to_owned(),
            }))
        }
        ("?", _) => {
            let days = of_week.split(',').into_iter().map(day_of_week);
            Ok(Days::OfWeek(days.collect::<Result<_, _>>()?))
        }
        // The star says nothing, so it is the one to become a question mark.
        ("*", _) => Err(of_month.error(CronFault::BothDays)),
        _ => Err(of_week.error(CronFault::BothDays)),
    }
}

fn day_of_month(part: Part<'_>) -> Result<DayOfMonth, CronError> {
    let field = CronField::DayOfMonth;
    match part.text.strip_suffix('W') {
        Some(day) => Ok(DayOfMonth::NearestWeekday(part.value(field, day)?)),
        None if part.text == "L" => Ok(DayOfMonth::Last),
        None => Ok(DayOfMonth::Days(part.set(field)?)),
    }
}

fn day_of_week(part: Part<'_>) -> Result<DayOfWeek, CronError> {
    let field = CronField::DayOfWeek;
    if let Some((weekday, nth)) = part.text.split_once('#') {
        let weekday = part.value(field, weekday)?;
        return match number(nth) {
            Some(nth @ 1..=5) => Ok(DayOfWeek::Nth(weekday, nth)),
            _ => Err(part.unexpected(field)),
        };
    }
    match part.text.strip_suffix('L') {
        // Alone it is the last day of the week.
        Some("") => Ok(DayOfWeek::Days(1 << SATURDAY)),
        Some(weekday) => Ok(DayOfWeek::Last(part.value(field, weekday)?)),
        None => Ok(DayOfWeek::Days(part.set(field)?)),
    }
}

fn years(field: Part<'_>) -> Result<Vec<u16>, CronError> {
    let values: Vec<u32> = field.list(CronField::Year)?.collect();
    Ok(YEARS
        .filter(|year| values.contains(&u32::from(*year)))
        .collect())
}

/// A field of a schedule, or a piece of one, and where it starts in the whole text.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Part<'a> {
    /// A slice of this part's own text.
    fn part(self, text: &'a str) -> Self {
        let offset = text.as_ptr().addr() - self.text.as_ptr().addr();
        Self {
            text,
            offset: self.offset + offset,
        }
    }

    fn words(self) -> Vec<Self> {
        self.text
            .split_ascii_whitespace()
            .map(|word| self.part(word))
            .collect()
    }

    fn split(self, separator: char) -> Vec<Self> {
        self.text
            .split(separator)
            .map(|piece| self.part(piece))
            .collect()
    }

    /// The values of a comma-separated field.
    fn list(self, field: CronField) -> Result<impl Iterator<Item = u32>, CronError> {
        let pieces = self.split(',').into_iter().map(|piece| piece.values(field));
        let values: Vec<Vec<u32>> = pieces.collect::<Result<_, _>>()?;
        Ok(values.into_iter().flatten())
    }

    /// The values of one piece as the bits of a set.
    fn set(self, field: CronField) -> Result<u32, CronError> {
        Ok(self
            .values(field)?
            .into_iter()
            .fold(0, |set, value| set | 1 << value))
    }

    /// The values of `*`, `5`, `1-5`, `*/2`, `1/2` or `1-5/2`.
    fn values(self, field: CronField) -> Result<Vec<u32>, CronError> {
        let (smallest, largest) = field.bounds();
        let (range, step) = match self.text.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (self.text, None),
        };
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (self.value(field, first)?, self.value(field, last)?),
            None if range == "*" => (smallest, largest),
            None => {
                let first = self.value(field, range)?;
                (first, if step.is_some() { largest } else { first })
            }
        };
        if first > last {
            let found = range.to_owned();
            return Err(self
                .part(range)
                .error(CronFault::BackwardRange { field, found }));
        }
        let step = match step {
            None => 1,
            Some(text) => match number(text).and_then(|step| usize::try_from(step).ok()) {
                Some(step) if step > 0 => step,
                _ => {
                    let found = text.to_owned();
                    return Err(self.part(text).error(CronFault::Step { field, found }));
                }
            },
        };
        Ok((first..=last).step_by(step).collect())
    }

    /// One value, as a number or by its name.
    fn value(self, field: CronField, text: &'a str) -> Result<u32, CronError> {
        let (smallest, largest) = field.bounds();
        let by_name = (smallest..).zip(field.names());
        let named = by_name
            .filter(|(_, name)| name.eq_ignore_ascii_case(text))
            .map(|(value, _)| value)
            .next();
        named
            .or_else(|| number(text).filter(|value| (smallest..=largest).contains(value)))
            .ok_or_else(|| {
                // A missing value has no text to point at: point at what it is missing from.
                let faulty = if text.is_empty() {
                    self
                } else {
                    self.part(text)
                };
                faulty.unexpected(field)
            })
    }

    fn unexpected(self, field: CronField) -> CronError {
        let found = self.text.to_owned();
        self.error(CronFault::Value {
            field,
            expected: field.expected(),
            found,
        })
    }

    fn error(self, fault: CronFault) -> CronError {
        CronError {
            fault,
            span: self.offset..self.offset + self.text.len(),
        }
    }
}

/// Digits only: no sign, which `parse` would take.
fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
