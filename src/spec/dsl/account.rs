//! Accounts, organizational units, and what a policy is attached to.

use std::panic::Location;

use super::called::{Called, named};
use crate::spec::ids::{AccountId, Name, UnitId};

/// An account, by a name of the spec's own; a handle for vaults, sources, exceptions and targets.
#[derive(Debug, Clone)]
#[must_use = "an account means nothing until a vault, a source group or a target names it"]
pub struct Account {
    pub(super) called: Called<Name>,
    pub(super) id: AccountId,
}

/// An account, called `name` in the spec, with its id.
#[track_caller]
pub fn account(name: &str, id: AccountId) -> Account {
    Account {
        called: named(name, Location::caller()),
        id,
    }
}

/// An organizational unit, by a name of the spec's own; a handle for targets of policies.
#[derive(Debug, Clone)]
#[must_use = "a unit means nothing until a plan is attached to it"]
pub struct Unit {
    pub(super) called: Called<Name>,
    pub(super) id: UnitId,
}

/// An organizational unit, called `name` in the spec, with its id.
#[track_caller]
pub fn unit(name: &str, id: UnitId) -> Unit {
    Unit {
        called: named(name, Location::caller()),
        id,
    }
}

/// The organization's root, as the target of a plan; its id is said by
/// [`Organization::root`](super::Organization::root).
#[derive(Debug, Clone, Copy)]
pub struct OrganizationRoot;

/// What a backup policy can be attached to.
#[derive(Debug, Clone)]
pub enum PolicyTarget {
    /// The organization's root.
    Root,
    /// A unit, and what is below it.
    Unit(Unit),
    /// A single account.
    Account(Account),
}

impl From<OrganizationRoot> for PolicyTarget {
    fn from(_: OrganizationRoot) -> Self {
        Self::Root
    }
}

impl From<&Unit> for PolicyTarget {
    fn from(unit: &Unit) -> Self {
        Self::Unit(unit.clone())
    }
}

impl From<&Account> for PolicyTarget {
    fn from(account: &Account) -> Self {
        Self::Account(account.clone())
    }
}
