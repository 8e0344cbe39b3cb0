//! The policies of the roles that deploy a tree: one document for each kind of account and engine,
//! derived from the resources that are deployed there. It knows layouts, and neither how Terraform nor
//! how CloudFormation is written.

use std::collections::BTreeSet;

use crate::blueprint::{Layout, Stack, Wave};
use crate::facts::{DeployStatement, deploy_statements};
use crate::policies::iam::{Policy, Statement};
use crate::resources::CloudFormation;
use crate::spec::model::{Engine, PermissionModel};
use crate::topology::{Role, StackSets, Topology};
use crate::value::Value;

/// The directory of the documents.
const DIRECTORY: &str = "deploying-role";

/// What a custom resource stands for: the function that makes its calls, with its role and its log.
const SWITCHES: &str = "Custom::OrganizationSwitches";

/// Kinds of account, each with a document of its own.
const KINDS: [&str; 3] = ["management", "central", "source"];

/// The kind of account that a stack is deployed in.
fn kind_of(topology: &Topology, stack: &Stack) -> &'static str {
    let mut accounts = stack.instances.iter().map(|instance| &instance.account);
    match stack.wave {
        Wave::Management | Wave::Policies => "management",
        Wave::Central => "central",
        // Central accounts that have not the bus come with the sources.
        Wave::Sources if accounts.any(|one| topology.central_accounts().contains(&one)) => {
            "central"
        }
        Wave::Sources => "source",
    }
}

/// The documents of these engines: path, relative to the tree of the spec, and text.
pub(crate) fn files(
    topology: &Topology,
    layout: &Layout,
    engines: &[Engine],
) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let roles = existing_roles(topology);
    for engine in engines {
        for kind in KINDS {
            let types = types(topology, layout, *engine, kind);
            let scripts = scripts(topology, *engine, kind);
            // Without a central account nobody deploys there.
            if types.is_empty() && scripts == ["stacks"] {
                continue;
            }
            let statements = deploy_statements(
                &types,
                &scripts,
                topology.partition,
                topology.name.as_str(),
                &roles,
            );
            if statements.is_empty() {
                continue;
            }
            let policy = statements.into_iter().map(statement);
            let policy = policy.fold(Policy::new(), Policy::statement);
            let name = match engine {
                Engine::Terraform => "terraform",
                Engine::CloudFormation => "cloudformation",
            };
            let path = format!("{DIRECTORY}/{name}-{kind}.json");
            let text = serde_json::to_string_pretty(&policy.value().plain_json());
            files.push((path, format!("{}\n", text.unwrap_or_default())));
        }
    }
    files
}

/// The types of the resources in a kind of account, as an engine calls them.
fn types(
    topology: &Topology,
    layout: &Layout,
    engine: Engine,
    kind: &str,
) -> BTreeSet<&'static str> {
    let stacks = layout.stacks.iter();
    let stacks = stacks.filter(|stack| kind_of(topology, stack) == kind);
    let used: BTreeSet<usize> = stacks
        .flat_map(|stack| &stack.instances)
        .map(|instance| instance.blueprint)
        .collect();
    let placed = used
        .into_iter()
        .flat_map(|index| &layout.blueprints[index].resources);
    let types = placed.flat_map(|placed| match engine {
        Engine::Terraform => Some(placed.resource.terraform_type()),
        Engine::CloudFormation => match placed.resource.cloudformation() {
            CloudFormation::Resource(resource) => Some(resource.kind),
            CloudFormation::Switches { .. } => Some(SWITCHES),
            CloudFormation::PartOf { .. } | CloudFormation::Nothing => None,
        },
    });
    types.collect()
}

/// The parts of the script that deploys CloudFormation that concern a kind of account.
fn scripts(topology: &Topology, engine: Engine, kind: &str) -> Vec<&'static str> {
    if engine == Engine::Terraform {
        return Vec::new();
    }
    let mut scripts = vec!["stacks"];
    let delegates = !topology.organization.delegated_administrators.is_empty();
    if delegates && kind == "management" {
        scripts.push("resource-policy");
    }
    let administers = |sets: &&StackSets| match &sets.administrator {
        None => kind == "management",
        Some(account) if topology.central_accounts().contains(&account) => kind == "central",
        Some(_) => kind == "source",
    };
    if let Some(sets) = topology
        .cloudformation
        .stack_sets
        .as_ref()
        .filter(administers)
    {
        scripts.push("stack-sets");
        if sets.permission_model == PermissionModel::SelfManaged {
            scripts.push("self-managed");
        }
    }
    scripts
}

/// The ARNs of the existing roles that selections work with, of whatever account.
fn existing_roles(topology: &Topology) -> Vec<String> {
    let shapes = topology.groups.iter().flat_map(|group| &group.shapes);
    let roles = shapes.filter_map(|shape| match &shape.role {
        Role::Existing { arn, .. } => Some(arn.as_str().replace("$account", "*")),
        Role::Made(_) => None,
    });
    let roles: BTreeSet<String> = roles.collect();
    roles.into_iter().collect()
}

fn statement(needed: DeployStatement) -> Statement {
    let statement = Statement::allow(needed.id, needed.actions);
    let statement = needed.resources.into_iter().fold(statement, Statement::on);
    if needed.passed_to.is_empty() {
        return statement;
    }
    let services = Value::texts(needed.passed_to.iter().map(String::as_str));
    statement.when("StringEquals", "iam:PassedToService", services)
}
