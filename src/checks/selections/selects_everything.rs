//! A plan that says nothing of what it protects, and so protects all.

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "SEL001",
    name: "selects-everything",
    severity: Severity::Error,
    page: include_str!("selects_everything.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        let selection = &plan.selection;
        let says_something = !selection.resource_types.is_empty()
            || !selection.tags.is_empty()
            || !selection.conditions.is_empty()
            || !selection.resources.is_empty();
        if says_something {
            continue;
        }
        report.add(
            CHECK
                .at(Place::key(plan.path.clone()), "selects every resource")
                .message(format!("`{}` does not say what it protects", plan.name))
                .help("name `resource_types`, `tags` or both"),
        );
    }
}
