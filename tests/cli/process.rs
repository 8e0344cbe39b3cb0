//! What every command has in common: usage, color, streams that nobody reads.

use std::io::Read;
use std::process::{Command, Stdio};

use snapbox::str;

use crate::{edit, offsite, run, stdout, workplace};

#[test]
fn an_unknown_command_has_a_near_one() {
    let dir = workplace();
    run(dir.path(), &["rendr"])
        .code(2)
        .stdout_eq(str![[""]])
        .stderr_eq(str![[r#"
error: unrecognized subcommand 'rendr'

  tip: a similar subcommand exists: 'render'

Usage: offsite <COMMAND>

For more information, try '--help'.

"#]]);
}

#[test]
fn usage_faults_are_failures() {
    let dir = workplace();
    for arguments in [
        &[][..],
        &["check", "spec.yaml", "--format", "xml"],
        &["check", "spec.yaml", "other.yaml"],
        &["render", "spec.yaml", "--nothing"],
        &["completions", "cmd"],
    ] {
        let said = run(dir.path(), arguments).code(2);
        assert!(stdout(&said).is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_and_version_are_results() {
    let dir = workplace();
    run(dir.path(), &["--version"])
        .code(0)
        .stdout_eq(concat!("offsite ", env!("CARGO_PKG_VERSION"), "\n"))
        .stderr_eq(str![[""]]);
    run(dir.path(), &["--help"])
        .code(0)
        .stderr_eq(str![[""]])
        .stdout_eq(str![[r#"
Organization-wide AWS Backup on the 3-2-1 rule, from one compact spec

Usage: offsite <COMMAND>

Commands:
  init         Write a first spec: valid and commented
  check        Say what AWS would refuse, or silently not do
  render       Write the Terraform and the CloudFormation of a spec
  diff         Show what a spec changes in its committed tree
  explain      Explain a check: what it finds, why, and how to fix it
  schema       Print the JSON Schema of the spec language
  completions  Print the completions for a shell
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

"#]]);
}

#[test]
fn every_shell_is_completed() {
    let dir = workplace();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let said = run(dir.path(), &["completions", shell]).code(0);
        assert!(stdout(&said).contains("render"), "{shell}");
    }
}

#[test]
fn color_is_for_terminals_and_never_when_refused() {
    let dir = workplace();
    edit(dir.path(), "account: vault", "account: valt");
    let check = || offsite(dir.path(), &["check", "spec.yaml"]);
    let colored = |said: String| said.contains('\u{1b}');
    assert!(!colored(stdout(&check().assert())));
    assert!(colored(stdout(
        &check().env("CLICOLOR_FORCE", "1").assert()
    )));
    assert!(!colored(stdout(&check().env("NO_COLOR", "1").assert())));
}

/// `offsite schema | head -1`.
#[test]
fn a_reader_that_leaves_is_no_failure() {
    let dir = workplace();
    for arguments in [
        &["schema"][..],
        &["completions", "bash"],
        &["diff", "spec.yaml"],
        &["render", "spec.yaml"],
    ] {
        let mut child = Command::new(snapbox::cmd::cargo_bin!("offsite"))
            .args(arguments)
            .current_dir(dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut one = [0];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut one).unwrap();
        drop(out);
        let ended = child.wait_with_output().unwrap();
        let code = ended.status.code();
        assert!(matches!(code, Some(0 | 1)), "{arguments:?}: {ended:?}");
        assert!(
            !String::from_utf8(ended.stderr)
                .unwrap()
                .contains("panicked")
        );
    }
}
