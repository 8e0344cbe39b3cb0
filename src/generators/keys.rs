//! Customer-managed keys: whose they are, and who else may use them follows from the copy graph.
//!
//! A copy between accounts is carried out by the service-linked role of AWS Backup in the account
//! that receives it; it reads with the source's key and writes with its own.
//! <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html>

use super::service_linked_role::role_arn;
use crate::blueprint::Placed;
use crate::facts::Partition;
use crate::policies::iam::{Policy, Principal, Statement, root_arn};
use crate::resources::kms_key::{Alias, Key};
use crate::topology::Topology;
use crate::value::Value;

const CONCERN: &str = "keys";

/// Uses of a key that write.
const WRITE: [&str; 4] = [
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncryptTo",
];

/// Both: what AWS asks for the account that receives a copy, of the key of its source.
///
/// <https://repost.aws/knowledge-center/backup-troubleshoot-cross-account-copy>
const READ_AND_WRITE: [&str; 5] = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
];

/// Grants, by which AWS services keep using a key while a job runs.
const GRANT: [&str; 3] = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];

/// What others may do with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Encrypt only: copies come in.
    Write,
    /// Both: copies go out.
    ReadAndWrite,
}

impl Use {
    fn actions(self) -> Vec<&'static str> {
        match self {
            Self::Write => WRITE.to_vec(),
            Self::ReadAndWrite => READ_AND_WRITE.to_vec(),
        }
    }
}

/// Who, outside the key's own account, may use it: AWS Backup itself in other accounts, and no role
/// that their administrators can make, since nobody makes one below `/aws-service-role/` by hand.
#[derive(Debug, Clone)]
pub(super) struct Users {
    /// The names of the statements: of the use, and of the grants.
    pub(super) sids: [&'static str; 2],
    /// What they may do.
    pub(super) allowed: Use,
    /// Their accounts; `None` is every account of the organization.
    pub(super) accounts: Option<Vec<String>>,
}

/// A key with its alias and policy: the key is called `label`.
pub(super) fn key(
    topology: &Topology,
    label: &str,
    description: String,
    alias: String,
    users: &[Users],
) -> [Placed; 2] {
    let key = Key {
        description,
        policy: vault_key_policy(topology, users),
    };
    let key = Placed::new(CONCERN, label, key)
        .comment(
            "The service-linked role is named in a condition: KMS turns a principal into the id of the role that \
             is there, which a role of the same name does not have once the first one is deleted.",
        )
        .protected();
    let alias = Alias {
        name: alias,
        key: key.address().attribute("key_id"),
    };
    let alias = Placed::new(CONCERN, label, alias);
    [key, alias]
}

fn vault_key_policy(topology: &Topology, users: &[Users]) -> Policy {
    let partition = topology.partition;
    let organization = topology.organization.id.as_str();
    let own_role = || role_arn(partition, Value::Account);
    let policy = Policy::new()
        .statement(owner(partition))
        .statement(
            Statement::allow("ServiceLinkedRole", READ_AND_WRITE)
                .to(Principal::Anybody)
                .on("*")
                .when("StringEquals", "aws:PrincipalOrgID", organization)
                .when("ArnEquals", "aws:PrincipalArn", own_role()),
        )
        .statement(
            Statement::allow("ServiceLinkedRoleGrants", GRANT)
                .to(Principal::Anybody)
                .on("*")
                .when("StringEquals", "aws:PrincipalOrgID", organization)
                .when("ArnEquals", "aws:PrincipalArn", own_role())
                .when("Bool", "kms:GrantIsForAWSResource", "true"),
        );
    users.iter().fold(policy, |policy, users| {
        let principal = || match &users.accounts {
            None => Principal::Anybody,
            Some(accounts) => Principal::Aws(
                accounts
                    .iter()
                    .map(|account| root_arn(partition, account.as_str()))
                    .collect(),
            ),
        };
        let admitted = |statement: Statement| {
            statement
                .to(principal())
                .on("*")
                .when("StringEquals", "aws:PrincipalOrgID", organization)
                .when("ArnLike", "aws:PrincipalArn", role_arn(partition, "*"))
        };
        let [use_of_the_key, grants] = users.sids;
        let used = Statement::allow(use_of_the_key, users.allowed.actions());
        let granted = admitted(Statement::allow(grants, GRANT));
        policy.statement(admitted(used)).statement(granted.when(
            "Bool",
            "kms:GrantIsForAWSResource",
            "true",
        ))
    })
}

/// The key for the alerts topic. SNS encrypts with it on behalf of EventBridge, for which KMS knows
/// no condition on accounts, and of the alarms of CloudWatch.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>
pub(super) fn topic_key(
    topology: &Topology,
    label: &str,
    description: String,
    alias: String,
) -> [Placed; 2] {
    let policy = Policy::new()
        .statement(owner(topology.partition))
        .statement(
            Statement::allow("EventBridge", ["kms:Decrypt", "kms:GenerateDataKey*"])
                .to(Principal::Service("events.amazonaws.com"))
                .on("*"),
        )
        .statement(
            Statement::allow("Alarms", ["kms:Decrypt", "kms:GenerateDataKey*"])
                .to(Principal::Service("cloudwatch.amazonaws.com"))
                .on("*"),
        );
    let key = Placed::new(CONCERN, label, Key { description, policy })
        .comment(
            "EventBridge cannot use the key of SNS itself, and conditions on the source account do not work \
             for it here.",
        )
        .protected();
    let alias = Alias {
        name: alias,
        key: key.address().attribute("key_id"),
    };
    let alias = Placed::new(CONCERN, label, alias);
    [key, alias]
}

/// The account that owns the key rules it through its own IAM policies; without this statement a
/// key can become unmanageable.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
fn owner(partition: Partition) -> Statement {
    Statement::allow("Owner", ["kms:*"])
        .to(Principal::Aws(vec![root_arn(partition, Value::Account)]))
        .on("*")
}
