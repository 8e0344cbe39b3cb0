//! From the message of a vault to the record: what the emitted pipe makes of it, and what the rules and transformers
//! make of that.

use serde_json::{Value, json};

use super::emitted::{self, Pipe, Rule};
use super::matches;
use crate::environment::{python_for, say};
use crate::examples;

const NAME: &str = "-failed-objects";

/// A message as SNS puts it into a queue, within its envelope. AWS shows none of objects in S3: its text and its
/// attributes are free here, and as hard to carry as they can be.
fn message() -> Value {
    let free = "An object \"a\\b\" of <$.bucket>,\nand {a: \"line\"} could not be backed up";
    json!({
        "Type": "Notification",
        "MessageId": "12345678-abcd-123a-def0-abcd1a234567",
        "TopicArn": "arn:aws:sns:eu-west-1:333333333333:one-backup-notifications",
        "Subject": "Notification from AWS Backup",
        "Message": free,
        "Timestamp": "2026-02-03T04:05:06.788Z",
        "MessageAttributes": {
            "eventType": { "Type": "String", "Value": "S3_BACKUP_OBJECT_FAILED" },
            "reason": { "Type": "String", "Value": free },
        },
    })
}

/// The event that a pipe makes of the body of a message, and that EventBridge completes.
///
/// A body that is JSON goes into the template as the JSON that it is; within quotes it would lose its own.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html>
fn event(pipe: &Pipe, body: &str) -> Value {
    let within_quotes = pipe.template.contains("\"<$.body>\"");
    let body = match serde_json::from_str::<Value>(body) {
        Ok(value) if !within_quotes => value.to_string(),
        _ => body.replace('"', ""),
    };
    let given = pipe.template.replace("<$.body>", &body);
    let detail: Value = serde_json::from_str(&given)
        .unwrap_or_else(|error| panic!("{}: {error}: {given}", pipe.place));
    json!({
        "version": "0",
        "id": "4c1e3a5b-0d2f-4e6a-8b7c-9d0e1f2a3b4c",
        "detail-type": pipe.detail_type,
        "source": pipe.source,
        "account": "333333333333",
        "time": "2026-02-03T04:05:07Z",
        "region": "eu-west-1",
        "resources": ["arn:aws:backup:eu-west-1:333333333333:backup-vault:one"],
        "detail": detail,
    })
}

/// The pipes and the rules of each spec that asks for objects.
fn all() -> Vec<(Vec<Pipe>, Vec<Rule>)> {
    let specs = examples::all().into_iter().chain(examples::unusual());
    let all: Vec<_> = specs
        .map(|example| (emitted::pipes(&example), emitted::rules(&example)))
        .filter(|(pipes, _)| !pipes.is_empty())
        .collect();
    assert!(all.len() >= 2, "{}", all.len());
    all
}

#[test]
fn what_a_pipe_makes_of_any_message_is_matched_by_the_rules_for_it_and_by_no_others() {
    let claim = "what a pipe makes of any message is matched by the rules for it and by no others";
    let Some(python) = python_for(claim) else {
        return;
    };
    let (mut ours, mut others) = (0, 0);
    for (pipes, rules) in all() {
        for pipe in &pipes {
            let event = event(pipe, &message().to_string());
            let pairs: Vec<_> = rules.iter().map(|rule| (rule, &event)).collect();
            for (rule, found) in rules.iter().zip(matches(&python, &pairs)) {
                let wanted = rule.name.ends_with(NAME);
                assert_eq!(found, wanted, "{}: {event}", rule.place);
                *if wanted { &mut ours } else { &mut others } += 1;
            }
        }
    }
    assert!(ours >= 4 && others >= 20, "{ours} {others}");
    say(&format!(
        "{ours} rules match what pipes make of messages, and {others} others do not"
    ));
}

#[test]
fn every_message_of_a_vault_becomes_the_record_of_jobs_with_the_message_whole() {
    let mut records = 0;
    for (pipes, rules) in all() {
        for pipe in &pipes {
            let event = event(pipe, &message().to_string());
            let ours = rules.iter().filter(|rule| rule.name.ends_with(NAME));
            for target in ours.flat_map(|rule| &rule.targets) {
                let Some(transformer) = &target.transformer else {
                    continue;
                };
                let given = transformer.give(&event);
                let record: Value = serde_json::from_str(&given)
                    .unwrap_or_else(|error| panic!("{}: {error}: {given}", pipe.place));
                if target.id == "chat" {
                    let said = record["content"]["description"].as_str().unwrap();
                    assert!(said.contains("backup-vault:one"), "{said}");
                    continue;
                }
                assert_eq!(record["job_type"], "object");
                assert_eq!(record["state"], "OBJECT_FAILED");
                assert_eq!(record["account_id"], "333333333333");
                assert_eq!(record["region"], "eu-west-1");
                let vault = "arn:aws:backup:eu-west-1:333333333333:backup-vault:one";
                assert_eq!(record["vault_arn"], vault);
                assert_eq!(record["event"]["detail"]["notification"], message());
                records += 1;
            }
        }
    }
    assert!(records >= 3, "{records}");
}
