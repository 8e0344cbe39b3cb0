//! Settings of AWS Backup that belong to the organization or to a region.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::ResourceType;

/// Organization-wide settings of AWS Backup. What is not said here stays as it is.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateGlobalSettings.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct GlobalSettings {
    /// `true` lets AWS Backup keep the permissions of delegated administrators in step with
    /// Organizations by itself. AWS does not say what it then writes into the organization's resource
    /// policy, which offsite writes whole, so nothing switches it on unasked. Default: as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegated_administrator_sync: Option<bool>,

    /// `true` switches multi-party approval on. Default: as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multi_party_approval: Option<bool>,
}

impl GlobalSettings {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Region settings beyond those that follow from the plans.
///
/// Every type that a plan protects is opted in, in each region and account where that counts; a
/// type that is on stays on.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RegionSettings {
    /// Resource types to opt in besides those of the plans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opt_in: Vec<ResourceType>,

    /// Resource types that AWS Backup manages in full. Default: DynamoDB and EFS, where a plan
    /// protects them; DynamoDB without it can be neither copied nor moved to cold storage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_management: Option<Vec<ResourceType>>,
}

impl RegionSettings {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
