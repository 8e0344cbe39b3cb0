//! The directory beside a tree in which its new files are made ready.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::TreePath;

/// Random letters and digits at the end of a staging directory's name.
const RANDOM: usize = 10;

const PARKED: &str = "parked";

/// A staging directory of this run, removed when dropped.
#[derive(Debug)]
pub(super) struct Staging {
    parent: PathBuf,
    prefix: OsString,
    directory: TempDir,
    made: BTreeSet<TreePath>,
    parked: usize,
}

/// A failure while staging: at which path, and what the system said.
pub(super) type Failure = (PathBuf, io::Error);

impl Staging {
    /// Makes a staging directory in `parent` for the tree directory named `name`.
    pub(super) fn make(parent: &Path, name: &OsStr) -> Result<Self, Failure> {
        let prefix = prefix(name);
        let directory = tempfile::Builder::new()
            .prefix(&prefix)
            .rand_bytes(RANDOM)
            .tempdir_in(parent)
            .map_err(at(parent))?;
        Ok(Self {
            parent: parent.to_owned(),
            prefix,
            directory,
            made: BTreeSet::new(),
            parked: 0,
        })
    }

    /// Moves the staging directories of all other runs for the same tree into this one.
    pub(super) fn take_others(&mut self) -> Result<(), Failure> {
        // Directories within, as the mode of this one keeps others out and would become that of the tree.
        for inside in [self.tree(), self.directory.path().join(PARKED)] {
            fs::create_dir(&inside).map_err(at(&inside))?;
        }
        for entry in fs::read_dir(&self.parent).map_err(at(&self.parent))? {
            let entry = entry.map_err(at(&self.parent))?;
            let is_own = self.directory.path().file_name() == Some(&entry.file_name());
            if is_own || !is_staging(&entry.file_name(), &self.prefix) {
                continue;
            }
            // Its run may end, or another may take it, while this one looks.
            match entry.file_type() {
                Ok(found) if found.is_dir() => {}
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(at(&entry.path())(error));
                }
                _ => continue,
            }
            let parked = self.park();
            match fs::rename(entry.path(), parked) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && !self.is_taken() => {}
                result => result.map_err(at(&entry.path()))?,
            }
        }
        Ok(())
    }

    /// Whether another run has taken this staging directory.
    pub(super) fn is_taken(&self) -> bool {
        !self.directory.path().exists()
    }

    /// Where the new content of `path` is, or a directory of new files.
    pub(super) fn staged(&self, path: &TreePath) -> PathBuf {
        path.below(&self.tree())
    }

    /// The directory of all new files.
    pub(super) fn tree(&self) -> PathBuf {
        self.directory.path().join("new")
    }

    /// Where the journal is made ready.
    pub(super) fn journal(&self) -> PathBuf {
        self.directory.path().join("journal")
    }

    /// A free place to move something out to.
    pub(super) fn park(&mut self) -> PathBuf {
        self.parked += 1;
        self.directory
            .path()
            .join(PARKED)
            .join(self.parked.to_string())
    }

    /// Makes the new content of `path` ready.
    pub(super) fn stage(&mut self, path: &TreePath, bytes: &[u8]) -> io::Result<()> {
        if let Some(parent) = path.parent()
            && !self.made.contains(&parent)
        {
            fs::create_dir_all(self.staged(&parent))?;
            self.made.insert(parent);
        }
        fs::write(self.staged(path), bytes)
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> Failure {
    move |error| (path.to_owned(), error)
}

fn prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".offsite-staging-");
    prefix
}

fn is_staging(name: &OsStr, prefix: &OsStr) -> bool {
    (name
        .as_encoded_bytes()
        .strip_prefix(prefix.as_encoded_bytes()))
    .is_some_and(|random| random.len() == RANDOM && random.iter().all(u8::is_ascii_alphanumeric))
}
