//! How long a recovery point is kept, and when it moves to cold storage.

use crate::spec::time::duration::Retention;

/// A recovery point that is never deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forever;

/// The stay of a recovery point in its vault: how long, and when it moves to cold storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Stay {
    pub(super) keep: Option<Retention>,
    pub(super) cold_after: Option<Retention>,
}

impl Retention {
    /// This long in all, in cold storage after `length`, where the resource's type can; a recovery
    /// point then stays there at least 90 days.
    pub fn cold_after(self, length: Self) -> Stay {
        Stay {
            keep: Some(self),
            cold_after: Some(length),
        }
    }
}

impl Forever {
    /// Never deleted, in cold storage after `length`, where the resource's type can.
    pub fn cold_after(self, length: Retention) -> Stay {
        Stay {
            keep: None,
            cold_after: Some(length),
        }
    }
}

/// How long something is kept: a length such as `days(14)`, or [`Forever`], either with
/// `.cold_after(…)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how long a recovery point is kept",
    label = "expected a length with its unit, such as `days(14)`, `months(3)` or `Forever`"
)]
pub trait Keep {
    /// The stay that this means.
    #[doc(hidden)]
    fn stay(self) -> Stay;
}

impl Keep for Retention {
    fn stay(self) -> Stay {
        Stay {
            keep: Some(self),
            cold_after: None,
        }
    }
}

impl Keep for Forever {
    fn stay(self) -> Stay {
        Stay {
            keep: None,
            cold_after: None,
        }
    }
}

impl Keep for Stay {
    fn stay(self) -> Stay {
        self
    }
}
