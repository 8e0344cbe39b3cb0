//! The script that deploys the CloudFormation, run with an `aws` of the test's own: which calls it makes,
//! in which account, with which words; and what it does when they fail or take long.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod imports;
mod runs;

use runs::{Run, SPEC, TAGS, said, with_instances};

#[test]
fn every_stack_is_deployed_in_its_account_and_protected() {
    let run = Run::new();
    with_instances(&run);
    let output = run.script("111111111111", &[]);
    assert!(output.status.success(), "{}", said(&output));
    let expected = [
        ("111111111111", "told-1-management"),
        ("222222222222", "told-2-central-vault"),
        ("222222222222", "told-2-central-vault-eu-central-1"),
        ("111111111111", "told-3-stacksets-source"),
    ];
    let expected = expected.into_iter().flat_map(|(account, stack)| {
        [
            "describe-stacks",
            "create-stack",
            "describe-stacks",
            "update-termination-protection",
        ]
        .map(|operation| format!("{account} {operation} {stack}"))
    });
    assert_eq!(run.stacks(), expected.collect::<Vec<_>>());
    assert_eq!(run.named("assume-role"), 2, "once for all calls of a stack");
    assert_eq!(run.named("list-stack-instances"), 2);
    for words in run
        .calls()
        .iter()
        .filter(|words| words[1] == "cloudformation")
    {
        let central = words[0] == "222222222222";
        let region = if central { "eu-central-1" } else { "eu-west-1" };
        assert_eq!(words[3..5], ["--region", region], "{words:?}");
    }
    // The root of the organization, which the spec does not say, is asked for.
    let calls = run.calls();
    let root = "ParameterKey=OrganizationRoot,ParameterValue=r-ab12";
    assert!(calls.iter().any(|words| words[2] == "create-stack"
        && words.ends_with(&["--parameters".to_owned(), root.to_owned()])));
}

#[test]
fn roles_are_assumed_with_the_words_of_the_spec() {
    let run = Run::of(&format!(
        "{SPEC}terraform: {{ assume_role: {{ name: deployer, external_id: \"a=b,c\", session_name: nightly@acme }} }}\n"
    ));
    assert!(run.script("111111111111", &["2"]).status.success());
    let calls = run.calls();
    let assumed: Vec<&str> = calls
        .iter()
        .filter(|words| words[2] == "assume-role")
        .flat_map(|words| words[3..9].iter().map(String::as_str))
        .collect();
    let words = [
        "--role-arn",
        "arn:aws:iam::222222222222:role/deployer",
        "--role-session-name",
        "nightly@acme",
        "--external-id",
        "a=b,c",
    ];
    assert_eq!(assumed, words.repeat(2), "once for each stack");
}

#[test]
fn an_administrator_of_stack_sets_looks_through_its_own() {
    let run = Run::of(&format!(
        "{SPEC}cloudformation: {{ stack_sets: {{ administrator: vault }} }}\n"
    ));
    with_instances(&run);
    let output = run.script("111111111111", &["3"]);
    assert!(output.status.success(), "{}", said(&output));
    let mut looks = 0;
    for words in run
        .calls()
        .iter()
        .filter(|words| words[2] == "list-stack-instances")
    {
        let call_as = words.iter().position(|word| word == "--call-as").unwrap();
        assert_eq!(
            (&*words[0], &*words[call_as + 1]),
            ("222222222222", "DELEGATED_ADMIN")
        );
        looks += 1;
    }
    assert_eq!(looks, 2);
}

#[test]
fn an_upload_that_fails_stops_the_script() {
    let run = Run::of(&format!(
        "{SPEC}cloudformation: {{ template_bucket: {{ bucket: acme-templates, region: us-west-2 }} }}\n"
    ));
    run.lay_out("upload", "!AccessDenied\n");
    let output = run.script("111111111111", &["3"]);
    assert_eq!(output.status.code(), Some(254), "{}", said(&output));
    assert!(run.stacks().is_empty());
}

