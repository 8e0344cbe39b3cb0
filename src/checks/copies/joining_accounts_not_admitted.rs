//! Accounts that join a unit get plans whose copies the central vault refuses.

use std::collections::BTreeSet;

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::place::Path;
use crate::spec::model::Access;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CPY007",
    name: "joining-accounts-not-admitted",
    severity: Severity::Warning,
    page: include_str!("joining_accounts_not_admitted.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let Some(sets) = &topology.cloudformation.stack_sets else {
        return;
    };
    for (index, group) in topology.groups.iter().enumerate() {
        if !sets.units.contains_key(&group.name) {
            continue;
        }
        let copied_to: BTreeSet<usize> = topology
            .copy_actions()
            .filter(|(plan, ..)| plan.groups.contains(&index))
            .map(|(_, _, copy, _)| copy.vault)
            .collect();
        let vaults = copied_to
            .into_iter()
            .map(|vault| &topology.central_vaults[vault]);
        let place = Path::root()
            .key("cloudformation")
            .key("stack_sets")
            .key("units")
            .key(group.name.to_string());
        for vault in vaults.filter(|vault| vault.access == Access::Sources) {
            report.add(
                CHECK
                    .at(
                        Place::key(place.clone()),
                        "stacks for accounts that the spec does not know",
                    )
                    .message(format!(
                        "accounts that join these units may not copy into central vault `{}`",
                        vault.name
                    ))
                    .related(
                        vault.path.clone(),
                        "admits the accounts that the spec lists as sources",
                    )
                    .help(
                        "set `access: organization` on the vault, or add accounts to the sources when \
                         they join",
                    ),
            );
        }
    }
}
