//! A plan that selects by tag alone, so that what it protects depends on settings elsewhere.

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::topology::Topology;

pub(crate) const CHECK: Check = Check {
    code: "SEL002",
    name: "only-opted-in-types",
    severity: Severity::Hint,
    page: include_str!("only_opted_in_types.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        let selection = &plan.selection;
        let by_tags = !selection.tags.is_empty() || !selection.conditions.is_empty();
        // With `opt_in` the spec says which types these are.
        let said = !topology.extra_opt_in.is_empty();
        let by_type = !selection.resource_types.is_empty() || !selection.resources.is_empty();
        if !by_tags || by_type || said {
            continue;
        }
        let key = match selection.tags.is_empty() {
            true => "conditions",
            false => "tags",
        };
        report.add(
            CHECK
                .at(Place::key(plan.path.key(key)), "of any type")
                .message(format!(
                    "`{}` protects the types that happen to be opted in",
                    plan.name
                ))
                .help("name `resource_types`, which are then opted in, or list types in `region_settings.opt_in`"),
        );
    }
}
