//! What an engine alone refuses: its codes, for `offsite explain`. It shows only in what is emitted for
//! it, so the findings themselves are made there, in `cloudformation`.

use super::Check;
use crate::diagnostics::Severity;

/// A template that is larger than CloudFormation takes.
pub(crate) const TEMPLATE_TOO_LARGE: Check = Check {
    code: "CFN001",
    name: "template-too-large",
    severity: Severity::Error,
    page: include_str!("template_too_large.md"),
    run: None,
};

/// A tag that Terraform can set, and CloudFormation cannot.
pub(crate) const TAG_REFUSED: Check = Check {
    code: "CFN002",
    name: "tag-refused",
    severity: Severity::Error,
    page: include_str!("tag_refused.md"),
    run: None,
};

/// Everything that an engine alone refuses, by code.
pub const LIMITS: &[Check] = &[TEMPLATE_TOO_LARGE, TAG_REFUSED];