#[test]
fn a_stack_without_changes_is_left_alone() {
    let run = Run::new();
    run.lay_out("status.told-1-management", "UPDATE_COMPLETE\n");
    run.lay_out(
        "update.told-1-management",
        "!An error occurred (ValidationError): No updates are to be performed.\n",
    );
    let output = run.script("111111111111", &["1"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        run.operations("told-1-management"),
        [
            "describe-stacks",
            "update-stack",
            "update-termination-protection"
        ]
    );
}

#[test]
fn the_texts_of_a_spec_are_words_and_run_as_nothing() {
    let role = r#"regions: [eu-west-1], role: "arn:aws:iam::$account:role/own""#;
    let spec = SPEC.replace("regions: [eu-west-1]", role);
    let run = Run::of(&format!("{spec}{TAGS}"));
    assert!(run.script("111111111111", &["1"]).status.success());
    let calls = run.calls();
    let create = calls
        .iter()
        .find(|words| words[2] == "create-stack")
        .unwrap();
    let tags = create.iter().position(|word| word == "--tags").unwrap();
    let tags: serde_json::Value = serde_json::from_str(&create[tags + 1]).unwrap();
    assert_eq!(
        tags,
        serde_json::json!([
            { "Key": "owner", "Value": "it's $(touch gone) `touch gone` \"$HOME\" \\ *" },
            { "Key": "a=b", "Value": "c,d=e" },
        ])
    );
    // A stack that is there gets the same.
    run.lay_out(
        "status.told-1-management",
        "CREATE_COMPLETE\nUPDATE_COMPLETE\n",
    );
    assert!(run.script("111111111111", &["1"]).status.success());
    let calls = run.calls();
    let mut updates = calls.iter().filter(|words| words[2] == "update-stack");
    let update = updates.next().unwrap();
    assert_eq!(update[3..], create[3..]);
    assert!(!run.path().join("gone").exists());
    assert!(!run.path().join("tree/cloudformation/gone").exists());
}

#[test]
fn a_stack_whose_creation_failed_makes_way_for_another_try() {
    for failed in ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"] {
        let run = Run::new();
        run.lay_out(
            "status.told-1-management",
            &format!("{failed}\nDELETE_IN_PROGRESS\n!it does not exist\nCREATE_COMPLETE\n"),
        );
        let output = run.script("111111111111", &["1"]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(
            run.operations("told-1-management"),
            [
                "describe-stacks",
                "delete-stack",
                "describe-stacks",
                "describe-stacks",
                "create-stack",
                "describe-stacks",
                "update-termination-protection",
            ]
        );
    }
}

#[test]
fn a_stack_that_cannot_be_deleted_is_tried_once() {
    let run = Run::new();
    run.lay_out(
        "status.told-1-management",
        "ROLLBACK_FAILED\nDELETE_FAILED\n",
    );
    let output = run.script("111111111111", &["1"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("told-1-management has come to DELETE_FAILED\nVault the name"));
    assert_eq!(run.named("delete-stack"), 1);
}

#[test]
fn a_stack_whose_stack_sets_stay_is_never_deleted() {
    let run = Run::new();
    run.lay_out("status.told-3-stacksets-source", "ROLLBACK_COMPLETE\n");
    let output = run.script("111111111111", &["3"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("its stack sets are there"));
    assert_eq!(
        run.operations("told-3-stacksets-source"),
        ["describe-stacks"]
    );
}

#[test]
fn a_stack_that_is_still_at_work_is_waited_for_and_then_gets_this_template() {
    let run = Run::new();
    let stack = "told-2-central-vault-eu-central-1";
    run.lay_out(
        &format!("status.{stack}"),
        "UPDATE_IN_PROGRESS\nUPDATE_COMPLETE\nUPDATE_IN_PROGRESS\n\
         UPDATE_COMPLETE_CLEANUP_IN_PROGRESS\nUPDATE_COMPLETE\n",
    );
    let output = run.script("111111111111", &["2"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        run.operations(stack),
        [
            "describe-stacks",
            "describe-stacks",
            "update-stack",
            "describe-stacks",
            "describe-stacks",
            "describe-stacks",
            "update-termination-protection",
        ]
    );
    assert_eq!(run.slept(), 3);
}

#[test]
fn what_takes_longer_than_credentials_last_is_looked_at_with_others() {
    let run = Run::new();
    let stack = "told-2-central-vault-eu-central-1";
    let long = "UPDATE_IN_PROGRESS\n".repeat(100);
    run.lay_out(
        &format!("status.{stack}"),
        &format!("UPDATE_COMPLETE\n{long}UPDATE_COMPLETE\n"),
    );
    let output = run.script("111111111111", &["2"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(run.named("update-stack"), 1);
    // Once for the stack of the account's roles, and twice for the long one.
    assert_eq!(run.named("assume-role"), 3);
}

#[test]
fn what_has_begun_is_looked_for_again_when_there_is_no_answer() {
    let run = Run::new();
    let stack = "told-2-central-vault-eu-central-1";
    run.lay_out(
        &format!("status.{stack}"),
        "UPDATE_COMPLETE\n!Could not connect\n!Rate exceeded\nUPDATE_COMPLETE\n",
    );
    run.lay_out("roles", "yes\nyes\n!Could not connect\nyes\n");
    let output = run.script("111111111111", &["2"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(run.named("update-stack"), 1);
    assert_eq!(run.slept(), 3);

    let run = Run::new();
    run.lay_out(
        &format!("status.{stack}"),
        "UPDATE_COMPLETE\n!Could not connect\n",
    );
    let output = run.script("111111111111", &["2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("Could not connect"));
    assert_eq!(run.slept(), 19);

    // Before that, the first one without an answer is the last.
    let run = Run::new();
    run.lay_out(&format!("status.{stack}"), "!AccessDenied\n");
    let output = run.script("111111111111", &["2"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("AccessDenied"));
    assert_eq!(run.operations(stack), ["describe-stacks"]);
}

#[test]
fn a_stack_that_fails_stops_the_script_and_all_that_needs_it() {
    let refused = "!An error occurred (ValidationError): it can not be updated";
    for (status, update, told) in [
        (
            "UPDATE_COMPLETE\nUPDATE_IN_PROGRESS\nUPDATE_ROLLBACK_COMPLETE",
            "",
            "told-1-management has come to UPDATE_ROLLBACK_COMPLETE\nVault the name is taken",
        ),
        ("UPDATE_ROLLBACK_FAILED", refused, "can not be updated"),
        ("REVIEW_IN_PROGRESS", refused, "can not be updated"),
    ] {
        let run = Run::new();
        run.lay_out("status.told-1-management", &format!("{status}\n"));
        run.lay_out("update.told-1-management", &format!("{update}\n"));
        let output = run.script("111111111111", &[]);
        assert_eq!(output.status.code(), Some(1), "{status}: {}", said(&output));
        assert!(said(&output).contains(told), "{}", said(&output));
        assert!(run.stacks().iter().all(|call| call.ends_with("management")));
        assert_eq!(run.named("update-termination-protection"), 0);
    }
}

#[test]
fn accounts_that_a_stack_set_did_not_reach_stop_the_script() {
    for (instances, told) in [
        ("", "333333333333\teu-west-1\n"),
        (
            "333333333333\teu-central-1\tCURRENT\tNone\n",
            "333333333333\teu-west-1\n",
        ),
        (
            "333333333333\teu-west-1\tOUTDATED\tthe name is taken\n",
            "333333333333\teu-west-1\tOUTDATED\tthe name is taken\n",
        ),
        (
            "333333333333\teu-west-1\tCURRENT\tNone\n999999999999\teu-west-1\tINOPERABLE\tNone\n",
            "999999999999\teu-west-1\tINOPERABLE\tNone\n",
        ),
    ] {
        let run = Run::new();
        with_instances(&run);
        run.lay_out("instances.told-source-region", instances);
        let output = run.script("111111111111", &["3"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        // Accounts that are suspended are not among the answers; what is listed is missing then.
        let calls = run.calls();
        let look = calls
            .iter()
            .find(|words| words[2] == "list-stack-instances");
        let skipped = "?StackInstanceStatus.DetailedStatus != 'SKIPPED_SUSPENDED_ACCOUNT'";
        assert!(look.unwrap().iter().any(|word| word.contains(skipped)));
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            format!(
                "deploy.sh: stacks of told-source-region that are missing, or not as they should be:\n{told}"
            )
        );
    }
}

#[test]
fn only_what_is_too_large_comes_from_the_bucket_which_the_caller_fills() {
    let plans: String = (0..60)
        .map(|number| {
            format!(
                "  p{number}: {{ resource_types: [S3], tags: {{ p: \"{number}\" }}, \
                 schedule: \"daily 03:00\", keep: 14d, copy_to: {{ central: {{ keep: 90d }} }} }}\n"
            )
        })
        .collect();
    let (before, _) = SPEC.split_once("  daily:").unwrap();
    let run = Run::of(&format!(
        "{before}{plans}cloudformation:\n  delivery: stacks\n  template_bucket: \
         {{ bucket: acme-templates, region: us-west-2, prefix: backups }}\n"
    ));
    let output = run.script("111111111111", &["3"]);
    assert!(output.status.success(), "{}", said(&output));
    let calls = run.calls();
    let uploads: Vec<&[String]> = calls
        .iter()
        .filter(|words| words[1] == "s3")
        .map(|words| &words[..])
        .collect();
    let [upload] = uploads[..] else {
        panic!("one template is too large: {uploads:?}")
    };
    assert_eq!(
        upload[..7],
        [
            "111111111111",
            "s3",
            "cp",
            "--no-progress",
            "--region",
            "us-west-2",
            "3-source-region.yaml"
        ]
    );
    let key = upload[7].strip_prefix("s3://acme-templates/").unwrap();
    let sources: Vec<(&str, &str, &str)> = calls
        .iter()
        .filter(|words| words[2] == "create-stack")
        .map(|words| {
            let source = words.iter().position(|word| word.starts_with("--template"));
            let source = source.unwrap();
            (&*words[0], &*words[source], &*words[source + 1])
        })
        .collect();
    let url = format!("https://acme-templates.s3.us-west-2.amazonaws.com/{key}");
    let expected = [
        (
            "333333333333",
            "--template-body",
            "file://3-source-account.yaml",
        ),
        ("333333333333", "--template-url", &*url),
    ];
    assert_eq!(sources, expected);
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
