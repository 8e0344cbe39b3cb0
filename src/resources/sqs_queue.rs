//! Queues and who may send to them.

use super::{CloudFormation, Form, OwnResource, Properties, Resource, Value};
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
}

/// Who may send to a queue.
#[derive(Debug)]
pub struct QueuePolicy {
    /// The queue's URL.
    pub queue: Value,
    /// The whole document.
    pub policy: Policy,
}

impl Resource for Queue {
    fn terraform_type(&self) -> &'static str {
        "aws_sqs_queue"
    }

    fn terraform(&self) -> Form {
        let form = Form::new()
            .argument("name", self.name.as_str())
            .argument("message_retention_seconds", 14 * 24 * 60 * 60);
        match &self.key {
            Some(key) => form.argument("kms_master_key_id", key.clone()),
            None => form.argument("sqs_managed_sse_enabled", true),
        }
    }

    fn cloudformation(&self) -> CloudFormation {
        let properties = Properties::new()
            .set("QueueName", self.name.as_str())
            .set("MessageRetentionPeriod", 14 * 24 * 60 * 60);
        let properties = match &self.key {
            Some(key) => properties.set("KmsMasterKeyId", key.clone()),
            None => properties.set("SqsManagedSseEnabled", true),
        };
        OwnResource::new("AWS::SQS::Queue", properties)
            .disposable()
            .into()
    }
}

impl Resource for QueuePolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_sqs_queue_policy"
    }

    fn terraform(&self) -> Form {
        Form::new()
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
