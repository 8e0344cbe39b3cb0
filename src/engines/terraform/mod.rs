//! Blueprints and stacks as Terraform: modules, roots, providers, in the layout of `terraform fmt`.
//!
//! A shared blueprint becomes a module; a stack becomes a root that calls modules, or has the
//! resources of its inline blueprints itself. Nothing here decides what is set up: that is the
//! generators' business. No root reads another's state: what crosses one is computed.

mod expression;
pub mod hcl;
mod module;
mod providers;
mod resource;
mod root;

pub(crate) use expression::label;

use crate::blueprint::{Layout, Sharing};
use crate::topology::Topology;

/// The files of all modules and roots: path, relative to the tree of the spec, and text.
#[must_use]
pub fn files(topology: &Topology, layout: &Layout) -> Vec<(String, String)> {
    let shared = layout
        .blueprints
        .iter()
        .filter(|blueprint| blueprint.sharing == Sharing::Shared);
    let modules = shared.flat_map(|blueprint| module::files(topology, blueprint));
    // Found once for each module, not for each of its calls: those grow with the accounts.
    let variables: Vec<_> = layout.blueprints.iter().map(module::asked).collect();
    let roots = layout
        .stacks
        .iter()
        .flat_map(|stack| root::files(topology, layout, &variables, stack));
    modules
        .chain(roots)
        .map(|(path, text)| (format!("terraform/{path}"), text))
        .collect()
}
