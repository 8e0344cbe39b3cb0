//! A rule whose recovery points outlive all their copies.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CPY008",
    name: "copy-expires-first",
    severity: Severity::Hint,
    page: include_str!("copy_expires_first.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for rule in topology.plans.iter().flat_map(|plan| &plan.rules) {
        // A copy without a retention is another check's.
        let kept = rule.copies.iter();
        let kept = kept.filter_map(|copy| Some((copy.lifecycle.keep?, copy)));
        let Some((longest, copy)) = kept.max_by_key(|(keep, _)| *keep) else {
            continue;
        };
        // What is kept for ever is another check's, too.
        let Some(local) = rule.lifecycle.keep.filter(|local| longest < *local) else {
            continue;
        };
        report.add(
            CHECK
                .at(copy.path.key("keep"), format!("kept {longest}"))
                .message(format!(
                    "the copies of `{}` are gone before their originals",
                    rule.name
                ))
                .related(rule.path.key("keep"), format!("kept {local}"))
                .help("keep one of the copies at least as long as the local recovery point"),
        );
    }
}
