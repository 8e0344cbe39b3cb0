//! The emitted trees on real engines: Terraform with the real AWS provider against an AWS double.
//!
//! Each test's name is a claim. Without terraform, its provider or Python a test says by name what
//! is not proven; with `OFFSITE_REQUIRE_ENGINES=1` that is a failure.

#![allow(clippy::unwrap_used)]

mod adoption;
mod applied;
mod aws_cli;
mod deployed;
mod deploying;
mod double;
#[path = "../random_organizations/draw.rs"]
mod draw;
mod environment;
mod events;
#[path = "../examples/mod.rs"]
mod examples;
mod held;
mod linked_role;
mod pairs;
mod permissions;
mod process;
mod progress;
mod provider;
mod random;
mod resource_policy;
#[path = "../script/mod.rs"]
#[allow(dead_code, reason = "other tests ask more of a stack")]
mod script;
#[path = "../selection_arns/mod.rs"]
mod selection_arns;
mod shared;
mod stand_ins;
mod syntax;
mod templates;
mod terraform;
mod warm;
mod world;
