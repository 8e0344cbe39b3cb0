//! Why a command could not be carried out.

use std::io;
use std::path::PathBuf;

use super::streams::Streams;
use crate::stages::PrintError;
use crate::tree::{CompareError, WriteError};

/// A command that could not be carried out: exit code 2.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// No spec was named, and the program has none of its own.
    #[error(
        "no spec is named, and there is no `{}` here or above",
        super::source::DEFAULT_SPEC
    )]
    NoSpec,
    /// Only the files of an engine are asked for that the spec is not written for.
    #[error("the spec is not written for this engine")]
    OtherEngine,
    /// A spec was named although the program has one of its own.
    #[error("this program has a spec of its own, but `{spec}` was named")]
    SpecGiven {
        /// What was named.
        spec: String,
    },
    /// A spec cannot be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file exists that a command would have to replace.
    #[error("`{path}` exists and is not replaced")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be written.
    #[error("cannot write `{path}`")]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The result cannot be written to its stream.
    #[error("cannot write the result")]
    Output(#[from] io::Error),
    /// There is no check with this code or name.
    #[error("there is no check `{name}`")]
    UnknownCheck {
        /// What was asked for.
        name: String,
        /// A near one.
        near: Option<&'static str>,
    },
    /// The tree cannot be put together.
    #[error("the files cannot be put together")]
    Print(#[from] PrintError),
    /// The tree cannot be written.
    #[error("the tree cannot be written")]
    Tree(#[from] WriteError),
    /// The tree on disk cannot be compared.
    #[error("the tree on disk cannot be read")]
    Compare(#[from] CompareError),
}

impl Failure {
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Writes the failure with its causes, and what to do where that is known.
    pub(super) fn write(&self, streams: &mut Streams<'_>) -> io::Result<()> {
        write!(streams.err, "error: {self}")?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(streams.err, ": {error}")?;
            cause = error.source();
        }
        writeln!(streams.err)?;
        match self {
            Self::NoSpec => writeln!(
                streams.err,
                "help: name a YAML or JSON file, or `-` for standard input; `offsite init` writes `{}`, \
                 which needs no naming",
                super::source::DEFAULT_SPEC
            ),
            Self::OtherEngine => writeln!(
                streams.err,
                "help: remove `--only`, or add the engine to `engines` in the spec"
            ),
            Self::Exists { .. } => {
                writeln!(streams.err, "help: name another file, or remove this one")
            }
            Self::UnknownCheck {
                near: Some(near), ..
            } => {
                writeln!(
                    streams.err,
                    "help: a check with a similar name exists: `{near}`"
                )
            }
            _ => Ok(()),
        }
    }
}
