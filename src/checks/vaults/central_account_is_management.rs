//! A central vault in the management account.

use crate::checks::Check;
use crate::checks::check::Certainty;
use crate::diagnostics::{Report, Severity};
use crate::place::Path;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "VLT004",
    name: "central-account-is-management",
    severity: Severity::Hint,
    page: include_str!("central_account_is_management.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let management = &topology.organization.management;
    let vaults = topology.central_vaults.iter();
    for vault in vaults.filter(|vault| vault.account.id == management.id) {
        report.add(
            CHECK
                .at_if(
                    Certainty::Doubtful,
                    vault.path.key("account"),
                    "has the central vault",
                )
                .message("the management account has a central vault")
                .related(
                    Path::root().key("organization").key("management"),
                    "the management account",
                )
                .help("keep central vaults in an account that runs nothing else"),
        );
    }
}
