//! Which events are forwarded and reported: one entry for each rule.
//!
//! Job events disagree on where their state stands, so each job type has a rule of its own, and what
//! stands elsewhere again has one more.
//! <https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html>

mod chat;
mod record;

pub(super) use chat::notification;
pub(super) use record::record;

use chat::Words;

use crate::facts::{JobType, Source};
use crate::resources::Value;
use crate::spec::model::Occasion;
use crate::topology::EventRoute;

/// Events that one rule matches, wherever it stands.
pub(super) struct Watched {
    /// What the rule is called after the spec's name, such as `backup-jobs`.
    pub(super) name: String,
    /// What the rule's labels end with, such as `backup`.
    pub(super) label: String,
    /// What the rule matches, for people.
    pub(super) about: String,
    /// The pattern.
    pub(super) pattern: Value,
    /// The fields of the record, with what each is taken from.
    fields: Vec<(&'static str, Source<'static>)>,
    /// What is said of it in a chat channel.
    words: Words,
}

/// Every kind of event that a route reports.
pub(super) fn watched(route: &EventRoute) -> Vec<Watched> {
    let mut all = Vec::new();
    for job in &route.jobs {
        all.push(in_states(*job, route.occasion));
        all.extend(with_issues(*job, route.occasion));
        all.extend(under_another_name(*job, route.occasion));
    }
    all
}

/// The jobs of one type in the states that are reported.
fn in_states(job: JobType, occasion: Occasion) -> Watched {
    let events = job.events();
    let states = match occasion {
        Occasion::Failures => &events.failure,
        Occasion::Finished => &events.terminal,
        Occasion::All => &events.states,
    };
    Watched {
        name: format!("{job}-jobs"),
        label: job.to_string(),
        about: format!("AWS Backup {job} jobs"),
        pattern: pattern(job, [(events.state_field.as_str(), Value::texts(states))]),
        fields: events.normalized(),
        words: Words::of(job, ""),
    }
}

/// Jobs that completed with a message, where only failures are reported: part of what they were for
/// was not done, such as objects of a bucket that could not be read, and their state does not say so.
///
/// An empty message says nothing, and an event without one has nothing to compare with.
fn with_issues(job: JobType, occasion: Occasion) -> Option<Watched> {
    let events = job.events();
    let issues = events.issues.as_ref()?;
    let said = Value::List(vec![Value::map([("anything-but", Value::texts([""]))])]);
    (occasion == Occasion::Failures).then(|| Watched {
        name: format!("{job}-jobs-with-issues"),
        label: format!("{job}_with_issues"),
        about: format!("AWS Backup {job} jobs that completed with a message"),
        pattern: pattern(
            job,
            [
                (
                    events.state_field.as_str(),
                    Value::texts([issues.state.as_str()]),
                ),
                (issues.message.as_str(), said),
            ],
        ),
        fields: events.normalized(),
        words: Words::of(job, " with issues"),
    })
}

/// Jobs that have their state under another name, where every state is reported. A transformer takes
/// a field from one path only, so they have a rule, and with it a transformer, of their own.
fn under_another_name(job: JobType, occasion: Occasion) -> Option<Watched> {
    let alternative = job.events().alternative.as_ref()?;
    let states = Value::texts(&alternative.states);
    (occasion == Occasion::All).then(|| Watched {
        name: format!("{job}-jobs-by-{}", alternative.state_field),
        label: format!("{job}_by_{}", alternative.state_field),
        about: format!(
            "AWS Backup {job} jobs that have their state as `{}`",
            alternative.state_field
        ),
        pattern: pattern(job, [(alternative.state_field.as_str(), states)]),
        fields: alternative.normalized(),
        words: Words::of(job, ""),
    })
}

fn pattern<const N: usize>(job: JobType, detail: [(&str, Value); N]) -> Value {
    Value::map([
        ("source", Value::texts(["aws.backup"])),
        (
            "detail-type",
            Value::texts([job.events().detail_type.as_str()]),
        ),
        ("detail", Value::map(detail)),
    ])
}
