//! The organization itself, adopted.

use super::{Address, CloudFormation, Form, Properties, Resource, Value};

/// The service principal of stack sets that work with the organization's permissions.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudformation.html>
const STACK_SETS: &str = "member.org.stacksets.cloudformation.amazonaws.com";

/// What the organization has enabled now, read before anything is written.
#[derive(Debug)]
pub struct CurrentOrganization;

/// The organization with the service principals and policy types that backups need besides those
/// that are on. Never created, never destroyed: it is imported.
///
/// Both lists are whole: what they leave out is switched off. Hence the union with what is there.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_organization>
#[derive(Debug)]
pub struct Organization {
    /// The data source that says what is enabled now.
    pub current: Address,
    /// Service principals that must be enabled.
    pub service_principals: Vec<String>,
    /// Policy types that must be enabled.
    pub policy_types: Vec<String>,
    /// Whether CloudFormation's stack sets reach into the organization's accounts; they need a
    /// service principal of their own, which Terraform does without.
    pub stack_sets: bool,
}

impl Resource for CurrentOrganization {
    fn terraform_type(&self) -> &'static str {
        "data.aws_organizations_organization"
    }

    fn terraform(&self) -> Form {
        Form::new()
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::Nothing
    }
}

impl Resource for Organization {
    fn terraform_type(&self) -> &'static str {
        "aws_organizations_organization"
    }

    fn terraform(&self) -> Form {
        let union = |name, values: &Vec<String>| Value::Union {
            with: Box::new(self.current.attribute(name)),
            values: values.clone(),
        };
        Form::new()
            .argument("feature_set", "ALL")
            .comment("Each list is whole: what it leaves out is switched off for everybody.")
            .argument(
                "aws_service_access_principals",
                union("aws_service_access_principals", &self.service_principals),
            )
            .argument(
                "enabled_policy_types",
                union("enabled_policy_types", &self.policy_types),
            )
    }

    fn cloudformation(&self) -> CloudFormation {
        let stack_sets = self.stack_sets.then_some(STACK_SETS).into_iter();
        let principals = self.service_principals.iter().map(String::as_str);
        CloudFormation::Switches {
            noun: "OrganizationSwitches",
            properties: Properties::new()
                .set(
                    "ServicePrincipals",
                    Value::texts(principals.chain(stack_sets)),
                )
                .set("PolicyTypes", Value::texts(&self.policy_types)),
        }
    }
}
