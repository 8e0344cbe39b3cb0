//! Buckets that a plan takes without anybody having looked at them.

use crate::checks::Check;
use crate::diagnostics::{Report, Severity};
use crate::facts::ResourceType;
use crate::place::Path;
use crate::topology::{Plan, Topology};

pub(crate) const CHECK: Check = Check {
    code: "SEL005",
    name: "buckets-chosen-by-nobody",
    severity: Severity::Hint,
    page: include_str!("buckets_chosen_by_nobody.md"),
    run: Some(run),
};

fn run(topology: &Topology, report: &mut Report) {
    for plan in &topology.plans {
        if is_narrowed(plan) {
            continue;
        }
        let Some(place) = many_buckets(plan) else {
            continue;
        };
        report.add(
            CHECK
                .at(place, "with versioning or without")
                .message(format!("`{}` takes buckets that nobody chose", plan.name))
                .note("AWS Backup backs up a bucket only with versioning on, and only objects whose key the role may use")
                .help("switch versioning on in each of them, or choose buckets by `tags`"),
        );
    }
}

/// Whether each resource has to carry a tag that somebody gave it.
fn is_narrowed(plan: &Plan) -> bool {
    let selection = &plan.selection;
    let conditions = &selection.conditions;
    let mut tags = [
        &selection.tags,
        &conditions.string_equals,
        &conditions.string_like,
    ]
    .into_iter();
    tags.any(|tags| !tags.is_empty())
}

/// What takes buckets without naming each: the type, or a pattern.
fn many_buckets(plan: &Plan) -> Option<Path> {
    let selection = &plan.selection;
    let mut types = selection.resource_types.iter();
    if let Some(index) = types.position(|one| *one == ResourceType::S3) {
        return Some(plan.path.key("resource_types").index(index));
    }
    let mut patterns = selection.resources.iter();
    let index = patterns.position(|arn| {
        arn.as_str().ends_with('*')
            && ResourceType::of_arn(arn.as_str()).contains(&ResourceType::S3)
    })?;
    Some(plan.path.key("resources").index(index))
}
