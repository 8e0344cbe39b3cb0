//! Wave 3: roles, vaults and plans, in the source accounts. Accounts that look alike share two
//! blueprints: one for the account, one for each of its regions, since a role made once a region
//! fails in the second one.

use std::collections::BTreeSet;

use super::super::job_events::Here;
use super::super::vault_access::Exempt;
use super::super::{
    alarms, event_forwarding, keys, plans, region_settings, roles, service_linked_role,
    vault_access, vault_notifications, vaults,
};
use crate::blueprint::{Blueprint, Instance, Layout, Placed, Scope, Sharing, Stack, Table, Wave};
use crate::policies::iam::arn;
use crate::spec::model::Roots;
use crate::topology::{Account, Group, Member, Names, Role, Shape, Topology};
use crate::value::{Address, Value};

pub(super) fn add(topology: &Topology, layout: &mut Layout) {
    for group in &topology.groups {
        let mut whole: Vec<Instance> = Vec::new();
        for shape in &group.shapes {
            let account_wide = layout.blueprint(account_blueprint(topology, group, shape));
            let regional = layout.blueprint(regional_blueprint(topology, group, shape));
            let blueprints = (account_wide, regional);
            for member in &shape.members {
                match topology.terraform.roots {
                    Roots::Group => {
                        let prefix = Some(member.account.name.as_str());
                        instances(blueprints, group, member, prefix, &mut whole);
                    }
                    Roots::Account => {
                        let mut own = Vec::new();
                        instances(blueprints, group, member, None, &mut own);
                        layout.stacks.push(Stack {
                            name: Wave::Sources.stack(&format!("source-{}", member.account.name)),
                            about: format!("Backups of account {}.", member.account.name),
                            wave: Wave::Sources,
                            instances: own,
                        });
                    }
                }
            }
        }
        if !whole.is_empty() {
            layout.stacks.push(Stack {
                name: Wave::Sources.stack(&format!("source-{}", group.name)),
                about: format!("Backups of the accounts of group {}.", group.name),
                wave: Wave::Sources,
                instances: whole,
            });
        }
    }
}

fn instances(
    (account_wide, regional): (usize, usize),
    group: &Group,
    member: &Member,
    prefix: Option<&str>,
    instances: &mut Vec<Instance>,
) {
    let label = |name: &str| match prefix {
        Some(account) => format!("{account}_{name}"),
        None => name.to_owned(),
    };
    let Some(home) = group.home(member) else {
        return;
    };
    let account = instances.len();
    instances.push(Instance {
        blueprint: account_wide,
        account: member.account.clone(),
        region: home.clone(),
        label: label("account"),
        after: Vec::new(),
    });
    for region in &member.regions {
        instances.push(Instance {
            blueprint: regional,
            account: member.account.clone(),
            region: region.clone(),
            label: label(&region.identifier()),
            after: vec![account],
        });
    }
}

/// The roles of a source account.
fn account_blueprint(topology: &Topology, group: &Group, shape: &Shape) -> Blueprint {
    let mut resources = vec![service_linked_role::service_linked_role()];
    if let Role::Made(name) = &shape.role {
        let (partition, types) = (topology.partition, topology.selected_types(shape));
        resources.extend(roles::backup_role(partition, name, &types));
        let name = Names(&topology.name).restore_role();
        resources.extend(roles::restore_role(partition, &name, &types));
    }
    if let Some(route) = &topology.events {
        resources.extend(roles::forward_role(topology, route));
    }
    if let Some(told) = vault_notifications::told(topology, shape) {
        resources.extend(vault_notifications::role(topology, told));
    }
    Blueprint {
        name: format!("{}-account", shape.label),
        family: format!("{}-account", group.name),
        about: "What a source account needs once: its roles.".to_owned(),
        sharing: Sharing::Shared,
        scope: Scope::Account,
        tables: Vec::new(),
        resources,
    }
}

