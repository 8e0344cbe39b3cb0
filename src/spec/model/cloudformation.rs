//! How the CloudFormation is written and how it reaches the accounts.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::Region;
use crate::spec::ids::{BucketName, KeyPrefix, Name, RoleName};

/// CloudFormation: templates, stack sets, the switches that it has no resource for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CloudFormation {
    /// How templates are written. Default: `yaml`.
    #[serde(default, skip_serializing_if = "Format::is_default")]
    pub format: Format,

    /// How source accounts get their stacks. Default: `stack_sets`.
    #[serde(default, skip_serializing_if = "Deployment::is_default")]
    pub delivery: Deployment,

    /// How stack sets reach the source accounts.
    #[serde(default, skip_serializing_if = "StackSets::is_default")]
    pub stack_sets: StackSets,

    /// Where templates are uploaded. Needed for those of more than 51,200 bytes; without it they
    /// are handed over inline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_bucket: Option<TemplateBucket>,

    /// What becomes of the switches when their stack is deleted. Default: `keep`.
    #[serde(default, skip_serializing_if = "OnDelete::is_default")]
    pub on_delete: OnDelete,
}

/// How templates are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// YAML with comments.
    #[default]
    Yaml,
    /// JSON, which has no comments.
    Json,
}

/// How source accounts get their stacks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deployment {
    /// By stack sets: one template for any number of accounts. The management account, which
    /// stack sets leave out, gets stacks of its own.
    #[default]
    StackSets,
    /// By a stack in each account and region.
    Stacks,
}

/// How stack sets reach the source accounts.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct StackSets {
    /// Whose permissions a stack set works with; fixed when it is made. Default:
    /// `service_managed`.
    #[serde(default, skip_serializing_if = "PermissionModel::is_default")]
    pub permission_model: PermissionModel,

    /// The account, by name, that administers the stack sets; with `service_managed` it is registered
    /// as a delegated administrator of CloudFormation StackSets. Default: the management account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrator: Option<Name>,

    /// Organizational units, by source group and name, whose accounts get the group's stacks:
    /// those that are there and, by themselves, those that join. The units must hold the accounts
    /// that the group lists, and no unit lie within one of another group. Accounts of other groups
    /// and central accounts are left out. Needs `service_managed`. Default: the accounts that the
    /// group lists.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub units: IndexMap<Name, Vec<Name>>,

    /// The role in each account that a self-managed stack set assumes. Default:
    /// `AWSCloudFormationStackSetExecutionRole`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_role: Option<RoleName>,

    /// The share of accounts, in percent, that may fail in a region before an operation stops. The
    /// script says which have failed. Default: 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_tolerance: Option<Percent>,

    /// Whether regions are worked on side by side. Default: `parallel`.
    #[serde(default, skip_serializing_if = "RegionConcurrency::is_default")]
    pub region_concurrency: RegionConcurrency,
}

/// Whose permissions a stack set works with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionModel {
    /// Roles that AWS Organizations makes in every account.
    #[default]
    ServiceManaged,
    /// Roles that must be there before, in the administrator's account and in every other.
    SelfManaged,
}

/// Whether a stack set works on regions side by side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegionConcurrency {
    /// All regions at once.
    #[default]
    Parallel,
    /// One region after the other.
    Sequential,
}

/// The bucket that templates are uploaded to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TemplateBucket {
    /// The bucket. The script's own credentials must be able to write to it, the account with the
    /// stack sets to read it, and so must each account in which a plain stack has a template of more
    /// than 51,200 bytes.
    pub bucket: BucketName,

    /// The bucket's region.
    pub region: Region,

    /// What every key begins with. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<KeyPrefix>,
}

/// What becomes of switches when the stack that set them is deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    /// They stay as they are: others may rely on them by now.
    #[default]
    Keep,
    /// Those that the stack switched on are switched off.
    Restore,
}

/// A share in percent, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(#[schemars(range(max = 100))] u8);

/// A number that is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a percentage from 0 to 100, found `{found}`")]
pub struct PercentError {
    /// The number.
    pub found: u8,
}

impl Percent {
    /// The share as a number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Percent {
    type Error = PercentError;

    fn try_from(found: u8) -> Result<Self, PercentError> {
        if found <= 100 {
            Ok(Self(found))
        } else {
            Err(PercentError { found })
        }
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

impl CloudFormation {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl StackSets {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether a choice is the default, for serde, which passes a reference.
macro_rules! is_default {
    ($($choice:ty),+) => {
        $(impl $choice {
            #[allow(
                clippy::trivially_copy_pass_by_ref,
                reason = "serde calls it with a reference"
            )]
            fn is_default(&self) -> bool {
                *self == Self::default()
            }
        })+
    };
}

is_default!(
    Format,
    Deployment,
    PermissionModel,
    RegionConcurrency,
    OnDelete
);
