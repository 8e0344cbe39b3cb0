//! What a plan protects, in the terms of a selection: resources are alternatives, conditions must
//! all hold.

use crate::facts::Partition;
use crate::topology::Selection;

/// ARNs and patterns: those of the types, and those that the spec names. With neither, every
/// resource of an opted-in type.
pub(super) fn resources(selection: &Selection, partition: Partition) -> Vec<String> {
    let mut resources: Vec<String> = Vec::new();
    let types = selection
        .resource_types
        .iter()
        .map(|one| one.selection_arn(partition));
    for arn in types.chain(selection.resources.iter().map(ToString::to_string)) {
        if !resources.contains(&arn) {
            resources.push(arn);
        }
    }
    if resources.is_empty() {
        resources.push("*".to_owned());
    }
    resources
}

/// Operator, key and value of each condition; the tags of a selection are conditions too.
pub(super) fn conditions(selection: &Selection) -> Vec<(&'static str, String, String)> {
    let conditions = &selection.conditions;
    let groups = [
        ("string_equals", &selection.tags),
        ("string_equals", &conditions.string_equals),
        ("string_not_equals", &conditions.string_not_equals),
        ("string_like", &conditions.string_like),
        ("string_not_like", &conditions.string_not_like),
    ];
    groups
        .into_iter()
        .flat_map(|(operator, tags)| {
            tags.iter().map(move |(key, value)| {
                (operator, format!("aws:ResourceTag/{key}"), value.clone())
            })
        })
        .collect()
}
