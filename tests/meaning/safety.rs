//! What must not be lost, what is adopted, what comes first, and locks.

use offsite::spec::model::LockMode;
use offsite::topology::{Lock, Names};

use crate::deployed::Resource;
use crate::{World, worlds};

/// What holds data or belongs to others too. Not the governance locks of the examples: a change of
/// their bounds replaces them, and their vaults are protected themselves.
const PRECIOUS: [&str; 6] = [
    "aws_backup_vault",
    "aws_iam_service_linked_role",
    "aws_kms_key",
    "aws_cloudformation_stack",
    "aws_organizations_policy",
    "aws_organizations_resource_policy",
];

fn all() -> impl Iterator<Item = &'static Resource> {
    worlds().iter().flat_map(|world| world.deployed.all())
}

#[test]
fn nothing_precious_can_be_destroyed() {
    for kind in PRECIOUS {
        let mut seen = 0;
        for one in all().filter(|one| one.kind == kind) {
            let refused = &one.body["lifecycle"][0]["prevent_destroy"];
            assert_eq!(*refused, true, "{}", one.place());
            seen += 1;
        }
        assert!(seen > 0, "{kind}");
    }
}

#[test]
fn what_always_exists_is_imported_under_its_own_id() {
    let mut seen = 0;
    for one in all() {
        let id = match one.kind.as_str() {
            "aws_backup_global_settings" => &one.account,
            "aws_backup_region_settings" => &one.region,
            // It may exist: see `linked_role`.
            "aws_iam_service_linked_role" => continue,
            _ => {
                assert!(one.adopted.is_none(), "{}", one.place());
                continue;
            }
        };
        let adopted = one.adopted.as_ref();
        let adopted = adopted.unwrap_or_else(|| panic!("{} is not imported", one.place()));
        assert_eq!(*adopted, id.as_str(), "{}", one.place());
        seen += 1;
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn every_root_comes_after_those_it_counts_on() {
    for world in worlds() {
        let topology = &world.topology;
        let waves = |kind: &'static str| {
            let all = world.deployed.of(kind);
            all.map(|one| (one.account.as_str(), one.wave()))
        };
        let central = |account: &str| {
            let mut vaults = topology.central_vaults.iter();
            vaults.any(|vault| vault.account.id.as_str() == account)
        };
        let vaults = || waves("aws_backup_vault");
        let switches = waves("aws_cloudformation_stack").map(|(_, wave)| wave);
        let switches = switches.max().unwrap();
        let first = vaults().map(|(_, wave)| wave).min().unwrap();
        assert!(
            switches < first,
            "{}: vaults before the switches",
            world.name
        );
        let last = vaults().filter(|(account, _)| central(account));
        // Without a central vault nothing is copied.
        let last = last.map(|(_, wave)| wave).max();
        assert_eq!(last.is_none(), topology.central_vaults.is_empty());
        for (account, wave) in waves("aws_backup_plan") {
            assert!(
                last < Some(wave),
                "{}: {account} copies before there is a vault",
                world.name
            );
        }
        let roles = waves("aws_iam_role").map(|(_, wave)| wave);
        let made = vaults().map(|(_, wave)| wave).chain(roles).max().unwrap();
        for (_, wave) in waves("aws_organizations_policy_attachment") {
            assert!(
                made < wave,
                "{}: a policy before its roles and vaults",
                world.name
            );
        }
    }
}

/// Every vault of a world, by account, region and name, with the lock that its spec has for it.
fn vaults(world: &World) -> Vec<(&str, &str, &str, Option<&Lock>)> {
    let central = world.topology.central_vaults.iter().flat_map(|vault| {
        let (account, name) = (vault.account.id.as_str(), vault.vault.as_str());
        let regions = vault.regions.iter();
        regions.map(move |region| (account, region.as_str(), name, vault.lock.as_ref()))
    });
    let local = world.topology.groups.iter().flat_map(|group| {
        group.members().flat_map(move |member| {
            let (account, name) = (member.account.id.as_str(), group.vault.as_str());
            let regions = member.regions.iter();
            regions.map(move |region| (account, region.as_str(), name, group.lock.as_ref()))
        })
    });
    central.chain(local).collect()
}

#[test]
fn every_lock_has_the_bounds_and_mode_of_its_spec() {
    let mut seen = 0;
    for world in worlds() {
        for (account, region, name, said) in vaults(world) {
            let made = world.named("aws_backup_vault", account, region, name);
            let kind = "aws_backup_vault_lock_configuration";
            let mut locks = world.deployed.beside(made, kind);
            let lock = locks.find(|one| made.is_named_by(&one.body["backup_vault_name"], "name"));
            assert_eq!(lock.is_some(), said.is_some(), "{}", made.place());
            let Some((lock, said)) = lock.zip(said) else {
                continue;
            };
            for (argument, days) in [
                ("min_retention_days", said.min),
                ("max_retention_days", said.max),
                // AWS takes a lock with it for one that cannot be removed once the days are over.
                ("changeable_for_days", said.changeable_for),
            ] {
                let held = lock.body[argument].as_u64();
                assert_eq!(
                    held,
                    days.map(|days| days.0.into()),
                    "{}: {argument}",
                    lock.place()
                );
            }
            let is_compliance = said.mode == LockMode::Compliance;
            assert_eq!(said.changeable_for.is_some(), is_compliance);
            if world.name == "acme" {
                // specs/acme.yaml: governance, from one year to ten.
                assert_eq!(name, Names(&world.topology.name).central_vault("archive"));
                assert_eq!(lock.body["min_retention_days"], 365);
                assert_eq!(lock.body["max_retention_days"], 3650);
                assert!(!is_compliance);
            }
            seen += 1;
        }
    }
    assert_eq!(
        seen, 7,
        "acme's archive, both regions of the rest, two local vaults of each account of group-roots"
    );
}
