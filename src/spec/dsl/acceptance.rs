//! Findings that a person has weighed and accepts.

use std::panic::Location;

use super::notes::Notes;
use crate::spec::ids::{CheckCode, Reason};
use crate::spec::model;

/// A warning or a hint that is accepted, and why.
#[derive(Debug, Clone)]
#[must_use = "an acceptance belongs into a `spec`"]
pub struct Acceptance {
    pub(super) model: model::Acceptance,
    pub(super) notes: Notes,
}

/// Accepts the finding with this code, wherever it is.
#[track_caller]
pub fn acceptance(code: CheckCode, reason: Reason) -> Acceptance {
    Acceptance {
        model: model::Acceptance {
            code,
            at: None,
            reason,
        },
        notes: Notes::of(Location::caller()),
    }
}

impl Acceptance {
    /// Accepts it only at this place of the spec, or within it, as `plans.hourly`.
    #[track_caller]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.notes.key("at", Location::caller());
        self.model.at = Some(place.into());
        self
    }
}
