//! What differs between a tree and a directory.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, Disk, Found, LookError, ReadManifestError, Root};
use super::{MANIFEST, ManifestError, Tree, TreePath};

/// What differs between a tree and a directory, by path; the manifest counts as a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Files whose content differs.
    pub changed: Vec<TreePath>,
    /// Files of the tree that the directory does not have.
    pub missing: Vec<TreePath>,
    /// Files that the directory's manifest lists and the tree does not have.
    pub stale: Vec<TreePath>,
    /// Files, links and the like that neither the tree nor the directory's manifest knows.
    ///
    /// What terraform itself leaves behind is not among them: `.terraform`, `.terraform.lock.hcl` and
    /// `terraform.tfstate` with everything whose name starts so.
    pub unexpected: Vec<PathBuf>,
}

impl Comparison {
    /// Whether the directory holds what the tree gives, whatever else it may hold.
    pub fn is_current(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty() && self.stale.is_empty()
    }

    /// Whether the directory holds what the tree gives, and nothing else.
    pub fn is_exact(&self) -> bool {
        self.is_current() && self.unexpected.is_empty()
    }
}

/// A file that writing a tree would add, replace or remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// The file.
    pub path: TreePath,
    /// Its content in the directory; `None` when it is added.
    pub old: Option<Vec<u8>>,
    /// Its content in the tree; `None` when it is removed.
    pub new: Option<&'a [u8]>,
}

/// Why a directory could not be compared with a tree.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// Something could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The directory's manifest is not ours.
    #[error("`{}` {error}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        error: ManifestError,
    },
    /// A symbolic link stands at the directory, at a file or on the way to one.
    #[error("`{}` is a symbolic link, which is not followed; replace it by what it points to", path.display())]
    Symlink {
        /// The link.
        path: PathBuf,
    },
    /// Neither a file nor a directory stands where one is expected.
    #[error("`{}` is not a {expected}", path.display())]
    Kind {
        /// The place.
        path: PathBuf,
        /// What should stand there.
        expected: &'static str,
    },
}

impl From<LookError> for CompareError {
    fn from(LookError { path, source }: LookError) -> Self {
        Self::Read { path, source }
    }
}

impl Tree {
    /// What differs between this tree and the directory `dir`; touches nothing.
    ///
    /// A directory that does not exist is an empty one.
    pub fn compare(&self, dir: &Path) -> Result<Comparison, CompareError> {
        let dir = &disk::plain(dir);
        let manifest = disk::manifest_path();
        match disk::root(dir)? {
            Root::Directory => {}
            Root::Missing => {
                let mut missing: Vec<_> = self
                    .iter()
                    .map(|(path, _)| path.clone())
                    .chain([manifest])
                    .collect();
                missing.sort();
                return Ok(Comparison {
                    missing,
                    ..Comparison::default()
                });
            }
            Root::Symlink => return Err(CompareError::Symlink { path: dir.clone() }),
            Root::Other => {
                return Err(CompareError::Kind {
                    path: dir.clone(),
                    expected: "directory",
                });
            }
        }

        let mut disk = Disk::new(dir);
        let mut comparison = Comparison::default();
        let old = disk
            .manifest(&self.origin().tool)
            .map_err(|error| refused(dir, error))?;
        match &old {
            None => comparison.missing.push(manifest),
            Some((_, text)) if *text != self.manifest().to_text().into_bytes() => {
                comparison.changed.push(manifest)
            }
            Some(_) => {}
        }
        for (path, bytes) in self.iter() {
            match disk.look(path)? {
                Found::File { length } if disk.holds(path, length, bytes)? => {}
                Found::File { .. } => comparison.changed.push(path.clone()),
                Found::Missing { .. } | Found::Directory | Found::Behind { .. } => {
                    comparison.missing.push(path.clone());
                }
                found => return Err(not_a_file(dir, path, found)),
            }
        }
        for path in old.iter().flat_map(|(old, _)| old.files.keys()) {
            if self.get(path.as_str()).is_some() {
                continue;
            }
            match disk.look(path)? {
                Found::File { .. } => comparison.stale.push(path.clone()),
                Found::Missing { .. } | Found::Directory | Found::Behind { .. } => {}
                found => return Err(not_a_file(dir, path, found)),
            }
        }
        comparison.unexpected = self.unexpected(dir, &comparison.stale)?;
        comparison.changed.sort();
        comparison.missing.sort();
        Ok(comparison)
    }

    /// The files that [`Tree::write`] would add, replace or remove, with their contents, in the order of their paths.
    ///
    /// The manifest is left out: it is bookkeeping, and changes with every other change.
    pub fn changes(&self, dir: &Path) -> Result<Vec<Change<'_>>, CompareError> {
        let comparison = self.compare(dir)?;
        let mut disk = Disk::new(dir);
        let mut changes = Vec::new();
        for path in comparison.missing {
            let new = self.get(path.as_str());
            changes.push(Change {
                path,
                old: None,
                new,
            });
        }
        for path in comparison.changed.into_iter().chain(comparison.stale) {
            let (old, new) = (Some(disk.read(&path)?.to_vec()), self.get(path.as_str()));
            changes.push(Change { path, old, new });
        }
        changes.retain(|change| change.path.as_str() != MANIFEST);
        changes.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(changes)
    }

    fn unexpected(&self, dir: &Path, stale: &[TreePath]) -> Result<Vec<PathBuf>, CompareError> {
        let stale: BTreeSet<&str> = stale.iter().map(TreePath::as_str).collect();
        let ours = |path: &Path| {
            // Windows separates with a backslash, which no path of a tree contains.
            let path = path
                .to_str()
                .map(|text| text.replace(std::path::MAIN_SEPARATOR, "/"));
            path.is_some_and(|path| {
                path == MANIFEST || self.get(&path).is_some() || stale.contains(path.as_str())
            })
        };
        let mut unexpected: Vec<PathBuf> = (disk::walk(dir, left_by_terraform)?.into_iter())
            .filter(|entry| !entry.is_directory && !ours(&entry.path))
            .map(|entry| entry.path)
            .collect();
        unexpected.sort();
        Ok(unexpected)
    }
}

fn left_by_terraform(name: &OsStr) -> bool {
    name == ".terraform"
        || name == ".terraform.lock.hcl"
        || name.as_encoded_bytes().starts_with(b"terraform.tfstate")
}

fn refused(dir: &Path, error: ReadManifestError) -> CompareError {
    let path = dir.join(MANIFEST);
    match error {
        ReadManifestError::Look(error) => error.into(),
        ReadManifestError::Symlink => CompareError::Symlink { path },
        ReadManifestError::NotAFile => CompareError::Kind {
            path,
            expected: "file",
        },
        ReadManifestError::Manifest(error) => CompareError::Manifest { path, error },
    }
}

fn not_a_file(dir: &Path, path: &TreePath, found: Found) -> CompareError {
    match found {
        Found::Symlink { at } => CompareError::Symlink {
            path: at.below(dir),
        },
        Found::Special { at } => CompareError::Kind {
            path: at.below(dir),
            expected: "file",
        },
        _ => CompareError::Kind {
            path: path.below(dir),
            expected: "file",
        },
    }
}
