//! A shared blueprint as a module: one file for each concern, variables, tables, versions.

use super::expression::expression;
use super::hcl::{Block, Body, Expression, ObjectKey};
use super::{providers, resource};
use crate::blueprint::{Blueprint, Placed};
use crate::engines::header::header;
use crate::topology::Topology;
use crate::value::Value;

/// The files of a module.
pub(super) fn files(topology: &Topology, blueprint: &Blueprint) -> Vec<(String, String)> {
    let folder = format!("modules/{}", blueprint.name);
    let header = header(topology);
    let mut files = concern_files(&blueprint.resources, &header, &|placed| {
        resource::block(placed, None, &Value::clone)
    });
    files.push(("variables.tf".to_owned(), variables(blueprint, &header)));
    if !blueprint.tables.is_empty() {
        files.push(("locals.tf".to_owned(), locals(blueprint, &header)));
    }
    files.push((
        "versions.tf".to_owned(),
        providers::module_versions(topology, blueprint, &header),
    ));
    files
        .into_iter()
        .map(|(name, text)| (format!("{folder}/{name}"), text))
        .collect()
}

/// One file for each concern, in the order in which the concerns first occur.
pub(super) fn concern_files(
    resources: &[Placed],
    header: &str,
    write: &dyn Fn(&Placed) -> Body,
) -> Vec<(String, String)> {
    let mut files: Vec<(&str, Body)> = Vec::new();
    for placed in resources {
        let block = write(placed);
        match files
            .iter_mut()
            .find(|(concern, _)| *concern == placed.concern)
        {
            Some((_, body)) => {
                let before = std::mem::take(body);
                *body = before.blank().append(block);
            }
            None => {
                files.push((
                    placed.concern,
                    Body::new().comment(header).blank().append(block),
                ));
            }
        }
    }
    files
        .into_iter()
        .map(|(concern, body)| (format!("{concern}.tf"), body.to_string()))
        .collect()
}

/// A variable of a module.
pub(super) struct Variable {
    /// The name.
    pub(super) name: &'static str,
    about: &'static str,
    /// What it stands for.
    pub(super) value: Value,
}

const VARIABLES: [Variable; 2] = [
    Variable {
        name: "account_id",
        about: "The account that the provider works in.",
        value: Value::Account,
    },
    Variable {
        name: "region",
        about: "The region that the provider works in.",
        value: Value::Region,
    },
];

/// Only the variables that something in the blueprint asks for.
pub(super) fn asked(blueprint: &Blueprint) -> Vec<Variable> {
    VARIABLES
        .into_iter()
        .filter(|variable| blueprint.asks_for(&variable.value))
        .collect()
}

fn variables(blueprint: &Blueprint, header: &str) -> String {
    let file = Body::new().comment(header);
    let file = asked(blueprint).into_iter().fold(file, |file, variable| {
        let body = Body::new()
            .attribute("description", variable.about)
            .attribute("type", Expression::reference("string"))
            .attribute("nullable", false);
        file.blank()
            .block(Block::new("variable").label(variable.name).body(body))
    });
    file.to_string()
}

fn locals(blueprint: &Blueprint, header: &str) -> String {
    let mut inside = Body::new();
    for (position, table) in blueprint.tables.iter().enumerate() {
        if position > 0 {
            inside = inside.blank();
        }
        let rows = table
            .rows
            .iter()
            .map(|(region, value)| (ObjectKey::from(region.as_str()), expression(value)));
        inside = inside
            .comment(table.about.as_str())
            .attribute(table.name.as_str(), Expression::Object(rows.collect()));
    }
    Body::new()
        .comment(header)
        .blank()
        .block(Block::new("locals").body(inside))
        .to_string()
}
