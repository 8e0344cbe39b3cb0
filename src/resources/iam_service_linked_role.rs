//! Service-linked roles, and how one that is there already is found.

use super::{Arguments, CloudFormation, Properties, Resource, Value};

/// The role by which an AWS service acts in an account. An account has it once, whoever made it.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html>
#[derive(Debug)]
pub struct ServiceLinkedRole {
    /// The service, as `backup.amazonaws.com`.
    pub service: &'static str,
}

/// The roles of a service that an account has now.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_roles>
#[derive(Debug)]
pub struct ExistingServiceLinkedRole {
    /// The service, as `backup.amazonaws.com`; it is a part of the role's path.
    pub service: &'static str,
    /// The role's name without its path.
    pub name: &'static str,
}

impl ExistingServiceLinkedRole {
    /// The attribute with the ARNs of what was found, which are the ids to import by.
    pub const IDS: &'static str = "arns";
}

impl Resource for ServiceLinkedRole {
    fn terraform_type(&self) -> &'static str {
        "aws_iam_service_linked_role"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new().argument("aws_service_name", self.service)
    }

    fn cloudformation(&self) -> CloudFormation {
        // `AWS::IAM::ServiceLinkedRole` fails where the role exists, and takes it along when its
        // stack goes.
        CloudFormation::Switches {
            noun: "ServiceLinkedRole",
            properties: Properties::new().set("ServiceLinkedRoles", Value::texts([self.service])),
        }
    }
}

impl Resource for ExistingServiceLinkedRole {
    fn terraform_type(&self) -> &'static str {
        "data.aws_iam_roles"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name_regex", format!("^{}$", self.name))
            .argument(
                "path_prefix",
                format!("/aws-service-role/{}/", self.service),
            )
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::Nothing
    }
}
