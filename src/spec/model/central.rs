//! The shared vaults in the central account.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lock::Lock;
use crate::facts::Region;
use crate::spec::OneOrNamed;
use crate::spec::ids::{KeyArn, Name, VaultName};

/// One central vault, named `central`, or several by name.
pub type CentralVaults = OneOrNamed<CentralVault>;

/// A vault in the central account that receives copies from the sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CentralVault {
    /// The account, by name, that owns the vault.
    pub account: Name,

    /// The region of the vault, when every source region copies to the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,

    /// Where each source region copies to, when that differs: source region to central region.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub regions: IndexMap<Region, Region>,

    /// The vault's name. Default: `<spec name>-<central name>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vault: Option<VaultName>,

    /// Existing customer-managed keys of the central account, one for each region of the vault
    /// that shall not get a key of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<KeyArn>,

    /// Bounds for the retention of recovery points, enforced by the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<Lock>,

    /// Who may copy into the vault. Default: `sources`.
    #[serde(default, skip_serializing_if = "Access::is_default")]
    pub access: Access,

    /// Whether the vault's access policy keeps everybody but the roles under `administration` from
    /// deleting recovery points, shortening their retention and lifting the protection; AWS Backup
    /// itself goes on deleting what has expired. Default: `true`.
    #[serde(default = "protected", skip_serializing_if = "is_protected")]
    pub protect: bool,
}

fn protected() -> bool {
    true
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_protected(protect: &bool) -> bool {
    *protect
}

/// Who may copy into a central vault.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// The source accounts of the spec, one by one.
    #[default]
    Sources,
    /// Every account of the organization.
    Organization,
}

impl Access {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
