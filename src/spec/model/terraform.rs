//! How the Terraform is laid out and how it reaches the accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::Region;
use crate::spec::ids::{BucketName, KeyArn, RoleName};

/// Terraform: roots, providers, state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Terraform {
    /// How many source accounts a root holds. Default: `account`.
    #[serde(default, skip_serializing_if = "Roots::is_default")]
    pub roots: Roots,

    /// The major versions of the AWS provider that the roots accept. Default: `5-6`.
    #[serde(default, skip_serializing_if = "AwsProvider::is_default")]
    pub aws_provider: AwsProvider,

    /// Where the state lives. Default: no backend block, so state is local.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backend: Option<Backend>,

    /// The role that the provider assumes in each account.
    #[serde(default, skip_serializing_if = "AssumeRole::is_default")]
    pub assume_role: AssumeRole,
}

impl Terraform {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How many source accounts a root holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Roots {
    /// One: small states, plans in parallel.
    #[default]
    Account,
    /// A whole source group: fewer plans, each of which starts a provider for every account and
    /// region in it.
    Group,
}

impl Roots {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The major versions of the AWS provider that the roots accept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AwsProvider {
    /// 5.100 or a later 5.
    #[serde(rename = "5")]
    V5,
    /// 5.100 to the last 6.
    #[default]
    #[serde(rename = "5-6")]
    V5To6,
    /// 6 only.
    #[serde(rename = "6")]
    V6,
}

impl AwsProvider {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where Terraform's state lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Backend {
    /// An S3 bucket.
    S3(S3Backend),
}

/// State in an S3 bucket, one object a root: `<prefix>/<spec name>/<root>/terraform.tfstate`.
///
/// <https://developer.hashicorp.com/terraform/language/backend/s3>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct S3Backend {
    /// The bucket.
    pub bucket: BucketName,

    /// The bucket's region.
    pub region: Region,

    /// What every key begins with. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,

    /// The key that encrypts the state. Default: the bucket's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyArn>,

    /// A DynamoDB table for state locks. Default: a lock file in the bucket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dynamodb_table: Option<String>,
}

/// The role that the provider assumes in each account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AssumeRole {
    /// The role's name in every account but the management account. Default:
    /// `OrganizationAccountAccessRole`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<RoleName>,

    /// The role's name in the management account. Default: none, the caller's own credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub management: Option<RoleName>,

    /// The external id that the roles ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,

    /// The session's name, seen in CloudTrail. Default: `offsite`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
}

impl AssumeRole {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
