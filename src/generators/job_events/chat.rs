//! What people read of an event in a chat channel.

use super::Watched;
use crate::facts::{JobType, Notice, Source};
use crate::resources::event_rule::InputTransformer;

/// What is said of one kind of event.
pub(super) struct Words {
    /// The title, with the state as a variable.
    title: String,
    /// What the event is about, with fields of the record as variables.
    about: &'static str,
    /// What can be read with a command, such as what the job says.
    says: &'static str,
    /// The command.
    look: String,
}

impl Words {
    /// The words for jobs of this type; `and` follows the state in the title.
    pub(super) fn of(job: JobType, and: &str) -> Self {
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
    pub(super) fn of_notice(notice: &Notice) -> Self {
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

/// A custom notification of Amazon Q Developer in chat applications, which Slack and Microsoft Teams show.
///
/// Nothing that is written freely stands in it, for the reason that [`record`](super::record) has none
/// either: what the job says itself is a command away.
/// <https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html>
pub(in super::super) fn notification(watched: &Watched) -> InputTransformer {
    let Words {
        title,
        about,
        says,
        look,
    } = &watched.words;
    let description = format!("{about}, in account `<account_id>`, region `<region>`");
    let next = format!("In account `<account_id>`, read {says}: `{look}`");
    let template = format!(
        "{{\"version\":\"1.0\",\"source\":\"custom\",\"id\":\"<event_id>\",\"content\":{{\
         \"textType\":\"client-markdown\",\"title\":\"{title}\",\"description\":\"{description}\",\
         \"nextSteps\":[\"{next}\"],\"keywords\":[\"<account_id>\",\"<region>\"]}}}}"
    );
    let paths = watched
        .fields
        .iter()
        .filter_map(|(name, source)| match source {
            Source::Path(path) if template.contains(&format!("<{name}>")) => {
                Some(((*name).to_owned(), (*path).to_owned()))
            }
            _ => None,
        });
    InputTransformer {
        paths: paths.collect(),
        template,
    }
}
