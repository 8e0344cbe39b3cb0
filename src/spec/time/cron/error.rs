//! What can be wrong with a schedule.

use std::fmt;
use std::ops::Range;

/// A text that is no schedule in AWS's dialect of cron.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault}")]
pub struct CronError {
    /// What is wrong.
    pub fault: CronFault,
    /// Where it is wrong: bytes of the text.
    pub span: Range<usize>,
}

/// The ways in which a schedule can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CronFault {
    /// The text is not wrapped in `cron(` and `)`.
    #[error("expected `cron(minute hour day-of-month month day-of-week year)`, found `{found}`")]
    NotCron {
        /// The text.
        found: String,
    },
    /// `rate(...)` is EventBridge's, not AWS Backup's.
    #[error("expected `cron(...)`, found `{found}`: AWS Backup takes no rates")]
    Rate {
        /// The text.
        found: String,
    },
    /// There are not six fields.
    #[error(
        "expected six fields (minute, hour, day-of-month, month, day-of-week, year), found {found}"
    )]
    FieldCount {
        /// The number of fields.
        found: usize,
    },
    /// Neither day field is `?`.
    #[error("the day-of-month and day-of-week fields cannot both be set: write `?` in one")]
    BothDays,
    /// Both day fields are `?`.
    #[error("the day-of-month and day-of-week fields cannot both be `?`: write `*` in one")]
    NoDay,
    /// A field has something that does not belong there.
    #[error("expected {expected} in the {field} field, found `{found}`")]
    Value {
        /// The field.
        field: CronField,
        /// What the field takes.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// A range that goes down.
    #[error("the range `{found}` in the {field} field ends before it starts")]
    BackwardRange {
        /// The field.
        field: CronField,
        /// The range.
        found: String,
    },
    /// A step that does not advance.
    #[error("expected a step of 1 or more in the {field} field, found `{found}`")]
    Step {
        /// The field.
        field: CronField,
        /// What stands behind the slash.
        found: String,
    },
    /// `#` together with other days; AWS takes one such day only.
    #[error("a day-of-week field with `#` takes one day, found `{found}`")]
    NthInList {
        /// The whole field.
        found: String,
    },
}

/// A field of a schedule, in AWS's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CronField {
    /// 0-59.
    Minute,
    /// 0-23.
    Hour,
    /// 1-31, `L`, `15W`.
    DayOfMonth,
    /// 1-12 or JAN-DEC.
    Month,
    /// 1-7 or SUN-SAT, `6L`, `6#3`.
    DayOfWeek,
    /// 1970-2199.
    Year,
}

impl CronField {
    /// The smallest and the largest value.
    pub(super) fn bounds(self) -> (u32, u32) {
        match self {
            Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (1, 12),
            Self::DayOfWeek => (1, 7),
            Self::Year => (1970, 2199),
        }
    }

    /// What the field takes, as messages say it.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Minute => "0-59",
            Self::Hour => "0-23",
            Self::DayOfMonth => "1-31, `L` or a weekday like `15W`",
            Self::Month => "1-12 or JAN-DEC",
            Self::DayOfWeek => "1-7 or SUN-SAT, a last day like `6L` or an nth day like `6#3`",
            Self::Year => "1970-2199",
        }
    }

    /// The names that stand for the values from the smallest on.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &[
                "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
            ],
            Self::DayOfWeek => &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
            _ => &[],
        }
    }
}

impl fmt::Display for CronField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day-of-month",
            Self::Month => "month",
            Self::DayOfWeek => "day-of-week",
            Self::Year => "year",
        })
    }
}
