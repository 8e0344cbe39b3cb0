//! Event buses and who may put events on them.

use super::{Form, Resource, Value};

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
    /// The whole document.
    pub policy: Value,
}

impl Resource for EventBus {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_event_bus"
    }

    fn terraform(&self) -> Form {
        Form::new()
            .argument("name", self.name.as_str())
            .argument("description", self.description.as_str())
    }
}

impl Resource for EventBusPolicy {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_event_bus_policy"
    }

    fn terraform(&self) -> Form {
        Form::new()
            .argument("event_bus_name", self.bus.clone())
            .argument("policy", self.policy.clone().json())
    }
}
