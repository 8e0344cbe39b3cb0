//! The difference in one file, as data.

use crate::tree::TreePath;

/// The difference in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDiff {
    /// The file.
    pub path: TreePath,
    /// What happens to it.
    pub status: Status,
    /// The number of lines it gains.
    pub lines_added: usize,
    /// The number of lines it loses.
    pub lines_removed: usize,
    /// The unified diff with its headers, as `git apply` and `patch -p1` read it.
    ///
    /// Of content that is no text (not UTF-8, or with a NUL), one line says that it differs.
    pub unified: String,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Its content changes.
    Changed,
    /// It comes new.
    Added,
    /// It goes.
    Removed,
}

impl Status {
    /// The status as one lower-case word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
        }
    }
}
