//! Rules for what is no job match exactly that, and their transformers give the record of jobs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::emitted::{self, Rule};
use super::{matches, samples};
use crate::environment::{python_for, say};
use crate::examples;

/// A row of `[[notice]]`, with an event of it.
struct Notice {
    row: toml::Table,
    event: Value,
}

impl Notice {
    fn text(&self, key: &str) -> &str {
        self.row[key].as_str().unwrap()
    }
}

/// What an event is about, where only some of a kind are reported.
struct Subject {
    /// The ARN of a key.
    key: String,
    /// The name of an alarm.
    alarm: String,
}

/// An event for every call, state and error that is reported, on the key or the alarm that is meant.
fn notices(subject: &Subject) -> Vec<Notice> {
    let text = std::fs::read_to_string(examples::project().join("facts/events.toml")).unwrap();
    let facts: toml::Table = text.parse().unwrap();
    let mut all = Vec::new();
    for row in facts["notice"].as_array().unwrap() {
        let row = row.as_table().unwrap();
        for part in row["parts"].as_array().unwrap() {
            if row.contains_key("of_alarms") {
                all.push(Notice {
                    row: row.clone(),
                    event: event(row, part, ("state", "ALARM"), subject),
                });
                continue;
            }
            let calls = part.get("calls").map(|calls| ("eventName", calls));
            let (member, values) = calls.unwrap_or_else(|| ("state", &row["values"]["state"]));
            for value in values.as_array().unwrap() {
                let event = event(row, part, (member, value.as_str().unwrap()), subject);
                all.push(Notice {
                    row: row.clone(),
                    event,
                });
            }
        }
    }
    all
}

fn event(row: &toml::Table, part: &toml::Value, told: (&str, &str), subject: &Subject) -> Value {
    // What callers and services write as they like.
    let free = json!("a \"quote\", a back\\slash,\nand a line");
    let mut detail = json!({ "errorMessage": free, "requestParameters": { "policy": free } });
    for (member, values) in row["values"].as_table().unwrap() {
        detail[member] = json!(values[0].as_str().unwrap());
    }
    detail[told.0] = json!(told.1);
    if row.contains_key("present") {
        detail["errorCode"] = json!("AccessDenied");
    }
    if row.contains_key("of_keys") {
        detail["resources"] = json!([{ "type": "AWS::KMS::Key", "ARN": subject.key }]);
    }
    if row.contains_key("of_alarms") {
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
        detail = json!({
            "alarmName": subject.alarm,
            "configuration": { "description": free },
            "previousState": { "reason": free, "value": "OK" },
            "state": { "reason": free, "reasonData": free, "value": told.1 },
        });
    }
    json!({
        "version": "0",
        "id": "4c1e3a5b-0d2f-4e6a-8b7c-9d0e1f2a3b4c",
        "detail-type": part["detail_type"].as_str().unwrap(),
        "source": row["source"].as_str().unwrap(),
        "account": "333333333333",
        "time": "2026-02-03T04:05:06Z",
        "region": "eu-west-1",
        "resources": ["arn:aws:backup:eu-west-1:333333333333:backup-vault:one"],
        "detail": detail,
    })
}

/// Every rule of the specs, those for jobs as well.
fn rules() -> Vec<Rule> {
    let all = examples::all().into_iter().chain(examples::unusual());
    all.filter(|example| example.spec.events.is_some())
        .flat_map(|example| emitted::rules(&example))
        .collect()
}

/// The key and the alarm that a rule names; some where it names none.
fn subject(rule: &Rule) -> Subject {
    let detail = &rule.pattern["detail"];
    let first = |list: &Value| Some(list.get(0)?.as_str()?.to_owned());
    let key = first(&detail["resources"]["ARN"]);
    let prefix = &detail["alarmName"][0]["prefix"];
    Subject {
        key: key.unwrap_or_else(|| "some key".to_owned()),
        alarm: format!("{}one", prefix.as_str().unwrap_or("some-alarm-")),
    }
}

