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

/// A difference that was looked at and found right.
pub(crate) struct Allowed {
    kind: &'static str,
    /// What its line ends with, after the place; `#` is a digit.
    pub(crate) end: &'static str,
    #[allow(dead_code, reason = "only who sees to the list itself says why")]
    pub(crate) why: &'static str,
}

/// What may differ, and nothing else that begins or ends alike.
pub(crate) const ALLOWED: [Allowed; 3] = [
    Allowed {
        kind: "switch",
        end: "organizations access on: only CloudFormation has [\"StackSets\"]",
        why: "stack sets reach the accounts only with it, and Terraform has its own way there",
    },
    Allowed {
        kind: "switch",
        end: "administrator of stack sets on: only CloudFormation has [\"############\"]",
        why: "the same: who runs them is registered for them",
    },
    Allowed {
        kind: "vault",
        end: "lock min: only CloudFormation has 1",
        why: "CloudFormation wants a bound, and one day is the shortest retention there is",
    },
];

/// The entry that allows a difference, if one does.
pub(crate) fn allowed(line: &str) -> Option<&'static Allowed> {
    let fits = |sign: char, wanted| sign == wanted || wanted == '#' && sign.is_ascii_digit();
    ALLOWED.iter().find(|one| {
        let at = line.len().checked_sub(one.end.len());
        let Some((place, end)) = at.and_then(|at| line.split_at_checked(at)) else {
            return false;
        };
        let mut signs = end.chars().zip(one.end.chars());
        let kind = place.split(' ').next();
        kind == Some(one.kind)
            && place.ends_with(' ')
            && signs.all(|(sign, wanted)| fits(sign, wanted))
    })
}

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
