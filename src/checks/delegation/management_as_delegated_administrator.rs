//! The management account among its own delegates.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::place::Path;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "DLG002",
    name: "management-as-delegated-administrator",
    severity: Severity::Error,
    page: include_str!("management_as_delegated_administrator.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let organization = &topology.organization;
    let administrators = organization.delegated_administrators.iter();
    for (account, path) in administrators.filter(|(one, _)| one.id == organization.management.id) {
        report.add(
            CHECK
                .at(path.clone(), "a delegated administrator")
                .message(format!(
                    "the management account `{}` cannot be a delegated administrator",
                    account.name
                ))
                .related(
                    Path::root().key("organization").key("management"),
                    "the management account",
                )
                .help("name another account, or remove it: the management account may do all this anyway"),
        );
    }
}
