//! A backup policy that reaches accounts which the spec does not know.

use super::policies;
use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::spec::ids::UnitId;
use crate::topology::{Plan, TargetId, Topology};

pub(crate) const CHECK: Check = Check {
    code: "POL008",
    name: "joining-accounts-without-vault",
    severity: Severity::Warning,
    page: include_str!("joining_accounts_without_vault.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in policies(topology) {
        for target in &plan.targets {
            let provided = match &target.id {
                TargetId::Account(_) => continue,
                // A stack set reaches units; the root is none.
                TargetId::Root(_) => false,
                TargetId::Unit(unit) => stack_sets_reach(topology, plan, unit),
            };
            if provided {
                continue;
            }
            report.add(
                CHECK
                    .at(target.path.clone(), "also reaches accounts that the spec does not know")
                    .message(format!(
                        "an account that joins `{}` gets the backup policy `{}`, but neither its vault nor its role",
                        target.name, plan.name
                    ))
                    .related(plan.path.key("deliver"), "delivered as a policy")
                    .help(
                        "name the accounts as targets; or, with CloudFormation, target units that \
                         `cloudformation.stack_sets.units` names for a source group of the plan",
                    ),
            );
        }
    }
}

/// Whether stack sets give every account of a unit the vault and the role of the plan.
fn stack_sets_reach(topology: &Topology, plan: &Plan, unit: &UnitId) -> bool {
    let Some(sets) = &topology.cloudformation.stack_sets else {
        return false;
    };
    let mut groups = plan.groups.iter().map(|index| &topology.groups[*index]);
    groups.any(|group| {
        let units = sets.units.get(&group.name);
        units.is_some_and(|units| units.contains(unit))
    })
}
