//! The role by which AWS Backup itself acts in an account: it receives copies, and it deletes what
//! is past its retention.

use crate::blueprint::{Adoption, Placed};
use crate::facts::Partition;
use crate::policies::iam::arn;
use crate::resources::Resource;
use crate::resources::iam_service_linked_role::{ExistingServiceLinkedRole, ServiceLinkedRole};
use crate::value::{Address, Value};

/// The service whose role it is.
const SERVICE: &str = "backup.amazonaws.com";

/// The role's name, which AWS chooses.
const NAME: &str = "AWSServiceRoleForBackup";

const ROLE: ServiceLinkedRole = ServiceLinkedRole { service: SERVICE };

/// The role, made where it is missing and otherwise adopted as it is.
///
/// A copy into another account is carried out by the role of the account that receives it. The API
/// call that makes a vault does not make the role, and an account that only receives copies never
/// takes a backup, which would.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html>
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html>
pub(super) fn service_linked_role() -> Placed {
    let adoption = Adoption::IfThere {
        found_by: Box::new(ExistingServiceLinkedRole {
            service: SERVICE,
            name: NAME,
        }),
        ids: ExistingServiceLinkedRole::IDS,
    };
    let mut placed = Placed::new("roles", address().label, ROLE)
        .comment(
            "AWS Backup receives copies in this role, and a vault made by the API does not bring it along. \
             The role belongs to the account: where it is there already, it is adopted and left as it is.",
        )
        .protected();
    placed.adoption = Some(adoption);
    for argument in ["description", "tags", "tags_all"] {
        placed.left_alone.push((argument, String::new()));
    }
    placed
}

/// The role's address, for what must wait for it.
pub(super) fn address() -> Address {
    Address::new(ROLE.terraform_type(), "backup")
}

/// The role's ARN; `*` stands for any account.
pub(super) fn role_arn(partition: Partition, account: impl Into<Value>) -> Value {
    let role = format!("role/aws-service-role/{SERVICE}/{NAME}");
    arn(partition, "iam", "", account, role)
}
