//! A blueprint as a template: resources by logical id, parts folded into what they belong to.

mod draft;
mod logical_ids;
mod order;
mod outputs;
mod placed_blueprint;
mod value;
mod variants;

use std::collections::BTreeSet;

use indexmap::IndexMap;

pub(super) use logical_ids::LogicalIds;
pub(super) use order::drop_implied;
pub(super) use placed_blueprint::{AccountSwitches, PlacedBlueprint};
pub(super) use value::Spelling;

use draft::Draft;
use value::mapping;
use variants::Variant;

use super::document::{Node, Template};
use super::function::Switches;
use crate::blueprint::Sharing;
use crate::facts::Region;
use crate::resources::CloudFormation;
use crate::topology::{Account, Topology};
use crate::value::Value;

/// The template of one blueprint, or of several that are deployed together.
pub(super) fn template(topology: &Topology, about: &str, used: &[PlacedBlueprint<'_>]) -> Template {
    let ids = LogicalIds::new(used.iter().flat_map(|used| used.resources()));
    complete(topology, about, body(topology, &ids, used))
}

/// The template of a family: blueprints that do the same for accounts that differ in single things,
/// each with the account that it is for; the first is for every account without one.
pub(super) fn family(
    topology: &Topology,
    about: &str,
    variants: &[(PlacedBlueprint<'_>, &Account)],
    regions: &BTreeSet<&Region>,
) -> Template {
    let ids = LogicalIds::new(variants.iter().flat_map(|(used, _)| used.resources()));
    let bodies = variants.iter().map(|(used, account)| Variant {
        account,
        template: body(topology, &ids, &[*used]),
    });
    complete(topology, about, variants::merged(bodies.collect(), regions))
}

/// Resources and what they look up, as each blueprint has them.
fn body(topology: &Topology, ids: &LogicalIds, used: &[PlacedBlueprint<'_>]) -> Template {
    let placed = || {
        used.iter()
            .flat_map(|used| used.resources().map(move |one| (used, one)))
    };
    let spelling = Spelling {
        partition: topology.partition,
        ids,
    };
    let mut switches = Switches::new(topology);
    let mut drafts: IndexMap<String, Draft> = IndexMap::new();
    let mut parts = Vec::new();
    for (used, one) in placed() {
        let Some(id) = ids.id(&one.address()) else {
            continue;
        };
        match one.resource.cloudformation() {
            CloudFormation::Resource(mut own) => {
                own.properties = own.properties.map(|value| used.filled(value));
                drafts.insert(id.clone(), Draft::new(one, own));
            }
            CloudFormation::Switches { properties, .. } => {
                let properties = switches.properties(properties.map(|value| used.filled(value)));
                drafts.insert(id.clone(), Draft::of_switches(one, properties));
            }
            CloudFormation::PartOf { part, .. } => parts.push((id.clone(), used, one, part)),
            CloudFormation::Nothing => {}
        }
    }
    for (id, used, one, part) in parts {
        if let Some(draft) = drafts.get_mut(&id) {
            draft.resource.properties.add(part);
            draft.resource.properties = draft.resource.properties.map(|value| used.filled(value));
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
        .filter(|used| used.blueprint.sharing == Sharing::Shared)
        .flat_map(|used| used.switches_first())
        .filter_map(|one| ids.id(&one.address()))
        .collect();
    for (id, draft) in drafts {
        let mut resource = draft.finish(&id, ids, &spelling);
        if !first.contains(&&id) {
            resource.depends_on.extend(first.iter().copied().cloned());
        }
        template.resources.insert(id, resource);
    }
    template
}

/// A body with all that follows from its resources.
fn complete(topology: &Topology, about: &str, body: Template) -> Template {
    let mut template = Template {
        description: format!("{about} Spec {}, by offsite.", topology.name),
        metadata: IndexMap::from([(
            "Offsite".to_owned(),
            Node::map([("Spec", Node::from(topology.name.as_str()))]),
        )]),
        ..body
    };
    order::one_after_the_other(&mut template);
    drop_implied(&mut template);
    outputs::add_to(&mut template);
    template
}

fn mappings(used: &[PlacedBlueprint<'_>]) -> IndexMap<String, Node> {
    let shared = used
        .iter()
        .filter(|one| one.blueprint.sharing == Sharing::Shared)
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
