//! Places that several checks point at.

use crate::facts::{Region, ResourceType};
use crate::place::Path;
use crate::spec::model::Delivery;
use crate::spec::time::duration::Days;
use crate::topology::{Group, Member, Plan, Topology};

/// The types that a plan protects beyond doubt, each with the place that names it. An ARN that fits
/// several types, such as that of a cluster of RDS, Aurora or Neptune, names none.
pub(super) fn named_types(plan: &Plan) -> Vec<(ResourceType, Path)> {
    let selection = &plan.selection;
    let types = selection.resource_types.iter().enumerate();
    let mut named: Vec<(ResourceType, Path)> = types
        .map(|(index, one)| (*one, plan.path.key("resource_types").index(index)))
        .collect();
    for (index, arn) in selection.resources.iter().enumerate() {
        if let [only] = ResourceType::of_arn(arn.as_str()).as_slice()
            && !named.iter().any(|(known, _)| known == only)
        {
            named.push((*only, plan.path.key("resources").index(index)));
        }
    }
    named
}

/// A local retention of a single account, instead of that of its plan.
pub(super) struct KeepException<'a> {
    /// The group of the account.
    pub(super) group: &'a Group,
    /// The plan.
    pub(super) plan: &'a Plan,
    /// The retention.
    pub(super) keep: Days,
    /// Its place.
    pub(super) path: Path,
}

/// Every local retention of a single account. Those of plans that are delivered as a policy have no
/// effect, which the resolver reports.
pub(super) fn keep_exceptions(topology: &Topology) -> Vec<KeepException<'_>> {
    let mut found = Vec::new();
    for group in &topology.groups {
        for shape in &group.shapes {
            let [member] = shape.members.as_slice() else {
                continue;
            };
            for (index, keep) in &shape.plans {
                let plan = &topology.plans[*index];
                let Some(keep) = keep.filter(|_| plan.delivery == Delivery::Plan) else {
                    continue;
                };
                let exception = group.path.key("exceptions");
                let exception = exception.key(member.account.name.to_string());
                found.push(KeepException {
                    group,
                    plan,
                    keep,
                    path: exception.key("keep").key(plan.name.to_string()),
                });
            }
        }
    }
    found
}

/// The place of one of a source account's regions.
pub(super) fn source_region(member: &Member, region: &Region) -> Path {
    let position = member.regions.iter().position(|own| own == region);
    match position {
        Some(position) => member.regions_path.index(position),
        None => member.regions_path.clone(),
    }
}

/// The names in backticks, separated by commas.
pub(super) fn quoted<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    let quoted: Vec<String> = names
        .into_iter()
        .map(|name| format!("`{}`", name.to_string()))
        .collect();
    quoted.join(", ")
}
