//! Who alone may touch what a protected vault holds, and that the next deployment may always.

use std::collections::BTreeSet;

use offsite::topology::{Names, Topology};
use serde_json::Value;

use crate::deployed::Resource;
use crate::evaluate::{Caller, allows, denies, texts};
use crate::{World, worlds};

const DELETIONS: [&str; 3] = [
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
];
const CHANGES: [&str; 5] = [
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultAccessPolicy",
    "backup:DeleteBackupVaultLockConfiguration",
    "backup:PutBackupVaultAccessPolicy",
    "backup:PutBackupVaultLockConfiguration",
];

/// Every vault of a world with its account, and whether it is protected.
fn vaults(world: &World) -> Vec<(String, String, String, bool)> {
    let central = world.topology.central_vaults.iter().flat_map(|vault| {
        let account = vault.account.id.to_string();
        let regions = vault.regions.iter();
        regions.map(move |region| {
            let name = vault.vault.to_string();
            (account.clone(), region.to_string(), name, vault.protect)
        })
    });
    let local = world.sources().flat_map(|(group, _, member)| {
        let account = member.account.id.to_string();
        let regions = member.regions.iter();
        regions.map(move |region| {
            let name = group.vault.to_string();
            (account.clone(), region.to_string(), name, group.protect)
        })
    });
    central.chain(local).collect()
}

/// The one access policy of a vault.
fn policy<'a>(world: &'a World, vault: &'a Resource) -> Option<&'a Value> {
    let all = world.deployed.beside(vault, "aws_backup_vault_policy");
    let mut ours = all.filter(|one| vault.is_named_by(&one.body["backup_vault_name"], "name"));
    let first = ours.next();
    assert!(ours.next().is_none(), "{}", vault.place());
    first.map(|one| &one.body["policy"])
}

/// The names of the roles with which the engines work in an account, as their own files have them;
/// none in the management account, where the caller's own credentials may serve.
fn engines(topology: &Topology, account: &str) -> Vec<String> {
    let assume = &topology.terraform.assume_role;
    if account == topology.organization.management.id.as_str() {
        return assume.management.iter().map(ToString::to_string).collect();
    }
    let role = assume.name.as_ref().map(ToString::to_string);
    vec![role.unwrap_or_else(|| "OrganizationAccountAccessRole".to_owned())]
}

#[test]
fn nobody_but_break_glass_roles_deletes_from_a_protected_vault() {
    let (mut protected, mut open) = (0, 0);
    for world in worlds() {
        let topology = &world.topology;
        let organization = topology.organization.id.as_str();
        for (account, region, name, is_protected) in vaults(world) {
            let vault = world.named("aws_backup_vault", &account, &region, &name);
            let Some(policy) = policy(world, vault).filter(|_| is_protected) else {
                assert!(!is_protected, "{}: no policy", vault.place());
                open += 1;
                continue;
            };
            protected += 1;
            let mut others: BTreeSet<String> = engines(topology, &account).into_iter().collect();
            others.extend([
                "administrator".to_owned(),
                Names(&topology.name).backup_role(),
            ]);
            for action in DELETIONS {
                for role in &others {
                    let role = Caller::role(&account, organization, role);
                    assert!(denies(policy, &role, action), "{}: {action}", vault.place());
                }
                let root = Caller {
                    arn: format!("arn:aws:iam::{account}:root"),
                    ..Caller::role(&account, organization, "")
                };
                assert!(denies(policy, &root, action), "{}: {action}", vault.place());
                let mut aws_backup = Caller::backup(&account, organization);
                assert!(
                    !denies(policy, &aws_backup, action),
                    "{}: {action}",
                    vault.place()
                );
                // A service as such has no ARN.
                aws_backup.arn = String::new();
                aws_backup
                    .also
                    .push(("aws:PrincipalIsAWSService", vec!["true"]));
                assert!(
                    !denies(policy, &aws_backup, action),
                    "{}: {action}",
                    vault.place()
                );
                for (role, _) in &topology.administration.break_glass {
                    let arn = role.as_str().replace("$account", &account);
                    let role = Caller {
                        arn,
                        ..Caller::role(&account, organization, "")
                    };
                    assert!(
                        !denies(policy, &role, action),
                        "{}: {action}",
                        vault.place()
                    );
                }
            }
        }
    }
    assert!(
        protected > 30 && open > 10,
        "{protected} protected, {open} open"
    );
}

#[test]
fn nobody_but_who_deploys_changes_a_protected_vault_and_who_deploys_always_may() {
    let (mut shut, mut unknown) = (0, 0);
    for world in worlds() {
        let topology = &world.topology;
        let organization = topology.organization.id.as_str();
        let management = topology.organization.management.id.as_str();
        for (account, region, name, is_protected) in vaults(world) {
            let vault = world.named("aws_backup_vault", &account, &region, &name);
            let Some(policy) = policy(world, vault).filter(|_| is_protected) else {
                continue;
            };
            let caller = |role: &str| Caller::role(&account, organization, role);
            let is_local = topology
                .central_vaults
                .iter()
                .all(|one| one.account.id.as_str() != account);
            for action in CHANGES {
                for role in engines(topology, &account) {
                    assert!(
                        !denies(policy, &caller(&role), action),
                        "{}: {action}",
                        vault.place()
                    );
                }
                if is_local {
                    let role = caller("stacksets-exec-0123456789abcdef0123456789abcdef");
                    assert!(
                        !denies(policy, &role, action),
                        "{}: {action}",
                        vault.place()
                    );
                }
                let anybody = denies(policy, &caller("administrator"), action);
                if account == management && engines(topology, &account).is_empty() {
                    assert!(!anybody, "{}: {action}", vault.place());
                    unknown += 1;
                } else if anybody {
                    shut += 1;
                } else {
                    // Accounts that share a module share its policy.
                    let shape = world
                        .sources()
                        .find(|(_, _, member)| member.account.id.as_str() == account);
                    let (_, shape, _) = shape.unwrap();
                    let mut members = shape.members.iter();
                    assert!(
                        members.any(|one| one.account.id.as_str() == management),
                        "{}",
                        vault.place()
                    );
                }
            }
            // Copies come in as before.
            if allows(policy, &caller("x"), "backup:CopyIntoBackupVault") {
                assert!(!denies(policy, &caller("x"), "backup:CopyIntoBackupVault"));
            }
        }
    }
    assert!(
        shut > 150 && unknown >= 10,
        "{shut} shut, {unknown} unknown"
    );
}

#[test]
fn a_vault_access_policy_names_whole_actions_only() {
    let mut seen = 0;
    for world in worlds() {
        for found in world.deployed.of("aws_backup_vault_policy") {
            for statement in found.body["policy"]["Statement"].as_array().unwrap() {
                for action in texts(&statement["Action"]) {
                    assert!(
                        action.starts_with("backup:") && !action.contains('*'),
                        "{action}"
                    );
                    seen += 1;
                }
                if statement["Effect"] == "Deny" {
                    // AWS Config looks for both.
                    assert_eq!(statement["Principal"], "*");
                    assert_eq!(statement["Resource"], "*");
                }
            }
        }
    }
    assert!(seen > 100, "{seen}");
}
