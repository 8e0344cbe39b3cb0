//! Roles: the one that AWS Backup assumes in a source account, the one that copies back from a
//! central account, the one that puts events on the central bus.

use std::collections::BTreeSet;

use super::event_forwarding::bus_arn;
use crate::blueprint::Placed;
use crate::facts::{Partition, ResourceType};
use crate::iam::{Policy, Principal, Statement};
use crate::resources::Value;
use crate::resources::iam_role::{Role, RolePolicy, RolePolicyAttachment};
use crate::topology::{EventRoute, Names, Topology};

const CONCERN: &str = "roles";

/// The role that AWS Backup assumes to back up, copy and restore these types, with AWS's own
/// policies for them. S3 has policies of its own, without which its backups fail.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html>
pub(super) fn backup_role(
    partition: Partition,
    name: &str,
    types: &BTreeSet<ResourceType>,
) -> Vec<Placed> {
    let mut policies = vec![
        ("backup", "service-role/AWSBackupServiceRolePolicyForBackup"),
        (
            "restores",
            "service-role/AWSBackupServiceRolePolicyForRestores",
        ),
    ];
    // Without a type the plans may select anything, buckets included.
    if types.is_empty() || types.contains(&ResourceType::S3) {
        policies.push(("s3_backup", "AWSBackupServiceRolePolicyForS3Backup"));
        policies.push(("s3_restore", "AWSBackupServiceRolePolicyForS3Restore"));
    }
    assumed_by_backup(
        partition,
        "backup",
        name,
        "Assumed by AWS Backup to back up, copy and restore.",
        &policies,
    )
}

/// The role that copies recovery points from a central vault back into the local ones.
pub(super) fn copy_back_role(partition: Partition, name: &str) -> Vec<Placed> {
    let policies = [(
        "copy_back",
        "service-role/AWSBackupServiceRolePolicyForBackup",
    )];
    let about =
        "Assumed by AWS Backup to copy recovery points back to the accounts they came from.";
    assumed_by_backup(partition, "copy_back", name, about, &policies)
}

fn assumed_by_backup(
    partition: Partition,
    label: &str,
    name: &str,
    about: &str,
    policies: &[(&str, &str)],
) -> Vec<Placed> {
    // AWS does not document that AWS Backup says for which account it assumes a role; a condition on
    // it could stop every job.
    let trust = Policy::new().statement(
        Statement::allow("Backup", ["sts:AssumeRole"])
            .to(Principal::Service("backup.amazonaws.com")),
    );
    let role = Role {
        name: name.to_owned(),
        description: about.to_owned(),
        trust: trust.into_value(),
    };
    let role = Placed::new(CONCERN, label, role);
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
        trust: trust.into_value(),
    };
    let role = Placed::new(CONCERN, "events", role);
    let policy = RolePolicy {
        name: "put-events-on-central-bus".to_owned(),
        role: role.address(),
        policy: Policy::new()
            .statement(
                Statement::allow("PutEvents", ["events:PutEvents"]).on(bus_arn(topology, route)),
            )
            .into_value(),
    };
    let policy = Placed::new(CONCERN, "events", policy);
    vec![role, policy]
}
