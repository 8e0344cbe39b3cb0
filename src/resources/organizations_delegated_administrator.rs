//! A delegated administrator of AWS Backup.

use super::{Arguments, CloudFormation, Properties, Resource, Value};

/// An account that monitors the backups of the whole organization. It needs service access first.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html>
#[derive(Debug)]
pub struct DelegatedAdministrator {
    /// The account's id.
    pub account: String,
}

impl Resource for DelegatedAdministrator {
    fn terraform_type(&self) -> &'static str {
        "aws_organizations_delegated_administrator"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("account_id", self.account.as_str())
            .argument("service_principal", "backup.amazonaws.com")
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::Switches {
            noun: "DelegatedAdministrator",
            properties: Properties::new().set(
                "DelegatedAdministrators",
                Value::texts([self.account.as_str()]),
            ),
        }
    }
}
