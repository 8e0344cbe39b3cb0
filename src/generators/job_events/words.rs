//! The words in which people hear of an event.

use crate::facts::{JobType, Notice};

/// What is said of one kind of event.
pub(super) struct Words {
    /// The title, with the state as a variable.
    pub(super) title: String,
    /// What the event is about, with fields of the record as variables.
    pub(super) about: &'static str,
    /// What can be read with a command, such as what the job says.
    pub(super) says: &'static str,
    /// The command.
    pub(super) look: String,
}

impl Words {
    /// The words for jobs of this type; `and` follows the state in the title.
    pub(super) fn for_job(job: JobType, and: &str) -> Self {
        let (name, about) = match job {
            JobType::Backup => ("Backup", "Resource `<resource_arn>`"),
            JobType::Copy => (
                "Copy",
                "Resource `<resource_arn>`, to vault `<destination_vault_arn>`",
            ),
            // It names the resource only when it is done.
            JobType::Restore => ("Restore", "Recovery point `<recovery_point_arn>`"),
        };
        Self {
            title: format!("{name} job <state>{and}"),
            about,
            says: "what the job says",
            look: format!(
                "aws backup describe-{job}-job --{job}-job-id <job_id> --region <region>"
            ),
        }
    }

    /// The words for what is no job. Only what its record has can be a variable.
    pub(super) fn for_notice(notice: &Notice) -> Self {
        if notice.of_alarms {
            return Self {
                title: "Alarm: <state>".to_owned(),
                about: "Alarm `<resource_arn>`",
                says: "what it saw",
                look: "aws cloudwatch describe-alarms --state-value <state> --region <region>"
                    .to_owned(),
            };
        }
        if !notice.vault_events.is_empty() {
            return Self {
                title: "Backups of buckets: <state>".to_owned(),
                about: "An object could not be backed up or restored, in vault `<vault_arn>`",
                says: "which jobs have a message",
                look: "aws backup list-backup-jobs --by-resource-type S3 --region <region>"
                    .to_owned(),
            };
        }
        let (title, about, by) = match notice.word.as_str() {
            "plan_selection" => (
                "Backup plan could not select: <state>",
                "Plan `<plan_arn>` made no job",
                "EventName,AttributeValue=ProcessBackupPlanSelection",
            ),
            "change" => (
                "Backups changed: <state>",
                "Resource `<resource_arn>`",
                "EventSource,AttributeValue=backup.amazonaws.com",
            ),
            _ => (
                "Call on backups or their keys: <state>",
                "Somebody called `<state>`",
                "EventName,AttributeValue=<state>",
            ),
        };
        Self {
            title: title.to_owned(),
            about,
            says: "what CloudTrail has of it",
            look: format!(
                "aws cloudtrail lookup-events --lookup-attributes AttributeKey={by} --region <region>"
            ),
        }
    }
}
