//! `offsite init`: a first spec, valid and commented.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::source;
use super::streams::{Outcome, Streams};

const FIRST_SPEC: &str = include_str!("../../templates/first-spec.yaml");

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file to write
    #[arg(default_value = source::DEFAULT_SPEC)]
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let path = &arguments.file;
    // Made new or not at all: a spec that somebody wrote is never replaced.
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => Failure::Exists { path: path.clone() },
        _ => Failure::WriteFile {
            path: path.clone(),
            source,
        },
    })?;
    file.write_all(FIRST_SPEC.as_bytes())
        .map_err(|source| Failure::WriteFile {
            path: path.clone(),
            source,
        })?;
    writeln!(streams.out, "created {}", path.display())?;
    streams.out.flush()?;
    writeln!(
        streams.err,
        "next: fill in your accounts, then `offsite check {}`",
        path.display()
    )?;
    Ok(Outcome::Fine)
}
