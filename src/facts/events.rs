//! The events of AWS Backup's jobs: `facts/events.toml`, typed.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A kind of job that reports its changes of state to EventBridge.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum JobType {
    /// Makes a recovery point.
    Backup,
    /// Copies a recovery point to another vault.
    Copy,
    /// Makes a resource from a recovery point.
    Restore,
}

impl JobType {
    /// Every kind of job.
    pub const ALL: [Self; 3] = [Self::Backup, Self::Copy, Self::Restore];

    /// The name as it stands in the flat record: `backup`, `copy`, `restore`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Copy => "copy",
            Self::Restore => "restore",
        }
    }

    /// What the events of such jobs look like.
    pub fn events(self) -> &'static JobEvents {
        &JOBS[&self]
    }
}

impl fmt::Display for JobType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The events of one kind of job.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html>
#[derive(Debug, Clone)]
pub struct JobEvents {
    /// The `detail-type`, such as `Backup Job State Change`.
    pub detail_type: String,
    /// The member of `detail` that has the state: `state`, but `status` in restore jobs.
    pub state_field: String,
    /// The states that AWS shows, names, or has in its API, in this order.
    pub states: Vec<String>,
    /// The states after which nothing follows.
    pub terminal: Vec<String>,
    /// The terminal states in which the job did not do what it was for.
    pub failure: Vec<String>,
    /// The state that does not say that something is amiss, and what does; backup jobs only.
    pub issues: Option<Issues>,
    /// The states that stand elsewhere; restore jobs that are just created.
    pub alternative: Option<Alternative>,
    record: Record,
}

/// How a job that is over says that it did not do all it was for. The console calls it `Completed
/// with issues`, which is no state.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Issues {
    /// The state of such jobs.
    pub state: String,
    /// The member of `detail` that has a text in such jobs, and is empty or absent in others.
    pub message: String,
}

/// States that stand under another member of `detail`.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The member.
    pub state_field: String,
    /// The states that AWS shows there.
    pub states: Vec<String>,
    record: Record,
}

type Record = Vec<(String, FieldSource)>;

