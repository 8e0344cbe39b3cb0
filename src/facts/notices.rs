//! What is reported and is no job: `[[notice]]` in `facts/events.toml`, typed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::JobType;
use super::events::Source;

/// What may change without a job, and be reported.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A vault is changed or deleted.
    Vaults,
    /// The access policy, the lock or the notifications of a vault are set or removed. Needs a trail
    /// of CloudTrail that logs management events.
    VaultPolicies,
    /// A backup plan is changed or deleted, or a selection is added to one or removed from it; for the
    /// selections it needs a trail.
    Plans,
    /// A type is opted in or out in a region.
    Settings,
    /// A recovery point is deleted by hand, or kept for another time than its plan says. Needs a trail.
    RecoveryPoints,
    /// A key of a vault is scheduled for deletion, disabled, or gets another policy. Needs a trail.
    Keys,
    /// An object of a bucket could not be backed up or restored, while its job went on. Comes by a topic, a queue and
    /// a pipe in each source account and region whose plans can back up buckets.
    Objects,
}

impl Change {
    /// Everything that can be asked for.
    pub const ALL: [Self; 7] = [
        Self::Vaults,
        Self::VaultPolicies,
        Self::Plans,
        Self::Settings,
        Self::RecoveryPoints,
        Self::Keys,
        Self::Objects,
    ];
}

/// Events that are not of jobs, and that one rule matches.
#[derive(Debug, Clone, Deserialize)]
pub struct Notice {
    /// What the rule is called after the spec's name.
    pub name: String,
    /// What stands in the record in the place of a type of job.
    pub word: String,
    /// What the events say, for people.
    pub about: String,
    /// The `source` of the events.
    pub source: String,
    /// Members of `detail` with the values of which one must be there.
    pub values: IndexMap<String, Vec<String>>,
    /// Members of `detail` that must be there, whatever their value.
    #[serde(default)]
    pub present: Vec<String>,
    /// Whether the events are of keys, of which only those of the vaults are of interest.
    #[serde(default)]
    pub of_keys: bool,
    /// Whether the events are of alarms, of which only those that offsite makes are of interest.
    #[serde(default)]
    pub of_alarms: bool,
    /// The events of backup vaults that it is made from; none where a service sends it itself.
    #[serde(default)]
    pub vault_events: Vec<String>,
    /// What can be asked for one by one.
    pub parts: Vec<Part>,
    record: BTreeMap<String, String>,
}

/// Events of one kind among those that a rule matches.
#[derive(Debug, Clone, Deserialize)]
pub struct Part {
    /// What asks for it; `None` is reported wherever backup jobs are, and of alarms always.
    pub change: Option<Change>,
    /// What happened.
    pub about: String,
    /// The `detail-type` of the events.
    pub detail_type: String,
    /// The calls that they are of, where CloudTrail sends them; else nothing.
    #[serde(default)]
    pub calls: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    notice: Vec<Notice>,
}

static NOTICES: LazyLock<Vec<Notice>> = LazyLock::new(|| {
    let file: File = toml::from_str(super::EVENTS_TOML).expect("the tests read the embedded facts");
    file.notice
});

impl Notice {
    /// Every kind of event that can be reported and is not of jobs.
    pub fn all() -> &'static [Self] {
        &NOTICES
    }

    /// That which is made from notifications of vaults, since AWS Backup sends no event of its own.
    pub fn of_vaults() -> Option<&'static Self> {
        let mut all = NOTICES.iter();
        all.find(|notice| !notice.vault_events.is_empty())
    }

    /// The record that events of jobs are turned into, with what such an event has of it.
    pub fn normalized(&'static self) -> Vec<(&'static str, Source<'static>)> {
        let usual = JobType::Backup.events().normalized();
        let fields = usual.into_iter().map(|(field, usual)| {
            let own = self.record.get(field).map(|path| Source::Path(path));
            let source = match usual {
                Source::Literal(_) if field == "job_type" => Source::Literal(&self.word),
                Source::Literal(_) | Source::WholeEvent => usual,
                Source::Path(path) if !path.starts_with("$.detail") && !path.contains('[') => usual,
                Source::Path(_) | Source::Empty => Source::Empty,
            };
            (field, own.unwrap_or(source))
        });
        fields.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_has_its_events() {
        for change in Change::ALL {
            let mut parts = Notice::all().iter().flat_map(|notice| &notice.parts);
            assert!(parts.any(|part| part.change == Some(change)), "{change:?}");
        }
    }

    #[test]
    fn a_notice_becomes_the_record_of_jobs() {
        for notice in Notice::all() {
            let fields = notice.normalized();
            let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
            let jobs = JobType::Backup.events().normalized();
            let usual: Vec<&str> = jobs.iter().map(|(name, _)| *name).collect();
            assert_eq!(names, usual, "{}", notice.name);
            for field in notice.record.keys() {
                assert!(names.contains(&field.as_str()), "{} {field}", notice.name);
            }
            let from = |wanted: &str| fields.iter().find(|(name, _)| *name == wanted).unwrap().1;
            assert_eq!(from("job_type"), Source::Literal(&notice.word));
            assert_eq!(from("account_id"), Source::Path("$.account"));
            assert_eq!(from("job_id"), Source::Empty);
            assert_eq!(from("event"), Source::WholeEvent);
            assert!(matches!(from("state"), Source::Path(_)), "{}", notice.name);
        }
    }

    #[test]
    fn failed_objects_are_what_notifications_of_vaults_tell() {
        let notice = Notice::of_vaults().unwrap();
        let asked: Vec<_> = notice.parts.iter().map(|part| part.change).collect();
        assert_eq!(asked, [Some(Change::Objects)]);
        assert_eq!(notice.values["state"].len(), 1);
        assert!(!notice.source.starts_with("aws."), "EventBridge refuses it");
    }

    #[test]
    fn what_callers_write_stands_in_no_record() {
        for notice in Notice::all() {
            for path in notice.record.values() {
                assert!(!path.contains("requestParameters"), "{path}");
                assert!(!path.contains("errorMessage"), "{path}");
                assert!(!path.contains("userIdentity"), "{path}");
                assert!(!path.contains("reason"), "{path}");
            }
        }
    }
}
