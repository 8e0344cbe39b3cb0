//! How templates become stacks: in which order, with which permissions, and where stack sets put them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod addresses;
#[expect(dead_code, reason = "the specs are rendered with other settings here")]
#[path = "../examples/mod.rs"]
mod examples;
mod looks;
mod order;
mod permissions;
mod places;
mod readme;
#[path = "../script/mod.rs"]
mod script;
mod targets;
#[path = "../templates/mod.rs"]
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use offsite::spec::model::{Deployment, OnDelete, Spec, StackSets};
use offsite::spec::yaml;
use offsite::stages;
use serde_json::Value;

/// The files of a spec's CloudFormation, by name.
fn files(spec: &Spec) -> BTreeMap<String, String> {
    let rendering = stages::render(spec).unwrap();
    let tree = rendering.tree.unwrap();
    tree.iter()
        .filter_map(|(path, bytes)| {
            let file = path.as_str().strip_prefix("cloudformation/")?;
            Some((file.to_owned(), String::from_utf8(bytes.to_vec()).unwrap()))
        })
        .collect()
}

fn unusual(name: &str) -> Spec {
    let mut all = examples::unusual().into_iter();
    all.find(|one| one.name == name).unwrap().spec
}

/// Every spec, as it is, with plain stacks, and with what is switched on switched off at the end.
fn specs() -> Vec<Spec> {
    let all = examples::all().into_iter().chain(examples::unusual());
    let specs = all.flat_map(|example| {
        let (mut plain, mut restored) = (example.spec.clone(), example.spec.clone());
        plain.cloudformation.delivery = Deployment::Stacks;
        plain.cloudformation.stack_sets = StackSets::default();
        restored.cloudformation.on_delete = OnDelete::Restore;
        [example.spec, plain, restored]
    });
    specs.collect()
}

/// The files of every spec; rendered by the first test that asks.
fn every_file() -> &'static [(Spec, BTreeMap<String, String>)] {
    static RENDERED: OnceLock<Vec<(Spec, BTreeMap<String, String>)>> = OnceLock::new();
    RENDERED.get_or_init(|| {
        let specs = specs().into_iter();
        specs.map(|spec| (spec.clone(), files(&spec))).collect()
    })
}

/// Every template of every spec; read by the first test that asks.
fn every_template() -> &'static [(String, Value)] {
    static READ: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    READ.get_or_init(|| {
        let files = every_file().iter().flat_map(|(_, files)| files);
        let templates = files.filter(|(file, _)| !file.ends_with(".sh"));
        templates
            .map(|(file, text)| (file.clone(), templates::read(file, text)))
            .collect()
    })
}

fn resources(template: &Value) -> impl Iterator<Item = (&String, &Value)> {
    template["Resources"].as_object().unwrap().iter()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Every text somewhere within a value.
fn within(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(within).collect(),
        Value::Object(entries) => entries.values().flat_map(within).collect(),
        _ => Vec::new(),
    }
}

/// The resources that one needs, directly or by others.
fn needs(template: &Value, id: &str) -> BTreeSet<String> {
    let ids: BTreeSet<&String> = resources(template).map(|(id, _)| id).collect();
    let mut open = vec![id.to_owned()];
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let resource = &template["Resources"][&id];
        let mut next = texts(&resource["DependsOn"]);
        for text in within(&resource["Properties"]) {
            let names = text.split(['$', '{', '}', '.', '!']);
            next.extend(names.map(str::to_owned));
        }
        for name in next {
            if ids.contains(&name) && found.insert(name.clone()) {
                open.push(name);
            }
        }
    }
    found
}

/// The stack sets of a spec: by name, their properties.
fn stack_sets(spec: &Spec) -> BTreeMap<String, Value> {
    let mut sets = BTreeMap::new();
    for (file, text) in files(spec) {
        if !file.starts_with("stacksets") {
            continue;
        }
        let template = templates::read(&file, &text);
        for (id, set) in resources(&template) {
            let region = set["Properties"]["StackSetName"]
                .as_str()
                .unwrap()
                .ends_with("-region");
            // Roles before plans: by the order within the template.
            let account = id.replace("Region", "Account");
            assert_eq!(region, needs(&template, id).contains(&account), "{id}");
            sets.insert(id.clone(), set["Properties"].clone());
        }
    }
    sets
}

/// A spec with two source groups.
fn two_groups(accounts: &str, more: &str) -> Spec {
    let text = format!(
        r#"
offsite: 1
name: two
organization:
  id: o-a1b2c3d4e5
  management: "111111111111"
  resource_policy: []
  units: {{ workloads: ou-ab12-c3d4e5f6, old: ou-ab12-11111111 }}
accounts:
  vault: "222222222222"
  orders: "333333333333"
  billing: "444444444444"
  legacy: "555555555555"
  main: "111111111111"
central: {{ account: vault, region: eu-central-1 }}
sources:
  live: {{ {accounts} }}
  old: {{ accounts: [legacy], regions: [eu-west-1] }}
plans:
  daily:
    resource_types: [S3]
    tags: {{ backup: daily }}
    schedule: "daily 03:00"
    keep: 14d
    copy_to: {{ central: {{ keep: 90d }} }}
{more}
"#
    );
    let (spec, _) = yaml::read::<Spec>(text.as_bytes()).unwrap();
    spec
}

const UNITS: &str =
    "cloudformation: { stack_sets: { units: { live: [workloads], old: [old] } } }\n";

const UNITS_OF_LIVE: &str = "cloudformation: { stack_sets: { units: { live: [workloads] } } }\n";
