//! Event buses and who may put events on them.

use super::{Arguments, CloudFormation, OwnResource, Properties, Resource, Value};
use crate::policies::iam::Statement;

/// An event bus.
#[derive(Debug)]
pub struct EventBus {
    /// The bus's name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// Who may put events on a bus.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html>
#[derive(Debug)]
pub struct EventBusPolicy {
    /// The bus's name.
    pub bus: Value,
    /// The one statement of the policy.
    pub statement: Statement,
}

impl Resource for EventBus {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_event_bus"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("description", self.description.as_str())
    }

    fn cloudformation(&self) -> CloudFormation {
        OwnResource::new(
            "AWS::Events::EventBus",
            Properties::new()
                .set("Name", self.name.as_str())
                .set("Description", self.description.as_str()),
        )
        .output("The bus that collects job events.")
        .into()
    }
}

impl Resource for EventBusPolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_event_bus_policy"
    }

    fn terraform(&self) -> Arguments {
        let policy = Value::map([
            ("Version", "2012-10-17".into()),
            ("Statement", Value::List(vec![self.statement.value()])),
        ]);
        Arguments::new()
            .argument("event_bus_name", self.bus.clone())
            .argument("policy", policy.json())
    }

    fn cloudformation(&self) -> CloudFormation {
        let mut statement = self.statement.value();
        // EventBridge makes the id of the policy that of the statement.
        if let Value::Map(entries) = &mut statement {
            entries.shift_remove("Sid");
        }
        CloudFormation::resource(
            "AWS::Events::EventBusPolicy",
            Properties::new()
                .set("EventBusName", self.bus.clone())
                .set("StatementId", self.statement.sid)
                .set("Statement", statement),
        )
    }
}
