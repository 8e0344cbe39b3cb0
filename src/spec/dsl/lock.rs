//! Locks of vaults.

use std::panic::Location;

use super::notes::Notes;
use crate::spec::model::{self, LockMode};
use crate::spec::time::duration::Retention;

/// A vault lock.
#[derive(Debug, Clone)]
#[must_use = "a lock belongs to a `vault`"]
pub struct Lock {
    pub(super) model: model::Lock,
    pub(super) notes: Notes,
}

/// A lock that those with the permission can change or lift.
#[track_caller]
pub fn governance() -> Lock {
    Lock::new(LockMode::Governance)
}

/// A lock that nobody can change or lift once it is final; it needs
/// [`changeable_for`](Lock::changeable_for) and [`irreversible`](Lock::irreversible).
#[track_caller]
pub fn compliance() -> Lock {
    Lock::new(LockMode::Compliance)
}

impl Lock {
    #[track_caller]
    fn new(mode: LockMode) -> Self {
        Self {
            model: model::Lock {
                mode,
                min: None,
                max: None,
                changeable_for: None,
                irreversible: false,
            },
            notes: Notes::of(Location::caller()),
        }
    }

    /// Shortest retention that the vault accepts.
    #[track_caller]
    pub fn min(mut self, length: Retention) -> Self {
        self.notes.key("min", Location::caller());
        self.model.min = Some(length);
        self
    }

    /// Longest retention that the vault accepts.
    #[track_caller]
    pub fn max(mut self, length: Retention) -> Self {
        self.notes.key("max", Location::caller());
        self.model.max = Some(length);
        self
    }

    /// How long a compliance lock can still be lifted; at least 3 days, then it is final.
    #[track_caller]
    pub fn changeable_for(mut self, length: Retention) -> Self {
        self.notes.key("changeable_for", Location::caller());
        self.model.changeable_for = Some(length);
        self
    }

    /// The explicit word that a compliance lock needs: nobody, AWS included, can shorten it or
    /// delete a recovery point early once it is final.
    #[track_caller]
    pub fn irreversible(mut self) -> Self {
        self.notes.key("irreversible", Location::caller());
        self.model.irreversible = true;
        self
    }
}
