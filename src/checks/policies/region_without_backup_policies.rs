//! A backup policy for a region in which backup policies do not work.

use super::policies;
use crate::checks::Check;
use crate::checks::places::source_region;
use crate::diagnostics::{Report, Severity};
use crate::topology::{Group, Topology};

pub(crate) const CHECK: Check = Check {
    code: "POL006",
    name: "region-without-backup-policies",
    severity: Severity::Error,
    page: include_str!("region_without_backup_policies.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in policies(topology) {
        let mut seen = Vec::new();
        let groups = plan.groups.iter().map(|index| &topology.groups[*index]);
        for member in groups.flat_map(Group::members) {
            for region in &member.regions {
                let Some(facts) = region
                    .facts()
                    .filter(|facts| !facts.cross_account_management)
                else {
                    continue;
                };
                if seen.contains(&region) {
                    continue;
                }
                seen.push(region);
                report.add(
                    CHECK
                        .at_if(
                            facts.certain.into(),
                            source_region(member, region),
                            "no cross-account management here",
                        )
                        .message(format!("backup policies have no effect in `{region}`"))
                        .related(plan.path.key("deliver"), "delivered as a policy")
                        .help("use `deliver: plan` for the accounts with this region"),
                );
            }
        }
    }
}
