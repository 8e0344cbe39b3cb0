//! A schedule that no day of the calendar fits.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "SCH002",
    name: "never-runs",
    severity: Severity::Error,
    page: include_str!("never_runs.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        if rule.schedule.cron().is_some_and(|cron| cron.never_runs()) {
            report.add(
                CHECK
                    .at(rule.path.key("schedule"), "no day fits")
                    .message(format!("`{}` never runs", rule.name))
                    .help("choose a day that exists, such as `L` for the last day of a month"),
            );
        }
    }
}
