//! Both engines describe the same infrastructure: each output is read back as plain AWS resources,
//! and the two are equal but for a reviewed list of differences, each with its reason.

#![allow(clippy::unwrap_used)]

#[path = "../both_engines/mod.rs"]
mod both_engines;
#[path = "../examples/mod.rs"]
#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;

use std::collections::BTreeSet;

use offsite::spec::model::{Deployment, Format, Spec, StackSets};
use offsite::stages;

use both_engines::{ALLOWED, differences};

/// The examples as they are; with plain stacks and JSON; and what no example says.
fn specs() -> Vec<(String, Spec)> {
    let mut specs = Vec::new();
    for example in examples::all().into_iter().chain(examples::unusual()) {
        let mut plain = example.spec.clone();
        plain.cloudformation.delivery = Deployment::Stacks;
        plain.cloudformation.stack_sets = StackSets::default();
        plain.cloudformation.format = Format::Json;
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
