//! Blocks of Terraform held against what a provider takes.

use std::collections::{BTreeMap, BTreeSet};

use hcl::{Block, Expression};

use super::{Kind, Provider, Schema};

/// Arguments and blocks that Terraform itself defines for every resource.
pub(crate) const META_ARGUMENTS: [&str; 4] = ["provider", "depends_on", "count", "for_each"];
const META_BLOCKS: [&str; 1] = ["lifecycle"];

/// What was looked at, and what was wrong with it.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) resources: usize,
    pub(crate) arguments: usize,
    pub(crate) blocks: usize,
    pub(crate) types: BTreeSet<String>,
    pub(crate) faults: Vec<String>,
}

/// Holds a block of a file against the provider.
pub(crate) fn hold_top_level(
    provider: &Provider,
    block: &Block,
    place: &str,
    findings: &mut Findings,
) {
    let schema = match block.identifier() {
        "resource" => provider.resources.get(block.labels()[0].as_str()),
        "data" => provider.data_sources.get(block.labels()[0].as_str()),
        "provider" => Some(&provider.configuration),
        "terraform" | "variable" | "module" | "import" | "removed" | "check" | "locals"
        | "output" => return,
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
