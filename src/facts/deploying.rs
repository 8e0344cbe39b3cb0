//! What a role that deploys must be allowed: `facts/deploying.toml`, typed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Partition, arn_pattern};

/// What stands for the existing roles of a spec among the resources of a statement.
const ROLES: &str = "{roles}";

/// What stands for a spec's name in the resources of a statement.
const NAME: &str = "{name}";

#[derive(Deserialize)]
struct StatementRow {
    id: String,
    resources: Vec<String>,
    #[serde(default)]
    passed_to: Vec<String>,
}

/// Actions by the statement that they belong to.
type Needs = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
struct TypeRow {
    names: Vec<String>,
    needs: Needs,
}

#[derive(Deserialize)]
struct ScriptRow {
    id: String,
    needs: Needs,
}

#[derive(Deserialize)]
struct File {
    statement: Vec<StatementRow>,
    #[serde(rename = "type")]
    types: Vec<TypeRow>,
    script: Vec<ScriptRow>,
}

static FACTS: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(super::DEPLOYING_TOML).expect("the tests read the embedded facts")
});

/// One statement of the policy of a role that deploys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeployStatement {
    /// What the statement is about, in the form of its `Sid`.
    pub id: &'static str,
    /// The actions, sorted.
    pub actions: BTreeSet<&'static str>,
    /// The patterns of ARNs.
    pub resources: Vec<String>,
    /// The services that a role may be passed to, where the statement is about passing roles.
    pub passed_to: &'static [String],
}

/// The statements that these resource types need, by their names in Terraform or CloudFormation, and
/// these parts of the script that deploys CloudFormation. `name` is the spec's; `roles` are ARNs of the
/// existing roles that it names.
pub fn deploy_statements(
    types: &BTreeSet<&str>,
    scripts: &[&str],
    partition: Partition,
    name: &str,
    roles: &[String],
) -> Vec<DeployStatement> {
    let of_types = FACTS.types.iter();
    let of_types = of_types
        .filter(|row| row.names.iter().any(|one| types.contains(one.as_str())))
        .map(|row| &row.needs);
    let of_scripts = FACTS.script.iter();
    let of_scripts = of_scripts
        .filter(|row| scripts.contains(&row.id.as_str()))
        .map(|row| &row.needs);
    let mut needed: BTreeMap<&str, BTreeSet<&'static str>> = BTreeMap::new();
    for (id, actions) in of_types.chain(of_scripts).flatten() {
        let actions = actions.iter().map(String::as_str);
        needed.entry(id).or_default().extend(actions);
    }
    let statements = FACTS.statement.iter().filter_map(|row| {
        let mut resources = Vec::new();
        for pattern in &row.resources {
            if pattern == ROLES {
                resources.extend(roles.iter().cloned());
            } else {
                let pattern = arn_pattern::in_partition(pattern, partition);
                resources.push(pattern.replace(NAME, name));
            }
        }
        Some(DeployStatement {
            id: &row.id,
            actions: needed.remove(row.id.as_str())?,
            resources,
            passed_to: &row.passed_to,
        })
    });
    statements.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_belongs_to_a_statement_and_has_its_source() {
        let file: toml::Table = toml::from_str(super::super::DEPLOYING_TOML).unwrap();
        let known: BTreeSet<&str> = FACTS.statement.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(known.len(), FACTS.statement.len());
        for table in ["type", "script"] {
            for row in file[table].as_array().unwrap() {
                assert!(
                    row["source"]
                        .as_str()
                        .unwrap()
                        .starts_with("https://docs.aws.amazon.com/")
                );
                for (id, actions) in row["needs"].as_table().unwrap() {
                    assert!(known.contains(id.as_str()), "{id}");
                    let actions = actions.as_array().unwrap().iter();
                    let actions: Vec<&str> = actions.map(|one| one.as_str().unwrap()).collect();
                    assert!(actions.is_sorted(), "{actions:?}");
                    for action in actions {
                        assert!(action.contains(':') && !action.contains('*'), "{action}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_deploys_deletes_no_recovery_point() {
        for row in &FACTS.types {
            for actions in row.needs.values() {
                assert!(!actions.iter().any(|one| one.contains("RecoveryPoint")));
            }
        }
    }
}
