//! The accounts whose resources are protected.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lock::Lock;
use crate::facts::Region;
use crate::spec::OneOrNamed;
use crate::spec::ids::{KeyArn, Name, PlanName, RoleArn, VaultName};
use crate::spec::time::duration::Retention;

/// One group of source accounts, named `source`, or several by name.
pub type SourceGroups = OneOrNamed<SourceGroup>;

/// Source accounts that look alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SourceGroup {
    /// The accounts, by name.
    pub accounts: Vec<Name>,

    /// The regions whose resources are protected. The stacks with the roles are in the first one, so
    /// add others behind it.
    pub regions: Vec<Region>,

    /// Name of the local vault in each account and region. Default: `<spec name>-local`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultName>,

    /// An existing role that AWS Backup assumes, `$account` standing for the account's id. Default:
    /// a role `<spec name>-backup` with the policies that the protected types need, and beside it
    /// `<spec name>-restore` for restores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleArn>,

    /// `true` lets the central account copy recovery points back into the local vaults: a restore
    /// runs only in the account and region where its recovery point lies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copy_back: bool,

    /// `true` has the access policies of the local vaults keep everybody but the roles under
    /// `administration` from deleting recovery points, shortening their retention and lifting the
    /// protection, as those of central vaults do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub protect: bool,

    /// Bounds for the retention of recovery points, enforced by the local vaults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<Lock>,

    /// What differs in single accounts, by account name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub exceptions: IndexMap<Name, Exception>,
}

/// What differs in one account of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Exception {
    /// The regions of this account. Default: the group's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<Region>>,

    /// Plans that this account does not get.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<PlanName>,

    /// Other local retention, by plan; it holds for every rule of the plan.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub keep: IndexMap<PlanName, Retention>,

    /// An existing role of this account. Default: the group's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleArn>,

    /// Existing customer-managed keys of this account for its local vaults, one a region. Each key
    /// policy must admit the central account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyArn>,
}
