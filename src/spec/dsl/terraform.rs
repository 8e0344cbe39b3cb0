//! How the Terraform is laid out and how it reaches the accounts.

use std::panic::Location;

use super::notes::Notes;
use crate::facts::Region;
use crate::place::Path;
use crate::spec::ids::{BucketName, KeyArn, RoleName};
use crate::spec::model::{self, AwsProvider, Backend, Roots};

/// Terraform: roots, providers, state.
#[derive(Debug, Clone)]
#[must_use = "Terraform's layout belongs into a `spec`"]
pub struct Terraform {
    pub(super) model: model::Terraform,
    pub(super) notes: Notes,
}

/// The default layout, until methods say otherwise.
#[track_caller]
pub fn terraform() -> Terraform {
    Terraform {
        model: model::Terraform::default(),
        notes: Notes::of(Location::caller()),
    }
}

impl Terraform {
    /// One root for a whole source group. Default: one for each source account.
    #[track_caller]
    pub fn roots_by_group(mut self) -> Self {
        self.notes.key("roots", Location::caller());
        self.model.roots = Roots::Group;
        self
    }

    /// The major versions of the AWS provider that the roots accept. Default: 5 and 6.
    #[track_caller]
    pub fn aws_provider(mut self, versions: AwsProvider) -> Self {
        self.notes.key("aws_provider", Location::caller());
        self.model.aws_provider = versions;
        self
    }

    /// Where the state lives. Default: no backend block, so state is local.
    pub fn backend(mut self, backend: S3Backend) -> Self {
        let path = Path::root().key("backend");
        self.notes.add(&path.key("s3"), backend.notes);
        self.model.backend = Some(Backend::S3(backend.model));
        self
    }

    /// The name of the role that the provider assumes in every account but the management account.
    /// Default: `OrganizationAccountAccessRole`.
    #[track_caller]
    pub fn assume_role(mut self, name: &str) -> Self {
        let call = Location::caller();
        self.model.assume_role.name = self.role("name", name, call);
        self
    }

    /// The name of the role that the provider assumes in the management account. Default: none, the
    /// caller's own credentials.
    #[track_caller]
    pub fn assume_role_in_management(mut self, name: &str) -> Self {
        let call = Location::caller();
        self.model.assume_role.management = self.role("management", name, call);
        self
    }

    /// The external id that the roles ask for.
    #[track_caller]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.notes.key("assume_role", Location::caller());
        self.model.assume_role.external_id = Some(id.into());
        self
    }

    /// The session's name, seen in CloudTrail. Default: `offsite`.
    #[track_caller]
    pub fn session_name(mut self, name: impl Into<String>) -> Self {
        self.notes.key("assume_role", Location::caller());
        self.model.assume_role.session_name = Some(name.into());
        self
    }

    fn role(
        &mut self,
        key: &'static str,
        name: &str,
        call: super::called::Call,
    ) -> Option<RoleName> {
        let mut notes = Notes::default();
        let role = notes.parsed(key, name, RoleName::parse, call);
        self.notes.add(&Path::root().key("assume_role"), notes);
        role
    }
}

/// State in an S3 bucket, one object a root.
#[derive(Debug, Clone)]
#[must_use = "a backend belongs to `terraform`"]
pub struct S3Backend {
    model: model::S3Backend,
    notes: Notes,
}

/// State in this bucket of this region, one object a root.
#[track_caller]
pub fn s3_backend(bucket: BucketName, region: Region) -> S3Backend {
    S3Backend {
        model: model::S3Backend {
            bucket,
            region,
            prefix: None,
            key: None,
            dynamodb_table: None,
        },
        notes: Notes::of(Location::caller()),
    }
}

impl S3Backend {
    /// What every key begins with. Default: nothing.
    #[track_caller]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.notes.key("prefix", Location::caller());
        self.model.prefix = Some(prefix.into());
        self
    }

    /// The key that encrypts the state. Default: the bucket's.
    #[track_caller]
    pub fn key(mut self, key: KeyArn) -> Self {
        self.notes.key("key", Location::caller());
        self.model.key = Some(key);
        self
    }

    /// A DynamoDB table for state locks. Default: a lock file in the bucket.
    #[track_caller]
    pub fn dynamodb_table(mut self, table: impl Into<String>) -> Self {
        self.notes.key("dynamodb_table", Location::caller());
        self.model.dynamodb_table = Some(table.into());
        self
    }
}
