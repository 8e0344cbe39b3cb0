//! A rule whose recovery points never expire.

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "LCY002",
    name: "kept-for-ever",
    severity: Severity::Warning,
    page: include_str!("kept_for_ever.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        // Continuous backups without an end are an error of their own.
        if rule.lifecycle.keep.is_none() && !rule.continuous {
            report.add(
                CHECK
                    .at(Place::key(rule.path.clone()), "`keep` is missing")
                    .message(format!(
                        "the recovery points of `{}` are kept for ever",
                        rule.name
                    ))
                    .help("say how long they are kept, as in `keep: 35d`"),
            );
        }
    }
}
