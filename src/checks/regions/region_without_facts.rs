//! A region that is newer than this version of offsite.

use super::named_regions;
use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "RGN003",
    name: "region-without-facts",
    severity: Severity::Hint,
    page: include_str!("region_without_facts.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for (region, path) in named_regions(topology) {
        if region.facts().is_none() {
            report.add(
                CHECK
                    .at(path, "no facts about it")
                    .message(format!(
                        "nothing is known of what AWS Backup can do in `{region}`"
                    ))
                    .help("check its spelling, and see in AWS's documentation what the region has"),
            );
        }
    }
}
