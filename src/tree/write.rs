//! Writing a tree to a directory, step by step.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{self, Disk, LookError, ReadManifestError, Root};
use super::journal::journal;
use super::plan::Plan;
use super::staging::{Failure, Staging};
use super::{MANIFEST, ManifestError, Refusal, Tree, TreePath};

/// What writing a tree did, by path; the manifest counts as a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub created: Vec<TreePath>,
    /// Files that had another content.
    pub changed: Vec<TreePath>,
    /// Files that the tree has no longer.
    pub removed: Vec<TreePath>,
    /// The number of files left as they were.
    pub unchanged: usize,
}

/// Why a tree was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system refused something: a full disk, a missing permission.
    #[error("cannot {action} `{}`", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The directory's manifest is not ours; nothing was written.
    #[error("`{}` {error}", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        error: ManifestError,
    },
    /// Something on disk would be lost or is not to be trusted; nothing was written.
    #[error("nothing was written to `{}`{}", dir.display(), list(refusals))]
    Refused {
        /// The tree's directory.
        dir: PathBuf,
        /// Every reason.
        refusals: Vec<Refusal>,
    },
    /// Another run began to write the same directory, and has the last word.
    #[error("another run of offsite is writing `{}`", dir.display())]
    Superseded {
        /// The tree's directory.
        dir: PathBuf,
    },
    /// The path ends in no name, as `..` and `/` do.
    #[error("`{}` does not name a directory to write", dir.display())]
    Unnamed {
        /// The path as given.
        dir: PathBuf,
    },
}

fn list(refusals: &[Refusal]) -> String {
    refusals
        .iter()
        .map(|refusal| format!("\n  {refusal}"))
        .collect()
}

impl From<LookError> for WriteError {
    fn from(LookError { path, source }: LookError) -> Self {
        Self::Io {
            action: "read",
            path,
            source,
        }
    }
}

/// A tree that is staged and verified, with the steps that put it in place.
///
/// Dropped before its end it leaves the directory between two trees; the next [`Tree::write`] mends that.
#[derive(Debug)]
pub struct Pending {
    dir: PathBuf,
    staging: Staging,
    steps: VecDeque<Step>,
    written: Written,
}

#[derive(Debug)]
enum Step {
    /// Moves a staged file over a file or to a free place, or a staged directory to a free place.
    MoveIn { staged: PathBuf, target: PathBuf },
    /// Moves a stale file into the staging directory, which goes in the end.
    MoveOut { target: PathBuf, parked: PathBuf },
    /// Removes a directory if it is empty.
    RemoveEmpty { target: PathBuf },
}

/// Waits until no other run writes beside `dir`, by a lock of the directory around it that the system
/// gives up with the process. Where directories have no locks, a run that is overtaken stops instead.
fn wait_for_others(dir: &Path) -> Option<File> {
    let absolute = std::path::absolute(dir).ok()?;
    let around = absolute
        .ancestors()
        .skip(1)
        .find(|around| around.is_dir())?;
    let around = File::open(around).ok()?;
    around.lock().ok()?;
    Some(around)
}

impl Tree {
    /// Makes `dir` hold this tree: writes what differs, removes what is stale, touches nothing else.
    ///
    /// Fails before the first change where it can; [the module](super) tells how.
    pub fn write(&self, dir: &Path) -> Result<Written, WriteError> {
        let _until_done = wait_for_others(dir);
        self.prepare(dir)?.finish()
    }

    /// Verifies and stages everything that [`Tree::write`] would do, and leaves the steps to the caller.
    pub fn prepare(&self, dir: &Path) -> Result<Pending, WriteError> {
        let dir = disk::plain(dir);
        let name = dir
            .file_name()
            .ok_or_else(|| WriteError::Unnamed { dir: dir.clone() })?;
        refuse_root(&dir)?;
        let parent = match dir.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(|source| WriteError::Io {
            action: "create",
            path: parent.to_owned(),
            source,
        })?;
        let staging = Staging::make(parent, name).map_err(staging_failed)?;
        let mut pending = Pending {
            staging,
            steps: VecDeque::new(),
            written: Written::default(),
            dir,
        };
        match pending.plan(self) {
            Err(_) if pending.staging.is_taken() => {
                Err(WriteError::Superseded { dir: pending.dir })
            }
            Err(error) => Err(error),
            Ok(()) => Ok(pending),
        }
    }
}

impl Pending {
    /// The number of steps left.
    pub fn remaining(&self) -> usize {
        self.steps.len()
    }

    /// Takes the next step, and says whether there was one.
    pub fn advance(&mut self) -> Result<bool, WriteError> {
        let Some(step) = self.steps.pop_front() else {
            return Ok(false);
        };
        match step.take(&self.staging) {
            Err(_) if self.staging.is_taken() => Err(WriteError::Superseded {
                dir: self.dir.clone(),
            }),
            result => result.map(|()| true),
        }
    }

    /// Takes all steps left.
    pub fn finish(mut self) -> Result<Written, WriteError> {
        while self.advance()? {}
        Ok(self.written)
    }

