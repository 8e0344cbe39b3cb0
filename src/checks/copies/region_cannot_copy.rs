//! Two regions between which nothing can be copied.

use super::accounts;
use crate::checks::Check;
use crate::checks::places::source_region;
use crate::diagnostics::{Report, Severity};
use crate::facts::region_obstacle;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CPY004",
    name: "region-cannot-copy",
    severity: Severity::Error,
    page: include_str!("region_cannot_copy.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let mut seen = Vec::new();
    for path in topology.copy_paths() {
        let Some(obstacle) = region_obstacle(path.source, path.destination, accounts(&path)) else {
            continue;
        };
        let pair = (&path.vault.path, path.source);
        if seen.contains(&pair) {
            continue;
        }
        seen.push(pair);
        report.add(
            CHECK
                .at_if(
                    obstacle.certain.into(),
                    path.vault.destination_path(path.source),
                    format!("copied to `{}`", path.destination),
                )
                .message(obstacle.reason)
                .related(
                    source_region(path.member, path.source),
                    format!("copied from `{}`", path.source),
                )
                .help(format!(
                    "back `{}` up without `copy_to`; a partition of its own takes a spec of its own",
                    path.source
                )),
        );
    }
}
