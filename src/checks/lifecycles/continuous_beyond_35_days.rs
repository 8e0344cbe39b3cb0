//! Continuous backups that shall be kept longer than they can be.

use crate::checks::Check;
use crate::checks::places::keep_exceptions;
use crate::diagnostics::{Diagnostic, Place, Report, Severity};
use crate::facts::limits::{CONTINUOUS_MAX_DAYS, CONTINUOUS_MIN_DAYS};
use crate::place::Path;
use crate::spec::time::duration::Days;
use crate::topology::{Rule, Topology};

pub(crate) const CHECK: Check = Check {
    code: "CON001",
    name: "continuous-beyond-35-days",
    severity: Severity::Error,
    page: include_str!("continuous_beyond_35_days.md"),
    run: Some(run),
};

const HELP: &str =
    "keep it 35 days at most, and make long-lived recovery points with a second rule";

fn run(topology: &Topology, report: &mut Report) {
    let rules = topology.plans.iter().flat_map(|plan| &plan.rules);
    for rule in rules.filter(|rule| rule.continuous) {
        match rule.lifecycle.keep {
            Some(keep) => report.extend(out_of_range(rule, keep, rule.path.key("keep"))),
            None => report.add(
                CHECK
                    .at(Place::key(rule.path.key("continuous")), "`keep` is missing")
                    .message(format!(
                        "the continuous backups of `{}` cannot be kept for ever",
                        rule.name
                    ))
                    .help(HELP),
            ),
        }
    }
    for exception in keep_exceptions(topology) {
        let mut rules = exception.plan.rules.iter();
        if let Some(rule) = rules.find(|rule| rule.continuous) {
            report.extend(out_of_range(rule, exception.keep, exception.path));
        }
    }
}

fn out_of_range(rule: &Rule, keep: Days, place: Path) -> Option<Diagnostic> {
    let nearest = keep.0.clamp(CONTINUOUS_MIN_DAYS, CONTINUOUS_MAX_DAYS);
    (keep.0 != nearest).then(|| {
        CHECK
            .at(place.clone(), format!("kept {keep}"))
            .message(format!(
                "the continuous backups of `{}` can be kept from {CONTINUOUS_MIN_DAYS} to \
                 {CONTINUOUS_MAX_DAYS} days",
                rule.name
            ))
            .related(rule.path.key("continuous"), "makes continuous backups")
            .patch(HELP, place, format!("{nearest}d"))
    })
}
