//! A type that AWS Backup does not protect in a region of its plan.

use crate::checks::Check;
use crate::checks::places::{named_types, quoted, source_region};
use crate::diagnostics::{Report, Severity};
use crate::facts::Region;
use crate::place::Path;
use crate::topology::{Group, Topology};

pub(crate) const CHECK: Check = Check {
    code: "RGN001",
    name: "region-without-type",
    severity: Severity::Warning,
    page: include_str!("region_without_type.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        let mut regions: Vec<(&Region, Path)> = Vec::new();
        let groups = plan.groups.iter().map(|index| &topology.groups[*index]);
        for member in groups.flat_map(Group::members) {
            for region in &member.regions {
                if !regions.iter().any(|(known, _)| *known == region) {
                    regions.push((region, source_region(member, region)));
                }
            }
        }
        for (resource_type, place) in named_types(plan) {
            let without: Vec<_> = regions
                .iter()
                .filter(|(region, _)| region.supports(resource_type) == Some(false))
                .collect();
            let Some((first, first_path)) = without.first() else {
                continue;
            };
            let mut facts = without.iter().filter_map(|(region, _)| region.facts());
            let certain = facts.all(|facts| facts.certain);
            let others = quoted(without[1..].iter().map(|(region, _)| region));
            let found = CHECK
                .at_if(certain.into(), place, "selected here")
                .message(format!(
                    "AWS Backup does not protect {resource_type} in `{first}`"
                ))
                .related(first_path.clone(), "a source region")
                .help(format!(
                    "protect {resource_type} with a plan for source groups in other regions"
                ));
            report.add(match others.is_empty() {
                true => found,
                false => found.note(format!("nor in {others}")),
            });
        }
    }
}
