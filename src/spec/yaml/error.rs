//! What stops one reading: a fault and the node it is about.

use std::fmt;

use serde::de::{Expected, Unexpected};

use super::{NodeId, wording};

/// Why a reading stopped.
#[derive(Debug)]
pub(super) struct Error(Box<Problem>);

#[derive(Debug)]
pub(super) struct Problem {
    pub(super) what: What,
    /// The innermost node that was being read.
    pub(super) at: Option<NodeId>,
}

#[derive(Debug)]
pub(super) enum What {
    /// Another shape was expected.
    WrongType { expected: String },
    /// The shape fits, the value does not.
    Refused { expected: String },
    /// A type's own message.
    Malformed(String),
    /// A word that is none of a closed set.
    UnknownValue { expected: &'static [&'static str] },
    /// A key that is none of a closed set.
    UnknownKey { expected: &'static [&'static str] },
    /// A key that its mapping cannot do without.
    Missing(&'static str),
    /// A stand-in was refused, so the next one has to be tried.
    StandIn {
        owner: &'static str,
        field: &'static str,
    },
    /// A stand-in for a whole mapping lacks this key.
    StandInLacks {
        owner: &'static str,
        field: &'static str,
    },
    /// Something faulty is in a place that cannot be skipped.
    Skipped,
    /// The budget for readings is spent.
    Exhausted,
}

impl Error {
    pub(super) fn new(what: What) -> Self {
        Self(Box::new(Problem { what, at: None }))
    }

    /// Says which node was read, unless a node inside it has said so.
    pub(super) fn at(mut self, node: NodeId) -> Self {
        self.0.at.get_or_insert(node);
        self
    }

    pub(super) fn into_problem(self) -> Problem {
        *self.0
    }

    pub(super) fn what(&self) -> &What {
        &self.0.what
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.what {
            What::WrongType { expected } | What::Refused { expected } => {
                write!(f, "expected {expected}")
            }
            What::Malformed(message) => f.write_str(message),
            What::UnknownValue { expected } | What::UnknownKey { expected } => {
                write!(f, "expected one of {}", wording::listed(expected))
            }
            What::Missing(field) => write!(f, "`{field}` is missing"),
            What::StandIn { .. } | What::StandInLacks { .. } | What::Skipped => {
                f.write_str("a part of the value is at fault")
            }
            What::Exhausted => f.write_str("too many faults"),
        }
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(What::Malformed(message.to_string()))
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(What::WrongType {
            expected: wording::expectation(&expected.to_string()),
        })
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(What::Refused {
            expected: wording::expectation(&expected.to_string()),
        })
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::new(What::Refused {
            expected: wording::expectation(&expected.to_string()),
        })
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(What::UnknownValue { expected })
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(What::UnknownKey { expected })
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(What::Missing(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(What::Malformed(format!(
            "`{field}` is given twice under different names"
        )))
    }
}
