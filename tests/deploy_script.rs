//! The script that deploys the CloudFormation, run with an `aws` of the test's own: which calls it makes,
//! in which account, with which words; and what it does when they fail or take long.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use offsite::spec::model::Spec;
use offsite::spec::yaml;
use offsite::stages::{self, Engine};

/// Writes each call down, its words apart, with the account of its credentials, and answers from
/// what the test lays out: a file for each stack, with one status a line, the last of which stays.
const AWS: &str = r#"#!/usr/bin/env bash
here=$(dirname "$0")
account=${AWS_SESSION_TOKEN:-$CALLER}
{ printf '%s' "$account"; printf '|%s' "$@"; echo; } >>"$here/calls"
stack=
for word; do
  if [[ $before == --stack-name ]]; then stack=$word; fi
  if [[ $before == --role-arn ]]; then role=$word; fi
  before=$word
done
case "$1 $2" in
  "sts get-caller-identity") echo "$CALLER" ;;
  "sts assume-role") echo "key secret $(cut -d: -f5 <<<"$role")" ;;
  "organizations list-roots") echo r-ab12 ;;
  "cloudformation describe-stacks")
    [[ -s $here/status.$stack ]] || exit 254
    head -n 1 "$here/status.$stack"
    if [[ $(wc -l <"$here/status.$stack") -gt 1 ]]; then sed -i 1d "$here/status.$stack"; fi
    ;;
  "cloudformation deploy") [[ ! -e $here/fails.$stack ]] || exit 255 ;;
esac
"#;

const SLEEP: &str = "#!/usr/bin/env bash\necho \"slept|$1\" >>\"$(dirname \"$0\")/calls\"\n";

const SPEC: &str = r#"
offsite: 1
name: told
organization: { id: o-a1b2c3d4e5, management: "111111111111", resource_policy: [] }
accounts: { vault: "222222222222", orders: "333333333333" }
central: { account: vault, region: eu-central-1 }
sources: { accounts: [orders], regions: [eu-west-1] }
plans:
  daily:
    resource_types: [S3]
    schedule: "daily 03:00"
    keep: 14d
    copy_to: { central: { keep: 90d } }
"#;

/// Where no role takes tags, and no stack set, a tag may be anything.
const TAGS: &str = r#"
tags: { owner: "it's $(touch gone) `touch gone` \"$HOME\" \\ *", "cost center": "4711" }
cloudformation: { delivery: stacks }
"#;

struct Run {
    directory: tempfile::TempDir,
}

impl Run {
    fn new() -> Self {
        Self::of(SPEC)
    }

