//! What a tree was rendered by and from.

use super::Digest;

/// What a tree was rendered by and from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Version of the tool, as `0.1.0`.
    pub tool: String,
    /// Name of the spec.
    pub spec: String,
    /// Digest of the spec's text.
    pub digest: Digest,
}

impl Origin {
    /// The origin of a tree rendered by version `tool` from the spec named `spec` with the text `text`.
    pub fn new(tool: impl Into<String>, spec: impl Into<String>, text: &[u8]) -> Self {
        Self {
            tool: tool.into(),
            spec: spec.into(),
            digest: Digest::of(text),
        }
    }
}
