//! Which engines there are.

/// What a tree is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
