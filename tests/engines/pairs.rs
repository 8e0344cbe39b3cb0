//! Pairs of specs: an organization that was set up by one spec becomes, to the letter, what the next one says.
//! The three specs have every key that can be taken out again; each run adds them all, changes them all, and takes
//! them all out.
//!
//! Arguments that a provider both takes and computes keep their old value when they are left out, and a plan
//! says "No changes": <https://github.com/hashicorp/terraform-provider-aws/issues/30785>.

use offsite::spec::model::Spec;
use offsite::spec::yaml;
use offsite::stages::{self, Engine};
use offsite::topology::Topology;
use offsite::tree::Tree;
use serde_json::Value;

use crate::deployed::Deployed;
use crate::double::Double;
use crate::environment::{Engines, engines, python_for, say};
use crate::held::{Held, as_the_spec_says};
use crate::script::deployments;
use crate::terraform::Work;
use crate::world::{apply, organization, read_back};

/// The specs by what they are, in the order in which an organization goes through them.
const STEPS: [(&str, &str); 4] = [
    ("minimal", include_str!("pairs/minimal.yaml")),
    ("full", include_str!("pairs/full.yaml")),
    ("changed", include_str!("pairs/changed.yaml")),
    ("minimal again", include_str!("pairs/minimal.yaml")),
];

/// A spec with what it means and what it is rendered to.
struct Step {
    name: &'static str,
    topology: Topology,
    tree: Tree,
}

impl Step {
    fn of((name, text): (&'static str, &str)) -> Self {
        let (spec, _) = yaml::read::<Spec>(text.as_bytes()).unwrap();
        let rendering = stages::render(&spec).unwrap();
        let tree = rendering
            .tree
            .unwrap_or_else(|| panic!("{name}: {:?}", rendering.report));
        let (topology, _) = stages::resolve(&spec);
        Self {
            name,
            topology,
            tree,
        }
    }
}

/// What an organization holds, without what nobody decides and what offsite never switches off.
fn comparable(held: &Value) -> Value {
    let mut held = held.clone();
    let organization = held["organization"].as_object_mut().unwrap();
    organization.remove("global_settings").unwrap();
    for place in held["places"].as_object_mut().unwrap().values_mut() {
        place.as_object_mut().unwrap().remove("settings").unwrap();
        for plan in place["plans"].as_object_mut().unwrap().values_mut() {
            for rule in plan["rules"].as_object_mut().unwrap().values_mut() {
                // A rule gets another id with each change of its plan.
                rule.as_object_mut().unwrap().remove("RuleId").unwrap();
            }
        }
    }
    held
}

#[test]
fn what_leaves_the_spec_leaves_aws_and_what_changes_there_changes_in_aws() {
    let claim = "what leaves the spec leaves AWS, and what changes there changes in AWS";
    let Some(engines) = engines(claim) else {
        return;
    };
    let steps = STEPS.map(Step::of);
    let scratch = tempfile::tempdir().unwrap();
    // The statements that the second spec brings are those that the organization has.
    let before = organization(&steps[0].topology);
    let double = Double::start(&engines.python, &before, scratch.path());
    let found = through_terraform(&engines, &steps, &before, &double, scratch.path());
    assert_ne!(comparable(&found[0]), comparable(&found[1]));
    assert_ne!(comparable(&found[1]), comparable(&found[2]));
    assert_eq!(comparable(&found[0]), comparable(&found[3]));
    say(&format!(
        "{} changes of a spec reached AWS",
        steps.len() - 1
    ));
}

#[test]
fn what_leaves_the_spec_leaves_aws_by_cloudformation_too() {
    let claim = "what leaves the spec leaves AWS by CloudFormation too";
    let Some(python) = python_for(claim) else {
        return;
    };
    let specs = STEPS.map(|(name, text)| (name, yaml::read::<Spec>(text.as_bytes()).unwrap().0));
    let first = &specs[0].1;
    let mut deployed = Deployed::start(&python, "pairs", first, organization).unwrap();
    let found = specs.each_ref().map(|(name, spec)| {
        let before = deployed.text();
        deployed
            .waves(spec, &[])
            .unwrap_or_else(|fault| panic!("{name}: {fault}"));
        delete_what_the_script_has_no_more(&deployed, &before);
        deployed.look(&python);
        as_the_spec_says(&deployed.after());
        deployed.held.clone()
    });
    assert_ne!(comparable(&found[0]), comparable(&found[1]));
    assert_ne!(comparable(&found[1]), comparable(&found[2]));
    assert_eq!(comparable(&found[0]), comparable(&found[3]));
}

/// A stack that a spec has no more is deleted by hand, as the guide says: its protection first.
fn delete_what_the_script_has_no_more(deployed: &Deployed, before: &str) {
    let now = deployed.text();
    let left: Vec<&str> = deployments(&now).iter().map(|one| one.stack).collect();
    let mut stacks = deployments(before);
    stacks.retain(|one| !left.contains(&one.stack));
    // What another one needs goes after it.
    for one in stacks.iter().rev() {
        let of = ["--region", one.region, "--stack-name", one.stack];
        let unprotect = [
            "update-termination-protection",
            "--no-enable-termination-protection",
        ];
        for operation in [&unprotect[..], &["delete-stack"]] {
            let words = [&["cloudformation"], operation, &of].concat();
            deployed.program(one.account, "aws", &words).unwrap();
        }
    }
}

/// Goes through the specs with one state for each root, and gives what AWS held after each.
fn through_terraform(
    engines: &Engines,
    steps: &[Step],
    before: &Value,
    double: &Double,
    scratch: &std::path::Path,
) -> Vec<Value> {
    let management = steps[0].topology.organization.management.id.as_str();
    let folder = scratch.join("tree");
    steps[0].tree.write(&folder).unwrap();
    let work = Work::copy(engines, &folder, scratch, management, Some(&double.url));
    let found = steps.iter().map(|step| {
        step.tree.write(&folder).unwrap();
        work.take_over(&folder);
        apply(&work, &work.roots()).unwrap_or_else(|fault| panic!("{}: {fault}", step.name));
        let held = read_back(engines, double, &step.topology);
        as_the_spec_says(&Held {
            name: format!("pairs, {}", step.name),
            engine: Engine::Terraform,
            topology: &step.topology,
            before,
            double,
            held: &held,
        });
        held
    });
    found.collect()
}
