//! A protected vault whose protection cannot be kept from everybody, since nobody knows who deploys it.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::place::Path;
use crate::topology::{Account, Topology};

pub(crate) const CHECK: Check = Check {
    code: "ADM003",
    name: "deploying-role-unknown",
    severity: Severity::Warning,
    page: include_str!("deploying_role_unknown.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let mut seen: Vec<&Account> = Vec::new();
    let central = topology.central_vaults.iter().filter(|one| one.protect);
    let central = central.map(|vault| (vault.path.key("account"), &vault.account));
    let groups = topology.groups.iter().filter(|one| one.protect);
    let local = groups.flat_map(|group| group.members());
    let local = local.map(|member| (member.path.clone(), &member.account));
    for (path, account) in central.chain(local) {
        if seen.contains(&account) || topology.deployers_of_central(account).is_some() {
            continue;
        }
        seen.push(account);
        report.add(
            CHECK
                .at(
                    path,
                    "has a protected vault, deployed with the caller's own credentials",
                )
                .message(format!(
                    "anybody whom account `{}` allows it may lift the protection of its vault",
                    account.name
                ))
                .related(
                    Path::root().key("organization").key("management"),
                    "the management account, in which no role is assumed",
                )
                .help(
                    "name the role that deploys in `terraform.assume_role.management` or under \
                     `administration.deploying`",
                ),
        );
    }
}
