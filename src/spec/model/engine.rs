//! Which engines there are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a tree is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Terraform.
    Terraform,
    /// CloudFormation.
    CloudFormation,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Self; 2] = [Self::Terraform, Self::CloudFormation];
}