    fn of(spec: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in [("aws", AWS), ("sleep", SLEEP)] {
            let program = directory.path().join(name);
            fs::write(&program, text).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let (spec, _) = yaml::read::<Spec>(spec.as_bytes()).unwrap();
        let rendering = stages::render_for(&spec, &[Engine::CloudFormation]).unwrap();
        let tree = rendering.tree.unwrap();
        tree.write(&directory.path().join("tree")).unwrap();
        Self { directory }
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    fn script(&self, caller: &str, waves: &[&str]) -> Output {
        let path = format!("{}:{}", self.path().display(), env!("PATH"));
        Command::new("bash")
            .arg(self.path().join("tree/cloudformation/deploy.sh"))
            .args(waves)
            .current_dir(self.path())
            .env("PATH", path)
            .env("CALLER", caller)
            .env_remove("AWS_SESSION_TOKEN")
            .output()
            .unwrap()
    }

    /// The calls so far: the account of the credentials, and the words.
    fn calls(&self) -> Vec<Vec<String>> {
        let text = fs::read_to_string(self.path().join("calls")).unwrap_or_default();
        text.lines()
            .map(|line| line.split('|').map(str::to_owned).collect())
            .collect()
    }

    /// Account, operation and stack of each call that names a stack.
    fn stacks(&self) -> Vec<String> {
        let about_stacks = self.calls().into_iter().filter_map(|words| {
            let name = words.iter().position(|word| word == "--stack-name")?;
            Some(format!("{} {} {}", words[0], words[2], words[name + 1]))
        });
        about_stacks.collect()
    }

    fn lay_out(&self, file: &str, text: &str) {
        fs::write(self.path().join(file), text).unwrap();
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn every_stack_is_deployed_in_its_account_and_protected() {
    let run = Run::new();
    let output = run.script("111111111111", &[]);
    assert!(output.status.success(), "{}", said(&output));
    let expected = [
        ("111111111111", "told-1-management"),
        ("222222222222", "told-2-central-vault-eu-central-1"),
        ("111111111111", "told-3-stacksets"),
    ];
    let expected = expected.into_iter().flat_map(|(account, stack)| {
        ["describe-stacks", "deploy", "update-termination-protection"]
            .map(|operation| format!("{account} {operation} {stack}"))
    });
    assert_eq!(run.stacks(), expected.collect::<Vec<_>>());
}

#[test]
fn the_texts_of_a_spec_are_words_and_run_as_nothing() {
    let role = r#"regions: [eu-west-1], role: "arn:aws:iam::$account:role/own""#;
    let spec = SPEC.replace("regions: [eu-west-1]", role);
    let run = Run::of(&format!("{spec}{TAGS}"));
    assert!(run.script("111111111111", &["1"]).status.success());
    let calls = run.calls();
    let deploy = calls.iter().find(|words| words[2] == "deploy").unwrap();
    let tags = deploy.iter().position(|word| word == "--tags").unwrap();
    assert_eq!(
        deploy[tags + 1..tags + 3],
        [
            "owner=it's $(touch gone) `touch gone` \"$HOME\" \\ *",
            "cost center=4711"
        ]
    );
    assert!(!run.path().join("gone").exists());
    assert!(!run.path().join("tree/cloudformation/gone").exists());
}

#[test]
fn a_stack_whose_creation_failed_makes_way_for_another_try() {
    let run = Run::new();
    run.lay_out("status.told-1-management", "ROLLBACK_COMPLETE\n");
    assert!(run.script("111111111111", &["1"]).status.success());
    let operations = ["describe-stacks", "delete-stack", "wait", "deploy"];
    let expected =
        operations.map(|operation| format!("111111111111 {operation} told-1-management"));
    assert_eq!(run.stacks()[..4], expected);
}

#[test]
fn a_stack_that_takes_longer_than_the_cli_waits_is_waited_for() {
    let run = Run::new();
    let stack = "told-2-central-vault-eu-central-1";
    run.lay_out(
        &format!("status.{stack}"),
        "UPDATE_COMPLETE\nUPDATE_IN_PROGRESS\nUPDATE_IN_PROGRESS\nUPDATE_COMPLETE_CLEANUP_IN_PROGRESS\nUPDATE_COMPLETE\n",
    );
    run.lay_out(&format!("fails.{stack}"), "");
    let output = run.script("111111111111", &["2"]);
    assert!(output.status.success(), "{}", said(&output));
    let slept = run
        .calls()
        .iter()
        .filter(|words| words[0] == "slept")
        .count();
    assert_eq!(slept, 3);
    let last = format!("222222222222 update-termination-protection {stack}");
    assert_eq!(run.stacks().last(), Some(&last));
    // Each look at it is with credentials of its own, since the first ones have run out.
    let assumed = run
        .calls()
        .iter()
        .filter(|words| words[2..].first().is_some_and(|word| word == "assume-role"))
        .count();
    assert_eq!(assumed, 6);
}

#[test]
fn a_stack_that_fails_stops_the_script_and_all_that_needs_it() {
    for (before, after) in [
        ("UPDATE_COMPLETE", "UPDATE_COMPLETE"),
        (
            "UPDATE_COMPLETE",
            "UPDATE_IN_PROGRESS\nUPDATE_ROLLBACK_COMPLETE",
        ),
        ("CREATE_FAILED", "REVIEW_IN_PROGRESS"),
        ("UPDATE_COMPLETE", ""),
    ] {
        let run = Run::new();
        run.lay_out("status.told-1-management", &format!("{before}\n{after}\n"));
        run.lay_out("fails.told-1-management", "");
        let output = run.script("111111111111", &[]);
        assert_eq!(output.status.code(), Some(1), "{after}: {}", said(&output));
        assert!(run.stacks().iter().all(|call| call.ends_with("management")));
    }
}

#[test]
fn credentials_of_the_wrong_account_stop_the_script() {
    let run = Run::new();
    let output = run.script("999999999999", &["1"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "deploy.sh: these are credentials of account 999999999999, expected account 111111111111\n"
    );
}

#[test]
fn an_unknown_wave_is_refused_before_any_call() {
    let run = Run::new();
    for wave in ["0", "4", "12", "all", ""] {
        let output = run.script("111111111111", &["1", wave]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            format!("deploy.sh: no wave {wave}, expected one of 1 2 3\n")
        );
    }
    assert_eq!(run.calls(), Vec::<Vec<String>>::new());
}
