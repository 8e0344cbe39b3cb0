//! Pipes, which bring the messages of a queue onto a bus.

use super::{Arguments, CloudFormation, Properties, Resource, Value};

/// A pipe from a queue to an event bus of the same account and region. Each message becomes one event, by itself:
/// a message that makes none comes back alone, and not with the others of its batch.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html>
#[derive(Debug)]
pub struct Pipe {
    /// The pipe's name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The ARN of the role with which it reads and puts.
    pub role: Value,
    /// The ARN of the queue.
    pub queue: Value,
    /// The ARN of the bus.
    pub bus: Value,
    /// The `source` of the events; none that begins with `aws.`.
    pub source: String,
    /// Their `detail-type`.
    pub detail_type: String,
    /// The ARNs of what they are about.
    pub resources: Vec<Value>,
    /// Their `detail`: a JSON object, with `<$.path>` where something of the message goes.
    ///
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html>
    pub template: String,
}

/// Messages that are taken from the queue at once.
const BATCH: u32 = 1;

impl Resource for Pipe {
    fn terraform_type(&self) -> &'static str {
        "aws_pipes_pipe"
    }

    fn terraform(&self) -> Arguments {
        let queue = Arguments::new().argument("batch_size", BATCH);
        let bus = Arguments::new()
            .argument("source", self.source.as_str())
            .argument("detail_type", self.detail_type.as_str())
            .argument("resources", Value::List(self.resources.clone()));
        Arguments::new()
            .argument("name", self.name.as_str())
            .argument("description", self.description.as_str())
            .argument("role_arn", self.role.clone())
            .argument("source", self.queue.clone())
            .argument("target", self.bus.clone())
            .block(
                "source_parameters",
                Arguments::new().block("sqs_queue_parameters", queue),
            )
            .block(
                "target_parameters",
                Arguments::new()
                    .argument("input_template", self.template.as_str())
                    .block("eventbridge_event_bus_parameters", bus),
            )
    }

    fn cloudformation(&self) -> CloudFormation {
        let queue = Properties::new().set("BatchSize", BATCH);
        let bus = Properties::new()
            .set("Source", self.source.as_str())
            .set("DetailType", self.detail_type.as_str())
            .set("Resources", Value::List(self.resources.clone()));
        let source = Properties::new().set("SqsQueueParameters", queue);
        let target = Properties::new()
            .set("InputTemplate", self.template.as_str())
            .set("EventBridgeEventBusParameters", bus);
        CloudFormation::resource(
            "AWS::Pipes::Pipe",
            Properties::new()
                .set("Name", self.name.as_str())
                .set("Description", self.description.as_str())
                .set("RoleArn", self.role.clone())
                .set("Source", self.queue.clone())
                .set("Target", self.bus.clone())
                .set("SourceParameters", source)
                .set("TargetParameters", target),
        )
    }
}
