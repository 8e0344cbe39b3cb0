//! A central vault in an account whose resources it protects.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::{Group, Topology};

pub(crate) const CHECK: Check = Check {
    code: "VLT001",
    name: "central-account-is-source",
    severity: Severity::Error,
    page: include_str!("central_account_is_source.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for vault in &topology.central_vaults {
        let mut members = topology.groups.iter().flat_map(Group::members);
        let Some(member) = members.find(|member| member.account.id == vault.account.id) else {
            continue;
        };
        report.add(
            CHECK
                .at(vault.path.key("account"), "has the central vault")
                .message(format!(
                    "`{}` is a source account and has a central vault",
                    vault.account.name
                ))
                .related(member.path.clone(), "a source account")
                .help("keep central vaults in an account that runs nothing else"),
        );
    }
}
