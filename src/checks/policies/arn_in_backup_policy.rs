//! Single resources in a backup policy.

use super::policies;
use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "POL001",
    name: "arn-in-backup-policy",
    severity: Severity::Error,
    page: include_str!("arn_in_backup_policy.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in policies(topology) {
        let lists = [
            ("resources", &plan.selection.resources),
            ("not_resources", &plan.selection.not_resources),
        ];
        for (key, _) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            report.add(
                CHECK
                    .at(Place::key(plan.path.key(key)), "named by ARN")
                    .message(format!(
                        "the backup policy `{}` cannot name single resources",
                        plan.name
                    ))
                    .related(plan.path.key("deliver"), "delivered as a policy")
                    .help("select by `resource_types`, `tags` or `conditions`, or use `deliver: plan`"),
            );
        }
    }
}
