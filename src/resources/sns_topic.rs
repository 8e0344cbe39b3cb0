//! Topics, who may publish to them, and who is subscribed.

use super::{Arguments, ArnReference, CloudFormation, OwnResource, Properties, Resource, Value};
use crate::policies::iam::Policy;

/// A standard topic. The key of SNS itself cannot admit the services that publish, so one that is encrypted
/// with a key has a customer-managed one.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>
#[derive(Debug)]
pub struct Topic {
    /// The topic's name.
    pub name: String,
    /// The key's id; `None` leaves it at what SNS does by itself, which is encryption of its disks.
    pub key: Option<Value>,
}

/// Who may publish to a topic.
#[derive(Debug)]
pub struct TopicPolicy {
    /// The topic's ARN.
    pub topic: Value,
    /// The whole document.
    pub policy: Policy,
}

/// Who receives what is published. An address must confirm first, a queue of the topic's own account need not.
#[derive(Debug)]
pub struct Subscription {
    /// The topic's ARN.
    pub topic: Value,
    /// How it is delivered, such as `email` or `sqs`.
    pub protocol: &'static str,
    /// The address, or the ARN of a queue.
    pub endpoint: Value,
}

impl Resource for Topic {
    fn terraform_type(&self) -> &'static str {
        "aws_sns_topic"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .maybe("kms_master_key_id", self.key.clone())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::SNS::Topic",
            Properties::new()
                .set("TopicName", self.name.as_str())
                .maybe("KmsMasterKeyId", self.key.clone()),
        )
        .arn(ArnReference::Ref)
        .into()
    }
}

impl Resource for TopicPolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_sns_topic_policy"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("arn", self.topic.clone())
            .argument("policy", self.policy.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::resource(
            "AWS::SNS::TopicPolicy",
            Properties::new()
                .set("Topics", Value::List(vec![self.topic.clone()]))
                .set("PolicyDocument", self.policy.value()),
        )
    }
}

impl Resource for Subscription {
    fn terraform_type(&self) -> &'static str {
        "aws_sns_topic_subscription"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("topic_arn", self.topic.clone())
            .argument("protocol", self.protocol)
            .argument("endpoint", self.endpoint.clone())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::resource(
            "AWS::SNS::Subscription",
            Properties::new()
                .set("TopicArn", self.topic.clone())
                .set("Protocol", self.protocol)
                .set("Endpoint", self.endpoint.clone()),
        )
    }
}
