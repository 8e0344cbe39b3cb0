//! The role by which AWS Backup acts in an account: there before it is needed, made or adopted.

use std::collections::BTreeSet;

use crate::deployed::Resource;
use crate::{World, worlds};

const ROLE: &str = "aws_iam_service_linked_role";

fn roles(world: &World) -> impl Iterator<Item = &Resource> {
    world.deployed.of(ROLE)
}

#[test]
fn every_account_with_vaults_has_the_role_once_a_root_and_so_has_the_management_account() {
    for world in worlds() {
        let vaults = world.deployed.of("aws_backup_vault");
        let mut needed: BTreeSet<(&str, &str)> = vaults
            .map(|vault| (vault.root.as_str(), vault.account.as_str()))
            .collect();
        let management = world.topology.organization.management.id.as_str();
        needed.insert(("1-management", management));
        let found: Vec<(&str, &str)> = roles(world)
            .map(|role| (role.root.as_str(), role.account.as_str()))
            .collect();
        let once: BTreeSet<(&str, &str)> = found.iter().copied().collect();
        assert_eq!(once, needed, "{}", world.name);
        assert_eq!(once.len(), found.len(), "{}: {found:?}", world.name);
        for role in roles(world) {
            let service = &role.body["aws_service_name"];
            assert_eq!(*service, "backup.amazonaws.com", "{}", role.place());
        }
    }
}

#[test]
fn every_vault_and_its_key_wait_for_the_role() {
    let mut seen = 0;
    for world in worlds() {
        for vault in world.deployed.of("aws_backup_vault") {
            let mut waiting = vec![vault];
            let key = &vault.body["kms_key_arn"];
            if !key.as_str().unwrap().starts_with("arn:aws:kms:") {
                waiting.push(world.deployed.referred(vault, key, "arn"));
            }
            let mut here = roles(world)
                .filter(|role| role.root == vault.root && role.account == vault.account);
            let role = here.next().unwrap();
            for one in waiting {
                let first = world.deployed.makes_before(role, one);
                assert!(first, "{}", one.place());
                seen += 1;
            }
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn a_role_that_is_there_is_found_and_imported_and_left_as_it_is() {
    let mut seen = 0;
    for world in worlds() {
        for role in roles(world) {
            let found = world.deployed.of("data.aws_iam_roles").find(|data| {
                let ids = role.adopted.as_ref().unwrap();
                data.root == role.root && data.is_named_by(ids, "arns")
            });
            let found = found.unwrap_or_else(|| panic!("{}: not looked for", role.place()));
            assert_eq!(found.account, role.account, "{}", role.place());
            let path = "/aws-service-role/backup.amazonaws.com/";
            assert_eq!(found.body["path_prefix"], path, "{}", found.place());
            // Other roles of AWS Backup begin alike.
            let name = "^AWSServiceRoleForBackup$";
            assert_eq!(found.body["name_regex"], name, "{}", found.place());
            let left = role.body["lifecycle"][0]["ignore_changes"].as_array();
            let left: BTreeSet<&str> = (left.unwrap().iter())
                .map(|one| one.as_str().unwrap().trim_start_matches("reference to "))
                .collect();
            let all = BTreeSet::from(["description", "tags", "tags_all"]);
            assert_eq!(left, all, "{}", role.place());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}
