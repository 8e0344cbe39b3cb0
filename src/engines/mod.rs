//! The engines: each of them spells one layout in its own language, and the README speaks of all.
//!
//! An engine decides nothing about backups. To add one: its word in [`Engine`], its directory here, and its files in
//! [`crate::stages`].

pub mod cloudformation;
mod header;
mod prose;
pub(crate) mod readme;
pub mod terraform;

pub use crate::spec::model::Engine;
