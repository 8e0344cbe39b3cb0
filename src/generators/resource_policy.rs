//! What the organization's resource policy says: the statements of others that the spec keeps, and those that let
//! delegated administrators manage backup policies.

use crate::policies::iam::{Policy, Principal, Statement, root_arn};
use crate::topology::Topology;
use crate::value::Value;

/// What a delegated administrator reads of the organization.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>
const READ: [&str; 10] = [
    "organizations:DescribeAccount",
    "organizations:DescribeOrganization",
    "organizations:DescribeOrganizationalUnit",
    "organizations:ListAccounts",
    "organizations:ListAccountsForParent",
    "organizations:ListChildren",
    "organizations:ListOrganizationalUnitsForParent",
    "organizations:ListParents",
    "organizations:ListRoots",
    "organizations:ListTagsForResource",
];

/// What it reads of policies; backup policies only.
const READ_POLICIES: [&str; 5] = [
    "organizations:DescribeEffectivePolicy",
    "organizations:DescribePolicy",
    "organizations:ListPolicies",
    "organizations:ListPoliciesForTarget",
    "organizations:ListTargetsForPolicy",
];

/// What it writes; backup policies only. Enabling and disabling the policy type stays with the
/// management account.
const WRITE_POLICIES: [&str; 5] = [
    "organizations:AttachPolicy",
    "organizations:CreatePolicy",
    "organizations:DeletePolicy",
    "organizations:DetachPolicy",
    "organizations:UpdatePolicy",
];

/// The whole document, where there is a delegated administrator to be named in it.
pub(super) fn document(topology: &Topology) -> Option<Policy> {
    let organization = &topology.organization;
    if organization.delegated_administrators.is_empty() {
        return None;
    }
    let kept = organization.resource_policy.iter().flatten();
    let policy = kept.fold(Policy::new(), |policy, statement| {
        policy.verbatim(plain(statement))
    });
    let who = || {
        let accounts = organization.delegated_administrators.iter();
        let roots = accounts
            .map(|(account, _)| root_arn(topology.partition, account.id.to_string()))
            .collect();
        Principal::Aws(roots)
    };
    // Policies and targets of this organization only; the service has no condition on accounts.
    let owned = |resource: String| {
        let arn = format!(
            "arn:{}:organizations::{}:{resource}",
            topology.partition, organization.management.id
        );
        Value::Text(arn)
    };
    let id = &organization.id;
    let backup_policies = || owned(format!("policy/{id}/backup_policy/*"));
    let policy = policy
        .statement(
            Statement::allow("OffsiteReadOrganization", READ)
                .to(who())
                .on("*"),
        )
        .statement(
            Statement::allow("OffsiteReadBackupPolicies", READ_POLICIES)
                .to(who())
                .on("*")
                .when(
                    "StringLikeIfExists",
                    "organizations:PolicyType",
                    "BACKUP_POLICY",
                ),
        )
        .statement(
            Statement::allow("OffsiteManageBackupPolicies", WRITE_POLICIES)
                .to(who())
                .on(owned(format!("root/{id}/r-*")))
                .on(owned(format!("ou/{id}/ou-*")))
                .on(owned(format!("account/{id}/*")))
                .on(backup_policies())
                .when(
                    "StringLikeIfExists",
                    "organizations:PolicyType",
                    "BACKUP_POLICY",
                ),
        )
        .statement(
            Statement::allow(
                "OffsiteTagBackupPolicies",
                ["organizations:TagResource", "organizations:UntagResource"],
            )
            .to(who())
            .on(backup_policies()),
        );
    Some(policy)
}

/// A statement from the spec as a value, word for word.
fn plain(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Text(String::new()),
        serde_json::Value::Bool(on) => Value::Bool(*on),
        serde_json::Value::Number(number) => number
            .as_i64()
            .map_or_else(|| Value::Text(number.to_string()), Value::Number),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(plain).collect()),
        serde_json::Value::Object(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), plain(value))),
        ),
    }
}
