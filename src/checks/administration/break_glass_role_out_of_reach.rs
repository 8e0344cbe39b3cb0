//! A role for emergencies that can touch no protected vault.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "ADM001",
    name: "break-glass-role-out-of-reach",
    severity: Severity::Warning,
    page: include_str!("break_glass_role_out_of_reach.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for (role, path) in &topology.administration.break_glass {
        let Some(owner) = role.account().filter(|_| !topology.reaches_a_vault(role)) else {
            continue;
        };
        let mut accounts = topology.accounts.values();
        let name = match accounts.find(|account| account.id.as_str() == owner) {
            Some(account) => format!("account `{}`", account.name),
            None => format!("account {owner}"),
        };
        report.add(
            CHECK
                .at(path.clone(), format!("works in {name} only"))
                .message(format!(
                    "no protected vault is in {name}, so this role can delete nothing"
                ))
                .help("name a role of the vault's account, or write `$account` for its id"),
        );
    }
}
