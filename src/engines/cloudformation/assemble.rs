//! A blueprint as a template: resources by logical id, parts folded into what they belong to.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::node::Node;
use super::switches::Switches;
use super::template::{Removal, Resource, Template};
use super::used::Used;
use super::value::{Spelling, mapping, pascal};
use super::variants::{self, Variant};
use crate::blueprint::{Form, Placed};
use crate::facts::Region;
use crate::resources::{Address, CloudFormation, Properties, Value};
use crate::topology::{Account, Topology};

/// What stands for everything that the organization has of this kind, and cannot be changed twice
/// at the same time: AWS refuses the second change.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html>
const ONE_AFTER_THE_OTHER: [&str; 2] = ["AWS::Organizations::Policy", super::switches::KIND];

/// The template of one blueprint, or of several that are deployed together.
pub(super) fn template(topology: &Topology, about: &str, used: &[Used<'_>]) -> Template {
    let names = Names::of(used.iter().flat_map(|used| used.resources()));
    finished(topology, about, body(topology, &names, used))
}

/// The template of a family: blueprints that do the same for accounts that differ in single things,
/// each with the account that it is for; the first is for every account without one.
pub(super) fn family(
    topology: &Topology,
    about: &str,
    variants: &[(Used<'_>, &Account)],
    regions: &BTreeSet<&Region>,
) -> Template {
    let names = Names::of(variants.iter().flat_map(|(used, _)| used.resources()));
    let bodies = variants.iter().map(|(used, account)| Variant {
        account,
        template: body(topology, &names, &[*used]),
    });
    finished(topology, about, variants::merged(bodies.collect(), regions))
}

/// Resources and what they look up, as each blueprint has them.
fn body(topology: &Topology, names: &Names, used: &[Used<'_>]) -> Template {
    let placed = || {
        used.iter()
            .flat_map(|used| used.resources().map(move |one| (used, one)))
    };
    let spelling = Spelling {
        partition: topology.partition,
        ids: &names.ids,
    };
    let mut switches = Switches::new(topology);
    let mut drafts: IndexMap<String, Draft> = IndexMap::new();
    let mut parts = Vec::new();
    for (used, one) in placed() {
        let Some(id) = names.ids.get(&one.address()) else {
            continue;
        };
        match one.resource.cloudformation() {
            CloudFormation::Resource { kind, properties } => {
                let properties = properties.map(|value| used.filled(value));
                drafts.insert(id.clone(), Draft::new(one, kind, properties));
            }
            CloudFormation::Switches { properties, .. } => {
                let properties = switches.properties(properties.map(|value| used.filled(value)));
                let mut draft = Draft::new(one, super::switches::KIND, properties);
                // What becomes of switches is said by a property of their own.
                draft.retained = false;
                drafts.insert(id.clone(), draft);
            }
            CloudFormation::PartOf { part, .. } => parts.push((id.clone(), used, one, part)),
            CloudFormation::Nothing => {}
        }
    }
    for (id, used, one, part) in parts {
        if let Some(draft) = drafts.get_mut(&id) {
            draft.properties.add(part);
            draft.properties = draft.properties.map(|value| used.filled(value));
            draft.depends_on.extend(&one.depends_on);
            draft.retained |= one.protected;
            draft.comments.extend(one.comment);
        }
    }
    let mut template = Template {
        mappings: mappings(used),
        ..Template::default()
    };
    switches.add_to(&mut template);
    // A shared blueprint waits for the account as a whole, as a module does in Terraform.
    let first: Vec<&String> = used
        .iter()
        .filter(|used| used.blueprint.form == Form::Shared)
        .flat_map(|used| used.switches_first())
        .filter_map(|one| names.ids.get(&one.address()))
        .collect();
    for (id, draft) in drafts {
        let mut resource = draft.finish(&id, names, &spelling);
        if !first.contains(&&id) {
            resource.depends_on.extend(first.iter().copied().cloned());
        }
        template.resources.insert(id, resource);
    }
    template
}

/// A body with all that follows from its resources.
fn finished(topology: &Topology, about: &str, body: Template) -> Template {
    let mut template = Template {
        description: format!("{about} Spec {}, by offsite.", topology.name),
        metadata: IndexMap::from([(
            "Offsite".to_owned(),
            Node::map([("Spec", Node::from(topology.name.as_str()))]),
        )]),
        ..body
    };
    one_after_the_other(&mut template);
    drop_implied(&mut template);
    super::outputs::add_to(&mut template);
    template
}

/// Logical ids by address; a part has the id of what it is a part of.
struct Names {
    ids: IndexMap<Address, String>,
}

impl Names {
    fn of<'a>(resources: impl Iterator<Item = &'a Placed>) -> Self {
        let mut ids: IndexMap<Address, String> = IndexMap::from([super::switches::function()]);
        let mut parents = Vec::new();
        for one in resources {
            if ids.contains_key(&one.address()) {
                continue;
            }
            let noun = match one.resource.cloudformation() {
                CloudFormation::Resource { kind, .. } => {
                    kind.rsplit("::").next().unwrap_or(kind).to_owned()
                }
                CloudFormation::Switches { noun, .. } => noun.to_owned(),
                CloudFormation::PartOf { parent, .. } => {
                    parents.push((one.address(), parent));
                    continue;
                }
                CloudFormation::Nothing => continue,
            };
            let label = match one.label.as_str() {
                "this" => String::new(),
                label => pascal(label),
            };
            let name = format!("{label}{noun}");
            // Labels that differ in punctuation only are the same in a logical id.
            let mut unique = name.clone();
            let mut number = 2;
            while ids.values().any(|taken| *taken == unique) {
                unique = format!("{name}{number}");
                number += 1;
            }
            ids.insert(one.address(), unique);
        }
        for (address, parent) in parents {
            if let Some(id) = ids.get(&parent).cloned() {
                ids.insert(address, id);
            }
        }
        Self { ids }
    }
}

/// A resource that still takes parts in.
struct Draft<'a> {
    kind: &'static str,
    properties: Properties,
    depends_on: Vec<&'a Address>,
    comments: Vec<&'static str>,
    retained: bool,
}

impl<'a> Draft<'a> {
    fn new(placed: &'a Placed, kind: &'static str, properties: Properties) -> Self {
        Self {
            kind,
            properties,
            depends_on: placed.depends_on.iter().collect(),
            comments: placed.comment.into_iter().collect(),
            retained: placed.protected,
        }
    }

    fn finish(self, id: &str, names: &Names, spelling: &Spelling<'_>) -> Resource {
        let properties = self
            .properties
            .iter()
            .map(|(name, value)| (name, spelling.node(value)));
        let mut resource = Resource::new(self.kind, Node::map(properties));
        resource.comments = self.comments;
        for address in self.depends_on {
            match names.ids.get(address) {
                Some(first) if first != id && !resource.depends_on.contains(first) => {
                    resource.depends_on.push(first.clone());
                }
                _ => {}
            }
        }
        resource.on_removal = if self.retained {
            Some(Removal::RetainExceptOnCreate)
        } else if matches!(self.kind, "AWS::SQS::Queue" | "AWS::Logs::LogGroup") {
            // They hold what has passed by, and nothing that a restore needs.
            Some(Removal::Delete)
        } else {
            None
        };
        resource
    }
}

fn mappings(used: &[Used<'_>]) -> IndexMap<String, Node> {
    let shared = used
        .iter()
        .filter(|one| one.blueprint.form == Form::Shared)
        .flat_map(|one| &one.blueprint.tables);
    shared
        .map(|table| {
            let rows = table.rows.iter().filter_map(|(region, value)| {
                // Rows are ARNs, or types that are on; both follow from the spec, and a mapping
                // takes nothing else.
                let node = match value {
                    Value::Text(text) => Node::from(text.as_str()),
                    Value::Map(types) => Node::texts(types.keys()),
                    _ => return None,
                };
                let row = Node::map([("Value", node)]);
                Some((region.as_str(), row))
            });
            (mapping(&table.name), Node::map(rows))
        })
        .collect()
}

/// Makes resources wait for the one before them where AWS takes one change at a time.
fn one_after_the_other(template: &mut Template) {
    for kind in ONE_AFTER_THE_OTHER {
        let mut before: Option<String> = None;
        for (id, resource) in &mut template.resources {
            if resource.kind != kind {
                continue;
            }
            if let Some(before) = before.replace(id.clone())
                && !resource.depends_on.contains(&before)
            {
                resource.depends_on.push(before);
            }
        }
    }
}

/// Leaves out of `DependsOn` what a reference says already, or another entry: a chain says it once.
pub(super) fn drop_implied(template: &mut Template) {
    let needs: IndexMap<String, Vec<String>> = template
        .resources
        .iter()
        .map(|(id, resource)| {
            let mut needs = resource.depends_on.clone();
            references(&resource.properties, &mut needs);
            (id.clone(), needs)
        })
        .collect();
    for resource in template.resources.values_mut() {
        let mut referred = Vec::new();
        references(&resource.properties, &mut referred);
        let named = resource.depends_on.clone();
        resource.depends_on.retain(|id| {
            let others = named.iter().filter(|other| *other != id).chain(&referred);
            !referred.contains(id) && !others.into_iter().any(|other| reaches(&needs, other, id))
        });
    }
}

fn reaches(needs: &IndexMap<String, Vec<String>>, from: &str, to: &str) -> bool {
    let mut open = vec![from];
    let mut seen = Vec::new();
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        for next in needs.get(id).into_iter().flatten() {
            if next == to {
                return true;
            }
            open.push(next);
        }
    }
    false
}

/// The logical ids that a node refers to.
pub(super) fn references(node: &Node, found: &mut Vec<String>) {
    match node {
        Node::Bool(_) | Node::Number(_) | Node::Text(_) => {}
        Node::List(items) => items.iter().for_each(|item| references(item, found)),
        Node::Map(entries) => entries.values().for_each(|node| references(node, found)),
        Node::Call("Ref" | "GetAtt", argument) => {
            if let Node::Text(text) = argument.as_ref() {
                found.extend(text.split('.').next().map(str::to_owned));
            }
        }
        Node::Call("Sub", argument) => {
            let template = match argument.as_ref() {
                Node::List(parts) => parts.first(),
                other => Some(other),
            };
            if let Some(Node::Text(text)) = template {
                let names = text.split("${").skip(1);
                let names = names.filter_map(|rest| rest.split(['}', '.']).next());
                found.extend(names.map(str::to_owned));
            }
            references(argument, found);
        }
        Node::Call(_, argument) => references(argument, found),
    }
}

/// Whether a resource has this property.
pub(super) fn has_property(resource: &Resource, name: &str) -> bool {
    matches!(&resource.properties, Node::Map(properties) if properties.contains_key(name))
}
