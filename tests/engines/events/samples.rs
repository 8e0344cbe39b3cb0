//! Events of AWS Backup, made from `facts/events.toml`, and the record that each should become.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::transform::{at, plain};
use crate::examples;

/// A message as AWS's own sample of a failed backup has it: with quotes at both ends.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html>
pub(super) const QUOTED: &str =
    "\"Backup vault arn:aws:backup:eu-west-1:333333333333:backup-vault:one does not exist.\"";

/// One event of one detail-type in one state.
pub(super) struct Sample {
    /// The job type; none for events that are not of jobs.
    pub(super) job: Option<String>,
    pub(super) terminal: bool,
    pub(super) failure: bool,
    /// Whether the state stands under the key that its detail-type has it under.
    pub(super) state_where_it_belongs: bool,
    /// Whether the job completed, and says with a message that not all is well.
    pub(super) issues: bool,
    pub(super) event: Value,
}

fn facts() -> toml::Table {
    let text = std::fs::read_to_string(examples::project().join("facts/events.toml")).unwrap();
    text.parse().unwrap()
}

/// An event for every detail-type and every state that AWS shows, names or has in its API.
pub(super) fn all() -> Vec<Sample> {
    let facts = facts();
    let types = facts["detail_type"].as_array().unwrap();
    types
        .iter()
        .flat_map(|kind| of(kind.as_table().unwrap()))
        .collect()
}

fn texts(table: &toml::Table, key: &str) -> Vec<String> {
    let list = table
        .get(key)
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten();
    list.map(|one| one.as_str().unwrap().to_owned()).collect()
}

fn of(kind: &toml::Table) -> Vec<Sample> {
    let text = |key: &str| {
        kind.get(key)
            .and_then(toml::Value::as_str)
            .unwrap_or_default()
    };
    let mut states = texts(kind, "states_sampled");
    states.extend(texts(kind, "states_text"));
    states.extend(texts(kind, "states_api"));
    if states.is_empty() {
        // Only the name of this detail-type is known; it may have any state.
        states.push("FAILED".to_owned());
    }
    let (terminal, failure) = (texts(kind, "terminal"), texts(kind, "failure"));
    let key = text("state_path")
        .strip_prefix("$.detail.")
        .unwrap_or("state");
    let job = kind.get("job_type").and_then(toml::Value::as_str);
    let mut samples: Vec<Sample> = states
        .iter()
        .map(|state| {
            // A restore job that was just created says `state`, all its other events `status`.
            let exception = job == Some("restore") && state == "CREATED";
            let mut detail = members(kind, state);
            detail.insert(
                if exception { "state" } else { key }.to_owned(),
                json!(state),
            );
            if exception {
                detail.remove("status");
            }
            let recovery_points = texts(kind, "recovery_point_present_in");
            let resources = if recovery_points.contains(state) {
                json!(["arn:aws:backup:eu-west-1:333333333333:recovery-point:one"])
            } else {
                json!([])
            };
            Sample {
                job: job.map(str::to_owned),
                terminal: terminal.contains(state),
                failure: failure.contains(state),
                state_where_it_belongs: !exception,
                issues: false,
                event: json!({
                    "version": "0",
                    "id": "4c1e3a5b-0d2f-4e6a-8b7c-9d0e1f2a3b4c",
                    "detail-type": text("name"),
                    "source": "aws.backup",
                    "account": "333333333333",
                    "time": "2026-02-03T04:05:06Z",
                    "region": "eu-west-1",
                    "resources": resources,
                    "detail": detail,
                }),
            }
        })
        .collect();
    if job == Some("backup") {
        // "Completed with issues" is no state; an empty message says that there are none.
        for message in [QUOTED, ""] {
            let completed = samples
                .iter()
                .find(|one| one.event["detail"]["state"] == "COMPLETED");
            let mut event = completed.unwrap().event.clone();
            event["detail"]["statusMessage"] = json!(message);
            samples.push(Sample {
                job: job.map(str::to_owned),
                terminal: true,
                failure: false,
                state_where_it_belongs: true,
                issues: !message.is_empty(),
                event,
            });
        }
    }
    samples
}

/// The members of `detail` that an event in a state has, with values that tell them apart.
fn members(kind: &toml::Table, state: &str) -> serde_json::Map<String, Value> {
    let mut detail = serde_json::Map::new();
    for member in kind
        .get("members")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
    {
        let text = |key: &str| {
            member
                .get(key)
                .and_then(toml::Value::as_str)
                .unwrap_or_default()
        };
        let present = texts(member.as_table().unwrap(), "present_in");
        let absent = present
            .iter()
            .any(|when| when == &format!("all but {state}"));
        let named = present
            .iter()
            .any(|when| when == state || when == "*" || when.starts_with("all but"));
        // "some", "jobs started by a plan": wherever they can be.
        let sometimes = present
            .iter()
            .any(|when| when.starts_with(char::is_lowercase) && !when.starts_with("all but"));
        if absent || !(named || (sometimes && state != "CREATED")) {
            continue;
        }
        let name = text("path").strip_prefix("detail.").unwrap();
        let value = match text("type") {
            "number" => json!(4096),
            "string of digits" => json!("4096"),
            "object" => json!({
                "backupPlanArn": "arn:aws:backup:eu-west-1:333333333333:backup-plan:one",
                "backupPlanRuleId": "rule-one",
            }),
            kind if kind.contains("{} when none") && state != "COMPLETED" => json!({}),
            _ => json!(format!("the {name}")),
        };
        detail.insert(name.to_owned(), value);
    }
    detail
}

/// The record that an event should become: every field as text, and the event itself.
pub(super) fn record(job: &str, event: &Value) -> BTreeMap<String, Value> {
    let facts = facts();
    let sources = facts["normalised"][job].as_table().unwrap();
    let fields = facts["normalised"]["fields"].as_array().unwrap();
    let values = fields.iter().map(|field| {
        let field = field.as_str().unwrap();
        let source = sources[field].as_str().unwrap();
        let value = match source.strip_prefix("= ") {
            Some(literal) => json!(literal),
            None if source.is_empty() => json!(""),
            None if source == "$" => event.clone(),
            // A restore job that was just created has its state elsewhere.
            None if field == "state" => {
                json!(plain(at(event, source).or(at(event, "$.detail.state"))))
            }
            None => json!(plain(at(event, source))),
        };
        (field.to_owned(), value)
    });
    values.collect()
}
