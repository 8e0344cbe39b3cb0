//! Plans, resolved.

use std::collections::BTreeSet;

use super::organization::Target;
use crate::facts::ResourceType;
use crate::place::Path;
use crate::spec::ids::{PlanName, ResourceArn};
use crate::spec::model::{Conditions, Delivery, Tags};
use crate::spec::time::duration::{Days, Minutes};
use crate::spec::time::schedule::Schedule;

/// A backup plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The plan's name in the spec.
    pub name: PlanName,
    /// The plan's place.
    pub path: Path,
    /// How it reaches the accounts.
    pub delivery: Delivery,
    /// The groups that get it, as indexes into the topology's.
    pub groups: Vec<usize>,
    /// Where its policy is attached; empty for a plan.
    pub targets: Vec<Target>,
    /// What it protects.
    pub selection: Selection,
    /// Its rules, in the spec's order.
    pub rules: Vec<Rule>,
}

/// What a plan protects.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Resources of these types; every opted-in type when there is neither a type nor an ARN.
    pub resource_types: Vec<ResourceType>,
    /// Tags that a resource must all carry.
    pub tags: Tags,
    /// Further conditions on tags.
    pub conditions: Conditions,
    /// Resources by ARN.
    pub resources: Vec<ResourceArn>,
    /// Resources that are left out.
    pub not_resources: Vec<ResourceArn>,
    /// Every type that the types and ARNs above can match.
    pub types: BTreeSet<ResourceType>,
}

/// A rule of a plan.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The rule's name.
    pub name: PlanName,
    /// The rule's place: the plan itself when it has but one.
    pub path: Path,
    /// When it starts.
    pub schedule: Schedule,
    /// Time zone of the schedule; `None` is UTC.
    pub timezone: Option<String>,
    /// The time zone's place.
    pub timezone_path: Path,
    /// How long after its scheduled time a backup may start.
    pub start_window: Minutes,
    /// The start window's place: the rule's own or the plan's.
    pub start_window_path: Path,
    /// How long after its start a backup may run.
    pub completion_window: Minutes,
    /// How long the local recovery point is kept, and where.
    pub lifecycle: Lifecycle,
    /// Whether it also makes continuous backups.
    pub continuous: bool,
    /// The copies.
    pub copies: Vec<Copy>,
    /// Whether the spec asks for more copies than these, to places that are not defined.
    pub lacks_copies: bool,
    /// Tags of its recovery points.
    pub recovery_point_tags: Tags,
}

/// How long a recovery point is kept, and when it moves to cold storage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// Days until it is deleted; `None` keeps it for ever.
    pub keep: Option<Days>,
    /// Days until it moves to cold storage; `None` leaves it warm.
    pub cold_after: Option<Days>,
}

/// A copy of a rule's recovery points.
#[derive(Debug, Clone)]
pub struct Copy {
    /// The central vault, as an index into the topology's.
    pub vault: usize,
    /// The copy's place.
    pub path: Path,
    /// How long the copy is kept, and where.
    pub lifecycle: Lifecycle,
}
