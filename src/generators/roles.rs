//! Roles: those that AWS Backup assumes in a source account to back up and to restore, the one that
//! copies back from a central account, the one that puts events on the central bus.

use std::collections::BTreeSet;

use super::event_forwarding::bus_arn;
use crate::blueprint::Placed;
use crate::facts::{Partition, ResourceType, for_copies};
use crate::policies::iam::{Policy, Principal, Statement, one_or_list};
use crate::resources::iam_role::{Role, RolePolicy, RolePolicyAttachment};
use crate::topology::{EventRoute, Names, Topology};
use crate::value::Value;

const CONCERN: &str = "roles";

/// The role that AWS Backup assumes to back up and copy these types, with AWS's own policies for
/// them. S3 has a policy of its own, without which its backups fail. AWS Backup deletes expired
/// recovery points with this role as well, so it stays as long as they do.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html>
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-iam.html>
pub(super) fn backup_role(
    partition: Partition,
    name: &str,
    types: &BTreeSet<ResourceType>,
) -> Vec<Placed> {
    let mut policies = vec![("backup", "service-role/AWSBackupServiceRolePolicyForBackup")];
    if with_buckets(types) {
        policies.push(("s3_backup", "AWSBackupServiceRolePolicyForS3Backup"));
    }
    let about = "Assumed by AWS Backup to back up and copy.";
    assumed_by_backup(partition, "backup", name, about, &policies)
}

/// The role that is passed to AWS Backup for restores. It is another one than that for backups,
/// which runs every night: a restore may write over what it protects.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html>
pub(super) fn restore_role(
    partition: Partition,
    name: &str,
    types: &BTreeSet<ResourceType>,
) -> Vec<Placed> {
    let mut policies = vec![(
        "restores",
        "service-role/AWSBackupServiceRolePolicyForRestores",
    )];
    if with_buckets(types) {
        policies.push(("s3_restore", "AWSBackupServiceRolePolicyForS3Restore"));
    }
    let about = "Assumed by AWS Backup to restore.";
    assumed_by_backup(partition, "restore", name, about, &policies)
}

/// Without a type the plans may select anything, buckets included.
fn with_buckets(types: &BTreeSet<ResourceType>) -> bool {
    types.is_empty() || types.contains(&ResourceType::S3)
}

/// The role that copies recovery points of these types from a central vault back into local vaults
/// of these names; it can copy and describe, nothing else.
///
/// The accounts are not named: each local vault admits central accounts by its own policy, and with
/// every account in it the role's policy would outgrow what IAM takes.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html>
pub(super) fn copy_back_role(
    partition: Partition,
    name: &str,
    vaults: &BTreeSet<&str>,
    types: &BTreeSet<ResourceType>,
) -> Vec<Placed> {
    let about =
        "Assumed by AWS Backup to copy recovery points back to the accounts they came from.";
    let role = role_of_backup("copy_back", name, about);
    let vaults = vaults.iter();
    let vaults: Vec<Value> = vaults
        .map(|vault| format!("arn:{partition}:backup:*:*:backup-vault:{vault}").into())
        .collect();
    let into = ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"];
    let into = vaults.iter().fold(
        Statement::allow("CopyIntoLocalVaults", into),
        |one, vault| one.on(vault.clone()),
    );
    let from = Statement::allow("CopyFromCentralVaults", ["backup:CopyFromBackupVault"])
        .on("*")
        .when(
            "ForAllValues:ArnLike",
            "backup:CopyTargets",
            one_or_list(vaults),
        );
    let mut policy = Policy::new().statement(from).statement(into);
    for row in for_copies(types) {
        let mut statement = Statement::allow(&row.id, row.actions.iter().cloned());
        for resource in row.resources(partition) {
            statement = statement.on(resource);
        }
        for (operator, keys) in &row.condition {
            for (key, value) in keys {
                statement = statement.when(operator, key, value.as_str());
            }
        }
        policy = policy.statement(statement);
    }
    let policy = RolePolicy {
        name: "copy-back".to_owned(),
        role: role.address(),
        policy,
    };
    let policy = Placed::new(CONCERN, "copy_back", policy);
    vec![role, policy]
}

/// A role of AWS Backup with AWS's own policies, by label and path.
fn assumed_by_backup(
    partition: Partition,
    label: &str,
    name: &str,
    about: &str,
    policies: &[(&str, &str)],
) -> Vec<Placed> {
    let role = role_of_backup(label, name, about);
    let address = role.address();
    let attachments = policies.iter().map(|(label, policy)| {
        let attachment = RolePolicyAttachment {
            role: address.clone(),
            policy_arn: format!("arn:{partition}:iam::aws:policy/{policy}"),
        };
        Placed::new(CONCERN, *label, attachment)
    });
    let attachments: Vec<Placed> = attachments.collect();
    std::iter::once(role).chain(attachments).collect()
}

/// A role that AWS Backup assumes, and may do nothing yet.
fn role_of_backup(label: &str, name: &str, about: &str) -> Placed {
    // AWS does not document that AWS Backup says for which account it assumes a role; a condition on
    // it could stop every job.
    let trust = Policy::new().statement(
        Statement::allow("Backup", ["sts:AssumeRole"])
            .to(Principal::Service("backup.amazonaws.com")),
    );
    let role = Role {
        name: name.to_owned(),
        description: about.to_owned(),
        trust,
    };
    Placed::new(CONCERN, label, role)
}

/// The role with which EventBridge puts events on the central bus: a bus of another account takes
/// events from a rule only with one.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html>
pub(super) fn forward_role(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let trust = Policy::new().statement(
        Statement::allow("EventBridge", ["sts:AssumeRole"])
            .to(Principal::Service("events.amazonaws.com"))
            .when("StringEquals", "aws:SourceAccount", Value::Account),
    );
    let role = Role {
        name: Names(&topology.name).forward_role(),
        description: "Assumed by EventBridge to put backup job events on the central bus."
            .to_owned(),
        trust,
    };
    let role = Placed::new(CONCERN, "events", role);
    let policy = RolePolicy {
        name: "put-events-on-central-bus".to_owned(),
        role: role.address(),
        policy: Policy::new().statement(
            Statement::allow("PutEvents", ["events:PutEvents"]).on(bus_arn(topology, route)),
        ),
    };
    let policy = Placed::new(CONCERN, "events", policy);
    vec![role, policy]
}
