//! What a backup policy of the organization cannot say, and a plan can.

pub(super) mod arn_in_backup_policy;
pub(super) mod backup_policy_too_large;
pub(super) mod differences_in_backup_policy;
pub(super) mod joining_accounts_without_vault;
pub(super) mod local_time_in_backup_policy;
pub(super) mod region_without_backup_policies;
pub(super) mod region_without_vault;
pub(super) mod target_without_vault;

use crate::spec::model::Delivery;
use crate::topology::{Plan, Topology};

/// The plans that are delivered as a policy.
fn policies(topology: &Topology) -> impl Iterator<Item = &Plan> {
    let plans = topology.plans.iter();
    plans.filter(|plan| plan.delivery == Delivery::Policy)
}
