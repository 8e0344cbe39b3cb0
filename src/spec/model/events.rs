//! Which job events are collected and who hears of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{Change, JobType, Region};
use crate::spec::ids::{KeyArn, Name, TopicArn};
use crate::spec::time::duration::{Retention, Window};

/// Job events: collected from every source account and region on a bus in the central account,
/// and sent on from there as one record.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Events {
    /// Which states are reported.
    pub on: Occasion,

    /// The job types that are reported. Default: all three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<JobType>,

    /// What else is reported: changes that no job makes, and objects that a job left out. They become the same record, with a word for it in
    /// the place of the type of job. Default: nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Change>,

    /// How long an account may go in a region without a completed backup, and without a completed copy, before
    /// that is reported: from an hour to 7 days, in full hours. What comes less often than that has no
    /// alarm. Default: silence is not reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Window>,

    /// Who hears of them.
    pub notify: Vec<Notify>,

    /// The account, by name, with the bus. Default: the account of the first central vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Name>,

    /// The region of the bus. Default: the first region of the first central vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,

    /// The SNS topic, when `notify` names `sns`.
    #[serde(default, skip_serializing_if = "Topic::is_default")]
    pub sns: Topic,

    /// The SQS queue, when `notify` names `sqs`.
    #[serde(default, skip_serializing_if = "Queue::is_default")]
    pub sqs: Queue,

    /// The log group, when `notify` names `logs`.
    #[serde(default, skip_serializing_if = "Logs::is_default")]
    pub logs: Logs,
}

/// Which states of a job are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Jobs that failed, expired, were aborted or ended in part.
    Failures,
    /// Jobs that ended, well or not.
    Finished,
    /// Every change of state.
    All,
}

/// Who hears of job events.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Notify {
    /// An SNS topic.
    Sns,
    /// An SQS queue.
    Sqs,
    /// A CloudWatch log group.
    Logs,
    /// An SNS topic of its own, in the words that Slack and Microsoft Teams show by way of Amazon Q Developer in chat applications.
    Chat,
}

/// The SNS topic that receives the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Topic {
    /// An existing topic in the account and region of the bus; its policy and key must admit
    /// `events.amazonaws.com` and `cloudwatch.amazonaws.com`. Default: a topic `<spec name>-backup-alerts` with a key of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<TopicArn>,

    /// Addresses that are subscribed; each must confirm.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
}

impl Topic {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The SQS queue that receives the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Queue {
    /// An existing customer-managed key for the queue; its policy must admit
    /// `events.amazonaws.com`. Default: encryption by SQS itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyArn>,
}

impl Queue {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The log group that receives the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Logs {
    /// How long records are kept; a length that CloudWatch Logs knows. Default: `365d`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Retention>,
}

impl Logs {
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
