//! Emitted event patterns match what they should, and emitted transformers give the one record.
//!
//! Patterns and templates are read from the emitted files; events are made from `facts/events.toml`; the
//! matchers are moto's and LocalStack's. Input transformers are LocalStack's and, as that one escapes
//! what EventBridge does not, a small substitution after AWS's description:
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>

mod emitted;
mod notices;
mod notifications;
mod samples;
mod transform;

use std::collections::BTreeMap;

use offsite::spec::model::Occasion;
use serde_json::{Value, json};

use crate::environment::{python_for, say};
use crate::examples;
use crate::process;
use emitted::Rule;
use samples::Sample;
use transform::{Transformer, WHOLE_EVENT};

/// Every rule for jobs that the examples emit, with what its spec says it reports.
fn rules() -> Vec<(Rule, Occasion)> {
    let all = examples::all();
    let with_events = all
        .iter()
        .filter_map(|example| Some((example, example.spec.events.as_ref()?)));
    let rules = with_events.flat_map(|(example, events)| {
        emitted::rules(example)
            .into_iter()
            .filter(|rule| !rule.job.is_empty())
            .map(|rule| (rule, events.on))
    });
    rules.collect()
}

/// Whether an event is reported at all.
fn reported(sample: &Sample, occasion: Occasion) -> bool {
    sample.job.is_some()
        && match occasion {
            Occasion::Failures => sample.failure || sample.issues,
            Occasion::Finished => sample.terminal,
            Occasion::All => true,
        }
}

/// Whether an event is one of those that a rule of this name is for.
fn is_for(rule: &Rule, sample: &Sample) -> bool {
    sample.job.as_deref() == Some(&*rule.job)
        && match rule.only.as_deref() {
            None => sample.state_where_it_belongs,
            Some("with-issues") => sample.issues,
            Some("by-state") => !sample.state_where_it_belongs,
            Some(other) => panic!("{}: {other}", rule.place),
        }
}

/// Whether each event matches its pattern, in which both matchers agree.
fn matches(python: &std::path::Path, pairs: &[(&Rule, &Value)]) -> Vec<bool> {
    let question: Vec<Value> = pairs
        .iter()
        .map(|(rule, event)| json!([rule.pattern.to_string(), event]))
        .collect();
    let answer = process::ask(python, "event_matcher.py", &[], &json!(question));
    let by = |matcher: &str| -> Vec<bool> {
        let found = answer[matcher].as_array().unwrap().iter();
        found.map(|one| one.as_bool().unwrap()).collect()
    };
    let (moto, localstack) = (by("moto"), by("localstack"));
    assert_eq!((moto.len(), &moto), (pairs.len(), &localstack));
    moto
}

#[test]
fn every_rule_matches_exactly_its_job_type_and_states() {
    let claim = "every rule matches exactly its job type and states";
    let Some(python) = python_for(claim) else {
        return;
    };
    let (rules, samples) = (rules(), samples::all());
    let pairs: Vec<(&(Rule, Occasion), &Sample)> = rules
        .iter()
        .flat_map(|rule| samples.iter().map(move |sample| (rule, sample)))
        .collect();
    let asked: Vec<_> = pairs
        .iter()
        .map(|((rule, _), sample)| (rule, &sample.event))
        .collect();
    let mut matched = 0;
    for (((rule, occasion), sample), found) in pairs.iter().zip(matches(&python, &asked)) {
        let issues = sample.issues && *occasion == Occasion::Failures;
        let expected = is_for(rule, sample)
            && reported(sample, *occasion)
            && issues == (rule.only.as_deref() == Some("with-issues"));
        matched += usize::from(found);
        assert_eq!(
            found, expected,
            "{}: {}: {}",
            rule.place, rule.pattern, sample.event
        );
    }
    assert!(rules.len() >= 12 && samples.len() >= 40 && matched > 0);
    say(&format!(
        "{} rules against {} events of all detail-types and states: {matched} of {} match, as they should",
        rules.len(),
        samples.len(),
        pairs.len()
    ));
}

#[test]
fn no_rule_matches_a_near_miss() {
    let Some(python) = python_for("no rule matches a near miss") else {
        return;
    };
    let rules = rules();
    let misses: Vec<Value> = samples::all()
        .iter()
        .filter(|one| one.job.is_some())
        .flat_map(near_misses)
        .collect();
    let asked: Vec<_> = rules
        .iter()
        .flat_map(|(rule, _)| misses.iter().map(move |miss| (rule, miss)))
        .collect();
    for ((rule, miss), found) in asked.iter().zip(matches(&python, &asked)) {
        assert!(!found, "{}: {}: {miss}", rule.place, rule.pattern);
    }
    say(&format!(
        "{} near misses match none of {} rules",
        misses.len(),
        rules.len()
    ));
}

