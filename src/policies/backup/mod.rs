//! Backup policies of an organization, and the rules that they share with backup plans.

mod document;
mod rule;

pub use document::{Document, PolicyPlan, PolicySelection};
pub use rule::{CopyAction, Lifecycle, Rule};
