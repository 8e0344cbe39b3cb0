//! A backup policy that reaches an account in a region where the account has no vault.

use super::policies;
use crate::checks::Check;
use crate::checks::places::quoted;
use crate::diagnostics::{Report, Severity};
use crate::facts::Region;
use crate::topology::{Group, Topology};

pub(crate) const CHECK: Check = Check {
    code: "POL007",
    name: "region-without-vault",
    severity: Severity::Hint,
    page: include_str!("region_without_vault.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in policies(topology) {
        let members = || {
            let groups = plan.groups.iter().map(|index| &topology.groups[*index]);
            groups.flat_map(Group::members)
        };
        let mut regions: Vec<&Region> = Vec::new();
        for region in members().flat_map(|member| &member.regions) {
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        // Accounts that share a list of regions are one case.
        let mut seen = Vec::new();
        for member in members() {
            let without: Vec<&&Region> = regions
                .iter()
                .filter(|region| !member.regions.contains(region))
                .collect();
            if without.is_empty() || seen.contains(&&member.regions_path) {
                continue;
            }
            seen.push(&member.regions_path);
            report.add(
                CHECK
                    .at(
                        member.regions_path.clone(),
                        format!("not in {}", quoted(without)),
                    )
                    .message(format!(
                        "the backup policy `{}` reaches `{}` in regions where it has no vault",
                        plan.name, member.account.name
                    ))
                    .related(plan.path.key("deliver"), "delivered as a policy")
                    .help("see that nothing there fits the policy, or give the account these regions, too"),
            );
        }
    }
}
