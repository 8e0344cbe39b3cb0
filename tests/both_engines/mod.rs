//! What both engines say, read back as plain AWS resources and compared.

mod from_cloudformation;
mod from_terraform;
mod plain;
#[path = "../script/mod.rs"]
#[expect(
    dead_code,
    reason = "the options of a deployment say nothing of resources"
)]
mod script;
#[path = "../templates/mod.rs"]
pub(crate) mod templates;

use std::collections::BTreeSet;

use offsite::tree::Tree;

/// What may differ: a part of the line that says the difference, and why.
pub(crate) const ALLOWED: [(&str, &str); 3] = [
    (
        "organizations access on: only CloudFormation has [\"StackSets\"]",
        "stack sets reach the accounts only with it, and Terraform has its own way there",
    ),
    (
        "administrator of stack sets on: only CloudFormation has",
        "the same: who runs them is registered for them",
    ),
    (
        "lock min: only CloudFormation has 1",
        "CloudFormation wants a bound, and one day is the shortest retention there is",
    ),
];

/// One line for each thing that one output says and the other does not.
pub(crate) fn differences(tree: &Tree) -> Vec<String> {
    let terraform = from_terraform::read(tree).0;
    let cloudformation = from_cloudformation::read(tree).0;
    assert!(terraform.len() > 10);
    let mut lines = Vec::new();
    let keys: BTreeSet<_> = terraform.keys().chain(cloudformation.keys()).collect();
    for key in keys {
        let sides = [
            ("Terraform", terraform.get(key), cloudformation.get(key)),
            (
                "CloudFormation",
                cloudformation.get(key),
                terraform.get(key),
            ),
        ];
        for (side, own, other) in sides {
            for (property, value) in own.into_iter().flatten() {
                let theirs = other.and_then(|other| other.get(property));
                if theirs == Some(value) {
                    continue;
                }
                let (kind, account, region, name) = key;
                let place = format!("{kind} {account} {region} {name} {property}");
                match (value.as_array(), theirs.and_then(|other| other.as_array())) {
                    (Some(items), Some(theirs)) => {
                        let missing = items.iter().filter(|item| !theirs.contains(item));
                        lines
                            .extend(missing.map(|item| format!("{place}: only {side} has {item}")));
                    }
                    _ => lines.push(format!("{place}: only {side} has {value}")),
                }
            }
        }
    }
    lines
}
