//! The roles that may touch what is protected.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::ids::RoleArn;

/// Roles that may touch what is protected, when nobody else may.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Administration {
    /// Existing roles for emergencies: in a protected vault nobody else may delete a recovery point or
    /// shorten its retention. Each works in its own account only; `$account` stands for the id of the
    /// vault's account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub break_glass: Vec<RoleArn>,

    /// Existing roles that deploy what offsite writes, besides those that `terraform.assume_role` and
    /// the stack sets give: they may change and delete protected vaults, their policies and their
    /// locks. `$account` stands for the id of the vault's account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deploying: Vec<RoleArn>,
}

impl Administration {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
