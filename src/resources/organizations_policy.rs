//! A backup policy of the organization, and its attachments.

use super::{Address, Arguments, CloudFormation, OwnResource, Part, Properties, Resource, Value};
use crate::policies::backup::Document;

/// A backup policy.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html>
#[derive(Debug)]
pub struct BackupPolicy {
    /// The policy's name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The document; both engines write it without blanks, which count towards its size.
    pub content: Document,
}

/// A policy in force at the root, a unit or an account.
#[derive(Debug)]
pub struct PolicyAttachment {
    /// The policy.
    pub policy: Address,
    /// The id of the root, the unit or the account.
    pub target: String,
}

impl Resource for BackupPolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_organizations_policy"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("description", self.description.as_str())
            .argument("type", "BACKUP_POLICY")
            .blank()
            .argument("content", self.content.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::Organizations::Policy",
            Properties::new()
                .set("Name", self.name.as_str())
                .set("Description", self.description.as_str())
                .set("Type", "BACKUP_POLICY")
                .set("Content", self.content.value()),
        )
        .one_at_a_time()
        .into()
    }
}

impl Resource for PolicyAttachment {
    fn terraform_type(&self) -> &'static str {
        "aws_organizations_policy_attachment"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("policy_id", self.policy.attribute("id"))
            .argument("target_id", self.target.as_str())
    }

    fn cloudformation(&self) -> CloudFormation {
        let target = Value::from(self.target.as_str());
        CloudFormation::part(&self.policy, Part::Append("TargetIds", target))
    }
}
