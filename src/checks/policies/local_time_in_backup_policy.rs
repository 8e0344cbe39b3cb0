//! A time zone in a backup policy.

use super::policies;
use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "POL002",
    name: "local-time-in-backup-policy",
    severity: Severity::Error,
    page: include_str!("local_time_in_backup_policy.md"),
    run: Some(run),
};

/// The names under which the time zone database knows UTC.
const UTC: [&str; 12] = [
    "Etc/GMT",
    "Etc/UCT",
    "Etc/UTC",
    "Etc/Universal",
    "Etc/Zulu",
    "GMT",
    "GMT0",
    "Greenwich",
    "UCT",
    "UTC",
    "Universal",
    "Zulu",
];

fn run(topology: &Topology, report: &mut Report) {
    for plan in policies(topology) {
        let mut seen = Vec::new();
        for rule in &plan.rules {
            let Some(timezone) = &rule.timezone else {
                continue;
            };
            if UTC.contains(&timezone.as_str()) || seen.contains(&&rule.timezone_path) {
                continue;
            }
            seen.push(&rule.timezone_path);
            report.add(
                CHECK
                    .at(rule.timezone_path.clone(), "a local time")
                    .message(format!(
                        "the backup policy `{}` knows no time zone, its schedules are in UTC",
                        plan.name
                    ))
                    .related(plan.path.key("deliver"), "delivered as a policy")
                    .related(rule.path.key("schedule"), "would start at this time in UTC")
                    .help(
                        "write the schedule in UTC and remove `timezone`, or use `deliver: plan`",
                    ),
            );
        }
    }
}
