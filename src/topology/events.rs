//! Where job events go, resolved.

use super::Account;
use crate::facts::{Change, JobType, Region};
use crate::place::Path;
use crate::spec::ids::{KeyArn, TopicArn};
use crate::spec::model::Occasion;
use crate::spec::time::duration::{Days, Minutes};

/// The way of job events: every source account and region, the bus, those who hear of them.
#[derive(Debug, Clone)]
pub struct EventRoute {
    /// The place of the events.
    pub path: Path,
    /// Which states are reported.
    pub occasion: Occasion,
    /// The job types that are reported, each once, in order.
    pub jobs: Vec<JobType>,
    /// The changes that are reported beside jobs.
    pub also: Vec<Change>,
    /// How long nothing may complete before that is reported; `None` when it never is.
    pub silence: Option<Minutes>,
    /// The account with the bus.
    pub account: Account,
    /// The region of the bus.
    pub region: Region,
    /// The topic, when people hear of events.
    pub topic: Option<Topic>,
    /// The queue, when programs do.
    pub queue: Option<Queue>,
    /// The log group, when events are kept.
    pub log_group: Option<LogGroup>,
    /// Whether there is a topic for chat channels.
    pub chat: bool,
}

/// The SNS topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// An existing topic; otherwise one is made.
    pub existing: Option<TopicArn>,
    /// Subscribed addresses.
    pub emails: Vec<String>,
}

/// The SQS queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// An existing key; otherwise SQS encrypts by itself.
    pub key: Option<KeyArn>,
}

/// The log group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogGroup {
    /// How long records are kept.
    pub keep: Days,
}
