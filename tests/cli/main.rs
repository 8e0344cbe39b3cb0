//! The contract of the commands: exit codes, what goes to which stream, what is written.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod check;
mod default;
mod diff;
mod init;
mod process;
mod render;

use std::fs;
use std::path::Path;

use snapbox::cmd::{Command, OutputAssert};

/// A spec without findings.
const SPEC: &str = include_str!("../../specs/quickstart.yaml");

/// A directory with that spec as `spec.yaml`.
fn workplace() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("spec.yaml"), SPEC).unwrap();
    dir
}

/// The command, run in `dir`, as a pipeline runs it.
fn offsite(dir: &Path, arguments: &[&str]) -> Command {
    Command::new(snapbox::cmd::cargo_bin!("offsite"))
        .current_dir(dir)
        .env_remove("CLICOLOR_FORCE")
        .env_remove("NO_COLOR")
        .args(arguments)
}

fn run(dir: &Path, arguments: &[&str]) -> OutputAssert {
    offsite(dir, arguments).assert()
}

/// Replaces `old` in the spec of a workplace.
fn edit(dir: &Path, old: &str, new: &str) {
    let path = dir.join("spec.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{old}");
    fs::write(path, text.replace(old, new)).unwrap();
}

fn stdout(assert: &OutputAssert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}
