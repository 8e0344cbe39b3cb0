//! What a plan protects, in the terms of a selection: resources are alternatives, conditions must
//! all hold.

use crate::facts::Partition;
use crate::topology::Selection;
use crate::value::Value;

/// ARNs and patterns: those of the types, and those that the spec names. With neither, every
/// resource of an opted-in type.
pub(super) fn resources(selection: &Selection, partition: Partition) -> Vec<Value> {
    let mut resources: Vec<Value> = Vec::new();
    let types = selection
        .resource_types
        .iter()
        .flat_map(|one| one.selection_arns(partition));
    for arn in types.chain(selection.resources.iter().map(ToString::to_string)) {
        let arn = here(&arn);
        if !resources.contains(&arn) {
            resources.push(arn);
        }
    }
    if resources.is_empty() {
        resources.push("*".into());
    }
    resources
}

/// ARNs and patterns of what the spec leaves out.
pub(super) fn not_resources(selection: &Selection) -> Vec<Value> {
    let left_out = selection.not_resources.iter();
    left_out.map(|arn| here(arn.as_str())).collect()
}

/// A pattern with the account and the region in which the plan works, where it has `*` for them.
///
/// A plan reaches nothing outside its account and region, so this means the same, and AWS documents
/// a `*` only as the last character of a pattern.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html>
fn here(pattern: &str) -> Value {
    let fields: Vec<&str> = pattern.splitn(6, ':').collect();
    let [arn, partition, service, region, account, resource] = fields[..] else {
        return pattern.into();
    };
    let or_here = |field: &str, here: Value| match field {
        "*" => here,
        _ => field.into(),
    };
    Value::join([
        format!("{arn}:{partition}:{service}:").into(),
        or_here(region, Value::Region),
        ":".into(),
        or_here(account, Value::Account),
        format!(":{resource}").into(),
    ])
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