#[test]
fn every_rule_matches_exactly_the_notices_that_it_is_named_for() {
    let claim = "every rule matches exactly the notices that it is named for";
    let Some(python) = python_for(claim) else {
        return;
    };
    let rules = rules();
    let jobs: Vec<Value> = samples::all()
        .into_iter()
        .filter(|sample| sample.job.is_some())
        .map(|sample| sample.event)
        .collect();
    // The event, and the name of the notice that it is; of others, nothing.
    let mut questions: Vec<(&Rule, Value, Option<String>)> = Vec::new();
    for rule in &rules {
        for notice in notices(&subject(rule)) {
            questions.extend(near_miss(&notice).map(|miss| (rule, miss, None)));
            let name = notice.text("name").to_owned();
            questions.push((rule, notice.event, Some(name)));
        }
        if rule.job.is_empty() {
            questions.extend(jobs.iter().map(|job| (rule, job.clone(), None)));
        }
    }
    let asked: Vec<_> = questions
        .iter()
        .map(|(rule, event, _)| (*rule, event))
        .collect();
    let mut seen = BTreeSet::new();
    for ((rule, event, name), found) in questions.iter().zip(matches(&python, &asked)) {
        let wanted = name
            .as_ref()
            .is_some_and(|name| rule.name.ends_with(&format!("-{name}")));
        assert_eq!(found, wanted, "{}: {event}", rule.place);
        seen.extend(name.as_ref().filter(|_| found));
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
    say(&format!(
        "{} rules match the notices that they are named for, and no others",
        rules.len()
    ));
}

/// An event that is nearly one: a selection that worked, another call, another state.
fn near_miss(notice: &Notice) -> Option<Value> {
    let mut event = notice.event.clone();
    let detail = event["detail"].as_object_mut()?;
    if notice.row.contains_key("of_alarms") {
        detail.insert("alarmName".to_owned(), json!("alarm-of-another-team"));
    } else if notice.row.contains_key("present") {
        detail.remove("errorCode")?;
    } else if detail.contains_key("eventName") {
        detail.insert("eventName".to_owned(), json!("DescribeBackupVault"));
    } else {
        detail.insert("state".to_owned(), json!("CREATED"));
    }
    Some(event)
}

#[test]
fn calls_on_keys_of_others_match_no_rule_of_a_source() {
    let Some(python) = python_for("calls on keys of others match no rule of a source") else {
        return;
    };
    let rules = rules();
    let named = rules
        .iter()
        .filter(|rule| rule.name.ends_with("-key-calls"))
        .filter(|rule| rule.pattern["detail"].get("resources").is_some());
    let named: Vec<&Rule> = named.collect();
    assert!(named.len() >= 2, "{}", named.len());
    let others = notices(&Subject {
        key: "arn:aws:kms:eu-west-1:333333333333:key/of-another-team".to_owned(),
        alarm: "alarm-of-another-team".to_owned(),
    });
    let pairs = named
        .iter()
        .flat_map(|rule| others.iter().map(|notice| (*rule, &notice.event)));
    let pairs: Vec<_> = pairs.collect();
    assert!(matches(&python, &pairs).iter().all(|found| !found));
}

#[test]
fn every_notice_becomes_the_record_of_jobs_whatever_is_written_in_it() {
    let mut records = 0;
    for rule in rules().iter().filter(|rule| rule.job.is_empty()) {
        for notice in notices(&subject(rule)) {
            if !rule.name.ends_with(&format!("-{}", notice.text("name"))) {
                continue;
            }
            for target in &rule.targets {
                let Some(transformer) = &target.transformer else {
                    continue;
                };
                let given = transformer.give(&notice.event);
                let record: Value = serde_json::from_str(&given)
                    .unwrap_or_else(|error| panic!("{}: {error}: {given}", rule.place));
                if target.id == "chat" {
                    assert_eq!(record["source"], "custom", "{given}");
                    continue;
                }
                assert_eq!(record["event"], notice.event);
                assert_eq!(record["job_type"], notice.text("word"));
                assert_eq!(record["account_id"], "333333333333");
                let detail = &notice.event["detail"];
                let state = ["/errorCode", "/eventName", "/state/value", "/state"];
                let state = state.iter().find_map(|one| detail.pointer(one)).unwrap();
                assert_eq!(record["state"], *state, "{given}");
                let fields = samples::record("backup", &notice.event);
                assert!(record.as_object().unwrap().keys().eq(fields.keys()));
                records += 1;
            }
        }
    }
    assert!(records >= 20, "{records}");
    say(&format!("{records} records of notices are JSON and right"));
}
