//! The organization: who it is, what is delegated, what it already has.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::GlobalSettings;
use crate::facts::Region;
use crate::spec::ids::{AccountId, Name, OrgId, RootId, UnitId};

/// A statement of a policy, kept as it is.
pub type Statement = serde_json::Value;

/// The organization whose backups the spec describes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Organization {
    /// The organization's id.
    pub id: OrgId,

    /// The id of the organization's root; needed when a plan is delivered to `root`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<RootId>,

    /// The id of the management account.
    pub management: AccountId,

    /// The region from which the organization's own settings are managed, and in which the stacks of
    /// the management account and the stack sets are. Name it before the first deployment when the
    /// first source region may change. Default: the first source region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_region: Option<Region>,

    /// Accounts, by name, that may monitor all backups and manage backup policies; at most five. They see
    /// the jobs of every account, but not in regions that an account has to enable first.
    ///
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html>
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delegated_administrators: Vec<Name>,

    /// Organizational units that plans name as targets, by a name of their own.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub units: IndexMap<Name, UnitId>,

    /// Statements that the organization's single resource policy already has. They are kept; those
    /// of the delegated administrators are added. `[]` says that there is no such policy yet. A deployment stops where others have
    /// statements in it that are not among these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<Vec<Statement>>,

    /// The two organization-wide settings of AWS Backup beside cross-account backup.
    #[serde(default, skip_serializing_if = "GlobalSettings::is_default")]
    pub global_settings: GlobalSettings,
}
