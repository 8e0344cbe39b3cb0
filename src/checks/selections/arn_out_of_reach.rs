//! An ARN of a place where the plan does not work.

use crate::checks::Check;
use crate::checks::places::quoted;
use crate::diagnostics::{Report, Severity};
use crate::facts::Region;
use crate::spec::model::Delivery;
use crate::topology::{Plan, Topology};

pub(crate) const CHECK: Check = Check {
    code: "SEL004",
    name: "arn-out-of-reach",
    severity: Severity::Error,
    page: include_str!("arn_out_of_reach.md"),
    run: Some(run),
};

/// Where a plan works: an account, or `None` for those that the spec does not know yet, and a region.
type Place<'a> = (Option<&'a str>, &'a Region);

fn run(topology: &Topology, report: &mut Report) {
    for (index, plan) in topology.plans.iter().enumerate() {
        let places = places(topology, index);
        // A plan without a place, or as a policy, is a fault of its own.
        if plan.delivery != Delivery::Plan || places.is_empty() {
            continue;
        }
        for (key, arns) in lists(plan) {
            for (position, arn) in arns.into_iter().enumerate() {
                let Some((label, note)) = out_of_reach(arn, topology.partition.as_str(), &places)
                else {
                    continue;
                };
                let mut found = CHECK
                    .at(plan.path.key(key).index(position), label)
                    .message(format!("`{arn}` is nothing that `{}` can reach", plan.name))
                    .note(note)
                    .help("mend the ARN, or add its account and region to the sources of the plan");
                if key == "not_resources" {
                    // What is not reached is left out anyway.
                    found.severity = Severity::Hint;
                }
                report.add(found);
            }
        }
    }
}

fn lists(plan: &Plan) -> [(&'static str, Vec<&str>); 2] {
    let selection = &plan.selection;
    let named = selection.resources.iter().map(|arn| arn.as_str());
    let left_out = selection.not_resources.iter().map(|arn| arn.as_str());
    [
        ("resources", named.collect()),
        ("not_resources", left_out.collect()),
    ]
}

fn places(topology: &Topology, plan: usize) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for group in &topology.groups {
        let shapes = group.shapes.iter().filter(|shape| shape.has_plan(plan));
        for member in shapes.flat_map(|shape| &shape.members) {
            let account = Some(member.account.id.as_str());
            places.extend(member.regions.iter().map(|region| (account, region)));
        }
        let sets = topology.cloudformation.stack_sets.as_ref();
        let joined = sets.is_some_and(|sets| sets.units.contains_key(&group.name));
        if joined && group.shapes.iter().any(|shape| shape.has_plan(plan)) {
            places.extend(group.regions.iter().map(|region| (None, region)));
        }
    }
    places
}

/// Why no resource with this ARN is in any of the places: a label and a note.
fn out_of_reach(arn: &str, partition: &str, places: &[Place<'_>]) -> Option<(String, String)> {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, own_partition, _, region, account, _] = fields[..] else {
        return None;
    };
    if own_partition != partition {
        return Some((
            format!("of partition `{own_partition}`"),
            format!("every region of the spec is in partition `{partition}`"),
        ));
    }
    // A bucket's ARN has neither account nor region; `*` is any of them.
    let in_account = |place: &&Place<'_>| {
        matches!(account, "" | "*") || place.0.is_none_or(|known| known == account)
    };
    let there: Vec<&Place<'_>> = places.iter().filter(in_account).collect();
    if there.is_empty() {
        return Some((
            format!("of account `{account}`"),
            "the account is no source of the plan".to_owned(),
        ));
    }
    let any = region.is_empty() || region.contains('*');
    if any || there.iter().any(|(_, known)| known.as_str() == region) {
        return None;
    }
    let mut regions: Vec<&Region> = there.iter().map(|(_, known)| *known).collect();
    regions.sort();
    regions.dedup();
    Some((
        format!("in `{region}`"),
        format!("the plan works there in {}", quoted(regions)),
    ))
}
