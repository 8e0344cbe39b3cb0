//! A plan whose recovery points are not three copies in two accounts, one of them in another region.

use std::fmt::Write;

use indexmap::IndexMap;

use super::accounts_between;
use crate::checks::Check;
use crate::checks::places::{named_types, quoted, source_region};
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::facts::{CopyAccounts, Region, region_obstacle};
use crate::topology::{Member, Plan, Topology};

pub(crate) const CHECK: Check = Check {
    code: "TTO001",
    name: "fewer-than-3-2-1",
    severity: Severity::Warning,
    page: include_str!("fewer_than_3_2_1.md"),
    run: Some(run),
};

/// What a source region lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Missing {
    /// A third copy, beside the resource and its local recovery point.
    three: bool,
    /// A second account.
    two: bool,
    /// A second region.
    one: bool,
}

fn run(topology: &Topology, report: &mut Report) {
    let plans = topology.plans.iter().enumerate();
    // What a plan lacks because of a fault is told with the fault.
    let plans = plans.filter(|(_, plan)| {
        !plan.rules.is_empty() && !plan.rules.iter().any(|rule| rule.lacks_copies)
    });
    for (index, plan) in plans {
        let mut lacking: IndexMap<Missing, Vec<(&Member, &Region)>> = IndexMap::new();
        for member in members(topology, index, plan) {
            for region in &member.regions {
                let Some(missing) = missing(topology, plan, member, region) else {
                    continue;
                };
                let regions = lacking.entry(missing).or_default();
                if !regions.iter().any(|(_, known)| *known == region) {
                    regions.push((member, region));
                }
            }
        }
        for (missing, regions) in lacking {
            report.add(finding(topology, plan, missing, &regions));
        }
    }
}

fn members<'a>(
    topology: &'a Topology,
    index: usize,
    plan: &'a Plan,
) -> impl Iterator<Item = &'a Member> {
    let groups = plan.groups.iter().map(|group| &topology.groups[*group]);
    let shapes = groups.flat_map(|group| &group.shapes);
    shapes
        .filter(move |shape| shape.has_plan(index))
        .flat_map(|shape| &shape.members)
}

/// What is missing of 3-2-1 for a plan in one account and region. What cannot be copied at all, or has no
/// region to go to, is an error of its own.
fn missing(topology: &Topology, plan: &Plan, member: &Member, region: &Region) -> Option<Missing> {
    let mut missing = Missing {
        three: true,
        two: true,
        one: true,
    };
    for copy in plan.rules.iter().flat_map(|rule| &rule.copies) {
        let vault = &topology.central_vaults[copy.vault];
        let destination = vault.region_for(region)?;
        let accounts = accounts_between(member, vault);
        if region_obstacle(region, destination, accounts).is_some() {
            return None;
        }
        missing.three = false;
        missing.two &= accounts == CopyAccounts::Same;
        missing.one &= destination == region;
    }
    (missing.three || missing.two || missing.one).then_some(missing)
}

fn finding(
    topology: &Topology,
    plan: &Plan,
    missing: Missing,
    regions: &[(&Member, &Region)],
) -> Diagnostic {
    let names = quoted(regions.iter().map(|(_, region)| region));
    let copies = plan.rules.iter().flat_map(|rule| &rule.copies);
    let copies: Vec<_> = copies.collect();
    let (message, label) = match missing {
        Missing { three: true, .. } => (
            format!("plan `{}` makes no copies", plan.name),
            "backed up in its own account and region only",
        ),
        Missing {
            two: true,
            one: true,
            ..
        } => (
            format!(
                "no copy of plan `{}` leaves its account and region",
                plan.name
            ),
            "copied within its account and region only",
        ),
        Missing { two: true, .. } => (
            format!("no copy of plan `{}` leaves its account", plan.name),
            "copied within its account only",
        ),
        _ => (
            format!("no copy of plan `{}` leaves its region", plan.name),
            "copied within its region only",
        ),
    };
    let mut lacks = Vec::new();
    if missing.three {
        lacks.push("3, a copy beside the resource and its local recovery point");
    }
    if missing.two {
        lacks.push("2, another account");
    }
    if missing.one {
        lacks.push("1, another region");
    }
    let mut note = format!("missing of 3-2-1 in {names}: {}", lacks.join("; "));
    let types = named_types(plan);
    if !types.is_empty() {
        let types: Vec<String> = types.iter().map(|(one, _)| one.to_string()).collect();
        // Writing to a string cannot fail.
        let _ = write!(note, "; for {}", types.join(", "));
    }
    let mut found = CHECK
        .at(Place::key(plan.path.clone()), label)
        .message(message)
        .note(note)
        .help(format!(
            "copy to a vault in another account and region, or accept it under `accept` with `code: {}`, \
             `at: {}` and a reason",
            CHECK.code, plan.path
        ));
    if let (Some(copy), Some((member, region))) = (copies.first(), regions.first()) {
        let vault = &topology.central_vaults[copy.vault];
        found = found
            .related(source_region(member, region), "a source region")
            .related(vault.destination_path(region), "copied here");
    }
    found
}
