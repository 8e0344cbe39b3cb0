//! Locks of vaults, central and local.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::time::duration::Retention;

/// A vault lock.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Lock {
    /// `governance` can be lifted by those who may; `compliance` by nobody, once it is final.
    pub mode: LockMode,

    /// Shortest retention that the vault accepts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Retention>,

    /// Longest retention that the vault accepts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Retention>,

    /// How long a compliance lock can still be lifted; at least 3 days, then it is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changeable_for: Option<Retention>,

    /// The explicit word that a compliance lock needs: `true` says that nobody, AWS included, can
    /// shorten it or delete a recovery point early once it is final.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub irreversible: bool,
}

/// The mode of a vault lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockMode {
    /// Can be changed or lifted by principals with the permission.
    Governance,
    /// Can be changed or lifted by nobody once `changeable_for` is over.
    Compliance,
}
