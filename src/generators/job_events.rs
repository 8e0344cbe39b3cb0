//! What is common to forwarding and reporting job events: patterns, and the one record.
//!
//! Job events disagree on where their state stands, so each job type has a rule of its own.
//! <https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html>

use indexmap::IndexMap;

use crate::facts::{JobType, Source};
use crate::resources::Value;
use crate::resources::event_rule::InputTransformer;
use crate::spec::model::Occasion;

/// The events of one job type in the states that are reported.
pub(super) fn pattern(job: JobType, occasion: Occasion) -> Value {
    let events = job.events();
    let states = match occasion {
        Occasion::Failures => &events.failure,
        Occasion::Finished => &events.terminal,
        Occasion::All => &events.states,
    };
    let detail = Value::map([(events.state_field.as_str(), Value::texts(states))]);
    Value::map([
        ("source", Value::texts(["aws.backup"])),
        ("detail-type", Value::texts([events.detail_type.as_str()])),
        ("detail", detail),
    ])
}

/// The record as a JSON object, for a topic or a queue.
///
/// A bare variable comes out as a JSON text, an empty one when the event has no such value.
/// Variables that can be numbers or objects stand in quotes, so that every value is a text.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
pub(super) fn record(job: JobType) -> InputTransformer {
    let fields = fields(job);
    let members = fields.iter().map(|(name, source)| {
        let value = match source {
            Source::Empty => "\"\"".to_owned(),
            Source::Literal(text) => format!("\"{text}\""),
            Source::Path(_) if may_be_no_text(name) => format!("\"<{name}>\""),
            Source::Path(_) => format!("<{name}>"),
        };
        format!("\"{name}\":{value}")
    });
    let members: Vec<String> = members.collect();
    InputTransformer {
        paths: paths(&fields),
        template: format!("{{{}}}", members.join(",")),
    }
}

/// The record as the message of a log event, the only form that CloudWatch Logs takes: an object
/// of `timestamp` and `message`, both texts. The job's own message comes last, since quotes in it
/// are not escaped a second time.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html>
pub(super) fn log_record(job: JobType) -> InputTransformer {
    let fields = fields(job);
    let members = fields.iter().map(|(name, source)| {
        let value = match source {
            Source::Empty => String::new(),
            Source::Literal(text) => (*text).to_owned(),
            Source::Path(_) => format!("<{name}>"),
        };
        format!("\\\"{name}\\\":\\\"{value}\\\"")
    });
    let members: Vec<String> = members.collect();
    let template = format!(
        "{{\"timestamp\":<event_time>,\"message\":\"{{{}}}\"}}",
        members.join(",")
    );
    InputTransformer {
        paths: paths(&fields),
        template,
    }
}

/// The record's fields in its order; `message`, which is free text, is last there.
fn fields(job: JobType) -> Vec<(&'static str, Source<'static>)> {
    job.events().normalized()
}

fn paths(fields: &[(&str, Source<'_>)]) -> IndexMap<String, String> {
    let paths = fields.iter().filter_map(|(name, source)| match source {
        Source::Path(path) => Some(((*name).to_owned(), (*path).to_owned())),
        Source::Literal(_) | Source::Empty => None,
    });
    paths.collect()
}

/// Fields whose source is a number, or an object while there is no value yet, in some events.
fn may_be_no_text(field: &str) -> bool {
    matches!(field, "size_bytes" | "destination_recovery_point_arn")
}
