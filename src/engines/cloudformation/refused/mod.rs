//! What CloudFormation refuses and Terraform takes.

pub(super) mod limits;
pub(super) mod tags;
