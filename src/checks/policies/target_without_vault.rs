//! A backup policy that reaches accounts without its vault and its role.

use super::policies;
use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::{Group, TargetId, Topology};

pub(crate) const CHECK: Check = Check {
    code: "POL005",
    name: "target-without-vault",
    severity: Severity::Error,
    page: include_str!("target_without_vault.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in policies(topology) {
        let groups = || plan.groups.iter().map(|index| &topology.groups[*index]);
        for target in &plan.targets {
            let TargetId::Account(id) = &target.id else {
                continue;
            };
            let mut members = groups().flat_map(Group::members);
            if members.any(|member| member.account.id == *id) {
                continue;
            }
            report.add(
                CHECK
                    .at(target.path.clone(), "no source account of this plan")
                    .message(format!(
                        "the backup policy `{}` reaches `{}`, which has neither its vault nor its role",
                        plan.name, target.name
                    ))
                    .help("add the account to a source group of the plan, or remove the target"),
            );
        }
    }
}
