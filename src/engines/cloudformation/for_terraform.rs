//! The templates of the stacks that Terraform makes, where its provider has no resource that does it
//! safely: a custom resource, with the function behind it.

use super::assemble::{LogicalIds, Spelling};
use super::document::{self, Node, Resource, Template};
use super::function::{KIND, Switches};
use crate::blueprint::{Layout, Placed, Sharing};
use crate::engines::header::header;
use crate::resources::Properties;
use crate::spec::model::Format;
use crate::topology::Topology;

/// The templates: path, relative to the tree of the spec, and text. Each stands in the root that makes
/// its stack.
pub(crate) fn files(topology: &Topology, layout: &Layout) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for stack in &layout.stacks {
        let blueprints = stack
            .instances
            .iter()
            .map(|one| &layout.blueprints[one.blueprint]);
        let inline = blueprints.filter(|blueprint| blueprint.sharing == Sharing::Inline);
        for placed in inline.flat_map(|blueprint| &blueprint.resources) {
            if let Some(properties) = placed.resource.terraform_stack() {
                let path = format!("terraform/{}/{}", stack.name, placed.stack_file());
                files.push((path, text(topology, placed, properties)));
            }
        }
    }
    files
}

fn text(topology: &Topology, placed: &Placed, properties: Properties) -> String {
    // Terraform destroys such a stack only when it is told to, and what is on stays on then.
    let mut switches = Switches::that_stay(topology);
    let properties = switches.properties(properties);
    let ids = LogicalIds::of_the_function();
    let spelling = Spelling {
        partition: topology.partition,
        ids: &ids,
    };
    let properties = properties
        .iter()
        .map(|(name, value)| (name, spelling.node(value)));
    let mut resource = Resource::new(KIND, Node::map(properties));
    resource.comments.extend(placed.comment);
    let mut template = Template {
        description: format!(
            "Switches of the organization that backups need. Spec {}, by offsite.",
            topology.name
        ),
        ..Template::default()
    };
    switches.add_to(&mut template);
    template.resources.insert("Switches".to_owned(), resource);
    document::text(&template, Format::Yaml, &header(topology))
}
