//! The organization itself, adopted.

use super::{Address, CloudFormation, Form, Properties, Resource, Value};

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
        let access = self.stack_sets.as_ref();
        let administrator = access.and_then(|access| access.administrator.as_ref());
        CloudFormation::Switches {
            noun: "OrganizationSwitches",
            properties: Properties::new()
                .set("ServicePrincipals", Value::texts(&self.service_principals))
                .set("PolicyTypes", Value::texts(&self.policy_types))
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
}
