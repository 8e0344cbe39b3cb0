//! `offsite` compiles one short description of an organization's backups into the
//! Terraform and the CloudFormation that people commit, review and apply.
//!
//! The pipeline is `Spec -> Topology -> Diagnostics`, and, where no error was found,
//! `Topology -> Blueprints and Stacks -> Tree`. `docs/architecture.md` has the map.

// What comes from outside comes in as an argument; `clippy.toml` has the list with its reasons.
#![warn(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod blueprint;
pub mod checks;
pub mod cli;
mod color;
mod deploying;
pub mod diagnostics;
pub mod diff;
pub mod engines;
pub mod facts;
pub mod generators;
pub mod place;
pub mod policies;
pub mod prelude;
pub mod resources;
pub mod spec;
pub mod stages;
pub mod topology;
pub mod tree;
pub mod value;

pub use color::Color;
pub use facts::{Region, ResourceType};
pub use spec::dsl::Spec;

/// Runs the command line of this process on a spec that the program has built: every command of the
/// `offsite` binary, without the argument for a spec.
///
/// Exit code: 0 fine, 1 findings, 2 not carried out.
pub fn main(spec: Spec) -> std::process::ExitCode {
    cli::main(Some(&spec.into()))
}
