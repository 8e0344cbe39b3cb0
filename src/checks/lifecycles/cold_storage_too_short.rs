//! A recovery point that expires before it has been in cold storage for 90 days.

use crate::checks::Check;
use crate::checks::places::keep_exceptions;
use crate::diagnostics::{Diagnostic, Report, Severity};
use crate::facts::limits::COLD_GAP_DAYS;
use crate::place::Path;
use crate::spec::time::duration::Days;
use crate::topology::{Lifecycle, Topology};

pub(crate) const CHECK: Check = Check {
    code: "LCY001",
    name: "cold-storage-too-short",
    severity: Severity::Error,
    page: include_str!("cold_storage_too_short.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        // Continuous backups cannot move to cold storage at all, which another check reports.
        let own = (!rule.continuous).then_some((rule.lifecycle, &rule.path));
        let copies = rule.copies.iter().map(|copy| (copy.lifecycle, &copy.path));
        for (lifecycle, path) in own.into_iter().chain(copies) {
            report.extend(too_short(
                lifecycle,
                path.key("keep"),
                path.key("cold_after"),
            ));
        }
    }
    for exception in keep_exceptions(topology) {
        for rule in exception.plan.rules.iter().filter(|rule| !rule.continuous) {
            let lifecycle = Lifecycle {
                keep: Some(exception.keep),
                ..rule.lifecycle
            };
            let cold_after = rule.path.key("cold_after");
            report.extend(too_short(lifecycle, exception.path.clone(), cold_after));
        }
    }
}

fn too_short(lifecycle: Lifecycle, keep: Path, cold_after: Path) -> Option<Diagnostic> {
    let (kept, cold) = (lifecycle.keep?, lifecycle.cold_after?);
    let enough = Days(cold.0.saturating_add(COLD_GAP_DAYS));
    if kept >= enough {
        return None;
    }
    let in_cold = Days(kept.0.saturating_sub(cold.0));
    let found = CHECK
        .at(keep.clone(), format!("deleted after {kept}"))
        .message(format!(
            "{in_cold} in cold storage, where recovery points stay at least {COLD_GAP_DAYS} days"
        ))
        .related(cold_after, format!("moved to cold storage after {cold}"))
        .patch(
            format!("keep it {enough}, or leave it in warm storage"),
            keep,
            format!("{}d", enough.0),
        );
    Some(found)
}
