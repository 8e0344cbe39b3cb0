//! A stack as a root: providers, module calls, inline resources, imports.

use indexmap::IndexSet;

use super::expression::{address, expression, label};
use super::hcl::{Block, Body, Expression, ObjectKey};
use super::module::Variable;
use super::{providers, resource};
use crate::blueprint::{Adoption, Blueprint, Instance, Layout, Placed, Sharing, Stack};
use crate::engines::header::header;
use crate::facts::Region;
use crate::topology::{Account, Topology};
use crate::value::{Address, Value};

/// The files of a root; `variables` has those of every blueprint of the layout.
pub(super) fn files(
    topology: &Topology,
    layout: &Layout,
    variables: &[Vec<Variable>],
    stack: &Stack,
) -> Vec<(String, String)> {
    let header = header(topology);
    let aliases = Aliases::of(stack);
    let mut files: Vec<(String, String)> = Vec::new();
    let calls = module_calls(layout, variables, stack, &aliases);
    if let Some(calls) = calls {
        let about = Body::new()
            .comment(header.as_str())
            .blank()
            .comment(stack.about.as_str());
        files.push((
            "main.tf".to_owned(),
            about.blank().append(calls).to_string(),
        ));
    }
    files.extend(inline_files(layout, stack, &aliases, &header));
    if let Some(imports) = imports(layout, stack, &aliases) {
        let body = Body::new().comment(header.as_str()).blank().append(imports);
        files.push(("imports.tf".to_owned(), body.to_string()));
    }
    if let Some(removals) = removals(layout, stack) {
        let body = Body::new()
            .comment(header.as_str())
            .blank()
            .append(removals);
        files.push(("removed.tf".to_owned(), body.to_string()));
    }
    files.push(("providers.tf".to_owned(), aliases.file(topology, &header)));
    files.push((
        "versions.tf".to_owned(),
        providers::root_versions(topology, &stack.name, &header),
    ));
    files
        .into_iter()
        .map(|(name, text)| (format!("{}/{name}", stack.name), text))
        .collect()
}

/// The provider configurations of a root, one for each account and region. All have an alias, so
/// that a change of the regions' order moves no resource to another region.
struct Aliases<'a> {
    places: IndexSet<(&'a Account, &'a Region)>,
    several_accounts: bool,
}

impl<'a> Aliases<'a> {
    fn of(stack: &'a Stack) -> Self {
        // A root of a whole group has as many places as the group, so no list is searched here.
        let instances = stack.instances.iter();
        let places: IndexSet<(&Account, &Region)> = instances
            .map(|instance| (&instance.account, &instance.region))
            .collect();
        let several_accounts = places
            .first()
            .is_some_and(|(first, _)| places.iter().any(|(account, _)| account != first));
        Self {
            places,
            several_accounts,
        }
    }

    fn alias(&self, account: &Account, region: &Region) -> String {
        if self.several_accounts {
            return label(&format!("{}_{}", account.name, region.identifier()));
        }
        region.identifier()
    }

    fn reference(&self, instance: &Instance) -> String {
        format!("aws.{}", self.alias(&instance.account, &instance.region))
    }

    fn file(&self, topology: &Topology, header: &str) -> String {
        let file = Body::new().comment(header);
        let file = self.places.iter().fold(file, |file, (account, region)| {
            let alias = self.alias(account, region);
            file.blank()
                .block(providers::provider(topology, &alias, account, region))
        });
        file.to_string()
    }
}

fn blueprint<'a>(layout: &'a Layout, instance: &Instance) -> &'a Blueprint {
    &layout.blueprints[instance.blueprint]
}

fn module_calls(
    layout: &Layout,
    variables: &[Vec<Variable>],
    stack: &Stack,
    aliases: &Aliases<'_>,
) -> Option<Body> {
    let mut calls: Option<Body> = None;
    for instance in &stack.instances {
        let blueprint = blueprint(layout, instance);
        if blueprint.sharing == Sharing::Inline {
            continue;
        }
        let provider = (
            ObjectKey::from("aws"),
            Expression::reference(aliases.reference(instance)),
        );
        let mut body = Body::new()
            .attribute("source", format!("../modules/{}", blueprint.name))
            .attribute("providers", Expression::Object(vec![provider]))
            .blank();
        let fill = filler(instance, blueprint);
        for variable in &variables[instance.blueprint] {
            body = body.attribute(variable.name, expression(&fill(&variable.value)));
        }
        if !instance.after.is_empty() {
            let first = instance.after.iter().map(|index| {
                Expression::reference(format!("module.{}", label(&stack.instances[*index].label)))
            });
            body = body
                .blank()
                .comment("AWS refuses a selection whose role it cannot assume, so the role is there first.")
                .attribute("depends_on", Expression::list(first));
        }
        let block = Block::new("module")
            .label(label(&instance.label))
            .body(body);
        calls = Some(match calls {
            Some(before) => before.blank().block(block),
            None => Body::new().block(block),
        });
    }
    calls
}

