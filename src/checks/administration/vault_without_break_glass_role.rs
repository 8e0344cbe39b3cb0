//! A protected vault that none of the roles for emergencies reaches.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::place::Path;
use crate::topology::{Account, Topology};

pub(crate) const CHECK: Check = Check {
    code: "ADM002",
    name: "vault-without-break-glass-role",
    severity: Severity::Hint,
    page: include_str!("vault_without_break_glass_role.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let administration = &topology.administration;
    // Without any role nobody deletes by hand, which is a choice. Where no role reaches a vault, another
    // check says so.
    let mut roles = administration.break_glass.iter();
    if !roles.any(|(role, _)| topology.reaches_a_vault(role)) {
        return;
    }
    let central = topology.central_vaults.iter().filter(|one| one.protect);
    let central = central.map(|vault| (vault.path.key("account"), &vault.account));
    let groups = topology.groups.iter().filter(|one| one.protect);
    let local = groups.flat_map(|group| group.members());
    let local = local.map(|member| (member.path.clone(), &member.account));
    let mut seen: Vec<&Account> = Vec::new();
    for (path, account) in central.chain(local) {
        if seen.contains(&account) || !administration.break_glass_in(&[account]).is_empty() {
            continue;
        }
        seen.push(account);
        report.add(
            CHECK
                .at(path, "has a protected vault")
                .message(format!(
                    "no break-glass role works in account `{}`",
                    account.name
                ))
                .related(
                    Path::root().key("administration").key("break_glass"),
                    "these are of other accounts",
                )
                .help("name a role of this account as well, or write `$account` for its id"),
        );
    }
}
