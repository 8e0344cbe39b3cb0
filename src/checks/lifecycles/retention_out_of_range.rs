//! A retention that AWS Backup cannot count.

use crate::checks::Check;
use crate::checks::places::keep_exceptions;
use crate::diagnostics::{Diagnostic, Report, Severity};
use crate::facts::limits::{RETENTION_MAX_DAYS, RETENTION_MIN_DAYS};
use crate::place::Path;
use crate::spec::time::duration::Days;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "LCY003",
    name: "retention-out-of-range",
    severity: Severity::Error,
    page: include_str!("retention_out_of_range.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        // Continuous backups have limits of their own.
        let own = rule.lifecycle.keep.filter(|_| !rule.continuous);
        report.extend(out_of_range(own, rule.path.key("keep")));
        for copy in &rule.copies {
            report.extend(out_of_range(copy.lifecycle.keep, copy.path.key("keep")));
        }
    }
    for exception in keep_exceptions(topology) {
        if exception.plan.rules.iter().any(|rule| !rule.continuous) {
            report.extend(out_of_range(Some(exception.keep), exception.path));
        }
    }
}

fn out_of_range(keep: Option<Days>, place: Path) -> Option<Diagnostic> {
    let keep = keep?;
    let nearest = keep.0.clamp(RETENTION_MIN_DAYS, RETENTION_MAX_DAYS);
    (keep.0 != nearest).then(|| {
        CHECK
            .at(place.clone(), format!("kept {keep}"))
            .message(format!(
                "a recovery point is kept from {RETENTION_MIN_DAYS} to {RETENTION_MAX_DAYS} days"
            ))
            .patch("use the nearest length", place, format!("{nearest}d"))
    })
}
