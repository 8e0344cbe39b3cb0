//! What is backed up when, how long it is kept and where it is copied.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Tags;
use crate::facts::ResourceType;
use crate::spec::ids::{Name, PlanName, ResourceArn};
use crate::spec::time::duration::{Retention, Window};
use crate::spec::time::schedule::Schedule;

/// A backup plan: what it protects, and one rule or several.
///
/// A plan with one rule says `schedule`, `keep` and `copy_to` itself; one with several puts them
/// under `rules`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Plan {
    /// How the plan reaches the accounts. Default: `plan`.
    #[serde(default, skip_serializing_if = "Delivery::is_default")]
    pub deliver: Delivery,

    /// The source groups that get the plan, by name. Default: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Name>,

    /// Where a plan with `deliver: policy` is attached: `root`, units or accounts, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<Name>,

    /// The types of resources that the plan protects. Together with `tags` or `conditions`: those
    /// of these types that fit all of them. Default: every type that is opted in, unless
    /// `resources` names some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_types: Vec<ResourceType>,

    /// Tags that a resource must all carry to be protected.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tags: Tags,

    /// Further conditions on a resource's tags; all must hold.
    #[serde(default, skip_serializing_if = "Conditions::is_empty")]
    pub conditions: Conditions,

    /// Single resources, or patterns of them, by ARN. As region or account `*` stands for those in
    /// which the plan works; elsewhere it may only be the last character. Not in a backup policy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceArn>,

    /// Resources, or patterns of them, that are left out, written as in `resources`. Not in a backup
    /// policy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_resources: Vec<ResourceArn>,

    /// Several rules, by name. Instead of `schedule`, `keep`, `cold_after`, `continuous` and
    /// `copy_to` here.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub rules: IndexMap<PlanName, Rule>,

    /// When the plan's one rule starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,

    /// Time zone of the schedule, as `Europe/Berlin`. Default: UTC. Not in a backup policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,

    /// How long after its scheduled time a backup may start; at least an hour. Default: `8h`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_window: Option<Window>,

    /// How long after its start a backup may run. Default: `7d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_window: Option<Window>,

    /// How long the local recovery point is kept. Default: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Retention>,

    /// After how long the local recovery point moves to cold storage, where its type can; it then
    /// stays there at least 90 days. Default: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_after: Option<Retention>,

    /// `true` adds continuous backups for restores to a point in time of the last 35 days at most.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continuous: bool,

    /// Where each recovery point is copied to, by the central vault's name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub copy_to: IndexMap<Name, Copy>,

    /// Tags of the recovery points that the plan makes.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub recovery_point_tags: Tags,
}

/// One rule of a plan with several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Rule {
    /// When the rule starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,

    /// Time zone of the schedule, as `Europe/Berlin`. Default: the plan's, or UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,

    /// How long after its scheduled time a backup may start; at least an hour. Default: the
    /// plan's, or `8h`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_window: Option<Window>,

    /// How long after its start a backup may run. Default: the plan's, or `7d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion_window: Option<Window>,

    /// How long the local recovery point is kept. Default: for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Retention>,

    /// After how long the local recovery point moves to cold storage. Default: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_after: Option<Retention>,

    /// `true` adds continuous backups for restores to a point in time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continuous: bool,

    /// Where each recovery point is copied to, by the central vault's name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub copy_to: IndexMap<Name, Copy>,

    /// Tags of the recovery points that the rule makes, besides the plan's.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub recovery_point_tags: Tags,
}

/// A copy into a central vault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Copy {
    /// How long the copy is kept, counted from the start of the backup and not of the copy. It must
    /// be said: AWS would give a copy without it the retention of its original. Default: none, an
    /// error.
    ///
    /// <https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html>
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Retention>,

    /// After how long the copy moves to cold storage, where its type can. Default: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_after: Option<Retention>,
}

/// How a plan reaches the accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// As a backup plan in each source account and region.
    #[default]
    Plan,
    /// As a backup policy of the organization, attached to the plan's targets.
    Policy,
}

impl Delivery {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Conditions on a resource's tags, by tag key; all must hold.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Conditions.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Conditions {
    /// The tag has exactly this value.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub string_equals: Tags,

    /// The tag has not this value.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub string_not_equals: Tags,

    /// The tag's value fits this pattern; `*` stands for any characters.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub string_like: Tags,

    /// The tag's value does not fit this pattern.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub string_not_like: Tags,
}

impl Conditions {
    pub(crate) fn is_empty(&self) -> bool {
        self.string_equals.is_empty()
            && self.string_not_equals.is_empty()
            && self.string_like.is_empty()
            && self.string_not_like.is_empty()
    }
}
