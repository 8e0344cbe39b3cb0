//! The AWS CLI, started once for all the calls of a script.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::json;

use crate::double::Double;
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

#[test]
fn a_selection_is_refused_unless_its_role_is_there_and_trusts_aws_backup() {
    let claim = "a selection is refused unless its role is there and trusts AWS Backup";
    let Some(python) = python_for(claim) else {
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let there = "arn:aws:iam::111111111111:role/some/path/there";
    let organization = json!({
        "management_account": "111111111111", "organization_id": "o-a1b2c3d4e5",
        "units": [], "accounts": [], "policy_types": [], "service_access": [], "roles": [there],
    });
    let double = Double::start(&python, &organization, scratch.path());
    let cli = AwsCli::put(&python, scratch.path());
    let aws = |arguments: &[&str]| {
        process::run(cli.folder.join("aws").as_os_str(), arguments, |command| {
            command
                .env("AWS_ENDPOINT_URL", &double.url)
                .env("AWS_CONFIG_FILE", "/dev/null")
                .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
                .env("AWS_DEFAULT_REGION", "eu-west-1")
                .env("AWS_ACCESS_KEY_ID", "111111111111")
                .env("AWS_SECRET_ACCESS_KEY", "double");
        })
    };
    let trust = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole",
    }] });
    let trust = trust.to_string();
    let of_another = ["iam", "create-role", "--role-name", "of-another"];
    let made = aws(&[&of_another[..], &["--assume-role-policy-document", &trust]].concat());
    assert_eq!(made.status, 0, "{}", made.all());
    let rule = json!({ "RuleName": "daily", "TargetBackupVaultName": "vault" });
    let plan = json!({ "BackupPlanName": "daily", "Rules": [rule] }).to_string();
    let vault = [
        "backup",
        "create-backup-vault",
        "--backup-vault-name",
        "vault",
    ];
    assert_eq!(aws(&vault).status, 0);
    let create = ["backup", "create-backup-plan", "--backup-plan", &plan];
    let made = aws(&[
        &create[..],
        &["--query", "BackupPlanId", "--output", "text"],
    ]
    .concat());
    assert_eq!(made.status, 0, "{}", made.all());
    let plan = made.said.trim();
    for (role, taken) in [
        (there, true),
        ("arn:aws:iam::111111111111:role/nowhere", false),
        ("arn:aws:iam::111111111111:role/of-another", false),
    ] {
        let name = role.rsplit('/').next().unwrap();
        let selection = json!({
            "SelectionName": name, "IamRoleArn": role, "Resources": ["*"],
        });
        let selection = selection.to_string();
        let create = [
            "backup",
            "create-backup-selection",
            "--backup-plan-id",
            plan,
        ];
        let made = aws(&[&create[..], &["--backup-selection", &selection]].concat());
        assert_eq!(made.status == 0, taken, "{}", made.all());
        let refused = made.all().contains("cannot be assumed by AWS Backup");
        assert_eq!(refused, !taken, "{}", made.all());
    }
}
