//! What an engine refuses for its size: its code, for `offsite explain`. It shows only in what is
//! emitted, so the finding itself is made there, in `cloudformation`.

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

/// Every limit of an engine, by code.
pub const LIMITS: &[Check] = &[TEMPLATE_TOO_LARGE];
