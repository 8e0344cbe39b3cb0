//! Customer-managed keys and their aliases.

use super::{Arguments, CloudFormation, OwnResource, Properties, Resource, Value};
use crate::policies::iam::Policy;

/// A symmetric customer-managed key that rotates every year; older recovery points stay readable.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html>
#[derive(Debug)]
pub struct Key {
    /// What the key is for.
    pub description: String,
    /// The whole key policy.
    pub policy: Policy,
}

/// The name by which people find a key.
#[derive(Debug)]
pub struct Alias {
    /// The alias with its prefix `alias/`.
    pub name: String,
    /// The key's id.
    pub key: Value,
}

impl Resource for Key {
    fn terraform_type(&self) -> &'static str {
        "aws_kms_key"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("description", self.description.as_str())
            .argument("enable_key_rotation", true)
            .argument("deletion_window_in_days", 30)
            .blank()
            .argument("policy", self.policy.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::KMS::Key",
            Properties::new()
                .set("Description", self.description.as_str())
                .set("EnableKeyRotation", true)
                .set("PendingWindowInDays", 30)
                .set("KeyPolicy", self.policy.value()),
        )
        .output("The key.")
        .into()
    }
}

impl Resource for Alias {
    fn terraform_type(&self) -> &'static str {
        "aws_kms_alias"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("target_key_id", self.key.clone())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::resource(
            "AWS::KMS::Alias",
            Properties::new()
                .set("AliasName", self.name.as_str())
                .set("TargetKeyId", self.key.clone()),
        )
    }
}
