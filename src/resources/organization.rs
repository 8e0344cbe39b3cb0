//! The switches of the organization itself.

use super::{Arguments, CloudFormation, Properties, Resource, Value};
use crate::policies::iam::Policy;

/// What the organization has enabled, once its switches are made.
#[derive(Debug)]
pub struct CurrentOrganization;

/// The service principals and policy types that backups need. What else is on stays on.
///
/// The provider's `aws_organizations_organization` takes both lists whole, switches off what they leave out, and
/// refuses to plan where an organization has a policy type that came after the provider: no list could be right
/// then. It also deletes the organization when it leaves the state. So Terraform makes a stack, with the
/// function that reads what is on and adds what is missing.
/// <https://github.com/hashicorp/terraform-provider-aws/issues/45189>
#[derive(Debug)]
pub struct Organization {
    /// The name of the stack that Terraform makes.
    pub stack: String,
    /// Service principals that must be enabled.
    pub service_principals: Vec<String>,
    /// Policy types that must be enabled.
    pub policy_types: Vec<String>,
    /// The whole resource policy that is written after the switches are made, so that the function can refuse what
    /// would lose statements of others; `None` where none is written.
    pub resource_policy: Option<Policy>,
    /// Who administers CloudFormation's stack sets, when they reach into the organization's
    /// accounts. Terraform does without them.
    pub stack_sets: Option<StackSetsAccess>,
}

/// Stack sets with the organization's permissions.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html>
#[derive(Debug)]
pub struct StackSetsAccess {
    /// The id of the account that administers them beside the management account.
    pub administrator: Option<String>,
}

impl Resource for CurrentOrganization {
    fn terraform_type(&self) -> &'static str {
        "data.aws_organizations_organization"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::Nothing
    }
}

impl Organization {
    fn switches(&self) -> Properties {
        Properties::new()
            .set("ServicePrincipals", Value::texts(&self.service_principals))
            .set("PolicyTypes", Value::texts(&self.policy_types))
            .maybe(
                "ResourcePolicy",
                self.resource_policy
                    .as_ref()
                    .map(|policy| policy.value().json()),
            )
    }
}

impl Resource for Organization {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudformation_stack"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .comment(
                "The provider's own resource takes whole lists, and refuses policy types that are newer than \
                 itself. This stack's function reads what is on and adds what is missing.",
            )
            .argument("name", self.stack.as_str())
            // The template has the role that its function works with.
            .argument("capabilities", Value::texts(["CAPABILITY_IAM"]))
    }

    fn cloudformation(&self) -> CloudFormation {
        let access = self.stack_sets.as_ref();
        let administrator = access.and_then(|access| access.administrator.as_ref());
        CloudFormation::Switches {
            noun: "Switches",
            properties: self
                .switches()
                .maybe(
                    "OrganizationsAccess",
                    access.map(|_| Value::texts(["StackSets"])),
                )
                .maybe(
                    "StackSetsAdministrators",
                    administrator.map(|account| Value::texts([account])),
                ),
        }
    }

    fn terraform_stack(&self) -> Option<Properties> {
        Some(self.switches())
    }
}
