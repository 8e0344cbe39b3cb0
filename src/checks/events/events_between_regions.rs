//! Job events that would have to go to another region where EventBridge takes none there.

use crate::checks::Check;
use crate::checks::places::source_region;
use crate::diagnostics::{Report, Severity};
use crate::facts::Region;
use crate::place::Path;
use crate::topology::{Group, Topology};

pub(crate) const CHECK: Check = Check {
    code: "EVT001",
    name: "events-between-regions",
    severity: Severity::Error,
    page: include_str!("events_between_regions.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let Some(route) = &topology.events else {
        return;
    };
    if route.region.partition().events_cross_regions() {
        return;
    }
    let mut seen: Vec<&Region> = vec![&route.region];
    let members = topology.groups.iter().flat_map(Group::members);
    let sources = members.flat_map(|member| {
        let regions = member.regions.iter();
        regions.map(move |region| (region, source_region(member, region)))
    });
    let vaults = topology.central_vaults.iter().flat_map(|vault| {
        let pairs = vault.pairs.iter();
        pairs.map(|(source, region)| (region, vault.destination_path(source)))
    });
    let all: Vec<(&Region, Path)> = sources.chain(vaults).collect();
    for (region, path) in all {
        if seen.contains(&region) || region.partition() != route.region.partition() {
            continue;
        }
        seen.push(region);
        report.add(
            CHECK
                .at(path, "events come from here")
                .message(format!(
                    "job events of `{region}` cannot go to the bus in `{}`: in the partition `{}`, event buses take \
                     none from other regions",
                    route.region,
                    region.partition()
                ))
                .related(route.path.clone(), "they are collected here")
                .help("write a spec for each region, or leave `events` out and make rules in each region"),
        );
    }
}
