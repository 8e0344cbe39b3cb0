//! From a spec to its topology: every default is decided here and nowhere else.
//!
//! What the spec leaves unclear becomes a diagnostic and is left out, so that one run finds every
//! fault and none of their consequences.

mod central;
mod cloudformation;
mod events;
mod plans;
mod rules;
mod sources;
mod terraform;

use indexmap::IndexMap;

use super::faults::Faults;
use super::names::Names;
use super::{Account, Administration, GlobalSettings, Organization, Topology};
use crate::diagnostics::Report;
use crate::facts::{Region, ResourceType};
use crate::place::Path;
use crate::spec::ids::Name;
use crate::spec::model::Spec;

/// The topology of a spec, and what the spec leaves unclear.
#[must_use]
pub fn resolve(spec: &Spec) -> (Topology, Report) {
    let mut faults = Faults::default();
    let resolver = Resolver {
        spec,
        names: Names(&spec.name),
    };
    resolver.empty(&mut faults);
    resolver.terraform_texts(&mut faults);
    let accounts = resolver.accounts(&mut faults);
    let source_regions = resolver.source_regions();
    let central_vaults = resolver.central_vaults(&accounts, &source_regions, &mut faults);
    let mut groups = resolver.groups(&accounts, &mut faults);
    let plans = resolver.plans(&accounts, &central_vaults, &mut groups, &mut faults);
    let organization = resolver.organization(&accounts, &source_regions, &mut faults);
    let events = resolver.events(&accounts, &central_vaults, &mut faults);
    let cloudformation = resolver.cloudformation(&accounts, &groups, &mut faults);
    let partition = organization.home_region.partition();
    let settings = Path::root().key("region_settings");
    let full_management = spec.region_settings.full_management.clone();
    let topology = Topology {
        name: spec.name.clone(),
        partition,
        tags: spec.tags.clone(),
        organization,
        accounts,
        central_vaults,
        groups,
        plans,
        events,
        administration: Administration::of(&spec.administration),
        extra_opt_in: spec.region_settings.opt_in.clone(),
        full_management_path: match full_management {
            Some(_) => settings.key("full_management"),
            None => Path::root(),
        },
        full_management: full_management
            .unwrap_or_else(|| vec![ResourceType::DynamoDb, ResourceType::Efs]),
        acceptances: spec.accept.clone(),
        terraform: spec.terraform.clone(),
        cloudformation,
    };
    (topology, faults.0)
}

/// The spec being resolved, and the names that follow from its own.
struct Resolver<'a> {
    spec: &'a Spec,
    names: Names<'a>,
}

impl Resolver<'_> {
    /// Parts without which there is nothing to protect.
    fn empty(&self, faults: &mut Faults) {
        for (key, none, what) in [
            ("sources", self.source_groups().is_empty(), "source group"),
            ("plans", self.spec.plans.is_empty(), "plan"),
        ] {
            if none {
                faults.choice(
                    Path::root().key(key),
                    format!("the spec has no {what}"),
                    "there is none here",
                    &format!("describe at least one {what}"),
                );
            }
        }
    }

    fn accounts(&self, faults: &mut Faults) -> IndexMap<Name, Account> {
        let path = Path::root().key("accounts");
        let mut by_id: IndexMap<&str, &Name> = IndexMap::new();
        for (name, id) in &self.spec.accounts {
            if let Some(first) = by_id.insert(id.as_str(), name) {
                faults.repeated(
                    path.key(name.to_string()),
                    format!("account {id} has two names, `{first}` and `{name}`"),
                    path.key(first.to_string()),
                );
            }
        }
        let names = self.spec.accounts.keys().map(Name::as_str);
        faults.alike(
            "accounts",
            names.map(|name| (name, path.key(name.to_owned()))),
        );
        self.spec
            .accounts
            .iter()
            .map(|(name, id)| {
                (
                    name.clone(),
                    Account {
                        name: name.clone(),
                        id: id.clone(),
                    },
                )
            })
            .collect()
    }

    fn source_regions(&self) -> Vec<Region> {
        let mut regions: Vec<Region> = Vec::new();
        for (_, _, group) in self.source_groups() {
            let exceptions = group
                .exceptions
                .values()
                .filter_map(|one| one.regions.as_ref());
            for region in group.regions.iter().chain(exceptions.flatten()) {
                if !regions.contains(region) {
                    regions.push(region.clone());
                }
            }
        }
        regions
    }

    fn organization(
        &self,
        accounts: &IndexMap<Name, Account>,
        source_regions: &[Region],
        faults: &mut Faults,
    ) -> Organization {
        let spec = &self.spec.organization;
        let path = Path::root().key("organization");
        let named = accounts
            .values()
            .find(|account| account.id == spec.management);
        let management = named.cloned().unwrap_or_else(|| Account {
            name: Name::new("management"),
            id: spec.management.clone(),
        });
        let delegates = path.key("delegated_administrators");
        let delegated_administrators = spec
            .delegated_administrators
            .iter()
            .enumerate()
            .filter_map(|(index, name)| {
                let place = delegates.index(index);
                Some((self.account(accounts, name, place.clone(), faults)?, place))
            })
            .collect();
        let home_region = spec
            .home_region
            .clone()
            .or_else(|| source_regions.first().cloned());
        Organization {
            id: spec.id.clone(),
            root: spec.root.clone(),
            management,
            // A group without regions is a fault of its own, so any region serves here.
            home_region: home_region.unwrap_or(Region::UsEast1),
            delegated_administrators,
            resource_policy: spec.resource_policy.clone(),
            global_settings: GlobalSettings {
                delegated_administrator_sync: spec.global_settings.delegated_administrator_sync,
                multi_party_approval: spec.global_settings.multi_party_approval,
            },
        }
    }

    /// The account that the spec calls `name`; a fault when there is none.
    fn account(
        &self,
        accounts: &IndexMap<Name, Account>,
        name: &Name,
        path: Path,
        faults: &mut Faults,
    ) -> Option<Account> {
        let found = accounts.get(name).cloned();
        if found.is_none() {
            faults.undefined(
                path,
                "account",
                name.as_str(),
                accounts.keys().map(Name::as_str),
            );
        }
        found
    }
}
