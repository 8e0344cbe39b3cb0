//! The surface model: plain data, as written. Nothing is computed in it and it carries no places;
//! defaults are resolved once, in `topology`.
//!
//! To add a key: the field here with its documentation (it becomes the JSON Schema and
//! `docs/spec.md`), its meaning in `topology`, and the builder method in `spec::dsl`.

mod acceptance;
mod administration;
mod central;
mod cloudformation;
mod engine;
mod events;
mod lock;
mod organization;
mod plans;
mod settings;
mod sources;
mod terraform;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use acceptance::Acceptance;
pub use administration::Administration;
pub use central::{Access, CentralVault, CentralVaults};
pub use cloudformation::{
    CloudFormation, Deployment, Format, OnDelete, Percent, PercentError, PermissionModel,
    RegionConcurrency, StackSets, TemplateBucket,
};
pub use engine::Engine;
pub use events::{Events, Logs, Notify, Occasion, Queue, Topic};
pub use lock::{Lock, LockMode};
pub use organization::{Organization, Statement};
pub use plans::{Conditions, Copy, Delivery, Plan, Rule};
pub use settings::{GlobalSettings, RegionSettings};
pub use sources::{Exception, SourceGroup, SourceGroups};
pub use terraform::{AssumeRole, AwsProvider, Backend, Roots, S3Backend, Terraform};

use super::ids::{AccountId, Name, PlanName, SpecName};
use super::version::Version;

/// Tags by key.
pub type Tags = IndexMap<String, String>;

fn no_vaults() -> CentralVaults {
    CentralVaults::Named(IndexMap::new())
}

fn has_no_vaults(central: &CentralVaults) -> bool {
    *central == no_vaults()
}

/// A whole spec: the backups of one organization on the 3-2-1 rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Spec {
    /// Version of the spec language; `1`.
    pub offsite: Version,

    /// First part of every name that offsite gives, and the name of the tree under `output/`.
    pub name: SpecName,

    /// The organization and what is switched on in it.
    pub organization: Organization,

    /// Every account that the spec speaks of, by a name of its own.
    pub accounts: IndexMap<Name, AccountId>,

    /// The shared vault that receives the second copies: one, or several by name. Default: none, so that nothing
    /// leaves the source accounts.
    #[serde(default = "no_vaults", skip_serializing_if = "has_no_vaults")]
    pub central: CentralVaults,

    /// The accounts whose resources are protected: one group, or several by name.
    pub sources: SourceGroups,

    /// What is backed up when, how long it is kept and where it is copied.
    pub plans: IndexMap<PlanName, Plan>,

    /// Which job events are collected in the central account and who hears of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Events>,

    /// The roles that may touch what is protected.
    #[serde(default, skip_serializing_if = "Administration::is_default")]
    pub administration: Administration,

    /// Region settings beyond those that follow from the plans.
    #[serde(default, skip_serializing_if = "RegionSettings::is_default")]
    pub region_settings: RegionSettings,

    /// The engines that the spec is written for: a tree has the files of these. Default: both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub engines: Vec<Engine>,

    /// How the Terraform is laid out and how it reaches the accounts.
    #[serde(default, skip_serializing_if = "Terraform::is_default")]
    pub terraform: Terraform,

    /// How the CloudFormation is written and how it reaches the accounts.
    #[serde(default, skip_serializing_if = "CloudFormation::is_default")]
    pub cloudformation: CloudFormation,

    /// Tags of every resource that can carry tags.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tags: Tags,

    /// Warnings and hints that are accepted, each with its reason: they are not shown any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<Acceptance>,
}

impl Spec {
    /// The engines that the spec is written for, each once, in the order of [`Engine::ALL`].
    #[must_use]
    pub fn engines(&self) -> Vec<Engine> {
        let wanted = |one: &Engine| self.engines.is_empty() || self.engines.contains(one);
        Engine::ALL.into_iter().filter(wanted).collect()
    }
}
