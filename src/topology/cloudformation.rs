//! How CloudFormation reaches the accounts, resolved.

use std::collections::BTreeMap;

use super::Account;
use crate::facts::Region;
use crate::spec::ids::{Name, UnitId};
use crate::spec::model::{Format, OnDelete, PermissionModel, RegionConcurrency};

/// How templates are written and delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudFormation {
    /// How templates are written.
    pub format: Format,
    /// How stack sets reach the source accounts; `None` gives each account stacks of its own.
    pub stack_sets: Option<StackSets>,
    /// Where templates are uploaded.
    pub bucket: Option<TemplateBucket>,
    /// What becomes of switches when their stack is deleted.
    pub on_delete: OnDelete,
}

/// Where templates are uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateBucket {
    /// The bucket's name.
    pub bucket: String,
    /// Its region.
    pub region: Region,
    /// What every key begins with, without a `/` at its end.
    pub prefix: Option<String>,
}

/// How stack sets reach the source accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackSets {
    /// Whose permissions they work with.
    pub permission_model: PermissionModel,
    /// The account that administers them; `None` is the management account.
    pub administrator: Option<Account>,
    /// The units whose accounts get the stacks of a source group, by the group's name. A group
    /// without units reaches the accounts it lists.
    pub units: BTreeMap<Name, Vec<UnitId>>,
    /// The role that a self-managed stack set assumes in each account.
    pub execution_role: String,
    /// The share of accounts, in percent, that may fail in a region.
    pub failure_tolerance: u8,
    /// Whether regions are worked on side by side.
    pub region_concurrency: RegionConcurrency,
}
