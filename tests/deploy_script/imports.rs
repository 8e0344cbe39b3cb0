//! The organization's resource policy, where there is one already: it comes into the stack as it is, and
//! what the spec adds comes afterwards.

use std::fs;

use serde_json::{Value, json};

use crate::runs::{Run, SPEC, said};

const STACK: &str = "told-1-management";

/// With quotes, backslashes and line breaks, as somebody may have written it.
const POLICY: &str = "{\n\t\"Version\": \"2012-10-17\",\r\n  \"Statement\": [\n{\"Sid\": \"It's $HOME \\\\ `x` & \\\"y\\\"\"}]\n}";

fn delegated() -> String {
    SPEC.replace(
        "resource_policy: []",
        "resource_policy: [], delegated_administrators: [vault]",
    )
}

/// The resource that is imported, with the policy as it is.
fn resource() -> Value {
    json!({
        "Type": "AWS::Organizations::ResourcePolicy",
        "DeletionPolicy": "Retain",
        "Properties": { "Content": serde_json::from_str::<Value>(POLICY).unwrap() },
    })
}

fn imported(run: &Run) -> String {
    fs::read_to_string(run.path().join("imported")).unwrap()
}

#[test]
fn a_resource_policy_that_is_there_is_imported_as_it_is_and_then_updated() {
    let run = Run::of(&delegated());
    run.lay_out("policy", POLICY);
    let output = run.script("111111111111", &["1"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(
        run.operations(STACK),
        [
            "describe-stacks",
            "create-change-set",
            "describe-change-set",
            "execute-change-set",
            "describe-stacks",
            "describe-stacks",
            "describe-stacks",
            "update-stack",
            "describe-stacks",
            "update-termination-protection",
        ]
    );
    let template: Value = serde_json::from_str(&imported(&run)).unwrap();
    assert_eq!(
        template,
        json!({ "Resources": { "ResourcePolicy": resource() } })
    );
    let calls = run.calls();
    let create = calls.iter().find(|words| words[2] == "create-change-set");
    let words = create.unwrap();
    let after = |word: &str| &words[words.iter().position(|one| one == word).unwrap() + 1];
    assert_eq!(after("--change-set-type"), "IMPORT");
    let named: Value = serde_json::from_str(after("--resources-to-import")).unwrap();
    assert_eq!(
        named,
        json!([{
            "ResourceType": "AWS::Organizations::ResourcePolicy",
            "LogicalResourceId": "ResourcePolicy",
            "ResourceIdentifier": { "Id": "rp-examplepolicy" },
        }])
    );
    assert_eq!(run.named("delete-resource-policy"), 0);
}

#[test]
fn a_stack_that_is_there_keeps_all_it_has_beside_what_is_imported() {
    for format in ["yaml", "json"] {
        let run = Run::of(&format!(
            "{}cloudformation: {{ format: {format} }}\n",
            delegated()
        ));
        // As it was before there were delegated administrators.
        let before = Run::of(&format!("{SPEC}cloudformation: {{ format: {format} }}\n"));
        let template = format!("tree/cloudformation/1-management.{format}");
        let before = fs::read_to_string(before.path().join(template)).unwrap();
        run.lay_out("policy", POLICY);
        run.lay_out(&format!("status.{STACK}"), "UPDATE_ROLLBACK_COMPLETE\n");
        run.lay_out(&format!("get-template.{STACK}"), &before);
        let output = run.script("111111111111", &["1"]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(run.named("execute-change-set"), 1);
        let read = |text: &str| serde_yaml::from_str::<serde_yaml::Value>(text).unwrap();
        let imported = imported(&run);
        let (line, entry) = match format {
            "yaml" => (
                "Resources:\n",
                format!("  ResourcePolicy: {}\n", resource()),
            ),
            _ => (
                "\"Resources\": {",
                format!("\"ResourcePolicy\":{},", resource()),
            ),
        };
        let expected = before.replacen(line, &format!("{line}{entry}"), 1);
        assert_ne!(expected, before);
        // Whatever comes first in a mapping.
        assert!(read(&imported) == read(&expected), "{imported}");
    }
}

#[test]
fn a_resource_policy_of_the_stack_itself_and_none_at_all_are_not_imported() {
    let run = Run::of(&delegated());
    run.lay_out("policy", POLICY);
    run.lay_out(
        &format!("status.{STACK}"),
        "IMPORT_COMPLETE\nUPDATE_COMPLETE\n",
    );
    run.lay_out(
        &format!("list-stack-resources.{STACK}"),
        "\nrp-examplepolicy\n",
    );
    let output = run.script("111111111111", &["1"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(run.named("create-change-set"), 0);
    assert_eq!(run.named("update-stack"), 1);

    let run = Run::of(&delegated());
    let output = run.script("111111111111", &["1"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(run.named("describe-resource-policy"), 1);
    assert_eq!(run.named("create-change-set"), 0);
    assert_eq!(run.named("create-stack"), 1);

    // A spec that writes none asks for none.
    let run = Run::new();
    run.lay_out("policy", POLICY);
    assert!(run.script("111111111111", &["1"]).status.success());
    assert_eq!(run.named("describe-resource-policy"), 0);
}

#[test]
fn an_import_that_aws_refuses_stops_the_script_before_anything_changes() {
    for (file, answer, told) in [
        (
            "import",
            "!An error occurred: rp-x belongs to the stack y",
            "belongs to",
        ),
        (
            "change",
            "CREATE_IN_PROGRESS\tNone\nFAILED\tno such thing",
            "cannot take over the organization's resource policy: FAILED\tno such thing",
        ),
    ] {
        let run = Run::of(&delegated());
        run.lay_out("policy", POLICY);
        run.lay_out(file, &format!("{answer}\n"));
        let output = run.script("111111111111", &[]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains(told), "{}", said(&output));
        for never in ["execute-change-set", "create-stack", "update-stack"] {
            assert_eq!(run.named(never), 0, "{never}");
        }
    }
}

#[test]
fn what_an_import_left_without_anything_in_it_makes_way_for_another_try() {
    let run = Run::of(&delegated());
    run.lay_out("policy", POLICY);
    run.lay_out(
        &format!("status.{STACK}"),
        "REVIEW_IN_PROGRESS\nDELETE_IN_PROGRESS\n!it does not exist\n",
    );
    let output = run.script("111111111111", &["1"]);
    assert!(output.status.success(), "{}", said(&output));
    let operations = run.operations(STACK);
    let changes = operations.iter().filter(|one| !one.starts_with("describe"));
    assert_eq!(
        changes.collect::<Vec<_>>(),
        [
            "delete-stack",
            "create-change-set",
            "execute-change-set",
            "update-stack",
            "update-termination-protection",
        ]
    );
}
