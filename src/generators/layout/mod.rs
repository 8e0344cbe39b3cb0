//! Which blueprints there are, and which stacks set them to work: wave by wave.

mod central;
mod central_events;
mod management;
mod policies;
mod sources;

use crate::blueprint::{Blueprint, Instance, Layout, Placed, Scope};
use crate::facts::Region;
use crate::topology::{Account, Topology};

/// The blueprints and stacks of a topology, in the order to apply them.
#[must_use]
pub fn generate(topology: &Topology) -> Layout {
    let mut layout = Layout::default();
    management::add(topology, &mut layout);
    central::add(topology, &mut layout);
    sources::add(topology, &mut layout);
    central_events::add(topology, &mut layout);
    policies::add(topology, &mut layout);
    layout
}

impl Layout {
    /// Adds a blueprint and gives its index.
    fn blueprint(&mut self, blueprint: Blueprint) -> usize {
        self.blueprints.push(blueprint);
        self.blueprints.len() - 1
    }

    /// Adds an inline blueprint at work in one place; nothing when it has no resources.
    fn inline(
        &mut self,
        instances: &mut Vec<Instance>,
        name: String,
        about: &str,
        (scope, account, region): (Scope, &Account, &Region),
        resources: Vec<Placed>,
    ) {
        if resources.is_empty() {
            return;
        }
        let blueprint = self.blueprint(Blueprint {
            name: name.clone(),
            family: name.clone(),
            about: about.to_owned(),
            sharing: crate::blueprint::Sharing::Inline,
            scope,
            tables: Vec::new(),
            resources,
        });
        instances.push(Instance {
            blueprint,
            account: account.clone(),
            region: region.clone(),
            label: name,
            after: Vec::new(),
        });
    }
}
