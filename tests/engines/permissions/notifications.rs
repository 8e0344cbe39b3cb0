//! The way of a vault's notifications to the bus: who may publish, send, take and put.

use offsite::topology::Names;
use serde_json::{Value, json};

use super::asked::{Asking, Caller, Question, Target, stranger};
use super::vaults::{ELSEWHERE, NOBODY};
use crate::held::Held;

const VAULT: &str = "the topic's policy names the service, the vault and its account";
const TOPIC: &str = "the queue's policy names the service and the topic";
const PIPE: &str = "the role's policy names the queue, the bus and the source of the events";

pub(super) fn of_objects(held: &Held<'_>, questions: &mut Vec<Question>) {
    let topology = held.topology;
    let name = Names(&topology.name).vault_notifications();
    let mut ask = Asking {
        place: held.name.clone(),
        questions,
    };
    for (group, shape, member) in held.sources() {
        let regions = member.regions.iter();
        for region in regions.filter(|_| topology.hears_of_objects(shape)) {
            let account = member.account.id.as_str();
            let place = &held.held["places"][format!("{account}/{region}")];
            let arn = |service: &str, resource: &str| {
                format!("arn:aws:{service}:{region}:{account}:{resource}")
            };
            let (topic_arn, queue_arn) = (arn("sns", &name), arn("sqs", &name));
            let topic = Target {
                is: "topic of a vault",
                arn: &topic_arn,
                policy: &place["topics"][&topic_arn]["policy"],
            };
            let vault = &place["vaults"][group.vault.as_str()]["arn"];
            let publishes = "sns:Publish";
            let backup = Caller::service("AWS Backup, for the vault", "backup.amazonaws.com");
            let by = json!({ "aws:SourceArn": vault, "aws:SourceAccount": account });
            ask.put(&backup, publishes, &topic, (true, VAULT), by);
            let backup =
                Caller::service("AWS Backup, for a vault of others", "backup.amazonaws.com");
            let theirs = format!("arn:aws:backup:{region}:999999999999:backup-vault:theirs");
            let by = json!({ "aws:SourceArn": theirs, "aws:SourceAccount": "999999999999" });
            ask.put(&backup, publishes, &topic, (false, VAULT), by);
            ask.denied(&Caller::anybody(), publishes, &topic, NOBODY);
            ask.denied(&stranger(held, "events"), publishes, &topic, ELSEWHERE);

            let queue = Target {
                is: "queue behind it",
                arn: &queue_arn,
                policy: &place["queues"][&queue_arn]["policy"],
            };
            let sends = "sqs:SendMessage";
            let sns = Caller::service("SNS, for the topic", "sns.amazonaws.com");
            let by = json!({ "aws:SourceArn": topic_arn });
            ask.put(&sns, sends, &queue, (true, TOPIC), by);
            let sns = Caller::service("SNS, for a topic of others", "sns.amazonaws.com");
            let by =
                json!({ "aws:SourceArn": format!("arn:aws:sns:{region}:999999999999:theirs") });
            ask.put(&sns, sends, &queue, (false, TOPIC), by);
            ask.denied(&Caller::anybody(), sends, &queue, NOBODY);
            ask.denied(&stranger(held, "events"), sends, &queue, ELSEWHERE);

            let pipe = Caller::made(held, "the role of the pipe", account, &name);
            ask.allowed(&pipe, "sqs:ReceiveMessage", &queue, PIPE);
            ask.allowed(&pipe, "sqs:DeleteMessage", &queue, PIPE);
            ask.denied(&pipe, sends, &queue, PIPE);
            let alerts = arn("sqs", &Names(&topology.name).dead_letter_queue());
            let other = Target {
                is: "another queue of the account",
                arn: &alerts,
                policy: &Value::Null,
            };
            ask.denied(&pipe, "sqs:ReceiveMessage", &other, PIPE);
            let bus = arn("events", "event-bus/default");
            let bus = Target {
                is: "default bus",
                arn: &bus,
                policy: &Value::Null,
            };
            let puts = "events:PutEvents";
            let ours = json!({ "events:source": ["offsite"] });
            ask.put(&pipe, puts, &bus, (true, PIPE), ours);
            let theirs = json!({ "events:source": ["offsite", "acme.backup"] });
            ask.put(&pipe, puts, &bus, (false, PIPE), theirs);
            let elsewhere = arn("events", "event-bus/of-others");
            let elsewhere = Target {
                is: "another bus",
                arn: &elsewhere,
                policy: &Value::Null,
            };
            let ours = json!({ "events:source": ["offsite"] });
            ask.put(&pipe, puts, &elsewhere, (false, PIPE), ours);
        }
    }
}
