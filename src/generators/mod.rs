//! From a topology to blueprints and stacks: one file per concern, and the composition of them.
//!
//! A generator gives the resources of its concern for one place; `layout` decides which places
//! there are. To add a concern: the file, and one call in the layout where it belongs.

mod alarms;
mod backup_policies;
mod delegation;
mod event_forwarding;
mod event_hub;
mod global_settings;
mod job_events;
mod keys;
mod layout;
mod plans;
mod region_settings;
mod resource_policy;
mod roles;
mod selections;
mod service_linked_role;
mod switches;
mod vault_access;
mod vault_notifications;
mod vaults;

pub use backup_policies::{PolicyDocument, policy_documents};
pub use layout::generate;
