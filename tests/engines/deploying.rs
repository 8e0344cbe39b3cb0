//! The policies for the roles that deploy, held against the calls that Terraform makes.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::environment::say;
use crate::world::{World, tree, worlds};

/// The actions that the documents for this account allow.
fn allowed(world: &World, account: &str) -> BTreeSet<String> {
    let topology = &world.topology;
    let mut central = topology.central_accounts().into_iter();
    let mut sources = topology.groups.iter().flat_map(|group| group.members());
    let kinds = [
        (
            "management",
            topology.organization.management.id.as_str() == account,
        ),
        ("central", central.any(|one| one.id.as_str() == account)),
        (
            "source",
            sources.any(|one| one.account.id.as_str() == account),
        ),
    ];
    let mut actions = BTreeSet::new();
    for (kind, _) in kinds.into_iter().filter(|(_, concerned)| *concerned) {
        let path = tree(&world.example).join(format!("deploying-role/terraform-{kind}.json"));
        let document: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for statement in document["Statement"].as_array().unwrap() {
            match &statement["Action"] {
                Value::String(action) => actions.extend([action.clone()]),
                several => actions.extend(
                    several
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|one| one.as_str().unwrap().to_owned()),
                ),
            }
        }
    }
    if kinds[0].1 {
        actions.extend(of_the_function(world));
    }
    actions
}

/// What the function behind the switches of the organization may call itself, by its own role.
fn of_the_function(world: &World) -> BTreeSet<String> {
    let template = tree(&world.example).join("terraform/1-management/organization.yaml");
    let template = std::fs::read_to_string(template).unwrap();
    let items = template
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "));
    let actions = items.filter(|item| item.contains(':') && !item.contains([' ', '/']));
    actions.map(str::to_owned).collect()
}

#[test]
fn every_call_of_an_apply_is_allowed_by_the_document_of_its_account() {
    let mut seen = 0;
    for world in worlds("every call of an apply is allowed by the document of its account") {
        let mut missing = BTreeSet::new();
        for call in world.double.calls().into_iter().take(world.applied) {
            // Who is asked for the account's id, and who assumes the role, is the caller.
            if call.service == "sts" {
                continue;
            }
            seen += 1;
            // CloudWatch signs under the name of its endpoint, and IAM knows it by another.
            let service = match call.service.as_str() {
                "monitoring" => "cloudwatch",
                service => service,
            };
            let action = format!("{service}:{}", call.operation);
            if !allowed(world, &call.account).contains(&action) {
                missing.insert((call.account, action));
            }
        }
        assert!(missing.is_empty(), "{}: {missing:#?}", world.example.name);
    }
    if seen > 0 {
        say(&format!(
            "{seen} calls of Terraform allowed by the documents for who deploys"
        ));
    }
}