/// The resources of inline blueprints, of all regions together, by concern.
fn inline_files(
    layout: &Layout,
    stack: &Stack,
    aliases: &Aliases<'_>,
    header: &str,
) -> Vec<(String, String)> {
    let mut concerns: Vec<&'static str> = Vec::new();
    let inline = || {
        let instances = stack
            .instances
            .iter()
            .map(|one| (one, blueprint(layout, one)));
        instances.filter(|(_, blueprint)| blueprint.sharing == Sharing::Inline)
    };
    for placed in inline().flat_map(|(_, blueprint)| &blueprint.resources) {
        if !concerns.contains(&placed.concern) {
            concerns.push(placed.concern);
        }
    }
    let mut files = Vec::new();
    for concern in concerns {
        let mut body = Body::new().comment(header);
        for (instance, blueprint) in inline() {
            let fill = filler(instance, blueprint);
            let provider = aliases.reference(instance);
            for placed in blueprint
                .resources
                .iter()
                .filter(|placed| placed.concern == concern)
            {
                body = body
                    .blank()
                    .append(resource::block(placed, Some(&provider), &fill));
            }
        }
        files.push((format!("{concern}.tf"), body.to_string()));
    }
    files
}

/// Puts account, region and table rows of an instance into a value.
fn filler<'a>(instance: &'a Instance, blueprint: &'a Blueprint) -> impl Fn(&Value) -> Value + 'a {
    move |value| {
        value.filled(
            instance.account.id.as_str(),
            instance.region.as_str(),
            &|table| {
                let table = blueprint.tables.iter().find(|known| known.name == table)?;
                table.rows.get(&instance.region).cloned()
            },
        )
    }
}

/// An `import` block for everything that is adopted. Terraform takes them in roots only, so what
/// looks for a resource of a module stands here as well.
fn imports(layout: &Layout, stack: &Stack, aliases: &Aliases<'_>) -> Option<Body> {
    let mut imports: Option<Body> = None;
    let mut add = |body: Body| {
        imports = Some(match imports.take() {
            Some(before) => before.blank().append(body),
            None => body,
        });
    };
    for instance in &stack.instances {
        let blueprint = blueprint(layout, instance);
        let fill = filler(instance, blueprint);
        for placed in &blueprint.resources {
            let to = Expression::reference(target(instance, blueprint, placed));
            let import = match &placed.adoption {
                None => continue,
                Some(Adoption::Always(id)) => Body::new()
                    .attribute("to", to)
                    .attribute("id", expression(&fill(id))),
                Some(Adoption::IfThere { found_by, ids }) => {
                    let name = label(&format!("{}_{}", instance.label, placed.label));
                    let provider = aliases.reference(instance);
                    let found = resource::data_source(&**found_by, &name, &provider, &fill);
                    let found_ids = Address::new(found_by.terraform_type(), name).attribute(ids);
                    add(Body::new()
                        .comment(
                            "What is there is imported and left as it is; what is missing is made.",
                        )
                        .block(found));
                    Body::new()
                        .attribute("for_each", expression(&found_ids))
                        .blank()
                        .attribute("to", to)
                        .attribute("id", Expression::reference("each").attr("value"))
                }
            };
            add(Body::new().block(Block::new("import").body(import)));
        }
    }
    imports
}

/// A `removed` block for everything that states of before have and this one has in another way:
/// Terraform would destroy it otherwise.
fn removals(layout: &Layout, stack: &Stack) -> Option<Body> {
    let instances = stack.instances.iter();
    let resources = instances.flat_map(|instance| &blueprint(layout, instance).resources);
    let forgotten = resources.filter_map(|placed| placed.forgotten.as_ref());
    let blocks = forgotten.map(|forgotten| {
        let keep = Block::new("lifecycle").body(Body::new().attribute("destroy", false));
        let body = Body::new()
            .attribute("from", address(forgotten))
            .blank()
            .block(keep);
        Body::new()
            .comment("Terraform no longer keeps this; what it kept stays as it is.")
            .block(Block::new("removed").body(body))
    });
    blocks.reduce(|before, one| before.blank().append(one))
}

fn target(instance: &Instance, blueprint: &Blueprint, placed: &Placed) -> String {
    let address = format!(
        "{}.{}",
        placed.resource.terraform_type(),
        label(&placed.label)
    );
    match blueprint.sharing {
        Sharing::Shared => format!("module.{}.{address}", label(&instance.label)),
        Sharing::Inline => address,
    }
}