    fn plan(&mut self, tree: &Tree) -> Result<(), WriteError> {
        self.staging.take_others().map_err(staging_failed)?;
        let manifest = disk::manifest_path();
        let new = tree.manifest();
        let text = new.to_text().into_bytes();
        if !refuse_root(&self.dir)? {
            for (path, bytes) in tree.iter().chain([(&manifest, text.as_slice())]) {
                self.stage(path, bytes)?;
                self.written.created.push(path.clone());
            }
            self.written.created.sort();
            let (staged, target) = (self.staging.tree(), self.dir.clone());
            self.steps.push_back(Step::MoveIn { staged, target });
            return Ok(());
        }

        let old = Disk::new(&self.dir)
            .manifest(&tree.origin().tool)
            .map_err(|error| unreadable(&self.dir, error))?;
        let mut plan = Plan::make(tree, &self.dir, old.as_ref().map(|(old, _)| old))?;
        if !plan.refusals.is_empty() {
            let (dir, refusals) = (self.dir.clone(), plan.refusals);
            return Err(WriteError::Refused { dir, refusals });
        }

        for path in plan.created.iter().chain(&plan.changed) {
            let bytes = tree
                .get(path.as_str())
                .expect("a plan names files of its tree only");
            self.stage(path, bytes)?;
        }
        let same = old.as_ref().is_some_and(|(_, found)| *found == text);
        let files_change =
            !(plan.moved_in.is_empty() && plan.changed.is_empty() && plan.removed.is_empty());
        if files_change {
            let text = journal(old.as_ref().map(|(old, _)| old), &new).to_text();
            let (staged, target) = (self.staging.journal(), manifest.below(&self.dir));
            fs::write(&staged, text).map_err(|source| stage_failed(&target, source))?;
            self.steps.push_back(Step::MoveIn { staged, target });
        }
        for path in &plan.removed {
            let (target, parked) = (path.below(&self.dir), self.staging.park());
            self.steps.push_back(Step::MoveOut { target, parked });
        }
        // Backwards, what is inside a directory comes before it.
        for path in plan.emptied.iter().rev() {
            self.steps.push_back(Step::RemoveEmpty {
                target: path.below(&self.dir),
            });
        }
        for path in plan.moved_in.iter().chain(&plan.changed) {
            let (staged, target) = (self.staging.staged(path), path.below(&self.dir));
            self.steps.push_back(Step::MoveIn { staged, target });
        }
        if files_change || !same {
            self.stage(&manifest, &text)?;
            let (staged, target) = (self.staging.staged(&manifest), manifest.below(&self.dir));
            self.steps.push_back(Step::MoveIn { staged, target });
        }
        match (old.is_some(), same) {
            (false, _) => plan.created.push(manifest),
            (true, false) => plan.changed.push(manifest),
            (true, true) => plan.unchanged += 1,
        }
        plan.created.sort();
        plan.changed.sort();
        self.written = Written {
            created: plan.created,
            changed: plan.changed,
            removed: plan.removed,
            unchanged: plan.unchanged,
        };
        Ok(())
    }

    fn stage(&mut self, path: &TreePath, bytes: &[u8]) -> Result<(), WriteError> {
        (self.staging.stage(path, bytes))
            .map_err(|source| stage_failed(&path.below(&self.dir), source))
    }
}

impl Step {
    fn take(self, staging: &Staging) -> Result<(), WriteError> {
        match self {
            Self::MoveIn { staged, target } => {
                fs::rename(staged, &target).map_err(|source| WriteError::Io {
                    action: "write",
                    path: target,
                    source,
                })
            }
            Self::MoveOut { target, parked } => {
                fs::rename(&target, parked).map_err(|source| WriteError::Io {
                    action: "remove",
                    path: target,
                    source,
                })
            }
            // Alone among the steps it does not need the staging directory, so it has to ask.
            Self::RemoveEmpty { target } if !staging.is_taken() => match fs::remove_dir(&target) {
                Err(error)
                    if !matches!(
                        error.kind(),
                        io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound
                    ) =>
                {
                    Err(WriteError::Io {
                        action: "remove",
                        path: target,
                        source: error,
                    })
                }
                _ => Ok(()),
            },
            Self::RemoveEmpty { .. } => Ok(()),
        }
    }
}

/// Whether `dir` exists, which must then be a real directory.
fn refuse_root(dir: &Path) -> Result<bool, WriteError> {
    let (dir, path) = (dir.to_owned(), dir.to_owned());
    let refusal = match disk::root(&dir)? {
        Root::Missing => return Ok(false),
        Root::Directory => return Ok(true),
        Root::Symlink => Refusal::Symlink { path },
        Root::Other => Refusal::NotADirectory { path },
    };
    Err(WriteError::Refused {
        dir,
        refusals: vec![refusal],
    })
}

fn stage_failed(target: &Path, source: io::Error) -> WriteError {
    WriteError::Io {
        action: "stage",
        path: target.to_owned(),
        source,
    }
}

fn staging_failed((path, source): Failure) -> WriteError {
    WriteError::Io {
        action: "make a staging directory at",
        path,
        source,
    }
}

fn unreadable(dir: &Path, error: ReadManifestError) -> WriteError {
    let path = dir.join(MANIFEST);
    let refusal = match error {
        ReadManifestError::Look(error) => return error.into(),
        ReadManifestError::Manifest(error) => return WriteError::Manifest { path, error },
        ReadManifestError::Symlink => Refusal::Symlink { path },
        ReadManifestError::NotAFile => Refusal::Directory { path },
    };
    WriteError::Refused {
        dir: dir.to_owned(),
        refusals: vec![refusal],
    }
}
