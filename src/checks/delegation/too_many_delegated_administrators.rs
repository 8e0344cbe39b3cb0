//! More delegated administrators than AWS Backup takes.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::limits::DELEGATED_ADMINISTRATORS;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "DLG001",
    name: "too-many-delegated-administrators",
    severity: Severity::Error,
    page: include_str!("too_many_delegated_administrators.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let administrators = &topology.organization.delegated_administrators;
    if let Some((_, path)) = administrators.get(DELEGATED_ADMINISTRATORS) {
        report.add(
            CHECK
                .at(path.clone(), "the first of those that are too many")
                .message(format!(
                    "{} delegated administrators, AWS Backup takes {DELEGATED_ADMINISTRATORS}",
                    administrators.len()
                ))
                .help("keep those that manage backup policies or watch all backups"),
        );
    }
}
