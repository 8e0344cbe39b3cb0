//! Which events are forwarded and reported, those of jobs and others: one entry for each rule.
//!
//! Job events disagree on where their state stands, so each job type has a rule of its own, and what
//! stands elsewhere again has one more.
//! <https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html>

mod chat;
mod notices;
mod record;
mod watched;
mod words;

pub(super) use chat::notification;
pub(super) use record::record;
pub(super) use watched::{Here, Watched};

use words::Words;

use crate::facts::{JobType, Source};
use crate::spec::model::Occasion;
use crate::topology::{EventRoute, Topology};
use crate::value::Value;

/// Every kind of event that a route reports.
pub(super) fn watched(topology: &Topology, route: &EventRoute) -> Vec<Watched> {
    let mut all = Vec::new();
    for job in &route.jobs {
        all.push(in_states(*job, route.occasion));
        all.extend(with_issues(*job, route.occasion));
        all.extend(under_another_name(*job, route.occasion));
    }
    all.extend(notices::notices(topology, route));
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
    let state = (events.state_field.as_str(), Value::texts(states));
    let about = format!("AWS Backup {job} jobs");
    of_jobs(job, "", about, [state], events.normalized())
}

/// Jobs that completed with a message, where only failures are reported: part of what they were for
/// was not done, such as objects of a bucket that could not be read, and their state does not say so.
///
/// An empty message says nothing, and an event without one has nothing to compare with.
fn with_issues(job: JobType, occasion: Occasion) -> Option<Watched> {
    let events = job.events();
    let issues = events.issues.as_ref()?;
    let said = Value::List(vec![Value::map([("anything-but", Value::texts([""]))])]);
    let state = Value::texts([issues.state.as_str()]);
    let detail = [
        (events.state_field.as_str(), state),
        (issues.message.as_str(), said),
    ];
    let about = format!("AWS Backup {job} jobs that completed with a message");
    (occasion == Occasion::Failures)
        .then(|| of_jobs(job, "-with-issues", about, detail, events.normalized()))
}

/// Jobs that have their state under another name, where every state is reported. A transformer takes
/// a field from one path only, so they have a rule, and with it a transformer, of their own.
fn under_another_name(job: JobType, occasion: Occasion) -> Option<Watched> {
    let alternative = job.events().alternative.as_ref()?;
    let field = alternative.state_field.as_str();
    let about = format!("AWS Backup {job} jobs that have their state as `{field}`");
    let detail = [(field, Value::texts(&alternative.states))];
    (occasion == Occasion::All).then(|| {
        let only = format!("-by-{field}");
        of_jobs(job, &only, about, detail, alternative.normalized())
    })
}

/// Jobs of one type, and which of them: `only` says it in the names, and in words after the state where
/// the state does not tell.
fn of_jobs<const N: usize>(
    job: JobType,
    only: &str,
    about: String,
    detail: [(&str, Value); N],
    fields: Vec<(&'static str, Source<'static>)>,
) -> Watched {
    let and = match only {
        "-with-issues" => " with issues",
        _ => "",
    };
    Watched {
        name: format!("{job}-jobs{only}"),
        label: format!("{job}{}", only.replace('-', "_")),
        about,
        source: "aws.backup",
        detail_types: vec![&job.events().detail_type],
        detail: Value::map(detail),
        of_keys: false,
        of_alarms: false,
        of_vaults: false,
        fields,
        words: Words::for_job(job, and),
    }
}
