//! Cold storage in a rule with continuous backups.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CON002",
    name: "cold-storage-with-continuous",
    severity: Severity::Error,
    page: include_str!("cold_storage_with_continuous.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let rules = topology.plans.iter().flat_map(|plan| &plan.rules);
    for rule in rules.filter(|rule| rule.continuous) {
        if rule.lifecycle.cold_after.is_some() {
            report.add(
                CHECK
                    .at(rule.path.key("cold_after"), "moved to cold storage")
                    .message(format!(
                        "the continuous backups of `{}` cannot move to cold storage",
                        rule.name
                    ))
                    .related(rule.path.key("continuous"), "makes continuous backups")
                    .help("remove `cold_after`, or move to cold storage from a rule without `continuous`"),
            );
        }
    }
}