/// Where a field of the flat record comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// A JSONPath into the event.
    Path(&'a str),
    /// A text that is the same in every event.
    Literal(&'a str),
    /// Events of this kind have no such value; an empty text.
    Empty,
    /// The event itself, as a JSON object.
    WholeEvent,
}

#[derive(Debug, Clone)]
enum FieldSource {
    Path(String),
    Literal(String),
    Empty,
    WholeEvent,
}

impl JobEvents {
    /// The fields of the flat record that events of all kinds are turned into, in the record's order.
    pub fn normalized(&self) -> Vec<(&str, Source<'_>)> {
        normalized(&self.record)
    }
}

impl Alternative {
    /// The same record, with the state from where these events have it.
    pub fn normalized(&self) -> Vec<(&str, Source<'_>)> {
        normalized(&self.record)
    }
}

fn normalized(record: &Record) -> Vec<(&str, Source<'_>)> {
    let source = |source| match source {
        &FieldSource::Empty => Source::Empty,
        &FieldSource::WholeEvent => Source::WholeEvent,
        FieldSource::Path(path) => Source::Path(path),
        FieldSource::Literal(text) => Source::Literal(text),
    };
    record
        .iter()
        .map(|(field, from)| (field.as_str(), source(from)))
        .collect()
}

impl FieldSource {
    /// Reads the notation of the file: nothing, `= text`, a JSONPath, or `$` for the event itself.
    fn read(text: &str) -> Self {
        match text.strip_prefix("= ") {
            Some(literal) => Self::Literal(literal.to_owned()),
            None if text.is_empty() => Self::Empty,
            None if text == "$" => Self::WholeEvent,
            None => Self::Path(text.to_owned()),
        }
    }
}

#[derive(Deserialize)]
struct File {
    detail_type: Vec<Row>,
    normalised: Normalized,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    job_type: Option<JobType>,
    state_path: String,
    state_path_alternative: Option<String>,
    #[serde(default)]
    states_alternative: Vec<String>,
    issues: Option<Issues>,
    #[serde(default)]
    states_sampled: Vec<String>,
    #[serde(default)]
    states_text: Vec<String>,
    #[serde(default)]
    states_api: Vec<String>,
    #[serde(default)]
    terminal: Vec<String>,
    #[serde(default)]
    failure: Vec<String>,
}

#[derive(Deserialize)]
struct Normalized {
    fields: Vec<String>,
    backup: BTreeMap<String, String>,
    copy: BTreeMap<String, String>,
    restore: BTreeMap<String, String>,
}

const DETAIL: &str = "$.detail.";
const STATE: &str = "state";

static JOBS: LazyLock<BTreeMap<JobType, JobEvents>> = LazyLock::new(|| {
    let file: File = toml::from_str(super::EVENTS_TOML).expect("the tests read the embedded facts");
    let record = file.normalised;
    let job = |row: Row| {
        let job_type = row.job_type?;
        let sources = match job_type {
            JobType::Backup => &record.backup,
            JobType::Copy => &record.copy,
            JobType::Restore => &record.restore,
        };
        Some((job_type, JobEvents::from_row(row, &record.fields, sources)))
    };
    file.detail_type.into_iter().filter_map(job).collect()
});

impl JobEvents {
    fn from_row(row: Row, fields: &[String], sources: &BTreeMap<String, String>) -> Self {
        let member = |path: &str| path.strip_prefix(DETAIL).unwrap_or(path).to_owned();
        let source = |field: &String| {
            let text = sources.get(field).map_or("", String::as_str);
            (field.clone(), FieldSource::read(text))
        };
        let record: Record = fields.iter().map(source).collect();
        let alternative = row.state_path_alternative.map(|path| {
            let elsewhere = |(field, from): &(String, FieldSource)| {
                let from = match field.as_str() {
                    STATE => FieldSource::read(&path),
                    _ => from.clone(),
                };
                (field.clone(), from)
            };
            Alternative {
                state_field: member(&path),
                states: row.states_alternative,
                record: record.iter().map(elsewhere).collect(),
            }
        });
        Self {
            detail_type: row.name,
            state_field: member(&row.state_path),
            states: [row.states_sampled, row.states_text, row.states_api].concat(),
            terminal: row.terminal,
            failure: row.failure,
            issues: row.issues,
            alternative,
            record,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_report_under_their_own_names() {
        for (job, detail_type, field, alternative) in [
            (JobType::Backup, "Backup Job State Change", "state", None),
            (JobType::Copy, "Copy Job State Change", "state", None),
            (
                JobType::Restore,
                "Restore Job State Change",
                "status",
                Some("state"),
            ),
        ] {
            let events = job.events();
            assert_eq!(events.detail_type, detail_type);
            assert_eq!(events.state_field, field);
            let found = events.alternative.as_ref();
            assert_eq!(found.map(|found| found.state_field.as_str()), alternative);
        }
    }

    #[test]
    fn failures_end_a_job_and_are_known_states() {
        for job in JobType::ALL {
            let events = job.events();
            for state in &events.failure {
                assert!(events.terminal.contains(state), "{job} {state}");
            }
            for state in &events.terminal {
                assert!(events.states.contains(state), "{job} {state}");
            }
            assert!(!events.failure.iter().any(|state| state == "COMPLETED"));
        }
        let issues = JobType::Backup.events().issues.as_ref().unwrap();
        assert_eq!(
            [issues.state.as_str(), issues.message.as_str()],
            ["COMPLETED", "statusMessage"]
        );
        assert_eq!(JobType::Copy.events().issues, None);
        assert_eq!(
            JobType::Backup.events().failure,
            ["ABORTED", "FAILED", "EXPIRED", "PARTIAL"]
        );
        assert_eq!(JobType::Copy.events().failure, ["FAILED", "PARTIAL"]);
        assert_eq!(JobType::Restore.events().failure, ["FAILED", "ABORTED"]);
    }

    #[test]
    fn all_jobs_make_records_with_the_same_fields() {
        let fields = |job: JobType| -> Vec<&str> {
            job.events()
                .normalized()
                .into_iter()
                .map(|(field, _)| field)
                .collect()
        };
        for job in JobType::ALL {
            assert_eq!(fields(job), fields(JobType::Backup));
            let record = job.events().normalized();
            assert_eq!(record.len(), 24);
            assert_eq!(record[0], ("schema_version", Source::Literal("2")));
            assert_eq!(record[1], ("job_type", Source::Literal(job.as_str())));
            assert_eq!(record[23], ("event", Source::WholeEvent));
        }
        let created = JobType::Restore.events().alternative.as_ref().unwrap();
        let (usual, created) = (JobType::Restore.events().normalized(), created.normalized());
        let differ: Vec<_> = usual.iter().zip(&created).filter(|(a, b)| a != b).collect();
        assert_eq!(
            differ,
            [(
                &("state", Source::Path("$.detail.status")),
                &("state", Source::Path("$.detail.state"))
            )]
        );
        let copy = JobType::Copy.events().normalized();
        assert!(copy.contains(&("vault_name", Source::Empty)));
    }

    #[test]
    fn every_field_has_a_source_in_every_record() {
        let file: File = toml::from_str(super::super::EVENTS_TOML).unwrap();
        let record = file.normalised;
        for sources in [&record.backup, &record.copy, &record.restore] {
            for field in &record.fields {
                assert!(sources.contains_key(field), "{field}");
            }
            for field in sources.keys() {
                assert!(record.fields.contains(field), "{field}");
            }
        }
    }
}
