//! The spec with every default, group and pairing spelled out. Plain data; the only thing that
//! checks and generators read.
//!
//! Each part keeps the path of the spec it came from, so that a finding can name its place. The
//! topology knows no engine: neither Terraform's words nor CloudFormation's.

mod administration;
mod central;
mod cloudformation;
mod copies;
mod events;
mod faults;
mod lock;
mod names;
mod organization;
mod plans;
mod resolve;
mod silence;
mod sources;

use std::collections::BTreeSet;

use indexmap::IndexMap;

pub use administration::Administration;
pub use central::CentralVault;
pub use cloudformation::{CloudFormation, StackSets, TemplateBucket};
pub use copies::CopyPath;
pub use events::{EventRoute, LogGroup, Queue, Topic};
pub use lock::Lock;
pub use names::Names;
pub use organization::{GlobalSettings, Organization, Target, TargetId};
pub use plans::{Copy, Lifecycle, Plan, Rule, Selection};
pub use resolve::resolve;
pub use silence::Awaited;
pub use sources::{Group, Member, Role, Shape};

use crate::facts::{Change, Partition, ResourceType};
use crate::place::Path;
use crate::spec::ids::{AccountId, Name, SpecName};
use crate::spec::model::{Acceptance, Tags, Terraform};

/// An account of the organization.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Account {
    /// The account's name in the spec.
    pub name: Name,
    /// Its id.
    pub id: AccountId,
}

/// Everything that the spec means.
#[derive(Debug, Clone)]
pub struct Topology {
    /// The spec's name.
    pub name: SpecName,
    /// The partition that all regions lie in.
    pub partition: Partition,
    /// Tags of every resource, in the spec's order.
    pub tags: Tags,
    /// The organization.
    pub organization: Organization,
    /// The accounts that the spec names, in its order.
    pub accounts: IndexMap<Name, Account>,
    /// The central vaults, in the spec's order.
    pub central_vaults: Vec<CentralVault>,
    /// The source groups, in the spec's order.
    pub groups: Vec<Group>,
    /// The plans, in the spec's order.
    pub plans: Vec<Plan>,
    /// Where job events go; `None` when the spec has none.
    pub events: Option<EventRoute>,
    /// The roles that may touch what is protected.
    pub administration: Administration,
    /// Types that are opted in besides those of the plans.
    pub extra_opt_in: Vec<ResourceType>,
    /// Types that AWS Backup manages in full, and where the spec says so.
    pub full_management: Vec<ResourceType>,
    /// Where the spec speaks of full management; the root when it does not.
    pub full_management_path: Path,
    /// The findings that are accepted, in the spec's order.
    pub acceptances: Vec<Acceptance>,
    /// How the Terraform is laid out.
    pub terraform: Terraform,
    /// How the CloudFormation is written and delivered.
    pub cloudformation: CloudFormation,
}

impl Topology {
    /// Every type that a plan of the shape can select; empty when one of them selects any type.
    #[must_use]
    pub fn selected_types(&self, shape: &Shape) -> BTreeSet<ResourceType> {
        let plans = || shape.plans.iter().map(|(index, _)| &self.plans[*index]);
        if plans().any(|plan| plan.selection.types.is_empty()) {
            return BTreeSet::new();
        }
        plans()
            .flat_map(|plan| &plan.selection.types)
            .copied()
            .collect()
    }

    /// Whether it is reported which objects of buckets could not be backed up in the accounts of the shape:
    /// somebody asks, and a plan can select buckets.
    #[must_use]
    pub fn hears_of_objects(&self, shape: &Shape) -> bool {
        let types = self.selected_types(shape);
        let buckets = types.is_empty() || types.contains(&ResourceType::S3);
        let mut routes = self.events.iter();
        buckets && routes.any(|route| route.also.contains(&Change::Objects))
    }

    /// The accounts of the bus and of the central vaults, each once, in the spec's order; that of
    /// the bus first, since the others forward to it.
    #[must_use]
    pub fn central_accounts(&self) -> Vec<&Account> {
        let hub = self.events.iter().map(|route| &route.account);
        let vaults = self.central_vaults.iter().map(|vault| &vault.account);
        let mut accounts: Vec<&Account> = Vec::new();
        for account in hub.chain(vaults) {
            if !accounts.contains(&account) {
                accounts.push(account);
            }
        }
        accounts
    }
}
