//! Findings that a person has weighed and accepts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::ids::{CheckCode, Reason};

/// A warning or a hint that is accepted, and why. What AWS refuses cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Acceptance {
    /// The finding's code, as `TTO001`.
    pub code: CheckCode,

    /// The place that the finding points at, or one around it, as `plans.hourly`. Default: wherever
    /// the finding is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,

    /// Why it is accepted, for whoever reads the spec next.
    pub reason: Reason,
}
