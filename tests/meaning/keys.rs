//! Keys: at both ends of a copy, those who must can use them, and nobody else.

use offsite::topology::{Names, Role};
use serde_json::Value;

use crate::deployed::Resource;
use crate::evaluate::{Caller, allows};
use crate::{World, worlds};

const STRANGER: &str = "999999999999";
const USES: [&str; 4] = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:CreateGrant",
];

/// What AWS asks for the account that receives a copy, of the key of its source.
/// <https://repost.aws/knowledge-center/backup-troubleshoot-cross-account-copy>
const OF_A_SOURCE: [&str; 10] = [
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:CreateGrant",
    "kms:ListGrants",
    "kms:RevokeGrant",
];

/// A spec, a central account and region, and the source accounts that may encrypt with the vault's
/// key, each with whether it may decrypt: read off the specs by hand.
type CentralKey = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, bool)],
);

const CENTRAL_KEYS: [CentralKey; 4] = [
    (
        "mixed",
        "700000000002",
        "eu-central-1",
        &[("orders", true), ("billing", false)],
    ),
    ("mixed", "700000000003", "eu-north-1", &[("orders", true)]),
    ("acme", "100000000002", "us-west-2", PRODUCTION),
    ("acme", "100000000003", "eu-north-1", PRODUCTION),
];

/// The accounts of acme's group whose copies come back; the other group has neither their region
/// nor their plan.
const PRODUCTION: &[(&str, bool)] = &[
    ("shop", true),
    ("orders", true),
    ("billing", true),
    ("payments", true),
    ("ledger", true),
    ("customers", true),
    ("search", true),
    ("legacy", true),
];

/// The key of a vault, unless the spec brings one along.
fn key<'a>(world: &'a World, vault: &'a Resource) -> Option<&'a Resource> {
    let arn = &vault.body["kms_key_arn"];
    let brought = arn.as_str().unwrap().starts_with("arn:aws:kms:");
    (!brought).then(|| world.deployed.referred(vault, arn, "arn"))
}

fn local<'a>(world: &'a World, account: &str, region: &str) -> &'a Resource {
    let mut vaults = world.deployed.of("aws_backup_vault");
    vaults
        .find(|vault| vault.account == account && vault.region == region)
        .unwrap()
}

/// A key policy without its owner's statement, which covers only roles with policies of their own
/// for the key; the service-linked role has none.
fn beyond_the_owner(policy: &Value) -> Value {
    let mut policy = policy.clone();
    let statements = policy["Statement"].as_array_mut().unwrap();
    let before = statements.len();
    statements.retain(|one| one["Action"] != "kms:*");
    assert_eq!(before, statements.len() + 1, "one statement of the owner");
    policy
}