/// Events that look like a job event and are none.
fn near_misses(sample: &Sample) -> Vec<Value> {
    let with = |pointer: &str, value: Value| {
        let mut event = sample.event.clone();
        *event.pointer_mut(pointer).unwrap() = value;
        event
    };
    let mut misses = vec![
        with("/source", json!("aws.backup-gateway")),
        with("/source", json!("acme.backup")),
        with("/detail-type", json!("AWS API Call via CloudTrail")),
        with("/detail-type", json!("AWS Service Event via CloudTrail")),
        with(
            "/detail-type",
            json!(format!(
                "{} ",
                sample.event["detail-type"].as_str().unwrap()
            )),
        ),
    ];
    // The state under the other key: `status` of a restore job, `state` of the others.
    let mut moved = sample.event.clone();
    let detail = moved["detail"].as_object_mut().unwrap();
    let (from, to) = if detail.contains_key("status") {
        ("status", "state")
    } else {
        ("state", "status")
    };
    let state = detail.remove(from).unwrap();
    let lower = json!(state.as_str().unwrap().to_lowercase());
    if sample.state_where_it_belongs {
        detail.insert(to.to_owned(), state);
        misses.push(moved);
        misses.push(with(&format!("/detail/{from}"), lower));
    }
    misses
}

/// Texts that a job's message may be.
const MESSAGES: [&str; 9] = [
    "plain",
    "ümlaut, snow \u{2603}, ${x}, %{y}",
    samples::QUOTED,
    "a \"quote\" and a back\\slash",
    "\\",
    "\"",
    "two\nlines\r\n\tand a tab, \u{1}",
    "<state>, <aws.events.event.json>, $.detail",
    "\",\"state\":\"COMPLETED\",\"x\":\"",
];

/// An event with everything in it that somebody can write as they like.
fn with_free_texts(sample: &Sample, message: &str) -> Value {
    let mut event = sample.event.clone();
    event["detail"]["statusMessage"] = json!(message);
    // The path of a role may have quotes and backslashes.
    event["detail"]["iamRoleArn"] = json!("arn:aws:iam::333333333333:role/a\"b\\c/backup");
    event
}

/// Every transformer of the examples, for chats or for all else, with the events that its rule is for.
fn transformers<'a>(
    rules: &'a [(Rule, Occasion)],
    samples: &'a [Sample],
    chat: bool,
) -> impl Iterator<Item = (&'a Rule, &'a Transformer, &'a Sample)> {
    let targets = rules.iter().flat_map(move |(rule, _)| {
        let transformers = rule.targets.iter();
        let transformers = transformers.filter(move |target| (target.id == "chat") == chat);
        transformers.filter_map(move |target| Some((rule, target.transformer.as_ref()?)))
    });
    targets.flat_map(move |(rule, transformer)| {
        let fitting = samples.iter().filter(|sample| is_for(rule, sample));
        fitting.map(move |sample| (rule, transformer, sample))
    })
}

#[test]
fn every_transformer_gives_the_one_record_to_an_independent_transformer() {
    let claim = "every transformer gives the one record to an independent transformer";
    let Some(python) = python_for(claim) else {
        return;
    };
    let (rules, samples) = (rules(), samples::all());
    let (mut questions, mut expected) = (Vec::new(), Vec::new());
    for (rule, transformer, sample) in transformers(&rules, &samples, false) {
        // It takes the escapes out of what is JSON already.
        for message in MESSAGES
            .iter()
            .filter(|text| !text.contains(['"', '\\', '\n']))
        {
            let mut event = sample.event.clone();
            event["detail"]["statusMessage"] = json!(message);
            let asked = json!({
                "InputPathsMap": transformer.paths,
                "InputTemplate": transformer.template,
            });
            let mut record = samples::record(&rule.job, &event);
            // An empty object is nothing to it.
            record
                .values_mut()
                .filter(|value| **value == "{}")
                .for_each(|value| *value = json!(""));
            expected.push(json!(record));
            questions.push(json!([asked, event]));
        }
    }
    let answer = process::ask(&python, "event_transformer.py", &[], &json!(questions));
    let given = answer.as_array().unwrap();
    assert!(expected.len() > 100);
    for ((given, expected), question) in given.iter().zip(&expected).zip(&questions) {
        assert_eq!(given, expected, "{question}");
    }
    say(&format!(
        "{} records have every field right, by LocalStack's transformer",
        expected.len()
    ));
}

