//! Both engines describe the same infrastructure: each output is read back as plain AWS resources,
//! and the two are equal but for the differences listed here, each with its reason.

#![allow(clippy::unwrap_used)]

#[path = "../examples/mod.rs"]
#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;
mod from_cloudformation;
mod from_terraform;
mod plain;
#[path = "../templates/mod.rs"]
mod templates;

use std::collections::BTreeSet;

use offsite::spec::model::{Deployment, Format, Spec};
use offsite::spec::yaml;
use offsite::stages;

/// What may differ: a part of the line that says the difference, and why.
const ALLOWED: [(&str, &str); 2] = [
    (
        "service access on: only CloudFormation has \"member.org.stacksets.cloudformation.amazonaws.com\"",
        "stack sets reach the accounts only with it, and Terraform has its own way there",
    ),
    (
        "lock min: only CloudFormation has 1",
        "CloudFormation wants a bound, and one day is the shortest retention there is",
    ),
];

/// One line for each thing that one output says and the other does not.
fn differences(spec: &Spec) -> Vec<String> {
    let tree = stages::render(spec).unwrap();
    let tree = tree.tree.unwrap_or_else(|| panic!("{:?}", tree.report));
    let terraform = from_terraform::read(&tree).0;
    let cloudformation = from_cloudformation::read(&tree).0;
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

/// The examples as they are; with plain stacks and JSON; and what no example says.
fn specs() -> Vec<(String, Spec)> {
    let mut specs = Vec::new();
    for example in examples::all() {
        let mut plain = example.spec.clone();
        plain.cloudformation.delivery = Deployment::Stacks;
        plain.cloudformation.format = Format::Json;
        specs.push((format!("{} as stacks", example.name), plain));
        specs.push((example.name, example.spec));
    }
    let (rest, _) = yaml::read::<Spec>(REST.as_bytes()).unwrap();
    specs.push(("the rest".to_owned(), rest));
    specs
}

const REST: &str = r#"
offsite: 1
name: rest
organization:
  id: o-a1b2c3d4e5
  management: "111111111111"
  delegated_administrators: [vault]
  resource_policy: []
  units: { workloads: ou-ac3e-workload1 }
  global_settings: { multi_party_approval: true }
accounts: { main: "111111111111", vault: "222222222222", orders: "333333333333", odd: "444444444444" }
central:
  account: vault
  regions: { eu-west-1: eu-central-1, us-east-1: us-west-2 }
  lock: { mode: compliance, max: 1y, changeable_for: 5d, irreversible: true }
sources:
  accounts: [main, orders, odd]
  regions: [eu-west-1, us-east-1]
  copy_back: true
  exceptions: { odd: { keep: { daily: 30d }, regions: [us-east-1] } }
plans:
  daily:
    resource_types: [DynamoDB, S3]
    tags: { backup: "it's ${daily} %{x} {{y}}" }
    schedule: "daily 03:00"
    keep: 14d
    copy_to: { central: { keep: 90d } }
events: { on: failures, notify: [sns, sqs, logs], logs: { keep: 90d } }
"#;

#[test]
fn both_engines_describe_the_same_resources() {
    let mut unexplained = Vec::new();
    let mut met: BTreeSet<&str> = BTreeSet::new();
    for (name, spec) in specs() {
        for line in differences(&spec) {
            match ALLOWED.iter().find(|(part, _)| line.contains(part)) {
                Some((part, _)) => {
                    met.insert(part);
                }
                None => unexplained.push(format!("{name}: {line}")),
            }
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    for (part, why) in ALLOWED {
        assert!(met.contains(part), "no longer differs: {part} ({why})");
    }
}
