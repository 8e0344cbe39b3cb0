//! The roles that may touch what is protected.

use std::panic::Location;

use super::notes::Notes;
use crate::spec::ids::RoleArn;
use crate::spec::model;

/// Roles that may touch what is protected, when nobody else may.
#[derive(Debug, Clone)]
#[must_use = "the roles of administrators belong into a `spec`"]
pub struct Administration {
    pub(super) model: model::Administration,
    pub(super) notes: Notes,
}

/// No role, until methods name some.
#[track_caller]
pub fn administration() -> Administration {
    Administration {
        model: model::Administration::default(),
        notes: Notes::of(Location::caller()),
    }
}

impl Administration {
    /// Existing roles for emergencies: in a protected vault nobody else may delete a recovery point or
    /// shorten its retention. Each works in its own account only; `$account` stands for the id of the
    /// vault's account.
    #[track_caller]
    pub fn break_glass(mut self, roles: impl IntoIterator<Item = RoleArn>) -> Self {
        self.notes.key("break_glass", Location::caller());
        self.model.break_glass.extend(roles);
        self
    }

    /// Existing roles that deploy what offsite writes, besides those that `terraform` and
    /// `cloudformation` give: they may change and delete protected vaults, their policies and their
    /// locks.
    #[track_caller]
    pub fn deploying(mut self, roles: impl IntoIterator<Item = RoleArn>) -> Self {
        self.notes.key("deploying", Location::caller());
        self.model.deploying.extend(roles);
        self
    }
}