fn regional_blueprint(topology: &Topology, group: &Group, shape: &Shape) -> Blueprint {
    let names = Names(&topology.name);
    let mut resources: Vec<Placed> = Vec::new();
    let mut tables = plans::destinations(topology, shape);
    let regions = shape.regions();
    let types = region_settings::protected(topology, topology.selected_types(shape));
    if let Some((settings, table)) =
        region_settings::region_settings(topology, &types, &regions, "this")
    {
        resources.extend(settings);
        tables.extend(table);
    }
    let key = if shape.keys.is_empty() {
        let users = central_users(topology, group, shape);
        let description = format!("Recovery points in backup vault {}", group.vault);
        let [key, alias] = keys::key(
            topology,
            "local",
            description,
            names.key_alias("local"),
            &users,
        );
        // The key itself, not its alias, so that the vault cannot be given another one by mistake.
        let arn = key.address().attribute("arn");
        resources.extend([key, alias]);
        arn
    } else {
        tables.push(existing_keys(shape));
        Value::Lookup("key_arn".to_owned())
    };
    let keys = [key.clone()];
    let vault = vaults::vault("local", group.vault.to_string(), key);
    let name = vault.address().attribute("name");
    let way_back = group
        .copy_back
        .then(|| central_accounts(topology, group, shape))
        .filter(|all| !all.is_empty());
    let admits = way_back.map(|accounts| {
        vault_access::copy_into(topology, "CopyBackFromCentralAccounts", Some(&accounts))
    });
    let policy = vault_access::policy(topology, &vault, admits, exempt(topology, group, shape));
    let lock = group.lock.as_ref();
    let lock = lock.map(|lock| vaults::lock(&vault, lock));
    resources.push(vault);
    resources.extend(policy);
    resources.extend(lock);
    resources.extend(plans::plans(
        topology,
        shape,
        &name,
        &role_arn(topology, shape),
    ));
    if let Some(route) = &topology.events {
        let told = vault_notifications::told(topology, shape);
        let here = Here {
            keys: Some(&keys),
            notifications: told.is_some(),
        };
        let forwarding = event_forwarding::forwarding(topology, route, "", &[], &here, &[]);
        resources.extend(forwarding);
        if let Some(told) = told {
            let vault = (Address::new("aws_backup_vault", "local"), &group.vault);
            resources.extend(vault_notifications::notifications(topology, told, vault));
        }
        resources.extend(alarms::silence(topology, group, shape));
    }
    Blueprint {
        name: format!("{}-region", shape.label),
        family: format!("{}-region", group.name),
        about: "What a source account needs in each region: key, vault, plans, events.".to_owned(),
        sharing: Sharing::Shared,
        scope: Scope::Region,
        tables,
        resources,
    }
}

/// The roles that may touch what the local vaults hold; none when the group does not protect them.
fn exempt(topology: &Topology, group: &Group, shape: &Shape) -> Option<Exempt> {
    let accounts: Vec<&Account> = shape.members.iter().map(|one| &one.account).collect();
    group.protect.then(|| Exempt {
        break_glass: topology.administration.break_glass_in(&accounts),
        deployers: topology.deployers_of_sources(shape),
    })
}

fn existing_keys(shape: &Shape) -> Table {
    let rows = shape
        .keys
        .iter()
        .map(|(region, key)| (region.clone(), Value::from(key.to_string())));
    Table {
        name: "key_arn".to_owned(),
        about: "The existing key of the local vault in each region.".to_owned(),
        rows: rows.collect(),
    }
}

fn role_arn(topology: &Topology, shape: &Shape) -> Value {
    match &shape.role {
        Role::Made(name) => arn(
            topology.partition,
            "iam",
            "",
            Value::Account,
            format!("role/{name}"),
        ),
        Role::Existing { arn: existing, .. } => match existing.as_str().split_once("$account") {
            Some((before, after)) => Value::join([before.into(), Value::Account, after.into()]),
            None => existing.to_string().into(),
        },
    }
}

/// The accounts that a shape's plans copy to, by id and each once.
fn central_accounts(topology: &Topology, group: &Group, shape: &Shape) -> Vec<String> {
    let paths = topology.paths_of(group, shape);
    let accounts: BTreeSet<String> = paths
        .map(|path| path.vault.account.id.to_string())
        .collect();
    Vec::from_iter(accounts)
}

/// In which central accounts AWS Backup may use the key of a local vault. It reads what it copies;
/// AWS asks for all uses of a source's key, and does not say which of them each type takes.
fn central_users(topology: &Topology, group: &Group, shape: &Shape) -> Vec<keys::Users> {
    let accounts = central_accounts(topology, group, shape);
    let users = (!accounts.is_empty()).then_some(keys::Users {
        sids: ["CopiesOut", "CopiesOutGrants"],
        allowed: keys::Use::ReadAndWrite,
        accounts: Some(accounts),
    });
    users.into_iter().collect()
}
