//! A start window shorter than AWS Backup takes.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::limits::START_WINDOW_MIN_MINUTES;
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "WIN001",
    name: "start-window-too-short",
    severity: Severity::Error,
    page: include_str!("start_window_too_short.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    let mut seen = Vec::new();
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        let place = &rule.start_window_path;
        if rule.start_window.0 >= START_WINDOW_MIN_MINUTES || seen.contains(&place) {
            continue;
        }
        seen.push(place);
        report.add(
            CHECK
                .at(place.clone(), rule.start_window.to_string())
                .message(format!(
                    "a start window is at least {START_WINDOW_MIN_MINUTES} minutes"
                ))
                .patch("use the shortest one", place.clone(), "1h"),
        );
    }
}
