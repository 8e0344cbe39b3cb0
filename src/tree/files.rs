//! The files of a tree, in memory.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Bound;

use super::{MANIFEST, Origin, TreePath};

/// Rendered files by path. The manifest is not among them: it follows from them, and is added
/// whenever the tree is written or compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    origin: Origin,
    files: BTreeMap<TreePath, Vec<u8>>,
}

/// Two files that want the same place: a fault of whoever renders, not of the spec.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsertError {
    /// The path is taken.
    #[error("two files are rendered to `{path}`")]
    Duplicate {
        /// The path.
        path: TreePath,
    },
    /// One path is a directory on the way to the other.
    #[error("`{file}` is rendered both as a file and as the directory of `{inside}`")]
    FileAndDirectory {
        /// The path that is a file.
        file: TreePath,
        /// A path inside the directory of that name.
        inside: TreePath,
    },
    /// The path is the manifest's.
    #[error("`{MANIFEST}` is rendered, but is the manifest's own path")]
    Manifest,
}

impl Tree {
    /// A tree without files.
    pub fn new(origin: Origin) -> Self {
        Self {
            origin,
            files: BTreeMap::new(),
        }
    }

    /// Adds a file; the tree is unchanged when its place is taken.
    pub fn insert(&mut self, path: TreePath, bytes: impl Into<Vec<u8>>) -> Result<(), InsertError> {
        if path.parents().last().as_ref().unwrap_or(&path).as_str() == MANIFEST {
            return Err(InsertError::Manifest);
        }
        if let Some(file) = path
            .parents()
            .find(|parent| self.files.contains_key(parent))
        {
            return Err(InsertError::FileAndDirectory { file, inside: path });
        }
        if let Some(inside) = self.first_inside(&path).cloned() {
            return Err(InsertError::FileAndDirectory { file: path, inside });
        }
        match self.files.entry(path) {
            Entry::Occupied(entry) => Err(InsertError::Duplicate {
                path: entry.key().clone(),
            }),
            Entry::Vacant(entry) => {
                entry.insert(bytes.into());
                Ok(())
            }
        }
    }

    /// What the tree was rendered by and from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The content of the file at `path`.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The files in the order of their paths, without the manifest.
    pub fn iter(&self) -> impl Iterator<Item = (&TreePath, &[u8])> {
        self.files
            .iter()
            .map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// The number of files, without the manifest.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether `path` is a directory of this tree.
    pub(super) fn has_directory(&self, path: &TreePath) -> bool {
        self.first_inside(path).is_some()
    }

    fn first_inside(&self, directory: &TreePath) -> Option<&TreePath> {
        let prefix = directory.as_prefix();
        let (first, _) = self
            .files
            .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded))
            .next()?;
        first.as_str().starts_with(&prefix).then_some(first)
    }
}
