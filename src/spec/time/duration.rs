//! Lengths of time, with their unit, printed back the way they were written.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::facts::spelling;

/// A number of days, the unit in which AWS Backup counts retention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days(pub u32);

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.0 == 1 { "" } else { "s" };
        write!(f, "{} day{plural}", self.0)
    }
}

/// A number of minutes, the unit of start and completion windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(pub u32);

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 minute"),
            minutes if minutes >= 120 && minutes % 60 == 0 => write!(f, "{} hours", minutes / 60),
            minutes => write!(f, "{minutes} minutes"),
        }
    }
}

/// Why a text is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found `{found}`{}", suggestion(found, meant))]
pub struct LengthError {
    expected: &'static str,
    found: String,
    /// The unit that a bare number was most likely meant in.
    meant: &'static str,
}

fn suggestion(found: &str, unit: &str) -> String {
    let meant = count(found).map(|count| format!("{count}{unit}"));
    spelling::did_you_mean(meant.as_deref()).to_string()
}

/// How long a recovery point is kept: whole days (`14d`), weeks (`5w`), months of 30 days (`3mo`)
/// or years of 365 days (`7y`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Retention {
    count: u32,
    unit: RetentionUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum RetentionUnit {
    Day,
    Week,
    Month,
    Year,
}

impl RetentionUnit {
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    fn suffix_and_days(self) -> (&'static str, u32) {
        match self {
            Self::Day => ("d", 1),
            Self::Week => ("w", 7),
            Self::Month => ("mo", 30),
            Self::Year => ("y", 365),
        }
    }
}

/// `count` days.
#[must_use]
pub const fn days(count: u32) -> Retention {
    Retention {
        count,
        unit: RetentionUnit::Day,
    }
}

/// `count` weeks of 7 days.
#[must_use]
pub const fn weeks(count: u32) -> Retention {
    Retention {
        count,
        unit: RetentionUnit::Week,
    }
}

/// `count` months of 30 days.
#[must_use]
pub const fn months(count: u32) -> Retention {
    Retention {
        count,
        unit: RetentionUnit::Month,
    }
}

/// `count` years of 365 days.
#[must_use]
pub const fn years(count: u32) -> Retention {
    Retention {
        count,
        unit: RetentionUnit::Year,
    }
}

impl Retention {
    /// The length in days; a month counts 30, a year 365.
    #[must_use]
    pub fn days(self) -> Days {
        Days(self.count.saturating_mul(self.unit.suffix_and_days().1))
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.suffix_and_days().0)
    }
}

impl From<Retention> for String {
    fn from(value: Retention) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for Retention {
    type Error = LengthError;

    fn try_from(text: String) -> Result<Self, LengthError> {
        for unit in RetentionUnit::ALL {
            if let Some(count) = text.strip_suffix(unit.suffix_and_days().0).and_then(count) {
                return Ok(Self { count, unit });
            }
        }
        Err(LengthError {
            expected: "a length in days, weeks, months or years such as `14d`, `5w`, `3mo`, `7y`",
            found: text,
            meant: "d",
        })
    }
}

impl JsonSchema for Retention {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Retention".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]+(d|w|mo|y)$",
            "description": "a length in days, weeks, months (30 days) or years (365 days) such as `14d`, `5w`, `3mo`, `7y`"
        })
    }
}

/// How long a job may wait or run: whole hours (`8h`), minutes (`90m`) or days (`2d`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    count: u32,
    unit: WindowUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum WindowUnit {
    Minute,
    Hour,
    Day,
}

impl WindowUnit {
    fn suffix_and_minutes(self) -> (&'static str, u32) {
        match self {
            Self::Minute => ("m", 1),
            Self::Hour => ("h", 60),
            Self::Day => ("d", 24 * 60),
        }
    }
}

/// `count` minutes.
#[must_use]
pub const fn minutes(count: u32) -> Window {
    Window {
        count,
        unit: WindowUnit::Minute,
    }
}

/// `count` hours.
#[must_use]
pub const fn hours(count: u32) -> Window {
    Window {
        count,
        unit: WindowUnit::Hour,
    }
}

impl Window {
    /// The length in minutes.
    #[must_use]
    pub fn minutes(self) -> Minutes {
        Minutes(self.count.saturating_mul(self.unit.suffix_and_minutes().1))
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.suffix_and_minutes().0)
    }
}

impl From<Window> for String {
    fn from(value: Window) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for Window {
    type Error = LengthError;

    fn try_from(text: String) -> Result<Self, LengthError> {
        for unit in [WindowUnit::Minute, WindowUnit::Hour, WindowUnit::Day] {
            if let Some(count) = text
                .strip_suffix(unit.suffix_and_minutes().0)
                .and_then(count)
            {
                return Ok(Self { count, unit });
            }
        }
        Err(LengthError {
            expected: "a length in minutes, hours or days such as `90m`, `8h`, `2d`",
            found: text,
            meant: "m",
        })
    }
}

impl JsonSchema for Window {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Window".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]+(m|h|d)$",
            "description": "a length in minutes, hours or days such as `90m`, `8h`, `2d`"
        })
    }
}

/// A count written in plain digits, without sign, blank or leading zero.
fn count(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits.len() == 1 || !digits.starts_with('0'));
    plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retention_is_printed_back_as_it_was_written() {
        for (text, in_days) in [
            ("14d", 14),
            ("5w", 35),
            ("3mo", 90),
            ("7y", 2555),
            ("0d", 0),
            ("100y", 36500),
        ] {
            let retention = Retention::try_from(text.to_owned()).unwrap();
            assert_eq!(
                (retention.to_string().as_str(), retention.days()),
                (text, Days(in_days))
            );
        }
    }

    #[test]
    fn what_is_not_a_retention_is_refused() {
        for text in [
            "",
            "d",
            "14",
            "-1d",
            "1.5d",
            "14 d",
            "14D",
            "07d",
            "+7d",
            "99999999999d",
            "3m",
        ] {
            assert!(Retention::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn windows_are_counted_in_minutes() {
        for (text, in_minutes) in [("90m", 90), ("8h", 480), ("2d", 2880)] {
            let window = Window::try_from(text.to_owned()).unwrap();
            assert_eq!(
                (window.to_string().as_str(), window.minutes()),
                (text, Minutes(in_minutes))
            );
        }
    }
}
