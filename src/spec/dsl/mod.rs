//! A spec as a Rust program: nouns are functions, required facts their arguments, and everything
//! optional a method.
//!
//! Nothing here fails or panics: what is wrong becomes a finding at the call that wrote it. The
//! model stays plain data; the calls are noted beside it and never compared.
//!
//! To add a key: a method on the builder of its mapping, which writes the model and notes the call
//! under the key's path.

mod acceptance;
mod account;
mod administration;
mod called;
mod central;
mod cloudformation;
mod events;
mod exception;
mod keep;
mod lock;
mod notes;
mod organization;
mod plans;
mod sources;
mod spec;
mod terraform;

pub use acceptance::{Acceptance, acceptance};
pub use account::{Account, OrganizationRoot, PolicyTarget, Unit, account, unit};
pub use administration::{Administration, administration};
pub use central::{Central, CentralVault, VaultRegions, no_central_vault, vault};
pub use cloudformation::{CloudFormation, TemplateBucket, cloudformation, template_bucket};
pub use events::{Events, all_states, failures, finished};
pub use exception::{Exception, exception};
pub use keep::{Forever, Keep, Stay};
pub use lock::{Lock, compliance, governance};
pub use organization::{Organization, organization};
pub use plans::{Plan, Rule, plan, plan_with_rules, rule};
pub use sources::{SourceGroup, Sources, source_group, sources};
pub use spec::{Spec, spec};
pub use terraform::{S3Backend, Terraform, s3_backend, terraform};

/// What a spec has one of, or several by name.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub enum OneOrMore<T> {
    /// One, without a name of its own.
    One(T),
    /// Several, by their names.
    More(Vec<T>),
}
