//! What differs in single accounts of a group.

use std::panic::Location;

use super::notes::Notes;
use super::{Account, Plan, SourceGroup};
use crate::facts::Region;
use crate::place::Path;
use crate::spec::ids::{KeyArn, RoleArn};
use crate::spec::model;
use crate::spec::time::duration::Retention;

/// What differs in one account of a group.
#[derive(Debug, Clone)]
#[must_use = "an exception belongs to a source group"]
pub struct Exception {
    model: model::Exception,
    notes: Notes,
}

/// What differs in one account of a group; nothing, until methods say what.
pub fn exception() -> Exception {
    Exception {
        model: model::Exception::default(),
        notes: Notes::default(),
    }
}

impl Exception {
    /// The regions of this account, instead of the group's.
    #[track_caller]
    pub fn regions(mut self, regions: impl IntoIterator<Item = Region>) -> Self {
        self.notes.key("regions", Location::caller());
        let own = self.model.regions.get_or_insert_default();
        own.extend(regions);
        self
    }

    /// Plans that this account does not get.
    #[track_caller]
    pub fn without<'a>(mut self, plans: impl IntoIterator<Item = &'a Plan>) -> Self {
        self.notes.key("without", Location::caller());
        let names = plans.into_iter().map(|plan| plan.called.name.clone());
        self.model.without.extend(names);
        self
    }

    /// Another local retention, for every rule of the plan.
    #[track_caller]
    pub fn keep(mut self, plan: &Plan, length: Retention) -> Self {
        let call = Location::caller();
        let path = Path::root().key("keep");
        self.notes
            .refer(&mut self.model.keep, &path, &plan.called, length, call);
        self
    }

    /// An existing role of this account, instead of the group's.
    #[track_caller]
    pub fn role(mut self, role: RoleArn) -> Self {
        self.notes.key("role", Location::caller());
        self.model.role = Some(role);
        self
    }

    /// Existing customer-managed keys of this account for its local vaults, one a region. Each key
    /// policy must admit the central account.
    #[track_caller]
    pub fn keys(mut self, keys: impl IntoIterator<Item = KeyArn>) -> Self {
        self.notes.key("keys", Location::caller());
        self.model.keys.extend(keys);
        self
    }
}

impl SourceGroup {
    /// What differs in one account of the group.
    #[track_caller]
    pub fn except(mut self, account: &Account, exception: Exception) -> Self {
        let list = Path::root().key("exceptions");
        let path = list.key(account.called.name.to_string());
        let is_new = !self.model.exceptions.contains_key(&account.called.name);
        self.notes.account(account);
        self.notes.refer(
            &mut self.model.exceptions,
            &list,
            &account.called,
            exception.model,
            Location::caller(),
        );
        if is_new {
            self.notes.add(&path, exception.notes);
        }
        self
    }
}
