//! Queues and who may send to them.

use super::{Arguments, CloudFormation, OwnResource, Properties, Resource, Value};
use crate::policies::iam::Policy;

/// A standard queue that keeps messages for 14 days, the longest that SQS allows.
///
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>
#[derive(Debug)]
pub struct Queue {
    /// The queue's name.
    pub name: String,
    /// The key's ARN; `None` lets SQS encrypt by itself.
    pub key: Option<Value>,
    /// The ARN of the queue for messages that were taken again and again; `None` keeps them.
    pub dead_letter_queue: Option<Value>,
}

/// How often a message is taken before it goes to the queue for dead letters.
const TRIES: u32 = 5;

/// Who may send to a queue.
#[derive(Debug)]
pub struct QueuePolicy {
    /// The queue's URL.
    pub queue: Value,
    /// The whole document.
    pub policy: Policy,
}

impl Queue {
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>
    fn redrive(&self) -> Option<Value> {
        let queue = self.dead_letter_queue.clone()?;
        let policy = [
            ("deadLetterTargetArn", queue),
            ("maxReceiveCount", TRIES.into()),
        ];
        Some(Value::map(policy))
    }
}

impl Resource for Queue {
    fn terraform_type(&self) -> &'static str {
        "aws_sqs_queue"
    }

    fn terraform(&self) -> Arguments {
        let form = Arguments::new()
            .argument("name", self.name.as_str())
            .argument("message_retention_seconds", 14 * 24 * 60 * 60);
        let form = match &self.key {
            Some(key) => form.argument("kms_master_key_id", key.clone()),
            None => form.argument("sqs_managed_sse_enabled", true),
        };
        form.maybe("redrive_policy", self.redrive().map(Value::json))
    }

    fn cloudformation(&self) -> CloudFormation {
        let properties = Properties::new()
            .set("QueueName", self.name.as_str())
            .set("MessageRetentionPeriod", 14 * 24 * 60 * 60);
        let properties = match &self.key {
            Some(key) => properties.set("KmsMasterKeyId", key.clone()),
            None => properties.set("SqsManagedSseEnabled", true),
        };
        let properties = properties.maybe("RedrivePolicy", self.redrive());
        OwnResource::new("AWS::SQS::Queue", properties)
            .disposable()
            .into()
    }
}

impl Resource for QueuePolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_sqs_queue_policy"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("queue_url", self.queue.clone())
            .argument("policy", self.policy.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::resource(
            "AWS::SQS::QueuePolicy",
            Properties::new()
                .set("Queues", Value::List(vec![self.queue.clone()]))
                .set("PolicyDocument", self.policy.value()),
        )
    }
}
