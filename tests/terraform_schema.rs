//! Every emitted Terraform argument and block is one that the AWS provider has, without an engine.
//!
//! Held against the schemas of provider 5.100.0 and of provider 6.25.0, the two ends of the default
//! version range. What a schema cannot know (enumerations, patterns, conflicts) is proven by
//! `terraform validate`.

#![allow(clippy::unwrap_used)]

mod examples;
mod provider_schema;

use std::collections::{BTreeMap, BTreeSet};

use hcl::{Block, Body, Expression};
use provider_schema::{Kind, Provider, Schema};

/// Arguments and blocks that Terraform itself defines for every resource.
const META_ARGUMENTS: [&str; 4] = ["provider", "depends_on", "count", "for_each"];
const META_BLOCKS: [&str; 1] = ["lifecycle"];

/// What was looked at, and what was wrong with it.
#[derive(Default)]
struct Findings {
    resources: usize,
    arguments: usize,
    blocks: usize,
    types: BTreeSet<String>,
    faults: Vec<String>,
}

#[test]
fn every_argument_and_block_exists_in_provider_5_100() {
    hold_against(&Provider::v5_100());
}

#[test]
fn every_argument_and_block_exists_in_provider_6_25() {
    hold_against(&Provider::v6_25());
}

#[test]
fn every_module_gets_the_variables_it_declares() {
    let mut calls = 0;
    let mut faults = Vec::new();
    for example in examples::all() {
        let bodies = bodies(&example);
        for (path, body) in &bodies {
            for call in body.blocks().filter(|block| block.identifier() == "module") {
                calls += 1;
                let given: BTreeMap<&str, &Expression> = call
                    .body()
                    .attributes()
                    .map(|one| (one.key(), one.expr()))
                    .collect();
                let Some(Expression::String(source)) = given.get("source") else {
                    faults.push(format!("{path}: a module without a source"));
                    continue;
                };
                let directory = format!("terraform/{}/", source.trim_start_matches("../"));
                let declared: BTreeMap<String, bool> = bodies
                    .iter()
                    .filter(|(file, _)| file.starts_with(&directory))
                    .flat_map(|(_, body)| body.blocks())
                    .filter(|block| block.identifier() == "variable")
                    .map(|block| {
                        let has_default =
                            block.body().attributes().any(|one| one.key() == "default");
                        (block.labels()[0].as_str().to_owned(), !has_default)
                    })
                    .collect();
                if !bodies.keys().any(|file| file.starts_with(&directory)) {
                    faults.push(format!("{path}: no module at {directory}"));
                }
                for name in given.keys().filter(|name| {
                    !["source", "providers"].contains(name) && !META_ARGUMENTS.contains(name)
                }) {
                    if !declared.contains_key(*name) {
                        faults.push(format!("{path}: {directory} declares no variable {name}"));
                    }
                }
                for (name, required) in &declared {
                    if *required && !given.contains_key(name.as_str()) {
                        faults.push(format!("{path}: {directory} needs {name}"));
                    }
                }
            }
        }
    }
    assert!(calls > 0);
    assert!(
        faults.is_empty(),
        "{calls} calls of modules:\n{}",
        faults.join("\n")
    );
}

fn bodies(example: &examples::Example) -> BTreeMap<String, Body> {
    let tree = example.tree();
    let files = tree
        .iter()
        .filter(|(path, _)| path.as_str().ends_with(".tf"));
    files
        .map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap();
            let body = hcl::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            (path.to_string(), body)
        })
        .collect()
}

fn hold_against(provider: &Provider) {
    let mut findings = Findings::default();
    for example in examples::all() {
        for (path, body) in bodies(&example) {
            for block in body.blocks() {
                let place = format!("{}/{path}", example.name);
                hold_top_level(provider, block, &place, &mut findings);
            }
        }
    }
    let Findings {
        resources,
        arguments,
        blocks,
        types,
        faults,
    } = findings;
    let looked_at = format!(
        "{resources} resources of {} types, {arguments} arguments and {blocks} blocks against provider {}",
        types.len(),
        provider.version
    );
    // A test over nothing proves nothing.
    assert!(
        resources > 100 && arguments > 500 && types.len() > 15,
        "{looked_at}"
    );
    assert!(faults.is_empty(), "{looked_at}:\n{}", faults.join("\n"));
}

