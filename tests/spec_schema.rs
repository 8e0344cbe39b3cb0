//! The committed JSON Schema: fresh, closed, and at peace with the examples.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod python;
mod unproven;

use std::io::Write;
use std::process::{Command, Stdio};

use offsite::spec::model::Spec;
use offsite::spec::{schema, yaml};
use serde_json::Value;
use snapbox::{Data, assert_data_eq};

const SPECS: [&str; 4] = [
    "specs/quickstart.yaml",
    "specs/acme.yaml",
    "specs/group-roots.yaml",
    "tests/spec_docs/every_key.yaml",
];

fn text(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_committed_schema_is_fresh() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/spec.schema.json");
    assert_data_eq!(schema(), Data::read_from(file.as_ref(), None).raw());
}

#[test]
fn mappings_with_fixed_keys_refuse_others() {
    fn open_mappings(schema: &Value, path: &str, open: &mut Vec<String>) {
        match schema {
            Value::Object(fields) => {
                let has_keys = fields.get("properties").is_some_and(Value::is_object);
                if has_keys && fields.get("additionalProperties") != Some(&Value::Bool(false)) {
                    open.push(path.to_owned());
                }
                for (key, below) in fields {
                    open_mappings(below, &format!("{path}/{key}"), open);
                }
            }
            Value::Array(items) => items
                .iter()
                .for_each(|below| open_mappings(below, &format!("{path}/_"), open)),
            _ => {}
        }
    }
    let mut open = Vec::new();
    open_mappings(&serde_json::from_str(&schema()).unwrap(), "", &mut open);
    assert_eq!(open, Vec::<String>::new());
}

#[test]
fn the_example_specs_can_be_read() {
    for path in SPECS {
        if let Err(unreadable) = yaml::read::<Spec>(text(path).as_bytes()) {
            panic!("{path}: {:#?}", unreadable.faults);
        }
    }
}

#[test]
fn the_quickstart_says_the_whole_use_case_in_25_lines() {
    assert!(text("specs/quickstart.yaml").lines().count() <= 25);
}

/// Another implementation of JSON Schema has the last word, where it is installed.
#[test]
fn the_example_specs_fit_the_schema() {
    const VALIDATE: &str = "\
import json, sys, jsonschema
schema, good, bad = json.load(sys.stdin)
validator = jsonschema.Draft202012Validator(schema)
for name, spec in good.items():
    for fault in validator.iter_errors(spec):
        print(name, list(fault.absolute_path), fault.message)
for name, spec in bad.items():
    if validator.is_valid(spec):
        print(name, 'is let through')
";
    let Some(python) = python::with("jsonschema", "the example specs fit the schema") else {
        return;
    };
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let read = |path| serde_yaml::from_str::<Value>(&text(path)).unwrap();
    let good: serde_json::Map<_, _> = SPECS
        .iter()
        .map(|path| ((*path).to_owned(), read(path)))
        .collect();
    let mut bad = serde_json::Map::new();
    let mut spoil = |name: &str, pointer: &str, value: Value| {
        let mut spec = read("specs/quickstart.yaml");
        *spec.pointer_mut(pointer).unwrap() = value;
        bad.insert(name.to_owned(), spec);
    };
    spoil("a length without unit", "/plans/daily/keep", 14.into());
    spoil("an empty region", "/central/region", Value::Null);
    spoil("a short account id", "/accounts/vault", "2222".into());
    spoil(
        "an unknown type",
        "/plans/daily/resource_types/0",
        "Lambda".into(),
    );
    spoil(
        "an unknown key",
        "/events",
        serde_json::json!({ "off": "failures" }),
    );
    let input = serde_json::json!([schema, good, bad]).to_string();
    let mut python = Command::new(python)
        .args(["-c", VALIDATE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
}
