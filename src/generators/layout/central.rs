//! Wave 2: vaults, keys and the bus, in the central accounts.

use std::collections::BTreeSet;

use super::super::job_events::Here;
use super::super::vault_access::Exempt;
use super::super::{
    alarms, event_forwarding, event_hub, keys, region_settings, roles, service_linked_role,
    vault_access, vaults,
};
use crate::blueprint::{Instance, Layout, Placed, Scope, Stack, Wave};
use crate::facts::{Region, ResourceType};
use crate::spec::model::Access;
use crate::topology::{Account, CentralVault, CopyPath, EventRoute, Names, Topology};
use crate::value::{Address, Value};

pub(super) fn add(topology: &Topology, layout: &mut Layout) {
    for account in topology.central_accounts() {
        let central = Central::new(topology, account);
        let mut instances = Vec::new();
        central.account_wide(layout, &mut instances);
        for region in &central.regions {
            central.regional(region, layout, &mut instances);
        }
        layout.stacks.push(Stack {
            name: Wave::Central.stack(&format!("central-{}", account.name)),
            about: format!(
                "Vaults, keys and events in the central account {}.",
                account.name
            ),
            wave: Wave::Central,
            instances,
        });
    }
}

/// A central account, with what is in it.
struct Central<'a> {
    topology: &'a Topology,
    account: &'a Account,
    vaults: Vec<&'a CentralVault>,
    /// The way of events, when the bus is in this account.
    hub: Option<&'a EventRoute>,
    /// The region of the bus first, since the others forward to it; then those of the vaults.
    regions: Vec<&'a Region>,
}

impl<'a> Central<'a> {
    fn new(topology: &'a Topology, account: &'a Account) -> Self {
        let vaults = topology.central_vaults.iter();
        let vaults: Vec<&CentralVault> = vaults.filter(|vault| vault.account == *account).collect();
        let hub = topology.events.as_ref();
        let hub = hub.filter(|route| route.account == *account);
        let of_bus = hub.map(|route| &route.region).into_iter();
        let mut regions: Vec<&Region> = Vec::new();
        for region in of_bus.chain(vaults.iter().flat_map(|vault| &vault.regions)) {
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        Self {
            topology,
            account,
            vaults,
            hub,
            regions,
        }
    }

    /// Its roles and the settings of its regions.
    fn account_wide(&self, layout: &mut Layout, instances: &mut Vec<Instance>) {
        let Self {
            topology, account, ..
        } = *self;
        // The roles are for vaults, and stay where the first one is, wherever the bus comes to be.
        if let Some(first) = self.vaults.iter().flat_map(|vault| &vault.regions).next() {
            layout.inline(
                instances,
                format!("central-{}", account.name),
                "Roles of the central account.",
                (Scope::Account, account, first),
                account_wide(topology, account),
            );
        }
        for region in &self.regions {
            let settings = region_settings::region_settings(
                topology,
                &region_settings::copied(topology, account, region),
                std::slice::from_ref(*region),
                &region.identifier(),
            );
            // In CloudFormation one function of the account makes the settings of all its regions: the
            // templates of vaults have no room for one each.
            layout.inline(
                instances,
                format!("central-{}-{region}-settings", account.name),
                "What is copied into this region.",
                (Scope::Account, account, region),
                settings.map_or_else(Vec::new, |(settings, _)| settings.into()),
            );
        }
    }

    /// Its vaults in a region, their events, and the bus where it is there.
    fn regional(&self, region: &Region, layout: &mut Layout, instances: &mut Vec<Instance>) {
        let Self {
            topology, account, ..
        } = *self;
        let here = self
            .vaults
            .iter()
            .filter(|vault| vault.regions.contains(region));
        let mut resources: Vec<Placed> = here
            .flat_map(|vault| central_vault(topology, vault, region))
            .collect();
        let what = match resources.is_empty() {
            false => "Vaults that receive copies, in one region.",
            true => "The bus that receives job events, and what it notifies.",
        };
        resources.extend(self.forwarding(region));
        let bus_here = self.hub.filter(|route| route.region == *region);
        resources.extend(
            bus_here
                .into_iter()
                .flat_map(|route| event_hub::event_hub(topology, route)),
        );
        layout.inline(
            instances,
            format!("central-{}-{region}", account.name),
            what,
            (Scope::Region, account, region),
            resources,
        );
        layout.inline(
            instances,
            format!("central-{}-{region}-alarms", account.name),
            "Alarms: those of all accounts, and those on the bus that receives them.",
            (Scope::Region, account, region),
            bus_here.map_or_else(Vec::new, |route| event_hub::beside_the_bus(topology, route)),
        );
    }

    /// What forwards the events of its vaults in a region, where the bus is in this account.
    fn forwarding(&self, region: &Region) -> Vec<Placed> {
        let Some(route) = self.hub.filter(|_| !self.vaults.is_empty()) else {
            return Vec::new();
        };
        let mut ready = event_hub::ready();
        ready.push(event_forwarding::permission());
        let keys = keys_in(&self.vaults, region);
        let topics = (route.region == *region).then(|| alarms::topics(self.topology, route));
        let here = Here {
            keys: Some(&keys),
            notifications: false,
        };
        event_forwarding::forwarding(
            self.topology,
            route,
            &format!("{}_", region.identifier()),
            &ready,
            &here,
            &topics.unwrap_or_default(),
        )
    }
}

fn account_wide(topology: &Topology, account: &Account) -> Vec<Placed> {
    let mut resources = vec![service_linked_role::service_linked_role()];
    let (vaults, types) = copied_back(topology, account);
    if !vaults.is_empty() {
        let name = Names(&topology.name).copy_back_role();
        let role = roles::copy_back_role(topology.partition, &name, &vaults, &types);
        resources.extend(role);
    }
    // Where the bus is another account's, the role comes a wave later, with what needs it.
    let hub = topology.events.as_ref();
    if let Some(route) = hub.filter(|route| route.account == *account) {
        resources.extend(roles::forward_role(topology, route));
    }
    resources
}

/// The names of the local vaults that take copies back from vaults of an account, and the types
/// that such copies can be of; no type when they can be of any.
fn copied_back<'a>(
    topology: &'a Topology,
    account: &Account,
) -> (BTreeSet<&'a str>, BTreeSet<ResourceType>) {
    let (mut vaults, mut types, mut any) = (BTreeSet::new(), BTreeSet::new(), false);
    let paths = topology.copy_paths();
    for path in paths.filter(|path| path.group.copy_back && path.vault.account == *account) {
        vaults.insert(path.group.vault.as_str());
        any |= path.plan.selection.types.is_empty();
        types.extend(&path.plan.selection.types);
    }
    if any {
        types.clear();
    }
    (vaults, types)
}

