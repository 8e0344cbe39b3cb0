//! The organization, resolved.

use super::Account;
use crate::facts::Region;
use crate::place::Path;
use crate::spec::ids::{OrgId, RootId, UnitId};
use crate::spec::model::Statement;

/// The organization and its management account.
#[derive(Debug, Clone)]
pub struct Organization {
    /// The organization's id.
    pub id: OrgId,
    /// The root's id, where the spec gives it.
    pub root: Option<RootId>,
    /// The management account.
    pub management: Account,
    /// The region from which organization-wide settings are managed.
    pub home_region: Region,
    /// The delegated administrators, each with its path.
    pub delegated_administrators: Vec<(Account, Path)>,
    /// The statements that the organization's resource policy already has; `None` when the spec
    /// says nothing of it.
    pub resource_policy: Option<Vec<Statement>>,
    /// The two settings beside cross-account backup.
    pub global_settings: GlobalSettings,
}

/// Organization-wide settings that the spec may set; `None` leaves a setting as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GlobalSettings {
    /// AWS Backup keeps the delegated administrators in step by itself.
    pub delegated_administrator_sync: Option<bool>,
    /// Multi-party approval.
    pub multi_party_approval: Option<bool>,
}

/// Where a backup policy is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name in the spec.
    pub name: String,
    /// The id of the root, the unit or the account.
    pub id: TargetId,
    /// The target's place.
    pub path: Path,
}

/// The id of what a backup policy is attached to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetId {
    /// The organization's root.
    Root(RootId),
    /// An organizational unit.
    Unit(UnitId),
    /// A single account.
    Account(crate::spec::ids::AccountId),
}

impl TargetId {
    /// The id's text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Root(id) => id.as_str(),
            Self::Unit(id) => id.as_str(),
            Self::Account(id) => id.as_str(),
        }
    }
}
