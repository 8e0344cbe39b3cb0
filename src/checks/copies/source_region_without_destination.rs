//! A source region whose copies have no region to go to.

use crate::checks::Check;
use crate::checks::places::source_region;
use crate::diagnostics::{Place, Report, Severity};
use crate::topology::{Group, Topology};

pub(crate) const CHECK: Check = Check {
    code: "CPY005",
    name: "source-region-without-destination",
    severity: Severity::Error,
    page: include_str!("source_region_without_destination.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let mut seen = Vec::new();
    for (plan, _, copy, vault) in topology.copy_actions() {
        // A vault without any region is a fault that the resolver reports.
        if vault.pairs.is_empty() {
            continue;
        }
        let groups = plan.groups.iter().map(|index| &topology.groups[*index]);
        for member in groups.flat_map(Group::members) {
            for region in &member.regions {
                let cause = (&vault.path, region);
                if vault.region_for(region).is_some() || seen.contains(&cause) {
                    continue;
                }
                seen.push(cause);
                report.add(
                    CHECK
                        .at(
                            Place::key(vault.regions_path.clone()),
                            format!("no entry for `{region}`"),
                        )
                        .message(format!(
                            "copies from `{region}` have no region to go to in `{}`",
                            vault.name
                        ))
                        .related(source_region(member, region), "a source region")
                        .related(Place::key(copy.path.clone()), "copied here")
                        .help(format!("add `{region}` and the region it copies to")),
                );
            }
        }
    }
}