#[test]
fn every_record_is_json_with_every_field_right_whatever_is_written_in_an_event() {
    let mut records = 0;
    let (rules, samples) = (rules(), samples::all());
    for (rule, transformer, sample) in transformers(&rules, &samples, false) {
        assert!(
            rule.place.contains("2-central"),
            "{}: transforms on the way",
            rule.place
        );
        for message in MESSAGES {
            let event = with_free_texts(sample, message);
            let given = transformer.give(&event);
            let record: BTreeMap<String, Value> = serde_json::from_str(&given)
                .unwrap_or_else(|error| panic!("{}: {error}: {given}", rule.place));
            assert_eq!(
                record["event"]["detail"]["statusMessage"], message,
                "{}: {given}",
                rule.place
            );
            let expected = samples::record(&rule.job, &event);
            assert_eq!(record, expected, "{}: {given}", rule.place);
            records += 1;
        }
    }
    assert!(records > 100);
    say(&format!(
        "{records} records for topics and queues are JSON and have every field right"
    ));
}

#[test]
fn every_chat_shows_a_notification_of_the_form_that_it_takes_whatever_is_written_in_an_event() {
    let mut shown = 0;
    let (rules, samples) = (rules(), samples::all());
    for (rule, transformer, sample) in transformers(&rules, &samples, true) {
        for message in MESSAGES {
            let event = with_free_texts(sample, message);
            let given = transformer.give(&event);
            let said: Value = serde_json::from_str(&given)
                .unwrap_or_else(|error| panic!("{}: {error}: {given}", rule.place));
            // https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
            assert_eq!(said["version"], "1.0");
            assert_eq!(said["source"], "custom");
            assert_eq!(said["id"], event["id"]);
            let content = &said["content"];
            assert_eq!(content["textType"], "client-markdown");
            let record = samples::record(&rule.job, &event);
            let title = content["title"].as_str().unwrap();
            assert!(title.contains(record["state"].as_str().unwrap()), "{given}");
            let issues = rule.only.as_deref() == Some("with-issues");
            assert_eq!(title.ends_with(" with issues"), issues, "{given}");
            let description = content["description"].as_str().unwrap();
            for field in ["account", "region"] {
                assert!(
                    description.contains(event[field].as_str().unwrap()),
                    "{given}"
                );
            }
            let next = content["nextSteps"][0].as_str().unwrap();
            assert!(next.contains(record["job_id"].as_str().unwrap()), "{given}");
            assert!(
                content["keywords"]
                    .as_array()
                    .unwrap()
                    .contains(&event["account"])
            );
            shown += 1;
        }
    }
    assert!(shown > 50, "{shown}");
    say(&format!(
        "{shown} notifications for chats have the form that is shown"
    ));
}

#[test]
fn a_text_that_is_not_escaped_breaks_what_has_it_in_a_template() {
    // What the evaluator must show: with it, a record with the message in the template is no JSON.
    let transformer = Transformer {
        paths: BTreeMap::from([("message".to_owned(), "$.detail.statusMessage".to_owned())]),
        template: r#"{"message":"<message>"}"#.to_owned(),
    };
    let bare = Transformer {
        paths: transformer.paths.clone(),
        template: r#"{"message":<message>}"#.to_owned(),
    };
    let event = json!({ "detail": { "statusMessage": samples::QUOTED } });
    for transformer in [transformer, bare] {
        let given = transformer.give(&event);
        assert!(serde_json::from_str::<Value>(&given).is_err(), "{given}");
    }
}

#[test]
fn a_log_group_gets_every_event_as_it_is() {
    let mut targets = 0;
    for (rule, _) in rules() {
        let groups = rule
            .targets
            .iter()
            .filter(|target| target.id == "log-group");
        for group in groups {
            assert!(group.transformer.is_none(), "{}", rule.place);
            targets += 1;
        }
    }
    assert!(targets > 5, "{targets}");
}

#[test]
fn every_pattern_and_transformer_is_within_the_limits_of_eventbridge() {
    for (rule, _) in rules() {
        assert!(rule.pattern.to_string().len() <= 2048, "{}", rule.place);
        assert!(
            !rule.targets.is_empty() && rule.targets.len() <= 5,
            "{}",
            rule.place
        );
        for transformer in rule
            .targets
            .iter()
            .filter_map(|target| target.transformer.as_ref())
        {
            assert!(transformer.template.len() <= 8192, "{}", rule.place);
            assert!(transformer.paths.len() <= 100, "{}", rule.place);
            for (name, path) in &transformer.paths {
                assert!(
                    !name.starts_with("AWS") && path.starts_with('$'),
                    "{}: {name}",
                    rule.place
                );
            }
            // PutTargets refuses a placeholder without a path.
            for name in transformer.placeholders() {
                assert!(
                    transformer.paths.contains_key(&name) || name == WHOLE_EVENT,
                    "{}: <{name}>",
                    rule.place
                );
            }
        }
    }
}
