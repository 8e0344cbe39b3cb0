//! A copy that does not say how long it is kept.

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "CPY002",
    name: "copy-without-retention",
    severity: Severity::Error,
    page: include_str!("copy_without_retention.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for (_, rule, copy, vault) in topology.copy_actions() {
        if copy.lifecycle.keep.is_some() {
            continue;
        }
        let found = CHECK
            .at(Place::key(copy.path.clone()), "`keep` is missing")
            .message(format!(
                "the copy in `{}` does not say how long it is kept",
                vault.name
            ))
            .help("say how long the copy is kept, as in `keep: 90d`");
        report.add(match rule.lifecycle.keep {
            Some(keep) => found.related(
                rule.path.key("keep"),
                format!("the copy would expire with its original, after {keep}"),
            ),
            None => found.note("neither does its rule: the copy would be kept for ever"),
        });
    }
}
