//! The whole spec, put together from its parts.

use std::panic::Location;

use indexmap::IndexMap;

use super::called::Call;
use super::notes::Notes;
use super::{
    Acceptance, Account, Administration, Central, CloudFormation, Events, Organization, Plan,
    Sources, Terraform, Unit,
};
use crate::diagnostics::Diagnostic;
use crate::facts::ResourceType;
use crate::place::{Path, RustOrigins};
use crate::spec::Version;
use crate::spec::ids::SpecName;
use crate::spec::model::{self, Engine, RegionSettings};

/// A spec built in Rust: its model, and the call behind each of its values.
#[derive(Debug, Clone)]
#[must_use = "a spec does nothing until a command gets it"]
pub struct Spec {
    model: model::Spec,
    origins: RustOrigins,
    notes: Notes,
}

/// The backups of an organization: its name, where the second copies go, and what is protected.
///
/// `central` is `&vault`, several as `[&one, &other]`, or [`no_central_vault`](super::no_central_vault)`()`; `sources` is one group, or several as
/// `[&one, &other]`.
#[track_caller]
pub fn spec(
    name: &str,
    organization: Organization,
    central: impl Central,
    sources: impl Sources,
) -> Spec {
    let call = Location::caller();
    let mut notes = Notes::of(call);
    let path = Path::root();
    let name = SpecName::parse(name).unwrap_or_else(|fault| {
        notes.malformed(path.key("name"), &fault);
        SpecName::new("unnamed")
    });
    notes.add(&path.key("organization"), organization.notes);
    let central = central.vaults().write(&path.key("central"), &mut notes);
    let sources = sources.groups().write(&path.key("sources"), &mut notes);
    let model = model::Spec {
        offsite: Version,
        name,
        organization: organization.model,
        accounts: IndexMap::new(),
        central,
        sources,
        plans: IndexMap::new(),
        events: None,
        administration: model::Administration::default(),
        region_settings: RegionSettings::default(),
        engines: Vec::new(),
        terraform: model::Terraform::default(),
        cloudformation: model::CloudFormation::default(),
        tags: model::Tags::new(),
        accept: Vec::new(),
    };
    Spec {
        model,
        origins: RustOrigins::new(),
        notes,
    }
    .settled()
}

impl Spec {
    /// Adds a plan.
    pub fn plan(mut self, plan: Plan) -> Self {
        let path = Path::root().key("plans");
        self.notes.insert(
            &mut self.model.plans,
            &path,
            &plan.called,
            plan.model,
            plan.notes,
        );
        self.settled()
    }

    /// Adds several plans.
    pub fn plans(self, plans: impl IntoIterator<Item = Plan>) -> Self {
        plans.into_iter().fold(self, Self::plan)
    }

    /// Which job events are collected in the central account and who hears of them.
    pub fn events(mut self, events: Events) -> Self {
        self.notes.add(&Path::root().key("events"), events.notes);
        self.model.events = Some(events.model);
        self.settled()
    }

    /// The roles that may touch what is protected.
    pub fn administration(mut self, administration: Administration) -> Self {
        let path = Path::root().key("administration");
        self.notes.add(&path, administration.notes);
        self.model.administration = administration.model;
        self.settled()
    }

    /// Accounts of the spec; those of vaults, source groups and targets need not be listed.
    pub fn accounts<'a>(mut self, accounts: impl IntoIterator<Item = &'a Account>) -> Self {
        for account in accounts {
            self.notes.account(account);
        }
        self.settled()
    }

    /// Resource types to opt in besides those of the plans.
    #[track_caller]
    pub fn opt_in(mut self, types: impl IntoIterator<Item = ResourceType>) -> Self {
        self.region_setting("opt_in", Location::caller());
        self.model.region_settings.opt_in.extend(types);
        self.settled()
    }

    /// Resource types that AWS Backup manages in full. Default: DynamoDB and EFS, where a plan
    /// protects them; DynamoDB without it can be neither copied nor moved to cold storage.
    #[track_caller]
    pub fn full_management(mut self, types: impl IntoIterator<Item = ResourceType>) -> Self {
        self.region_setting("full_management", Location::caller());
        let managed = &mut self.model.region_settings.full_management;
        managed.get_or_insert_default().extend(types);
        self.settled()
    }

    fn region_setting(&mut self, key: &'static str, call: Call) {
        let mut notes = Notes::default();
        notes.key(key, call);
        self.notes.add(&Path::root().key("region_settings"), notes);
    }

    /// The engines that the spec is written for. Default: both.
    #[track_caller]
    pub fn engines(mut self, engines: impl IntoIterator<Item = Engine>) -> Self {
        self.notes.key("engines", Location::caller());
        self.model.engines.extend(engines);
        self.settled()
    }

    /// How the Terraform is laid out and how it reaches the accounts.
    pub fn terraform(mut self, terraform: Terraform) -> Self {
        self.notes
            .add(&Path::root().key("terraform"), terraform.notes);
        self.model.terraform = terraform.model;
        self.settled()
    }

    /// How the CloudFormation is written and how it reaches the accounts.
    pub fn cloudformation(mut self, cloudformation: CloudFormation) -> Self {
        let path = Path::root().key("cloudformation");
        self.notes.add(&path, cloudformation.notes);
        self.model.cloudformation = cloudformation.model;
        self.settled()
    }

    /// Tags of every resource that can carry tags.
    #[track_caller]
    pub fn tags(
        mut self,
        tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let call = Location::caller();
        let path = self.notes.key("tags", call);
        self.notes.texts(&mut self.model.tags, &path, tags, call);
        self.settled()
    }

    /// Accepts a warning or a hint, with the reason.
    pub fn accept(mut self, acceptance: Acceptance) -> Self {
        let path = Path::root().key("accept").index(self.model.accept.len());
        self.notes.add(&path, acceptance.notes);
        self.model.accept.push(acceptance.model);
        self.settled()
    }

    /// The spec as plain data, equal to what the same spec in YAML is read as. It is incomplete
    /// when there are [`faults`](Self::faults).
    pub fn model(&self) -> &model::Spec {
        &self.model
    }

    /// The calls that wrote the values of the model.
    pub fn origins(&self) -> &RustOrigins {
        &self.origins
    }

    /// Names that are malformed or given twice: what the reader of YAML finds in the text. A spec
    /// with such faults is not to be resolved, as a text that cannot be read is not.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.notes.findings()
    }

    /// Defines the accounts and units that the latest part speaks of, and files its places.
    fn settled(mut self) -> Self {
        let (accounts, units) = self.notes.handles();
        let path = Path::root().key("accounts");
        for Account { called, id } in accounts {
            let accounts = &mut self.model.accounts;
            if accounts.get(&called.name) != Some(&id) {
                self.notes
                    .insert(accounts, &path, &called, id, Notes::default());
            }
        }
        let path = Path::root().key("organization").key("units");
        for Unit { called, id } in units {
            let units = &mut self.model.organization.units;
            if units.get(&called.name) != Some(&id) {
                self.notes
                    .insert(units, &path, &called, id, Notes::default());
            }
        }
        for (path, call) in self.notes.take_places() {
            self.origins.record(path, call);
        }
        self
    }
}
