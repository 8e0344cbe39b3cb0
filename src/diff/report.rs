//! The differences as data.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::{FileDiff, Status, unified};
use crate::tree::{Change, CompareError, Tree, TreePath};

/// The differences between a committed tree and a rendered one, by stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DiffReport {
    /// The stacks with differences, in the order of their names.
    pub stacks: Vec<StackDiff>,
}

/// The differences in the files of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackDiff {
    /// The directory of the stack or module, as `terraform/3-source-orders`; the path itself of a file outside one.
    pub name: String,
    /// The files that differ, in the order of their paths.
    pub files: Vec<FileDiff>,
}

/// How much differs; printed as `1 changed, 2 added (+12 -3)`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that change.
    pub changed: usize,
    /// Files that come new.
    pub added: usize,
    /// Files that go.
    pub removed: usize,
    /// Lines gained, over all files.
    pub lines_added: usize,
    /// Lines lost, over all files.
    pub lines_removed: usize,
}

impl DiffReport {
    /// What writing `tree` to `dir` would change there; touches nothing.
    pub fn between(dir: &Path, tree: &Tree) -> Result<Self, CompareError> {
        Ok(Self::of(&tree.changes(dir)?))
    }

    /// The report of these changes.
    pub fn of(changes: &[Change<'_>]) -> Self {
        let mut stacks: BTreeMap<String, Vec<FileDiff>> = BTreeMap::new();
        for change in changes {
            stacks
                .entry(stack(&change.path))
                .or_default()
                .push(unified::diff(change));
        }
        let stacks = stacks
            .into_iter()
            .map(|(name, files)| StackDiff { name, files })
            .collect();
        Self { stacks }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.stacks.is_empty()
    }

    /// How much differs in all.
    pub fn counts(&self) -> Counts {
        Counts::of(self.stacks.iter().flat_map(|stack| &stack.files))
    }
}

impl StackDiff {
    /// How much differs in this stack.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.files)
    }
}

impl Counts {
    fn of<'a>(files: impl IntoIterator<Item = &'a FileDiff>) -> Self {
        let mut counts = Self::default();
        for file in files {
            match file.status {
                Status::Changed => counts.changed += 1,
                Status::Added => counts.added += 1,
                Status::Removed => counts.removed += 1,
            }
            counts.lines_added += file.lines_added;
            counts.lines_removed += file.lines_removed;
        }
        counts
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = [
            (self.changed, Status::Changed),
            (self.added, Status::Added),
            (self.removed, Status::Removed),
        ];
        let mut separator = "";
        for (count, status) in files.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{separator}{count} {}", status.as_str())?;
            separator = ", ";
        }
        if separator.is_empty() {
            return f.write_str("nothing changed");
        }
        write!(f, " (+{} -{})", self.lines_added, self.lines_removed)
    }
}

/// The stack that a file belongs to: its first two segments, and a third below `modules`.
fn stack(path: &TreePath) -> String {
    let mut segments = path.segments();
    let depth = if segments.nth(1) == Some("modules") {
        3
    } else {
        2
    };
    path.segments().take(depth).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_belongs_to_the_stack_of_its_directory() {
        let cases = [
            ("README.md", "README.md"),
            ("terraform/1-management/main.tf", "terraform/1-management"),
            ("terraform/1-management/a/b.tf", "terraform/1-management"),
            (
                "terraform/modules/source-region/main.tf",
                "terraform/modules/source-region",
            ),
            ("terraform/modules/README.md", "terraform/modules/README.md"),
            (
                "cloudformation/1-management.yaml",
                "cloudformation/1-management.yaml",
            ),
        ];
        for (path, expected) in cases {
            assert_eq!(stack(&TreePath::parse(path).unwrap()), expected);
        }
    }
}
