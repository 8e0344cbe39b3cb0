//! Roles, the managed policies attached to them, and their inline policies.

use super::{Address, Arguments, CloudFormation, OwnResource, Part, Properties, Resource, Value};
use crate::policies::iam::Policy;

/// A role.
#[derive(Debug)]
pub struct Role {
    /// The role's name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Who may assume it.
    pub trust: Policy,
}

/// A managed policy attached to a role.
#[derive(Debug)]
pub struct RolePolicyAttachment {
    /// The role.
    pub role: Address,
    /// The policy's ARN.
    pub policy_arn: String,
}

/// A policy of a role's own.
#[derive(Debug)]
pub struct RolePolicy {
    /// The policy's name.
    pub name: String,
    /// The role.
    pub role: Address,
    /// The whole document.
    pub policy: Policy,
}

impl Resource for Role {
    fn terraform_type(&self) -> &'static str {
        "aws_iam_role"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("description", self.description.as_str())
            .blank()
            .argument("assume_role_policy", self.trust.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::IAM::Role",
            Properties::new()
                .set("RoleName", self.name.as_str())
                .set("Description", self.description.as_str())
                .set("AssumeRolePolicyDocument", self.trust.value()),
        )
        .output("The role.")
        .named_role()
        .into()
    }
}

impl Resource for RolePolicyAttachment {
    fn terraform_type(&self) -> &'static str {
        "aws_iam_role_policy_attachment"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("role", self.role.attribute("name"))
            .argument("policy_arn", self.policy_arn.as_str())
    }

    fn cloudformation(&self) -> CloudFormation {
        let arn = Value::from(self.policy_arn.as_str());
        CloudFormation::part(&self.role, Part::Append("ManagedPolicyArns", arn))
    }
}

impl Resource for RolePolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_iam_role_policy"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("role", self.role.attribute("name"))
            .argument("policy", self.policy.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        let policy = Properties::new()
            .set("PolicyName", self.name.as_str())
            .set("PolicyDocument", self.policy.value());
        CloudFormation::part(&self.role, Part::Append("Policies", policy.into()))
    }
}