/// What the resources of a central vault in one region are labelled.
fn label(vault: &CentralVault, region: &Region) -> String {
    format!(
        "{}_{}",
        vault.name.as_str().replace('-', "_"),
        region.identifier()
    )
}

/// The ARNs of the keys of an account's vaults in one region.
fn keys_in(vaults: &[&CentralVault], region: &Region) -> Vec<Value> {
    let here = vaults.iter().filter(|vault| vault.regions.contains(region));
    here.map(|vault| key(vault, region)).collect()
}

/// The ARN of a central vault's key in one region: an existing one, or that which is made.
fn key(vault: &CentralVault, region: &Region) -> Value {
    match vault.keys.get(region) {
        Some(existing) => existing.to_string().into(),
        None => Address::new("aws_kms_key", label(vault, region)).attribute("arn"),
    }
}

/// Key, vault, access policy and lock of a central vault in one region.
fn central_vault(topology: &Topology, vault: &CentralVault, region: &Region) -> Vec<Placed> {
    let names = Names(&topology.name);
    let label = label(vault, region);
    let mut placed = Vec::new();
    let key: Value = match vault.keys.get(region) {
        Some(existing) => existing.to_string().into(),
        None => {
            let description = format!("Copies in backup vault {}", vault.vault);
            let alias = names.key_alias(vault.name.as_str());
            let users = source_users(topology, vault, region);
            let [mut key, alias] = keys::key(topology, &label, description, alias, &users);
            key.depends_on.push(service_linked_role::address());
            let arn = key.address().attribute("arn");
            placed.extend([key, alias]);
            arn
        }
    };
    let resource =
        vaults::vault(&label, vault.vault.to_string(), key).after(service_linked_role::address());
    let accounts: BTreeSet<String> = copies_into(topology, vault, region)
        .map(|path| path.member.account.id.to_string())
        .collect();
    let accounts = Vec::from_iter(accounts);
    let admitted = match vault.access {
        Access::Organization => Some(("CopyFromTheOrganization", None)),
        Access::Sources => {
            (!accounts.is_empty()).then_some(("CopyFromSourceAccounts", Some(accounts.as_slice())))
        }
    };
    let admits = admitted.map(|(sid, accounts)| vault_access::copy_into(topology, sid, accounts));
    let exempt = vault.protect.then(|| Exempt {
        break_glass: topology.administration.break_glass_in(&[&vault.account]),
        deployers: topology.deployers_of_central(&vault.account),
    });
    let policy = vault_access::policy(topology, &resource, admits, exempt);
    let lock = vault
        .lock
        .as_ref()
        .map(|lock| vaults::lock(&resource, lock));
    placed.push(resource);
    placed.extend(policy);
    placed.extend(lock);
    placed
}

/// Every copy into a vault in one of its regions.
fn copies_into<'a>(
    topology: &'a Topology,
    vault: &'a CentralVault,
    region: &'a Region,
) -> impl Iterator<Item = CopyPath<'a>> {
    let paths = topology.copy_paths();
    paths.filter(move |path| path.vault.name == vault.name && path.destination == region)
}

/// In which accounts AWS Backup may use the key of a central vault. It encrypts what it copies in.
/// Where copies come back, the source account receives one, and its AWS Backup reads what the key
/// encrypted.
fn source_users(topology: &Topology, vault: &CentralVault, region: &Region) -> Vec<keys::Users> {
    let mut one_way: BTreeSet<String> = BTreeSet::new();
    let mut both_ways: BTreeSet<String> = BTreeSet::new();
    let units = topology.cloudformation.stack_sets.as_ref();
    let mut joins_both_ways = false;
    for path in copies_into(topology, vault, region) {
        let accounts = match path.group.copy_back {
            true => &mut both_ways,
            false => &mut one_way,
        };
        accounts.insert(path.member.account.id.to_string());
        joins_both_ways |= path.group.copy_back
            && units.is_some_and(|sets| sets.units.contains_key(&path.group.name));
    }
    let whole = vault.access == Access::Organization;
    let copied_to = !one_way.is_empty() || !both_ways.is_empty();
    let in_only = (copied_to && (whole || !one_way.is_empty())).then(|| keys::Users {
        sids: ["CopiesIn", "CopiesInGrants"],
        allowed: keys::Use::Write,
        accounts: (!whole).then(|| Vec::from_iter(one_way)),
    });
    // Accounts that join a unit of such a group are not known by their ids.
    let back = (!both_ways.is_empty()).then(|| keys::Users {
        sids: ["CopiesInAndBack", "CopiesInAndBackGrants"],
        allowed: keys::Use::ReadAndWrite,
        accounts: (!(whole && joins_both_ways)).then(|| Vec::from_iter(both_ways)),
    });
    in_only.into_iter().chain(back).collect()
}
