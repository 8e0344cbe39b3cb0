//! What has to change in a directory for it to hold a tree, and what forbids it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use super::disk::{self, Disk, Found, LookError};
use super::{Digest, Manifest, Tree, TreePath};

/// A reason for which a tree is not written; every reason is found before anything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A file that is not ours stands at a path of the tree with another content.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A file of ours that the tree has no longer was edited by hand.
    Edited {
        /// The file.
        path: PathBuf,
    },
    /// A symbolic link stands at the directory, at a file or on the way to one.
    Symlink {
        /// The link.
        path: PathBuf,
    },
    /// A directory that holds more than our own stale files stands where a file must go.
    Directory {
        /// The directory.
        path: PathBuf,
    },
    /// Something that is no directory and not ours stands where a directory must go.
    NotADirectory {
        /// The file.
        path: PathBuf,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, why) = match self {
            Self::Foreign { path } => (
                path,
                "was not written by offsite and differs from what would be written there; move it or delete it",
            ),
            Self::Edited { path } => (
                path,
                "is no longer part of the tree, but was edited by hand; move it or delete it",
            ),
            Self::Symlink { path } => (
                path,
                "is a symbolic link, which is not followed; move it or delete it",
            ),
            Self::Directory { path } => (
                path,
                "is a directory with files that offsite did not write, where a file must go; move it or delete it",
            ),
            Self::NotADirectory { path } => (
                path,
                "was not written by offsite and stands where a directory must go; move it or delete it",
            ),
        };
        write!(f, "`{}` {why}", path.display())
    }
}

/// The changes that make a directory hold a tree, manifest apart.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to write where none is.
    pub(super) created: Vec<TreePath>,
    /// Files to replace.
    pub(super) changed: Vec<TreePath>,
    /// Files to remove.
    pub(super) removed: Vec<TreePath>,
    /// Files that are right already.
    pub(super) unchanged: usize,
    /// What to move in for the created files: themselves, or the first directory on the way that is missing.
    pub(super) moved_in: BTreeSet<TreePath>,
    /// Directories to remove if they are empty by then.
    pub(super) emptied: BTreeSet<TreePath>,
    /// What forbids it all.
    pub(super) refusals: Vec<Refusal>,
}

impl Plan {
    /// Looks at `dir`, an existing directory whose manifest is `old`.
    pub(super) fn make(tree: &Tree, dir: &Path, old: Option<&Manifest>) -> Result<Self, LookError> {
        let mut plan = Self::default();
        let mut disk = Disk::new(dir);
        if let Some(old) = old {
            plan.prune(tree, dir, old, &mut disk)?;
        }
        let stale: BTreeSet<TreePath> = plan.removed.iter().cloned().collect();
        for (path, bytes) in tree.iter() {
            match disk.look(path)? {
                Found::File { length } => {
                    if disk.holds(path, length, bytes)? {
                        plan.unchanged += 1;
                    } else if old.is_some_and(|old| old.files.contains_key(path)) {
                        plan.changed.push(path.clone());
                    } else {
                        plan.refusals.push(Refusal::Foreign {
                            path: path.below(dir),
                        });
                    }
                }
                Found::Missing { top } => plan.create(path, top),
                Found::Directory => match only_stale(dir, path, &stale)? {
                    Some(directories) => {
                        plan.emptied.extend(directories);
                        plan.create(path, path.clone());
                    }
                    None => plan.refusals.push(Refusal::Directory {
                        path: path.below(dir),
                    }),
                },
                Found::Behind { at } if stale.contains(&at) => plan.create(path, at),
                Found::Behind { at } => plan.refuse(Refusal::NotADirectory {
                    path: at.below(dir),
                }),
                Found::Symlink { at } => plan.refuse(Refusal::Symlink {
                    path: at.below(dir),
                }),
                Found::Special { at } if at == *path => plan.refuse(Refusal::Foreign {
                    path: at.below(dir),
                }),
                Found::Special { at } => plan.refuse(Refusal::NotADirectory {
                    path: at.below(dir),
                }),
            }
        }
        Ok(plan)
    }

    fn prune(
        &mut self,
        tree: &Tree,
        dir: &Path,
        old: &Manifest,
        disk: &mut Disk<'_>,
    ) -> Result<(), LookError> {
        for path in old
            .files
            .keys()
            .filter(|path| tree.get(path.as_str()).is_none())
        {
            match disk.look(path)? {
                Found::File { .. } if old.wrote(path, Digest::of(disk.read(path)?)) => {
                    self.removed.push(path.clone());
                }
                Found::File { .. } => self.refuse(Refusal::Edited {
                    path: path.below(dir),
                }),
                Found::Symlink { at } => self.refuse(Refusal::Symlink {
                    path: at.below(dir),
                }),
                Found::Missing { .. }
                | Found::Directory
                | Found::Behind { .. }
                | Found::Special { .. } => {}
            }
            // Also of a file that is gone already: the run that removed it may have been killed before it came to this.
            for parent in path.parents() {
                if !tree.has_directory(&parent) && disk.is_directory(&parent)? {
                    self.emptied.insert(parent);
                }
            }
        }
        Ok(())
    }

    fn create(&mut self, path: &TreePath, top: TreePath) {
        self.created.push(path.clone());
        self.moved_in.insert(top);
    }

    fn refuse(&mut self, refusal: Refusal) {
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }
}

/// The directories from `path` down when they hold no file but stale ones of ours.
fn only_stale(
    dir: &Path,
    path: &TreePath,
    stale: &BTreeSet<TreePath>,
) -> Result<Option<Vec<TreePath>>, LookError> {
    let mut directories = vec![path.clone()];
    for entry in disk::walk(&path.below(dir), |_| false)? {
        let Some(inside) = (entry.path.to_str())
            .map(|text| text.replace(std::path::MAIN_SEPARATOR, "/"))
            .and_then(|text| TreePath::parse(&format!("{path}/{text}")).ok())
        else {
            return Ok(None);
        };
        if entry.is_directory {
            directories.push(inside);
        } else if !stale.contains(&inside) {
            return Ok(None);
        }
    }
    Ok(Some(directories))
}
