//! Both engines describe the same infrastructure: each output is read back as plain AWS resources,
//! and the two are equal but for a reviewed list of differences, each with its reason.

#![allow(clippy::unwrap_used)]

#[path = "../both_engines/mod.rs"]
mod both_engines;
#[path = "../examples/mod.rs"]
#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;

use std::collections::BTreeSet;

use offsite::Region;
use offsite::spec::ids::BucketName;
use offsite::spec::model::{Deployment, Format, Spec, StackSets, TemplateBucket};
use offsite::stages;

use both_engines::{ALLOWED, allowed, differences};

/// The examples as they are; with plain stacks and JSON; and what no example says.
fn specs() -> Vec<(String, Spec)> {
    let mut specs = Vec::new();
    for example in examples::all().into_iter().chain(examples::unusual()) {
        let mut plain = example.spec.clone();
        plain.cloudformation.delivery = Deployment::Stacks;
        plain.cloudformation.stack_sets = StackSets::default();
        plain.cloudformation.format = Format::Json;
        // JSON is longer than YAML: what just fits without a bucket in one needs one in the other.
        let region = plain.organization.home_region.clone();
        let bucket = TemplateBucket {
            bucket: BucketName::new("templates-in-json"),
            region: region.unwrap_or(Region::UsEast1),
            prefix: None,
        };
        plain.cloudformation.template_bucket.get_or_insert(bucket);
        specs.push((format!("{} as stacks", example.name), plain));
        // Which accounts are in a unit is not the spec's to say.
        let mut spec = example.spec;
        spec.cloudformation.stack_sets.units.clear();
        specs.push((example.name, spec));
    }
    specs
}

#[test]
fn both_engines_describe_the_same_resources() {
    let mut unexplained = Vec::new();
    let mut met: BTreeSet<&str> = BTreeSet::new();
    for (name, spec) in specs() {
        let rendering = stages::render(&spec).unwrap();
        let tree = rendering.tree;
        let tree = tree.unwrap_or_else(|| panic!("{name}: {:?}", rendering.report));
        for line in differences(&tree) {
            match allowed(&line) {
                Some(one) => {
                    met.insert(one.end);
                }
                None => unexplained.push(format!("{name}: {line}")),
            }
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    for one in ALLOWED {
        let (end, why) = (one.end, one.why);
        assert!(met.contains(end), "no longer differs: {end} ({why})");
    }
}

#[test]
fn only_whole_differences_are_allowed() {
    let lock = "vault 222222222222 eu-central-1 central lock min: only CloudFormation has";
    let set = "switch 111111111111  administrator of stack sets on: only CloudFormation has";
    let access = "switch 111111111111  organizations access on: only CloudFormation has";
    for (line, expected) in [
        (format!("{lock} 1"), true),
        (format!("{lock} 14"), false),
        (format!("{lock} 180"), false),
        (format!("{set} [\"222222222222\"]"), true),
        (format!("{set} [\"222222222222\",\"333333333333\"]"), false),
        (format!("{set} [\"\"]"), false),
        (format!("{access} [\"StackSets\"]"), true),
        (format!("{access} [\"StackSets\",\"Others\"]"), false),
        (lock.replace("vault", "plan") + " 1", false),
        (lock.replace(" lock", " b-lock") + " 1", false),
        (String::from("1"), false),
    ] {
        assert_eq!(allowed(&line).is_some(), expected, "{line}");
    }
}
