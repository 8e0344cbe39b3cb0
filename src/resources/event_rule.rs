//! Rules on an event bus and their targets.

use indexmap::IndexMap;

use super::{Address, Arguments, CloudFormation, Part, Properties, Resource, Value};

/// A rule that matches events.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>
#[derive(Debug)]
pub struct EventRule {
    /// The rule's name.
    pub name: String,
    /// What it matches, for people.
    pub description: String,
    /// The bus's name; `None` is the account's default bus.
    pub bus: Option<Value>,
    /// The pattern.
    pub pattern: Value,
}

/// Where a rule sends what it matches.
#[derive(Debug)]
pub struct EventTarget {
    /// The target's id, unique in its rule.
    pub id: String,
    /// The rule.
    pub rule: Address,
    /// The bus's name; `None` is the account's default bus.
    pub bus: Option<Value>,
    /// The ARN of the target.
    pub arn: Value,
    /// The role with which EventBridge delivers; another bus needs one.
    pub role: Option<Value>,
    /// What is sent instead of the event. A bus of another account takes none.
    pub transformer: Option<InputTransformer>,
    /// The ARN of the queue for events that cannot be delivered.
    pub dead_letter_queue: Value,
}

/// A text with the values of some paths of an event in it.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputTransformer {
    /// Variable to path.
    pub paths: IndexMap<String, String>,
    /// The template, with `<variable>` where a value goes.
    pub template: String,
}

impl Resource for EventRule {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_event_rule"
    }

    fn terraform(&self) -> Arguments {
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("description", self.description.as_str())
            .maybe("event_bus_name", self.bus.clone())
            .blank()
            .argument("event_pattern", self.pattern.clone().json())
    }

    fn cloudformation(&self) -> CloudFormation {
        CloudFormation::resource(
            "AWS::Events::Rule",
            Properties::new()
                .set("Name", self.name.as_str())
                .set("Description", self.description.as_str())
                .maybe("EventBusName", self.bus.clone())
                .set("EventPattern", self.pattern.clone()),
        )
    }
}

impl Resource for EventTarget {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_event_target"
    }

    fn terraform(&self) -> Arguments {
        let mut form = Arguments::new()
            .argument("target_id", self.id.as_str())
            .argument("rule", self.rule.attribute("name"))
            .maybe("event_bus_name", self.bus.clone())
            .argument("arn", self.arn.clone())
            .maybe("role_arn", self.role.clone());
        if let Some(InputTransformer { paths, template }) = &self.transformer {
            let paths = paths
                .iter()
                .map(|(name, path)| (name, Value::from(path.as_str())));
            let inside = Arguments::new()
                .argument("input_paths", Value::map(paths))
                .blank()
                .argument("input_template", template.as_str());
            form = form.block("input_transformer", inside);
        }
        let queue = Arguments::new().argument("arn", self.dead_letter_queue.clone());
        form.block("dead_letter_config", queue)
    }

    fn cloudformation(&self) -> CloudFormation {
        let transformer = self.transformer.as_ref().map(|transformer| {
            let paths = transformer.paths.iter();
            let paths = paths.map(|(name, path)| (name, Value::from(path.as_str())));
            Properties::new()
                .set("InputPathsMap", Value::map(paths))
                .set("InputTemplate", transformer.template.as_str())
        });
        let queue = Properties::new().set("Arn", self.dead_letter_queue.clone());
        let target = Properties::new()
            .set("Id", self.id.as_str())
            .set("Arn", self.arn.clone())
            .maybe("RoleArn", self.role.clone())
            .maybe("InputTransformer", transformer)
            .set("DeadLetterConfig", queue);
        CloudFormation::part(&self.rule, Part::Append("Targets", target.into()))
    }
}
