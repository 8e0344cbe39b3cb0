//! Roles that AWS Backup assumes: each may do its one work.

use std::collections::BTreeSet;

use offsite::facts::ResourceType;
use offsite::topology::{Names, Role, Shape};
use serde_json::Value;

use crate::deployed::Resource;
use crate::evaluate::texts;
use crate::{World, worlds};

const BACKUP: &str = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup";
const RESTORES: &str = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores";
const S3_BACKUP: &str = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup";
const S3_RESTORE: &str = "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore";

/// The managed policies of a role.
fn attached<'a>(world: &'a World, role: &'a Resource) -> BTreeSet<&'a str> {
    let attached = world
        .deployed
        .beside(role, "aws_iam_role_policy_attachment");
    attached
        .filter(|one| role.is_named_by(&one.body["role"], "name"))
        .map(|one| one.body["policy_arn"].as_str().unwrap())
        .collect()
}

/// The statements of a role's own policies.
fn own<'a>(world: &'a World, role: &'a Resource) -> Vec<&'a Value> {
    let policies = world.deployed.beside(role, "aws_iam_role_policy");
    policies
        .filter(|one| role.is_named_by(&one.body["role"], "name"))
        .flat_map(|one| one.body["policy"]["Statement"].as_array().unwrap())
        .collect()
}

/// Whether the plans of a shape can select buckets.
fn selects_buckets(world: &World, shape: &Shape) -> bool {
    let plans = shape.plans.iter();
    let mut types = plans.map(|(index, _)| &world.topology.plans[*index].selection.types);
    types.any(|types| types.is_empty() || types.contains(&ResourceType::S3))
}

#[test]
fn one_role_backs_up_and_another_restores_with_the_policies_that_the_types_take() {
    let mut with_s3 = 0;
    for world in worlds() {
        for (_, shape, member) in world.sources() {
            let Role::Made(name) = &shape.role else {
                continue;
            };
            let (mut backs_up, mut restores) =
                (BTreeSet::from([BACKUP]), BTreeSet::from([RESTORES]));
            if selects_buckets(world, shape) {
                with_s3 += 1;
                backs_up.insert(S3_BACKUP);
                restores.insert(S3_RESTORE);
            }
            let account = member.account.id.as_str();
            let restore = Names(&world.topology.name).restore_role();
            for (name, needed) in [(name, backs_up), (&restore, restores)] {
                let role = world.role(account, name);
                assert_eq!(attached(world, role), needed, "{}", role.place());
                assert!(own(world, role).is_empty(), "{}", role.place());
            }
        }
    }
    assert!(with_s3 > 5, "{with_s3}");
}

#[test]
fn the_role_that_copies_back_may_copy_and_describe_and_nothing_else() {
    let mut seen = 0;
    for world in worlds() {
        let topology = &world.topology;
        let back = Names(&topology.name).copy_back_role();
        for account in topology.central_accounts() {
            let ways = topology
                .copy_paths()
                .filter(|path| path.vault.account == *account);
            let accounts: BTreeSet<&str> =
                ways.map(|path| path.member.account.id.as_str()).collect();
            let sources = world.sources().filter(|(group, _, member)| {
                group.copy_back && accounts.contains(member.account.id.as_str())
            });
            let vaults: BTreeSet<&str> = sources.map(|(group, ..)| group.vault.as_str()).collect();
            let account = account.id.as_str();
            let mut roles = world.deployed.of("aws_iam_role");
            let role = roles.find(|one| one.account == account && one.body["name"] == *back);
            assert_eq!(
                role.is_some(),
                !vaults.is_empty(),
                "{}: {account}",
                world.name
            );
            let Some(role) = role else { continue };
            seen += 1;
            assert!(attached(world, role).is_empty(), "{}", role.place());
            let vaults = vaults.iter();
            let vaults: Vec<String> = vaults
                .map(|vault| format!("arn:aws:backup:*:*:backup-vault:{vault}"))
                .collect();
            let (mut into, mut from) = (0, 0);
            for statement in own(world, role) {
                for action in texts(&statement["Action"]) {
                    let (service, verb) = action.split_once(':').unwrap();
                    let keeps = ["Delete", "Create", "Put", "Start", "Update", "Tag", "*"];
                    let is_grant = action == "kms:CreateGrant"
                        && statement["Condition"]["Bool"]["kms:GrantIsForAWSResource"] == "true";
                    assert!(
                        is_grant || !keeps.iter().any(|one| verb.starts_with(one)),
                        "{action}"
                    );
                    match (service, verb) {
                        ("backup", "CopyIntoBackupVault" | "DescribeBackupVault") => {
                            into += 1;
                            assert_eq!(texts(&statement["Resource"]), vaults, "{}", role.place());
                        }
                        ("backup", "CopyFromBackupVault") => {
                            from += 1;
                            let only = &statement["Condition"]["ForAllValues:ArnLike"];
                            assert_eq!(texts(&only["backup:CopyTargets"]), vaults);
                        }
                        ("backup", other) => panic!("{}: {other}", role.place()),
                        _ => {}
                    }
                }
            }
            assert_eq!((into, from), (2, 1), "{}", role.place());
        }
    }
    assert!(seen >= 3, "{seen}");
}

/// The services that the role of an organization's central account may call for copies of this type.
fn services(resource_type: ResourceType) -> BTreeSet<String> {
    let mut examples = crate::examples::all().into_iter();
    let mut example = examples.find(|one| one.name == "quickstart").unwrap();
    for plan in example.spec.plans.values_mut() {
        plan.resource_types = vec![resource_type];
    }
    match &mut example.spec.sources {
        offsite::spec::OneOrNamed::One(group) => group.copy_back = true,
        offsite::spec::OneOrNamed::Named(_) => panic!("the quickstart has one group"),
    }
    let world = World::of(example);
    let role = world.role("222222222222", "quickstart-backup-copy-back");
    let statements = own(&world, role);
    let actions = statements.iter().flat_map(|one| texts(&one["Action"]));
    actions
        .map(|action| action.split_once(':').unwrap().0.to_owned())
        .collect()
}

#[test]
fn the_role_that_copies_back_calls_the_services_of_the_copied_types_only() {
    for (resource_type, expected) in [
        (ResourceType::DynamoDb, vec!["backup", "kms"]),
        (ResourceType::S3, vec!["backup", "kms"]),
        (ResourceType::Ebs, vec!["backup", "ec2", "kms"]),
        (ResourceType::Aurora, vec!["backup", "kms", "rds"]),
        (ResourceType::Fsx, vec!["backup", "fsx", "kms"]),
    ] {
        let found = services(resource_type);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, expected, "{resource_type}");
    }
}
