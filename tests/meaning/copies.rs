//! The way out into the central vaults, and the way back.

use std::collections::BTreeSet;

use offsite::spec::model::{Access, Delivery};
use offsite::topology::Names;
use serde_json::Value;

use crate::deployed::Resource;
use crate::evaluate::{Caller, allows};
use crate::{World, worlds};

const COPY: &str = "backup:CopyIntoBackupVault";

/// Where each source region of the examples copies to, read off the specs by hand.
const DESTINATIONS: [(&str, &str, &[&str]); 6] = [
    (
        "acme",
        "eu-west-1",
        &[
            "arn:aws:backup:eu-central-1:100000000002:backup-vault:acme-central",
            "arn:aws:backup:eu-north-1:100000000003:backup-vault:acme-archive",
        ],
    ),
    (
        "acme",
        "eu-west-2",
        &[
            "arn:aws:backup:eu-central-1:100000000002:backup-vault:acme-central",
            "arn:aws:backup:eu-north-1:100000000003:backup-vault:acme-archive",
        ],
    ),
    (
        "acme",
        "us-east-1",
        &[
            "arn:aws:backup:us-west-2:100000000002:backup-vault:acme-central",
            "arn:aws:backup:eu-north-1:100000000003:backup-vault:acme-archive",
        ],
    ),
    (
        "group-roots",
        "us-east-1",
        &["arn:aws:backup:us-west-2:500000000002:backup-vault:group-roots-central"],
    ),
    (
        "group-roots",
        "us-east-2",
        &["arn:aws:backup:us-west-2:500000000002:backup-vault:group-roots-central"],
    ),
    (
        "quickstart",
        "eu-west-1",
        &["arn:aws:backup:eu-central-1:222222222222:backup-vault:quickstart-central"],
    ),
];

/// The access policies of a vault.
fn policies<'a>(world: &'a World, vault: &'a Resource) -> Vec<&'a Value> {
    let all = world.deployed.beside(vault, "aws_backup_vault_policy");
    all.filter(|one| vault.is_named_by(&one.body["backup_vault_name"], "name"))
        .map(|one| &one.body["policy"])
        .collect()
}

#[test]
fn every_central_vault_admits_exactly_the_accounts_that_copy_to_it() {
    let mut seen = 0;
    for world in worlds() {
        let topology = &world.topology;
        let organization = topology.organization.id.as_str();
        for vault in &topology.central_vaults {
            for region in &vault.regions {
                let senders: BTreeSet<&str> = topology
                    .copy_paths()
                    .filter(|path| path.vault.name == vault.name && path.destination == region)
                    .map(|path| path.member.account.id.as_str())
                    .collect();
                assert!(!senders.is_empty());
                let account = vault.account.id.as_str();
                let name = vault.vault.as_str();
                let found = world.named("aws_backup_vault", account, region.as_str(), name);
                let [policy] = policies(world, found)[..] else {
                    panic!("{}: not one policy", found.place());
                };
                for other in topology.accounts.values() {
                    let other = other.id.as_str();
                    let role = Caller::role(other, organization, "backup");
                    let admitted = vault.access == Access::Organization || senders.contains(other);
                    assert_eq!(
                        allows(policy, &role, COPY),
                        admitted,
                        "{}: {other}",
                        found.place()
                    );
                    let gone = Caller::role(other, "o-another00", "backup");
                    assert!(!allows(policy, &gone, COPY), "{}: {other}", found.place());
                    for action in ["backup:DeleteRecoveryPoint", "backup:DeleteBackupVault"] {
                        assert!(!allows(policy, &role, action), "{}", found.place());
                    }
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn every_region_copies_to_the_vaults_that_its_spec_pairs_it_with() {
    for (example, region, expected) in DESTINATIONS {
        let world = crate::world(example);
        let plans = world.deployed.of("aws_backup_plan");
        let plans = plans.filter(|plan| plan.region == region);
        let rules = plans.flat_map(|plan| plan.body["rule"].as_array().unwrap());
        let copies = rules.flat_map(|rule| rule["copy_action"].as_array().unwrap());
        let found: BTreeSet<&str> = copies
            .map(|copy| copy["destination_vault_arn"].as_str().unwrap())
            .collect();
        let needed: BTreeSet<&str> = expected.iter().copied().collect();
        assert_eq!(found, needed, "{example}: {region}");
    }
}

#[test]
fn every_rule_copies_to_each_of_its_destinations_from_every_region() {
    let mut seen = 0;
    for world in worlds() {
        let topology = &world.topology;
        for path in topology.copy_paths() {
            if path.plan.delivery != Delivery::Plan {
                continue;
            }
            let account = path.member.account.id.as_str();
            let name = Names(&topology.name).plan(path.plan.name.as_str());
            let plan = world.named("aws_backup_plan", account, path.source.as_str(), &name);
            let rules = plan.body["rule"].as_array().unwrap();
            let rule = rules
                .iter()
                .find(|rule| rule["rule_name"] == path.rule.name.as_str());
            let copies = rule.unwrap()["copy_action"].as_array();
            let copies = copies.unwrap_or_else(|| panic!("{}: no copies", plan.place()));
            assert_eq!(copies.len(), path.rule.copies.len(), "{}", plan.place());
            let region = path.destination.as_str();
            let vault = path.vault;
            let arn = format!(
                "arn:aws:backup:{region}:{}:backup-vault:{}",
                vault.account.id, vault.vault
            );
            let sent = copies
                .iter()
                .any(|copy| copy["destination_vault_arn"] == arn);
            assert!(sent, "{}: {arn}", plan.place());
            let central = vault.account.id.as_str();
            world.named("aws_backup_vault", central, region, vault.vault.as_str());
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn central_accounts_copy_back_where_the_spec_says_and_nowhere_else() {
    let (mut open, mut shut) = (0, 0);
    for world in worlds() {
        let topology = &world.topology;
        let organization = topology.organization.id.as_str();
        let back = Names(&topology.name).copy_back_role();
        for (group, _, member) in world.sources() {
            let account = member.account.id.as_str();
            let paths = topology.copy_paths();
            let paths = paths.filter(|path| path.member.account.id.as_str() == account);
            let central: BTreeSet<&str> =
                paths.map(|path| path.vault.account.id.as_str()).collect();
            for region in &member.regions {
                let name = group.vault.as_str();
                let vault = world.named("aws_backup_vault", account, region.as_str(), name);
                let policies = policies(world, vault);
                if !group.copy_back {
                    assert_eq!(
                        policies.len(),
                        usize::from(group.protect),
                        "{}",
                        vault.place()
                    );
                    for (policy, other) in policies.iter().zip(topology.accounts.values()) {
                        let role = Caller::role(other.id.as_str(), organization, &back);
                        assert!(!allows(policy, &role, COPY), "{}", vault.place());
                    }
                    shut += 1;
                    continue;
                }
                let [policy] = policies[..] else {
                    panic!("{}: not one policy", vault.place());
                };
                open += 1;
                for other in topology.accounts.values() {
                    let other = other.id.as_str();
                    let role = Caller::role(other, organization, &back);
                    let admitted = allows(policy, &role, COPY);
                    assert_eq!(admitted, central.contains(other), "{}", vault.place());
                    let gone = Caller::role(other, "o-another00", &back);
                    assert!(!allows(policy, &gone, COPY), "{}", vault.place());
                }
                for other in &central {
                    world.role(other, &back);
                }
            }
        }
    }
    assert!(open > 10 && shut > 3, "{open} open, {shut} shut");
}
