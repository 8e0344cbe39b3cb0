//! Whether a text carries the colors of a terminal.

/// Whether a text carries the colors of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// Plain text.
    Never,
    /// ANSI escapes.
    Always,
}
