//! Regions that no organization has together.

use super::named_regions;
use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::Region;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "RGN004",
    name: "regions-of-different-partitions",
    severity: Severity::Error,
    page: include_str!("regions_of_different_partitions.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let named = named_regions(topology);
    let Some((first, first_path)) = named.first() else {
        return;
    };
    // Copies between partitions are another check's, which knows where they go.
    let copied = |region: &&Region| {
        let mut paths = topology.copy_paths();
        paths.any(|path| {
            let leaves = path.source.partition() != path.destination.partition();
            leaves && (path.source == *region || path.destination == *region)
        })
    };
    for (region, path) in &named[1..] {
        if region.partition() == first.partition() || copied(region) {
            continue;
        }
        report.add(
            CHECK
                .at(path.clone(), format!("in the partition `{}`", region.partition()))
                .message(format!(
                    "no organization has both `{first}` and `{region}`: they are in different partitions"
                ))
                .related(
                    first_path.clone(),
                    format!("in the partition `{}`", first.partition()),
                )
                .help("write a spec for each partition"),
        );
    }
}
