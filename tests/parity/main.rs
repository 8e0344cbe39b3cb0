//! Both engines describe the same infrastructure: each output is read back as plain AWS resources,
//! and the two are equal but for a reviewed list of differences, each with its reason.

#![allow(clippy::unwrap_used)]

#[path = "../both_engines/mod.rs"]
mod both_engines;
#[path = "../examples/mod.rs"]
#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;

use std::collections::BTreeSet;

use offsite::spec::model::{Deployment, Format, Spec};
use offsite::spec::yaml;
use offsite::stages;

use both_engines::{ALLOWED, differences};

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
    for (name, text) in [("the rest", REST), ("exceptions", EXCEPTIONS)] {
        let (spec, _) = yaml::read::<Spec>(text.as_bytes()).unwrap();
        let mut plain = spec.clone();
        plain.cloudformation.delivery = Deployment::Stacks;
        specs.push((format!("{name} as stacks"), plain));
        specs.push((name.to_owned(), spec));
    }
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

/// Accounts that differ in each way that there is, in one group and in a group of nothing else.
const EXCEPTIONS: &str = r#"
offsite: 1
name: odd
organization: { id: o-a1b2c3d4e5, management: "111111111111", resource_policy: [] }
accounts:
  vault: "222222222222"
  plain: "333333333331"
  other: "333333333332"
  key-one: "333333333333"
  key-two: "333333333334"
  roles: "333333333335"
  less: "333333333336"
  odd-a: "333333333337"
  odd-b: "333333333338"
central:
  near: { account: vault, regions: { eu-west-1: eu-central-1, us-east-1: us-west-2, ap-south-1: eu-central-1 } }
  far: { account: vault, region: eu-north-1 }
sources:
  many:
    accounts: [plain, other, key-one, key-two, roles, less]
    regions: [eu-west-1, us-east-1]
    exceptions:
      key-one:
        regions: [eu-west-1]
        keys: [arn:aws:kms:eu-west-1:333333333333:key/1a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6]
      key-two:
        keep: { hourly: 3d, daily: 30d }
        keys:
          - arn:aws:kms:eu-west-1:333333333334:key/2a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6
          - arn:aws:kms:us-east-1:333333333334:key/3a2b3c4d-5e6f-7a8b-9c0d-e1f2a3b4c5d6
      roles: { regions: [ap-south-1, us-east-1], role: "arn:aws:iam::$account:role/own", keep: { daily: 30d } }
      less: { without: [daily, files] }
  few:
    accounts: [odd-a, odd-b]
    regions: [us-east-1]
    vault: few-local
    exceptions: { odd-a: { without: [hourly] }, odd-b: { keep: { hourly: 2d } } }
plans:
  hourly:
    resource_types: [RDS]
    tags: { backup: hourly }
    schedule: "cron(0 0/4 * * ? *)"
    keep: 1d
  daily:
    resource_types: [DynamoDB, S3]
    tags: { backup: daily }
    schedule: "daily 03:00"
    keep: 14d
    copy_to: { near: { keep: 90d } }
  files:
    resource_types: [EFS]
    tags: { backup: files }
    schedule: "daily 05:00"
    keep: 14d
    copy_to: { far: { keep: 90d } }
"#;

#[test]
fn both_engines_describe_the_same_resources() {
    let mut unexplained = Vec::new();
    let mut met: BTreeSet<&str> = BTreeSet::new();
    for (name, spec) in specs() {
        let rendering = stages::render(&spec).unwrap();
        let tree = rendering.tree;
        let tree = tree.unwrap_or_else(|| panic!("{name}: {:?}", rendering.report));
        for line in differences(&tree) {
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
