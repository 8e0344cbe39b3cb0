//! Topics, who may publish to them, and who is subscribed.

use super::{ArnReference, CloudFormation, Form, OwnResource, Properties, Resource, Value};
use crate::policies::iam::Policy;

/// A standard topic, encrypted with a customer-managed key: the key of SNS itself cannot admit
/// EventBridge.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>
#[derive(Debug)]
pub struct Topic {
    /// The topic's name.
    pub name: String,
    /// The key's id.
    pub key: Value,
}

/// Who may publish to a topic.
#[derive(Debug)]
pub struct TopicPolicy {
    /// The topic's ARN.
    pub topic: Value,
    /// The whole document.
    pub policy: Policy,
}

/// An address that receives what is published; it must confirm first.
#[derive(Debug)]
pub struct EmailSubscription {
    /// The topic's ARN.
    pub topic: Value,
    /// The address.
    pub address: String,
}

impl Resource for Topic {
    fn terraform_type(&self) -> &'static str {
        "aws_sns_topic"
    }

    fn terraform(&self) -> Form {
        Form::new()
            .argument("name", self.name.as_str())
            .argument("kms_master_key_id", self.key.clone())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::SNS::Topic",
            Properties::new()
                .set("TopicName", self.name.as_str())
                .set("KmsMasterKeyId", self.key.clone()),
        )
        .arn(ArnReference::Ref)
        .into()
    }
}

impl Resource for TopicPolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_sns_topic_policy"
    }

    fn terraform(&self) -> Form {
        Form::new()
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

impl Resource for EmailSubscription {
    fn terraform_type(&self) -> &'static str {
        "aws_sns_topic_subscription"
    }

    fn terraform(&self) -> Form {
        Form::new()
            .argument("topic_arn", self.topic.clone())
            .argument("protocol", "email")
            .argument("endpoint", self.address.as_str())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::resource(
            "AWS::SNS::Subscription",
            Properties::new()
                .set("TopicArn", self.topic.clone())
                .set("Protocol", "email")
                .set("Endpoint", self.address.as_str()),
        )
    }
}