#[test]
fn every_key_of_a_vault_serves_aws_backup_in_its_own_account() {
    let mut seen = 0;
    for world in worlds() {
        let organization = world.topology.organization.id.as_str();
        for vault in world.deployed.of("aws_backup_vault") {
            let Some(key) = key(world, vault) else {
                continue;
            };
            let policy = beyond_the_owner(&key.body["policy"]);
            for action in USES {
                let own = Caller::backup(&vault.account, organization);
                assert!(allows(&policy, &own, action), "{}: {action}", key.place());
                let person = Caller::role(&vault.account, organization, "anybody");
                let stranger = Caller::backup(STRANGER, "o-another00");
                for other in [person, stranger] {
                    assert!(!allows(&policy, &other, action), "{}", key.place());
                }
            }
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn both_ends_of_every_copy_can_use_the_keys_it_takes_and_nobody_more() {
    let mut seen = 0;
    for world in worlds() {
        let topology = &world.topology;
        let organization = topology.organization.id.as_str();
        for path in topology.copy_paths() {
            let account = path.member.account.id.as_str();
            let central = path.vault.account.id.as_str();
            let stranger = Caller::backup(STRANGER, "o-another00");
            if let Some(key) = key(world, local(world, account, path.source.as_str())) {
                let policy = &key.body["policy"];
                let reader = Caller::backup(central, organization);
                for action in OF_A_SOURCE {
                    assert!(allows(policy, &reader, action), "{}: {action}", key.place());
                    assert!(!allows(policy, &stranger, action), "{}", key.place());
                }
                let person = Caller::role(central, organization, "anybody");
                assert!(!allows(policy, &person, "kms:Decrypt"), "{}", key.place());
                let deletes = allows(policy, &reader, "kms:ScheduleKeyDeletion");
                assert!(!deletes, "{}", key.place());
                seen += 1;
            }
            let name = path.vault.vault.as_str();
            let region = path.destination.as_str();
            let vault = world.named("aws_backup_vault", central, region, name);
            if let Some(key) = key(world, vault) {
                let policy = &key.body["policy"];
                let source = world
                    .sources()
                    .find(|(_, _, one)| one.account == path.member.account);
                let (group, shape, _) = source.unwrap();
                let role = match &shape.role {
                    Role::Made(name) => name.clone(),
                    Role::Existing { arn, .. } => {
                        arn.as_str().split_once(":role/").unwrap().1.to_owned()
                    }
                };
                let role = Caller::role(account, organization, &role);
                let itself = Caller::backup(account, organization);
                for action in ["kms:Encrypt", "kms:GenerateDataKey"] {
                    // Whoever administers a source account can make its backup role anew.
                    let admitted = allows(policy, &role, action);
                    assert!(!admitted, "{}: {action}", key.place());
                    assert!(allows(policy, &itself, action), "{}: {action}", key.place());
                    assert!(!allows(policy, &stranger, action), "{}", key.place());
                }
                let reads = allows(policy, &itself, "kms:Decrypt");
                assert_eq!(reads, group.copy_back, "{}", key.place());
                let deletes = allows(policy, &itself, "kms:ScheduleKeyDeletion");
                assert!(!deletes, "{}", key.place());
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn the_key_of_a_central_vault_admits_aws_backup_where_copies_come_from_and_go_to() {
    for (example, account, region, uses) in CENTRAL_KEYS {
        let world = crate::world(example);
        let organization = world.topology.organization.id.as_str();
        let mut vaults = world.deployed.of("aws_backup_vault");
        let vault = vaults.find(|vault| vault.account == account && vault.region == region);
        let key = key(world, vault.unwrap()).unwrap();
        for other in world.topology.accounts.values() {
            if other.id.as_str() == account {
                continue;
            }
            let caller = Caller::backup(other.id.as_str(), organization);
            let may = |action| allows(&key.body["policy"], &caller, action);
            let expected = uses.iter().find(|(name, _)| *name == other.name.as_str());
            let place = format!("{}: {}", key.place(), other.name);
            assert_eq!(may("kms:Encrypt"), expected.is_some(), "{place}");
            assert_eq!(may("kms:CreateGrant"), expected.is_some(), "{place}");
            assert_eq!(
                may("kms:Decrypt"),
                expected.is_some_and(|(_, reads)| *reads),
                "{place}"
            );
        }
    }
}

#[test]
fn every_alias_is_of_the_key_that_its_name_says() {
    let mut seen = 0;
    for world in worlds() {
        let names = Names(&world.topology.name);
        for alias in world.deployed.of("aws_kms_alias") {
            let key = world
                .deployed
                .referred(alias, &alias.body["target_key_id"], "key_id");
            let name = alias.body["name"].as_str().unwrap();
            let user = if name == names.key_alias("alerts") {
                let mut topics = world.deployed.beside(alias, "aws_sns_topic");
                topics.any(|topic| key.is_named_by(&topic.body["kms_master_key_id"], "id"))
            } else {
                let mut vaults = world.deployed.beside(alias, "aws_backup_vault");
                vaults.any(|vault| {
                    let purpose = name.rsplit('-').next().unwrap();
                    vault.body["name"].as_str().unwrap().ends_with(purpose)
                        && key.is_named_by(&vault.body["kms_key_arn"], "arn")
                })
            };
            assert!(user, "{}: {name}", alias.place());
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}
