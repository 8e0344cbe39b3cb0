//! A rule whose copies all stay in the region of their original.

use crate::checks::Check;
use crate::checks::places::source_region;
use crate::diagnostics::{Place, Report, Severity};
use crate::facts::{CopyAccounts, region_obstacle};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "VLT002",
    name: "copy-stays-in-region",
    severity: Severity::Error,
    page: include_str!("copy_stays_in_region.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let mut seen = Vec::new();
    for path in topology.copy_routes() {
        // One copy that leaves the region is enough; others may stay.
        let mut copies = path.rule.copies.iter();
        let leaves = copies.any(|copy| {
            let region = topology.central_vaults[copy.vault].region_for(path.source);
            region.is_some_and(|region| region != path.source)
        });
        let cause = (&path.vault.path, path.source);
        // Where nothing can be copied at all, as `region-cannot-copy` says, no other region helps.
        let accounts = match path.member.account == path.vault.account {
            true => CopyAccounts::Same,
            false => CopyAccounts::Different,
        };
        if region_obstacle(path.source, path.destination, accounts).is_some() {
            continue;
        }
        if leaves || path.source != path.destination || seen.contains(&cause) {
            continue;
        }
        seen.push(cause);
        report.add(
            CHECK
                .at(
                    path.vault.destination_path(path.source),
                    "copied to the same region",
                )
                .message(format!(
                    "no copy of `{}` leaves the region `{}`",
                    path.rule.name, path.source
                ))
                .related(source_region(path.member, path.source), "a source region")
                .related(Place::key(path.copy.path.clone()), "copied here")
                .help("copy to another region, or add a second central vault in one"),
        );
    }
}
