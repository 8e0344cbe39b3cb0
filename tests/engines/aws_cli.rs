//! The AWS CLI, started once for all the calls of a script.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::environment::python_for;
use crate::process::{self, Server};

/// An AWS CLI that answers to `aws` in a folder of its own; killed when dropped.
pub(crate) struct AwsCli {
    _server: Server,
    folder: PathBuf,
}

impl AwsCli {
    /// Starts the AWS CLI of a Python environment in a directory.
    pub(crate) fn start(python: &Path, directory: &Path) -> Self {
        let program = process::scripts().join("aws_cli.py");
        let socket = directory.join("aws.socket");
        let mut command = process::supervised(python.as_os_str(), &[]);
        command
            .arg(&program)
            .arg("serve")
            .arg(&socket)
            .env("AWS_CONFIG_FILE", "/dev/null")
            .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        let (server, line) = Server::start(command);
        assert_eq!(line, "ready", "the AWS CLI did not start");
        let folder = directory.join("bin");
        fs::create_dir_all(&folder).unwrap();
        let aws = folder.join("aws");
        // Without the interpreter's own search for packages, which takes longer than the rest.
        let script =
            format!("#!/bin/sh\nexec {python:?} -BES {program:?} call {socket:?} \"$@\"\n");
        fs::write(&aws, script).unwrap();
        fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).unwrap();
        Self {
            _server: server,
            folder,
        }
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
    let cli = AwsCli::start(&python, scratch.path());
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
