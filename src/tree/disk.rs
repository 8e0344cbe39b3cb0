//! What stands in a tree's directory, without ever following a symbolic link.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{MANIFEST, Manifest, ManifestError, TreePath};

/// What stands at a path of a tree.
pub(super) enum Found {
    /// Nothing; `top` is the first directory on the way, or the file itself, that is missing.
    Missing { top: TreePath },
    /// A regular file of this many bytes.
    File { length: u64 },
    /// A directory.
    Directory,
    /// A file stands at `at`, where a directory on the way would be.
    Behind { at: TreePath },
    /// A symbolic link, at the path or on the way to it.
    Symlink { at: TreePath },
    /// A device, a socket or a pipe, at the path or on the way to it.
    Special { at: TreePath },
}

/// What stands at the path of the tree's directory itself.
pub(super) enum Root {
    Missing,
    Directory,
    Symlink,
    Other,
}

/// A failure to look at something on disk.
#[derive(Debug)]
pub(super) struct LookError {
    pub(super) path: PathBuf,
    pub(super) source: io::Error,
}

/// A failure to read the manifest of a directory.
pub(super) enum ReadManifestError {
    Look(LookError),
    Symlink,
    NotAFile,
    Manifest(ManifestError),
}

impl From<LookError> for ReadManifestError {
    fn from(error: LookError) -> Self {
        Self::Look(error)
    }
}

/// `dir` without a slash or `.` at its end: with them, the system would follow a link there.
pub(super) fn plain(dir: &Path) -> PathBuf {
    dir.components().collect()
}

/// Looks at the tree's directory.
pub(super) fn root(dir: &Path) -> Result<Root, LookError> {
    Ok(match metadata(dir)? {
        None => Root::Missing,
        Some(found) if found.is_dir() => Root::Directory,
        Some(found) if found.is_symlink() => Root::Symlink,
        Some(_) => Root::Other,
    })
}

/// A tree's directory, with what was learned about the directories in it.
pub(super) struct Disk<'a> {
    dir: &'a Path,
    directories: BTreeMap<TreePath, Directory>,
    buffer: Vec<u8>,
}

#[derive(Clone)]
enum Directory {
    There,
    Missing { top: TreePath },
    Behind { at: TreePath },
    Symlink { at: TreePath },
    Special { at: TreePath },
}

impl<'a> Disk<'a> {
    /// Looks below `dir`, a directory.
    pub(super) fn new(dir: &'a Path) -> Self {
        Self {
            dir,
            directories: BTreeMap::new(),
            buffer: Vec::new(),
        }
    }

    /// What stands at `path`.
    pub(super) fn look(&mut self, path: &TreePath) -> Result<Found, LookError> {
        if let Some(parent) = path.parent() {
            match self.directory(parent)? {
                Directory::There => {}
                Directory::Missing { top } => return Ok(Found::Missing { top: top.clone() }),
                Directory::Behind { at } => return Ok(Found::Behind { at: at.clone() }),
                Directory::Symlink { at } => return Ok(Found::Symlink { at: at.clone() }),
                Directory::Special { at } => return Ok(Found::Special { at: at.clone() }),
            }
        }
        self.stands(path)
    }

    /// Whether `path` is a directory, reached without a link.
    pub(super) fn is_directory(&mut self, path: &TreePath) -> Result<bool, LookError> {
        Ok(matches!(self.directory(path.clone())?, Directory::There))
    }

    /// Whether the file at `path`, of `length` bytes, holds exactly `bytes`.
    pub(super) fn holds(
        &mut self,
        path: &TreePath,
        length: u64,
        bytes: &[u8],
    ) -> Result<bool, LookError> {
        Ok(length == bytes.len() as u64 && self.read(path)? == bytes)
    }

    /// The content of the file at `path`, until the next call.
    pub(super) fn read(&mut self, path: &TreePath) -> Result<&[u8], LookError> {
        let place = path.below(self.dir);
        self.buffer.clear();
        // Read through `take`, a file is not asked for its length first: that took a tenth of the time
        // for the small files of a tree.
        fs::File::open(&place)
            .and_then(|file| file.take(u64::MAX).read_to_end(&mut self.buffer))
            .map_err(|source| LookError {
                path: place,
                source,
            })?;
        Ok(&self.buffer)
    }

    /// The manifest in the directory, read for version `own` of the tool, with its text.
    pub(super) fn manifest(
        &mut self,
        own: &str,
    ) -> Result<Option<(Manifest, Vec<u8>)>, ReadManifestError> {
        let path = manifest_path();
        match self.look(&path)? {
            Found::Missing { .. } => Ok(None),
            Found::File { .. } => {
                let text = self.read(&path)?;
                let manifest = Manifest::parse(text, own).map_err(ReadManifestError::Manifest)?;
                Ok(Some((manifest, text.to_vec())))
            }
            Found::Symlink { .. } => Err(ReadManifestError::Symlink),
            Found::Directory | Found::Behind { .. } | Found::Special { .. } => {
                Err(ReadManifestError::NotAFile)
            }
        }
    }

    fn directory(&mut self, path: TreePath) -> Result<&Directory, LookError> {
        if !self.directories.contains_key(&path) {
            let found = match self.look(&path)? {
                Found::Directory => Directory::There,
                Found::File { .. } => Directory::Behind { at: path.clone() },
                Found::Missing { top } => Directory::Missing { top },
                Found::Behind { at } => Directory::Behind { at },
                Found::Symlink { at } => Directory::Symlink { at },
                Found::Special { at } => Directory::Special { at },
            };
            self.directories.insert(path.clone(), found);
        }
        Ok(&self.directories[&path])
    }

    fn stands(&self, path: &TreePath) -> Result<Found, LookError> {
        Ok(match metadata(&path.below(self.dir))? {
            None => Found::Missing { top: path.clone() },
            Some(found) if found.is_file() => Found::File {
                length: found.len(),
            },
            Some(found) if found.is_dir() => Found::Directory,
            Some(found) if found.is_symlink() => Found::Symlink { at: path.clone() },
            Some(_) => Found::Special { at: path.clone() },
        })
    }
}

/// The manifest's path, as the path of a tree.
pub(super) fn manifest_path() -> TreePath {
    TreePath::parse(MANIFEST).expect("the manifest's path is a plain name")
}

fn metadata(path: &Path) -> Result<Option<fs::Metadata>, LookError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(LookError {
            path: path.to_owned(),
            source,
        }),
    }
}

/// An entry found in a directory: its path relative to where the walk began.
pub(super) struct Entry {
    pub(super) path: PathBuf,
    pub(super) is_directory: bool,
}

/// Everything below `dir`, links not followed, without what `skip` names.
pub(super) fn walk(
    dir: &Path,
    skip: fn(&std::ffi::OsStr) -> bool,
) -> Result<Vec<Entry>, LookError> {
    let mut entries = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(relative) = open.pop() {
        let place = dir.join(&relative);
        let error = |source| LookError {
            path: place.clone(),
            source,
        };
        for entry in fs::read_dir(&place).map_err(error)? {
            let entry = entry.map_err(error)?;
            if skip(&entry.file_name()) {
                continue;
            }
            let path = relative.join(entry.file_name());
            let is_directory = entry.file_type().map_err(error)?.is_dir();
            if is_directory {
                open.push(path.clone());
            }
            entries.push(Entry { path, is_directory });
        }
    }
    Ok(entries)
}
