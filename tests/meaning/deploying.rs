//! The policies for the roles that deploy: enough for every resource that is emitted, and no more than
//! its row says.

use std::collections::{BTreeMap, BTreeSet};

use offsite::tree::Tree;
use serde_json::Value;

use crate::evaluate::texts;
use crate::examples;

/// What IAM takes as a managed policy, without blanks.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MANAGED_POLICY: usize = 6144;

/// The text of every file of a tree, by its path.
fn texts_of(tree: &Tree) -> BTreeMap<String, String> {
    let files = tree.iter();
    files
        .map(|(path, bytes)| {
            (
                path.as_str().to_owned(),
                String::from_utf8(bytes.to_vec()).unwrap(),
            )
        })
        .collect()
}

/// Which document a file of the tree belongs to, by the number of its wave; modules are of sources.
fn document(path: &str) -> Option<String> {
    let (engine, rest) = path.split_once('/')?;
    if rest.starts_with("stacksets-") || rest == "deploy.sh" {
        return None;
    }
    let kind = match rest.chars().next()? {
        _ if rest.starts_with("3-central-") => "central",
        '1' | '4' => "management",
        '2' => "central",
        _ => "source",
    };
    Some(format!("deploying-role/{engine}-{kind}.json"))
}

/// The resource types, as the engine calls them, that a file makes or reads.
fn types(path: &str, text: &str) -> BTreeSet<String> {
    let word = |line: &str, before: &str| {
        let rest = line.trim_start().strip_prefix(before)?;
        let end = rest.find(['"', ' ', ',']).unwrap_or(rest.len());
        Some(rest[..end].to_owned())
    };
    let mut types = BTreeSet::new();
    for line in text.lines() {
        if path.ends_with(".tf") {
            types.extend(word(line, "resource \""));
            types.extend(word(line, "data \"").map(|kind| format!("data.{kind}")));
        } else {
            let found = word(line, "Type: ").or_else(|| word(line, "\"Type\": \""));
            types.extend(found.filter(|kind| kind.contains("::")));
        }
    }
    types
}

/// The actions that the rows of a type have, whatever their statement.
fn needed(facts: &toml::Table, kind: &str) -> BTreeSet<String> {
    let rows = facts["type"].as_array().unwrap().iter();
    let rows = rows.filter(|row| {
        row["names"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one.as_str() == Some(kind))
    });
    let needs = rows.flat_map(|row| row["needs"].as_table().unwrap().values());
    let actions = needs.flat_map(|actions| actions.as_array().unwrap());
    actions
        .map(|action| action.as_str().unwrap().to_owned())
        .collect()
}

fn statements(document: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(document).unwrap();
    document["Statement"].as_array().unwrap().clone()
}

#[test]
fn every_emitted_resource_can_be_deployed_with_the_document_of_its_account() {
    let facts = std::fs::read_to_string(examples::project().join("facts/deploying.toml")).unwrap();
    let facts: toml::Table = facts.parse().unwrap();
    let mut seen = BTreeSet::new();
    for example in examples::all().into_iter().chain(examples::unusual()) {
        let files = texts_of(&example.tree());
        for (path, text) in &files {
            let Some(document) = document(path) else {
                continue;
            };
            for kind in types(path, text) {
                // A function of the switches comes with its own row.
                let kind = match kind.as_str() {
                    "AWS::Lambda::Function" => "Custom::OrganizationSwitches".to_owned(),
                    _ => kind,
                };
                let needed = needed(&facts, &kind);
                assert!(
                    !needed.is_empty(),
                    "{}: {path}: no row of {kind}",
                    example.name
                );
                let statements = statements(&files[&document]);
                let allowed: BTreeSet<&str> = statements
                    .iter()
                    .flat_map(|one| texts(&one["Action"]))
                    .collect();
                for action in &needed {
                    assert!(
                        allowed.contains(action.as_str()),
                        "{}: {document}: {kind}: {action}",
                        example.name
                    );
                }
                seen.insert(kind);
            }
        }
    }
    assert!(seen.len() > 40, "{seen:?}");
}

#[test]
fn a_document_for_who_deploys_fits_into_a_managed_policy_and_names_whole_actions() {
    let mut seen = 0;
    for example in examples::all().into_iter().chain(examples::unusual()) {
        let name = example.name.clone();
        for (path, text) in texts_of(&example.tree()) {
            if !path.starts_with("deploying-role/") {
                continue;
            }
            seen += 1;
            let whole: Value = serde_json::from_str(&text).unwrap();
            let length = whole.to_string().len();
            assert!(length <= MANAGED_POLICY, "{name}: {path}: {length}");
            for statement in statements(&text) {
                assert_eq!(statement["Effect"], "Allow");
                for action in texts(&statement["Action"]) {
                    assert!(!action.contains('*'), "{name}: {path}: {action}");
                    assert!(
                        !action.contains("RecoveryPoint"),
                        "{name}: {path}: {action}"
                    );
                    if action == "iam:PassRole" {
                        let services =
                            &statement["Condition"]["StringEquals"]["iam:PassedToService"];
                        assert!(!texts(services).is_empty(), "{name}: {path}");
                    }
                    let of_roles = action.starts_with("iam:") && !action.starts_with("iam:List");
                    for resource in texts(&statement["Resource"]) {
                        assert!(!of_roles || resource != "*", "{name}: {path}: {action}");
                    }
                }
            }
        }
    }
    assert!(seen >= 7 * 6, "{seen}");
}

#[test]
fn who_makes_a_vault_may_mount_its_capsule_and_grant_its_key() {
    for example in examples::all() {
        let files = texts_of(&example.tree());
        for engine in ["terraform", "cloudformation"] {
            for kind in ["central", "source"] {
                let statements =
                    statements(&files[&format!("deploying-role/{engine}-{kind}.json")]);
                let allowed: BTreeSet<&str> = statements
                    .iter()
                    .flat_map(|one| texts(&one["Action"]))
                    .collect();
                for action in [
                    "backup-storage:MountCapsule",
                    "kms:CreateGrant",
                    "kms:GenerateDataKey",
                    "kms:RetireGrant",
                ] {
                    assert!(
                        allowed.contains(action),
                        "{}: {engine}: {kind}: {action}",
                        example.name
                    );
                }
            }
        }
    }
}
