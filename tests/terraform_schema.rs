//! Every emitted Terraform argument and block is one that the AWS provider has, without an engine.
//!
//! Held against the schemas of provider 5.100.0 and of provider 6.25.0, the two ends of the default
//! version range. What a schema cannot know (enumerations, patterns, conflicts) is proven by
//! `terraform validate`.

#![allow(clippy::unwrap_used)]

mod examples;
mod provider_schema;

use std::collections::BTreeMap;

use hcl::{Body, Expression};
use provider_schema::Provider;
use provider_schema::held::{Findings, META_ARGUMENTS, hold_top_level};

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
    for example in examples::all().into_iter().chain(examples::unusual()) {
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
    for example in examples::all().into_iter().chain(examples::unusual()) {
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
