//! The organization itself, adopted.

use super::{Address, Form, Resource, Value};

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
}

impl Resource for CurrentOrganization {
    fn terraform_type(&self) -> &'static str {
        "data.aws_organizations_organization"
    }

    fn terraform(&self) -> Form {
        Form::new()
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
}
