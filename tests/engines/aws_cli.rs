//! The AWS CLI, started once for all the calls of a script.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::environment::python_for;
use crate::process;
use crate::warm::Warm;

/// An AWS CLI that answers to `aws` in a folder of its own.
pub(crate) struct AwsCli {
    folder: PathBuf,
}

/// What answers them all; started by the first.
static SERVER: OnceLock<Warm> = OnceLock::new();

impl AwsCli {
    /// Puts the AWS CLI of a Python environment into a directory.
    pub(crate) fn put(python: &Path, directory: &Path) -> Self {
        let server = SERVER.get_or_init(|| Warm::start(python, "aws_cli.py"));
        let folder = directory.join("bin");
        fs::create_dir_all(&folder).unwrap();
        let aws = folder.join("aws");
        let [flags, program, socket] = server.run();
        let script =
            format!("#!/bin/sh\nexec {python:?} {flags:?} {program:?} {socket:?} \"$@\"\n");
        fs::write(&aws, script).unwrap();
        fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    /// The folder to look for programs in first.
    pub(crate) fn folder(&self) -> String {
        self.folder.display().to_string()
    }
}

#[test]
fn each_call_is_the_aws_cli_itself_in_its_callers_place() {
    let claim = "each call is the AWS CLI itself, in its caller's place";
    let Some(python) = python_for(claim) else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let cli = AwsCli::put(&python, scratch.path());
    let call = |program: PathBuf, arguments: &[&str], caller: &str| {
        process::run(program.as_os_str(), arguments, |command| {
            command
                // What it says of a missing file depends on where it is.
                .current_dir(scratch.path())
                .env("AWS_CONFIG_FILE", "/dev/null")
                .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
                .env("AWS_ACCESS_KEY_ID", caller)
                .env("AWS_SECRET_ACCESS_KEY", "double");
        })
    };
    fs::write(scratch.path().join("a  file"), "").unwrap();
    for (caller, arguments) in [
        ("one", &["--version"][..]),
        ("one", &["configure", "list"]),
        ("another", &["configure", "list"]),
        ("one", &["s3", "cp", "no  such $(file)", "s3://bucket/key"]),
        (
            "one",
            &["s3", "cp", "--dryrun", "a  file", "s3://bucket/key"],
        ),
        ("one", &["sts", "assume-nothing"]),
    ] {
        let ours = call(cli.folder.join("aws"), arguments, caller);
        let own = call(python.with_file_name("aws"), arguments, caller);
        assert_eq!(ours.all(), own.all(), "{arguments:?}");
    }
}
