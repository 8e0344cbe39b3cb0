//! The organization's resource policy.

use super::{Arguments, CloudFormation, OwnResource, Properties, Resource};
use crate::policies::iam::Policy;

/// The one resource policy of the organization; writing it replaces every statement it had.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>
#[derive(Debug)]
pub struct ResourcePolicy {
    /// The whole document.
    pub policy: Policy,
}

impl Resource for ResourcePolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_organizations_resource_policy"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new().argument("content", self.policy.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::Organizations::ResourcePolicy",
            Properties::new().set("Content", self.policy.value()),
        )
        .only_one()
        .into()
    }
}
