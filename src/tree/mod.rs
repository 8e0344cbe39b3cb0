//! Rendered files: held in memory, written to a directory, compared with it.
//!
//! Rendering a spec gives a [`Tree`]. [`Tree::write`] and [`Tree::compare`] (with its companion
//! [`Tree::changes`]) are the only code that knows a directory on disk: `render`, `render --check`,
//! `diff`, the golden tests and the freshness test all call them. Nothing here knows AWS or
//! Terraform, save the few names that terraform itself leaves beside its configuration.
//!
//! # What is ours
//!
//! `manifest.json` at the root of a written tree lists every file with its digest. A file it lists is
//! ours: replaced when it differs, even when edited by hand, and removed when the tree has it no
//! longer, unless it was edited by hand. Every other file is left alone, and refused when it
//! stands in the way with another content.
//!
//! # How a tree is written
//!
//! 1. A staging directory `.<name>.offsite-staging-<random>` is made beside the tree directory, on the same
//!    file system. Staging directories of other runs are moved into it, see below.
//! 2. Everything is looked at, and every refusal found, before anything is written.
//! 3. All new contents are written into the staging directory. A full disk or a missing permission
//!    shows here, and leaves the tree as it was.
//! 4. The changes are made, each by one rename or one removal of an empty directory:
//!    a journal over `manifest.json`, stale files moved out, directories left empty removed, new and changed files moved
//!    in, the final `manifest.json` last. A directory that does not exist yet comes in whole; so does the
//!    tree itself the first time, by a single rename.
//!
//! The journal is a manifest of the old and the new files together, with the digests of both. A
//! run killed at any moment leaves a directory in which every file that it wrote or was about to remove is
//! still known as ours, so the next run, even of another spec, ends with exactly its own tree.
//!
//! Contents are not forced to the disk (`fsync`): atomicity is ours, durability that of the
//! version control system which the tree is committed to.
//!
//! # Runs at the same time
//!
//! [`Tree::write`] waits its turn, by a lock of the directory around the tree. Where directories have no locks, and for
//! runs step by step, the last one wins. Without a lock of the operating system nobody can tell a killed run's staging directory from
//! a live one's, so a run takes all it finds by moving them into its own. Every change that a run makes to files
//! renames from or to its staging directory; once that is taken, the run can change no file any more and ends with
//! [`WriteError::Superseded`]. Two runs cannot take each other's: the second to try has lost its own.

mod compare;
mod digest;
mod disk;
mod files;
mod journal;
mod manifest;
mod origin;
mod path;
mod plan;
mod staging;
mod write;

pub use compare::{Change, CompareError, Comparison};
pub use digest::{Digest, DigestError};
pub use files::{InsertError, Tree};
pub use manifest::{Manifest, ManifestError};
pub use origin::Origin;
pub use path::{MANIFEST, TreePath, TreePathError};
pub use plan::Refusal;
pub use write::{Pending, WriteError, Written};