fn hold_top_level(provider: &Provider, block: &Block, place: &str, findings: &mut Findings) {
    let schema = match block.identifier() {
        "resource" => provider.resources.get(block.labels()[0].as_str()),
        "data" => provider.data_sources.get(block.labels()[0].as_str()),
        "provider" => Some(&provider.configuration),
        "terraform" | "variable" | "module" | "import" | "locals" | "output" => return,
        other => {
            findings
                .faults
                .push(format!("{place}: no block {other} in Terraform"));
            return;
        }
    };
    let labels: Vec<&str> = block.labels().iter().map(|label| label.as_str()).collect();
    let place = format!("{place}: {} {}", block.identifier(), labels.join("."));
    findings.resources += 1;
    findings.types.insert(labels[0].to_owned());
    match schema {
        Some(schema) => hold(schema, block, &place, findings),
        None => findings.faults.push(format!("{place}: no such type")),
    }
}

fn hold(schema: &Schema, block: &Block, place: &str, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for attribute in block.body().attributes() {
        let name = attribute.key();
        *seen.entry(name).or_default() += 1;
        if META_ARGUMENTS.contains(&name) || (block.identifier() == "provider" && name == "alias") {
            continue;
        }
        findings.arguments += 1;
        if schema.read_only.contains(name) {
            findings
                .faults
                .push(format!("{place}.{name}: is read-only"));
        } else if let Some(argument) = schema.arguments.get(name) {
            hold_value(
                &argument.kind,
                attribute.expr(),
                &format!("{place}.{name}"),
                findings,
            );
        } else {
            findings
                .faults
                .push(format!("{place}.{name}: no such argument"));
        }
    }
    for nested in block.body().blocks() {
        let name = nested.identifier();
        *seen.entry(name).or_default() += 1;
        if META_BLOCKS.contains(&name) && !schema.blocks.contains_key(name) {
            continue;
        }
        findings.blocks += 1;
        match schema.blocks.get(name) {
            Some(inner) => hold(&inner.schema, nested, &format!("{place}.{name}"), findings),
            None => findings
                .faults
                .push(format!("{place}.{name}: no such block")),
        }
    }
    let required = (schema
        .arguments
        .iter()
        .filter(|(_, one)| one.required)
        .map(|(name, _)| name))
    .chain(
        schema
            .blocks
            .iter()
            .filter(|(_, one)| one.required)
            .map(|(name, _)| name),
    );
    for name in required {
        if !seen.contains_key(name.as_str()) {
            findings.faults.push(format!("{place}: {name} is required"));
        }
    }
    for (name, inner) in &schema.blocks {
        if !inner.many && seen.get(name.as_str()).is_some_and(|count| *count > 1) {
            findings
                .faults
                .push(format!("{place}: {name} can be there once only"));
        }
    }
}

/// Whether a value can be of a type. A reference can be of any.
fn hold_value(kind: &Kind, value: &Expression, place: &str, findings: &mut Findings) {
    let plausible = match (kind, value) {
        (Kind::List(inner), Expression::Array(items)) => {
            for item in items {
                hold_value(inner, item, place, findings);
            }
            true
        }
        (Kind::Map(inner), Expression::Object(members)) => {
            for member in members.values() {
                hold_value(inner, member, place, findings);
            }
            true
        }
        (Kind::Other, _) => true,
        (kind, Expression::FuncCall(call)) => match call.name.name.as_str() {
            "jsonencode" => matches!(kind, Kind::Text),
            "setunion" | "concat" | "tolist" | "toset" => matches!(kind, Kind::List(_)),
            "merge" => matches!(kind, Kind::Map(_)),
            _ => true,
        },
        (kind, Expression::String(_) | Expression::TemplateExpr(_)) => matches!(kind, Kind::Text),
        (kind, Expression::Number(_)) => matches!(kind, Kind::Number),
        (kind, Expression::Bool(_)) => matches!(kind, Kind::Bool),
        (_, Expression::Array(_) | Expression::Object(_)) => false,
        _ => true,
    };
    if !plausible {
        findings
            .faults
            .push(format!("{place}: {value:?} is no {kind:?}"));
    }
}
