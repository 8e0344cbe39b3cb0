//! A rule that starts more often than AWS Backup lets it.

use crate::checks::Check;
use crate::checks::check::Certainty;
use crate::diagnostics::{Report, Severity};
use crate::facts::limits::START_GAP_MIN_MINUTES;
use crate::spec::time::duration::Minutes;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "SCH001",
    name: "more-often-than-hourly",
    severity: Severity::Hint,
    page: include_str!("more_often_than_hourly.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        let gap = rule.schedule.cron().and_then(|cron| cron.shortest_gap());
        let Some(gap) = gap.filter(|gap| *gap < START_GAP_MIN_MINUTES) else {
            continue;
        };
        report.add(
            CHECK
                .at_if(
                    Certainty::Doubtful,
                    rule.path.key("schedule"),
                    format!("starts again after {}", Minutes(gap)),
                )
                .message(format!("`{}` starts more often than every hour", rule.name))
                .help("start every hour at most, with one number in the field of minutes"),
        );
    }
}
