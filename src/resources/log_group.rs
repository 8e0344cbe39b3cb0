//! Log groups and which services may write to them.

use super::{Arguments, ArnReference, CloudFormation, OwnResource, Properties, Resource};
use crate::policies::iam::Policy;

/// A log group.
#[derive(Debug)]
pub struct LogGroup {
    /// The group's name; EventBridge writes to groups under `/aws/events/`.
    pub name: String,
    /// Days that events are kept.
    pub retention: u32,
}

/// Which services may write to log groups. A region has room for ten such policies.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html>
#[derive(Debug)]
pub struct LogResourcePolicy {
    /// The policy's name.
    pub name: String,
    /// The whole document.
    pub policy: Policy,
}

impl Resource for LogGroup {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_log_group"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("retention_in_days", self.retention)
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::Logs::LogGroup",
            Properties::new()
                .set("LogGroupName", self.name.as_str())
                .set("RetentionInDays", self.retention),
        )
        .disposable() // Its own attribute ends in `:*`, which no target of a rule takes.
        .arn(ArnReference::Composed {
            service: "logs",
            prefix: "log-group:",
        })
        .into()
    }
}

impl Resource for LogResourcePolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_log_resource_policy"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("policy_name", self.name.as_str())
            .argument("policy_document", self.policy.value().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::resource(
            "AWS::Logs::ResourcePolicy",
            Properties::new()
                .set("PolicyName", self.name.as_str())
                .set("PolicyDocument", self.policy.value().json()),
        )
    }
}
