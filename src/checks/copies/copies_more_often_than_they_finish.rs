//! A rule that copies again before its last copy is likely to be there.

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::spec::time::duration::Minutes;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CPY003",
    name: "copies-more-often-than-they-finish",
    severity: Severity::Warning,
    page: include_str!("copies_more_often_than_they_finish.md"),
    run: Some(run),
};

/// What a backup and its copy to another account and region take together: up to one hour and up to
/// three. AWS promises neither; this is the room that a schedule should leave.
const BACKUP_AND_COPY: Minutes = Minutes(4 * 60);

fn run(topology: &Topology, report: &mut Report) {
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        let Some(copy) = rule.copies.first() else {
            continue;
        };
        let gap = rule.schedule.cron().and_then(|cron| cron.shortest_gap());
        let Some(gap) = gap.map(Minutes).filter(|gap| *gap < BACKUP_AND_COPY) else {
            continue;
        };
        report.add(
            CHECK
                .at(
                    rule.path.key("schedule"),
                    format!("starts again after {gap}"),
                )
                .message(format!(
                    "`{}` starts more often than its copies finish",
                    rule.name
                ))
                .related(
                    Place::key(copy.path.clone()),
                    format!("backup and copy take up to {BACKUP_AND_COPY}"),
                )
                .help("copy from a rule of its own that starts every four hours or less often"),
        );
    }
}
