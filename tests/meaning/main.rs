//! What the emitted Terraform of the examples means, without an engine.
//!
//! The trees are read back with an independent parser, modules are put into their roots, and what
//! stands in each account and region is held against what the spec asks for. Expectations are put
//! together here, never by a generator.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod alarms;
mod copies;
mod deployed;
mod deploying;
mod evaluate;
mod events;
#[path = "../examples/mod.rs"]
mod examples;
mod keys;
mod linked_role;
mod notices;
mod notifications;
mod order;
mod plans;
mod proof_page;
mod protection;
mod roles;
mod safety;
#[path = "../selection_arns/mod.rs"]
mod selection_arns;
mod switches;
#[path = "../templates/mod.rs"]
#[allow(dead_code, reason = "nothing is asked of single functions here")]
mod templates;

use std::sync::LazyLock;

use offsite::stages;
use offsite::topology::{Group, Member, Shape, Topology};
use offsite::tree::Tree;
use serde_json::Value;

use deployed::{Deployed, Resource};
use examples::Example;

/// An example or an unusual spec: what it asks for, and what its Terraform makes.
pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) topology: Topology,
    pub(crate) deployed: Deployed,
    tree: Tree,
}

static WORLDS: LazyLock<Vec<World>> = LazyLock::new(|| {
    let examples = examples::all().into_iter().chain(examples::unusual());
    examples.map(World::of).collect()
});

/// Every example, and every unusual spec.
pub(crate) fn worlds() -> &'static [World] {
    &WORLDS
}

/// An example by name.
pub(crate) fn world(name: &str) -> &'static World {
    worlds().iter().find(|world| world.name == name).unwrap()
}

impl World {
    /// What an example asks for and makes.
    pub(crate) fn of(example: Example) -> Self {
        let tree = example.tree();
        Self {
            topology: stages::analyze(&example.spec).0,
            deployed: Deployed::read(&tree),
            name: example.name,
            tree,
        }
    }

    /// A file of the tree.
    pub(crate) fn text(&self, path: &str) -> &str {
        let mut files = self.tree.iter();
        let found = files.find(|(one, _)| one.as_str() == path);
        let (_, bytes) = found.unwrap_or_else(|| panic!("{}: no {path}", self.name));
        std::str::from_utf8(bytes).unwrap()
    }

    /// A template of the tree, with functions in their long form.
    pub(crate) fn template(&self, path: &str) -> Value {
        templates::read(path, self.text(path))
    }

    /// Every source account, with its group and shape.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&Group, &Shape, &Member)> {
        self.topology.groups.iter().flat_map(|group| {
            let shapes = group.shapes.iter();
            shapes.flat_map(move |shape| {
                let members = shape.members.iter();
                members.map(move |member| (group, shape, member))
            })
        })
    }

    /// The resource of this kind in this place whose name, at AWS, is this.
    pub(crate) fn named(&self, kind: &str, account: &str, region: &str, name: &str) -> &Resource {
        let of_kind = self.deployed.of(kind);
        let mut found = of_kind
            .filter(|one| one.account == account && one.region == region)
            .filter(|one| one.body["name"] == name);
        let one = found.next();
        assert!(found.next().is_none(), "{}: two {kind} {name}", self.name);
        one.unwrap_or_else(|| panic!("{}: no {kind} {name} in {account}/{region}", self.name))
    }

    /// The role of this name in an account.
    pub(crate) fn role(&self, account: &str, name: &str) -> &Resource {
        let mut roles = self.deployed.of("aws_iam_role");
        roles
            .find(|role| role.account == account && role.body["name"] == name)
            .unwrap_or_else(|| panic!("{}: {account} has no role {name}", self.name))
    }
}
