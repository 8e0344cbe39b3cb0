//! Which job events are collected and who hears of them.

use std::panic::Location;

use super::Account;
use super::notes::Notes;
use crate::facts::{Change, JobType, Region};
use crate::spec::ids::{KeyArn, TopicArn};
use crate::spec::model::{self, Logs, Notify, Occasion, Queue, Topic};
use crate::spec::time::duration::{Retention, Window};

/// Job events, collected on a bus in the central account and sent on from there.
#[derive(Debug, Clone)]
#[must_use = "events belong into a `spec`"]
pub struct Events {
    pub(super) model: model::Events,
    pub(super) notes: Notes,
}

/// Jobs that failed, expired, were aborted or ended in part.
#[track_caller]
pub fn failures() -> Events {
    Events::on(Occasion::Failures)
}

/// Jobs that ended, well or not.
#[track_caller]
pub fn finished() -> Events {
    Events::on(Occasion::Finished)
}

/// Every change of a job's state.
#[track_caller]
pub fn all_states() -> Events {
    Events::on(Occasion::All)
}

impl Events {
    #[track_caller]
    fn on(on: Occasion) -> Self {
        Self {
            model: model::Events {
                on,
                jobs: Vec::new(),
                also: Vec::new(),
                silence: None,
                notify: Vec::new(),
                account: None,
                region: None,
                sns: Topic::default(),
                sqs: Queue::default(),
                logs: Logs::default(),
            },
            notes: Notes::of(Location::caller()),
        }
    }

    /// The job types that are reported. Default: all three.
    #[track_caller]
    pub fn jobs(mut self, jobs: impl IntoIterator<Item = JobType>) -> Self {
        self.notes.key("jobs", Location::caller());
        self.model.jobs.extend(jobs);
        self
    }

    /// What else is reported: changes that no job makes, and objects that a job left out. Default: nothing.
    #[track_caller]
    pub fn also(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.notes.key("also", Location::caller());
        self.model.also.extend(changes);
        self
    }

    /// How long an account may go in a region without a completed backup, and without a completed copy, before
    /// that is reported. Default: silence is not reported.
    #[track_caller]
    pub fn silence(mut self, length: Window) -> Self {
        self.notes.key("silence", Location::caller());
        self.model.silence = Some(length);
        self
    }

    /// The account with the bus. Default: the account of the first central vault.
    #[track_caller]
    pub fn account(mut self, account: &Account) -> Self {
        self.notes.key("account", Location::caller());
        self.notes.account(account);
        self.model.account = Some(account.called.name.clone());
        self
    }

    /// The region of the bus. Default: the first region of the first central vault.
    #[track_caller]
    pub fn region(mut self, region: Region) -> Self {
        self.notes.key("region", Location::caller());
        self.model.region = Some(region);
        self
    }

    /// Sends the records to an SNS topic, which is made with a key of its own.
    #[track_caller]
    pub fn notify_sns(mut self) -> Self {
        self.notes.key("notify", Location::caller());
        self.notify(Notify::Sns);
        self
    }

    /// Sends the records to an existing SNS topic in the account and region of the bus; its policy
    /// and key must admit `events.amazonaws.com` and `cloudwatch.amazonaws.com`.
    #[track_caller]
    pub fn notify_topic(mut self, topic: TopicArn) -> Self {
        self.notes.key("sns", Location::caller());
        self.notify(Notify::Sns);
        self.model.sns.topic = Some(topic);
        self
    }

    /// Sends the records to these addresses too, by way of the SNS topic; each must confirm.
    #[track_caller]
    pub fn notify_emails(mut self, addresses: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.notes.key("sns", Location::caller());
        self.notify(Notify::Sns);
        let addresses = addresses.into_iter().map(Into::into);
        self.model.sns.emails.extend(addresses);
        self
    }

    /// Sends the records to an SQS queue, which is made and which SQS encrypts.
    #[track_caller]
    pub fn notify_sqs(mut self) -> Self {
        self.notes.key("notify", Location::caller());
        self.notify(Notify::Sqs);
        self
    }

    /// Sends the records to an SQS queue, which is made and encrypted with this existing
    /// customer-managed key; its policy must admit `events.amazonaws.com`.
    #[track_caller]
    pub fn notify_sqs_with_key(mut self, key: KeyArn) -> Self {
        self.notes.key("sqs", Location::caller());
        self.notify(Notify::Sqs);
        self.model.sqs.key = Some(key);
        self
    }

    /// Sends the records to a CloudWatch log group, which is made and keeps them 365 days.
    #[track_caller]
    pub fn notify_logs(mut self) -> Self {
        self.notes.key("notify", Location::caller());
        self.notify(Notify::Logs);
        self
    }

    /// Sends the records to a CloudWatch log group, which is made and keeps them this long; a
    /// length that CloudWatch Logs knows.
    #[track_caller]
    pub fn notify_logs_kept(mut self, length: Retention) -> Self {
        self.notes.key("logs", Location::caller());
        self.notify(Notify::Logs);
        self.model.logs.keep = Some(length);
        self
    }

    /// Sends notifications that Slack and Microsoft Teams show to an SNS topic of their own, which is made;
    /// a channel of Amazon Q Developer in chat applications is connected to it by hand.
    #[track_caller]
    pub fn notify_chat(mut self) -> Self {
        self.notes.key("notify", Location::caller());
        self.notify(Notify::Chat);
        self
    }

    fn notify(&mut self, way: Notify) {
        if !self.model.notify.contains(&way) {
            self.model.notify.push(way);
        }
    }
}
