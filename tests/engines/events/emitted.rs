//! Rules and targets as they stand in the emitted files.

use std::collections::BTreeMap;

use hcl::{Block, Body, Expression};
use serde_json::Value;

use super::transform::Transformer;
use crate::examples::Example;

/// A rule with its targets.
pub(super) struct Rule {
    /// The file and the rule's label.
    pub(super) place: String,
    /// The rule's name.
    pub(super) name: String,
    /// The job type that the rule's name says it is for; empty when it is for no job.
    pub(super) job: String,
    /// What the name says of the jobs beside their type, such as `with-issues`.
    pub(super) only: Option<String>,
    pub(super) pattern: Value,
    pub(super) targets: Vec<Target>,
}

pub(super) struct Target {
    pub(super) id: String,
    pub(super) transformer: Option<Transformer>,
}

/// A pipe, as far as it makes events.
pub(super) struct Pipe {
    pub(super) place: String,
    pub(super) source: String,
    pub(super) detail_type: String,
    pub(super) template: String,
}

/// The pipes of an example's tree.
pub(super) fn pipes(example: &Example) -> Vec<Pipe> {
    let mut pipes = Vec::new();
    for (path, body) in bodies(example) {
        for pipe in resources(&body, "aws_pipes_pipe") {
            let within = |block: &Block, name: &str| -> Block {
                let mut blocks = block.body().blocks();
                blocks.find(|one| one.identifier() == name).unwrap().clone()
            };
            let to = within(pipe, "target_parameters");
            let event = within(&to, "eventbridge_event_bus_parameters");
            pipes.push(Pipe {
                place: format!("{}/{path}", example.name),
                source: text(&event, "source"),
                detail_type: text(&event, "detail_type"),
                template: text(&to, "input_template"),
            });
        }
    }
    pipes
}

fn bodies(example: &Example) -> Vec<(String, Body)> {
    let tree = example.tree();
    let files = tree
        .iter()
        .filter(|(path, _)| path.as_str().ends_with(".tf"));
    files
        .map(|(path, bytes)| {
            let body = hcl::from_str(std::str::from_utf8(bytes).unwrap()).unwrap();
            (path.to_string(), body)
        })
        .collect()
}

fn resources<'a>(body: &'a Body, kind: &'static str) -> impl Iterator<Item = &'a Block> {
    body.blocks()
        .filter(move |block| block.identifier() == "resource" && block.labels()[0].as_str() == kind)
}

/// The rules of an example's tree.
pub(super) fn rules(example: &Example) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (path, body) in bodies(example) {
        let resources = |kind: &'static str| resources(&body, kind);
        for rule in resources("aws_cloudwatch_event_rule") {
            let label = rule.labels()[1].as_str();
            let reference = format!("aws_cloudwatch_event_rule.{label}.name");
            let name = text(rule, "name");
            let (before, only) = name.split_once("-jobs").unwrap_or_default();
            let job = before.rsplit('-').next();
            let only = only.strip_prefix('-').map(str::to_owned);
            let ours = resources("aws_cloudwatch_event_target").filter(|target| {
                attribute(target, "rule").is_some_and(|rule| rule.to_string() == reference)
            });
            rules.push(Rule {
                place: format!("{}/{path}: {label}", example.name),
                job: job.unwrap_or_default().to_owned(),
                only,
                pattern: encoded(attribute(rule, "event_pattern").unwrap()),
                name: name.clone(),
                targets: ours.map(target).collect(),
            });
        }
    }
    rules
}

fn target(block: &Block) -> Target {
    let transformer = block
        .body()
        .blocks()
        .find(|block| block.identifier() == "input_transformer");
    Target {
        id: text(block, "target_id"),
        transformer: transformer.map(|block| Transformer {
            paths: literal(attribute(block, "input_paths").unwrap())
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, path)| (name.clone(), path.as_str().unwrap().to_owned()))
                .collect::<BTreeMap<_, _>>(),
            template: text(block, "input_template"),
        }),
    }
}

fn attribute<'a>(block: &'a Block, name: &str) -> Option<&'a Expression> {
    block
        .body()
        .attributes()
        .find(|one| one.key() == name)
        .map(|one| one.expr())
}

fn text(block: &Block, name: &str) -> String {
    literal(attribute(block, name).unwrap())
        .as_str()
        .unwrap()
        .to_owned()
}

/// The argument of `jsonencode`.
fn encoded(expression: &Expression) -> Value {
    match expression {
        Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => {
            literal(&call.args[0])
        }
        other => panic!("not an encoded document: {other:?}"),
    }
}

/// The value of an expression; a reference stands for itself.
fn literal(expression: &Expression) -> Value {
    match expression {
        Expression::String(text) => Value::from(text.as_str()),
        Expression::Bool(value) => Value::from(*value),
        Expression::Array(items) => items.iter().map(literal).collect(),
        Expression::Object(members) => members
            .iter()
            .map(|(key, value)| (key.to_string(), literal(value)))
            .collect(),
        Expression::Traversal(_) => Value::from(expression.to_string()),
        other => panic!("not a literal: {other:?}"),
    }
}
