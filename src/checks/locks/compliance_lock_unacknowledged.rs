//! A lock that nobody can lift, without the word that says so.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::spec::model::LockMode;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "LCK002",
    name: "compliance-lock-unacknowledged",
    severity: Severity::Error,
    page: include_str!("compliance_lock_unacknowledged.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for (name, lock) in topology.locks() {
        if lock.mode == LockMode::Compliance && !lock.irreversible {
            report.add(
                CHECK
                    .at(lock.path.key("mode"), "final once `changeable_for` is over")
                    .message(format!(
                        "nobody, AWS included, can lift the compliance lock of {name}"
                    ))
                    .help("add `irreversible: true` when all concerned have agreed, or use `mode: governance`"),
            );
        }
    }
}
