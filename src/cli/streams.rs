//! What a command writes to, and how it ends.

use std::io::Write;

use crate::color::Color;

/// What a command writes to, and how.
pub struct Streams<'a> {
    /// Takes the result.
    pub out: &'a mut dyn Write,
    /// Takes everything else.
    pub err: &'a mut dyn Write,
    /// Whether the result may be colored.
    pub out_color: Color,
    /// Whether the rest may be colored.
    pub err_color: Color,
}

impl std::fmt::Debug for Streams<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Streams").finish_non_exhaustive()
    }
}

/// How a command ended, when it could be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing to report.
    Fine,
    /// Errors in the spec, differences, an output that is out of date.
    Findings,
}
