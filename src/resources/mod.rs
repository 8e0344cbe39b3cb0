//! AWS resources as Rust structs, one file each: what they need, and how they look in Terraform
//! and in CloudFormation.
//!
//! A resource knows no spec and no other resource; references come in as [`Value`]s. To add one:
//! the file with the struct and its [`Resource`] implementation, and one line here. Arguments and
//! blocks are held against the provider's schema by a test, properties against CloudFormation's.

mod arguments;
pub mod backup_global_settings;
pub mod backup_plan;
pub mod backup_region_settings;
pub mod backup_vault;
pub mod backup_vault_notifications;
mod cloudformation;
pub mod cloudwatch_metric_alarm;
pub mod event_bus;
pub mod event_rule;
pub mod iam_role;
pub mod iam_service_linked_role;
pub mod kms_key;
pub mod log_group;
pub mod organization;
pub mod organizations_delegated_administrator;
pub mod organizations_policy;
pub mod organizations_resource_policy;
pub mod pipes_pipe;
pub mod sns_topic;
mod spelling;
pub mod sqs_queue;

pub use crate::value::{Address, Value};
pub use arguments::{Arguments, Item};
pub use cloudformation::{ArnReference, CloudFormation, OwnResource, Part, Properties};
pub(crate) use spelling::pascal_case;

/// One AWS resource, as both engines can spell it.
pub trait Resource: std::fmt::Debug {
    /// The Terraform type, as `aws_backup_vault`; with the prefix `data.` for a data source.
    fn terraform_type(&self) -> &'static str;

    /// The arguments and blocks in Terraform.
    fn terraform(&self) -> Arguments;

    /// The properties in CloudFormation, or whose property it is.
    fn cloudformation(&self) -> CloudFormation;

    /// The properties of the custom resource that a stack makes for Terraform, where the provider has no
    /// resource that does it safely. The stack's other arguments are those of [`Resource::terraform`].
    fn terraform_stack(&self) -> Option<Properties> {
        None
    }
}
