//! `offsite` compiles one short description of an organization's backups into the
//! Terraform and the CloudFormation that people commit, review and apply.
//!
//! The pipeline is `Spec -> Topology -> Diagnostics`, and, where no error was found,
//! `Topology -> Blueprints and Stacks -> Tree`. `docs/architecture.md` has the map.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod blueprint;
pub mod checks;
pub mod cli;
pub mod cloudformation;
mod color;
pub mod diagnostics;
pub mod diff;
pub mod facts;
pub mod generators;
pub mod iam;
mod readme;
pub mod resources;
pub mod spec;
pub mod stages;
pub mod terraform;
pub mod topology;
pub mod tree;

pub use color::Color;
