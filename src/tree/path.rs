//! The path of a file within a tree.

use std::borrow::Borrow;
use std::fmt;
use std::path::{Path, PathBuf};

/// The manifest's own path, at the root of a tree.
pub const MANIFEST: &str = "manifest.json";

/// What most file systems allow in one name, in bytes.
const LONGEST_SEGMENT: usize = 255;

/// A relative path with `/` between its segments, which cannot lead out of the directory it is joined to.
///
/// ```
/// use offsite::tree::TreePath;
///
/// assert!(TreePath::parse("terraform/1-management/main.tf").is_ok());
/// assert!(TreePath::parse("../../etc/passwd").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(String);

/// Why a text is no path of a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreePathError {
    /// The text is empty.
    #[error("a path is empty")]
    Empty,
    /// The path starts at the root of the file system.
    #[error("the path `{path}` is absolute, expected one relative to the tree")]
    Absolute {
        /// The text as given.
        path: String,
    },
    /// Two slashes in a row, or one at the end.
    #[error("the path `{path}` has an empty segment")]
    EmptySegment {
        /// The text as given.
        path: String,
    },
    /// A segment is `.` or `..`.
    #[error("the path `{path}` has the segment `{segment}`, expected names only")]
    Relative {
        /// The text as given.
        path: String,
        /// The segment.
        segment: String,
    },
    /// A backslash or a colon, which lead elsewhere on Windows, or a control character.
    #[error("the path {path:?} contains {character:?}")]
    Character {
        /// The text as given.
        path: String,
        /// The first character that is not allowed.
        character: char,
    },
    /// A segment is longer than file systems allow.
    #[error(
        "the path `{path}` has a segment of {length} bytes, expected at most {LONGEST_SEGMENT}"
    )]
    LongSegment {
        /// The text as given.
        path: String,
        /// The segment's length in bytes.
        length: usize,
    },
}

impl TreePath {
    /// Reads a path; fails where it could name anything but a file below the tree's directory.
    pub fn parse(text: &str) -> Result<Self, TreePathError> {
        let path = || text.to_owned();
        if text.is_empty() {
            return Err(TreePathError::Empty);
        }
        if text.starts_with('/') {
            return Err(TreePathError::Absolute { path: path() });
        }
        if let Some(character) = text
            .chars()
            .find(|c| matches!(c, '\\' | ':') || c.is_control())
        {
            return Err(TreePathError::Character {
                path: path(),
                character,
            });
        }
        for segment in text.split('/') {
            match segment {
                "" => return Err(TreePathError::EmptySegment { path: path() }),
                "." | ".." => {
                    return Err(TreePathError::Relative {
                        path: path(),
                        segment: segment.to_owned(),
                    });
                }
                _ if segment.len() > LONGEST_SEGMENT => {
                    return Err(TreePathError::LongSegment {
                        path: path(),
                        length: segment.len(),
                    });
                }
                _ => {}
            }
        }
        Ok(Self(path()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names on the way, the file's own last.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The place of this path below `dir`.
    pub fn below(&self, dir: &Path) -> PathBuf {
        dir.join(&self.0)
    }

    /// The directory that holds this path, `None` at the tree's root.
    pub(super) fn parent(&self) -> Option<Self> {
        self.0
            .rsplit_once('/')
            .map(|(parent, _)| Self(parent.to_owned()))
    }

    /// The directories on the way to this path, the innermost first.
    pub(super) fn parents(&self) -> impl Iterator<Item = Self> + use<> {
        std::iter::successors(self.parent(), Self::parent)
    }

    /// The text that every path inside the directory of this name starts with.
    pub(super) fn as_prefix(&self) -> String {
        format!("{}/", self.0)
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Sound because the derived ordering and hash are those of the text.
impl Borrow<str> for TreePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_tree_are_read() {
        for good in [
            "a",
            "a/b.tf",
            "terraform/3-source orders/ü.tf",
            "..a/.b/...",
            &"x".repeat(255),
        ] {
            assert_eq!(TreePath::parse(good).unwrap().as_str(), good);
        }
        let bad = [
            ("", "a path is empty"),
            (
                "/etc/passwd",
                "the path `/etc/passwd` is absolute, expected one relative to the tree",
            ),
            ("a//b", "the path `a//b` has an empty segment"),
            ("a/", "the path `a/` has an empty segment"),
            (
                "../a",
                "the path `../a` has the segment `..`, expected names only",
            ),
            (
                "a/../b",
                "the path `a/../b` has the segment `..`, expected names only",
            ),
            (
                "./a",
                "the path `./a` has the segment `.`, expected names only",
            ),
            ("a\\b", r#"the path "a\\b" contains '\\'"#),
            ("c:a", r#"the path "c:a" contains ':'"#),
            ("a\0", r#"the path "a\0" contains '\0'"#),
            ("a\nb", r#"the path "a\nb" contains '\n'"#),
        ];
        for (text, message) in bad {
            assert_eq!(TreePath::parse(text).unwrap_err().to_string(), message);
        }
        assert!(matches!(
            TreePath::parse(&"x".repeat(256)),
            Err(TreePathError::LongSegment { length: 256, .. })
        ));
    }
}
