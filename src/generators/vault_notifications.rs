//! The way of a vault's notifications onto the default bus of its account and region: a topic, a queue, a pipe.
//!
//! That single objects of a bucket were not backed up, AWS Backup tells the topic of the vault only, and no bus. A
//! message names its account and region within the topic's ARN, which no rule can cut. So it becomes an event
//! where the vault is, and the event's envelope names both; from there it goes the way of all events.
//! <https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html>

use super::event_forwarding::undelivered;
use crate::blueprint::Placed;
use crate::facts::Notice;
use crate::policies::iam::{Policy, Principal, Statement, arn};
use crate::resources::backup_vault_notifications::VaultNotifications;
use crate::resources::iam_role::{Role, RolePolicy};
use crate::resources::pipes_pipe::Pipe;
use crate::resources::sns_topic::{Subscription, Topic, TopicPolicy};
use crate::resources::sqs_queue::{Queue, QueuePolicy};
use crate::spec::ids::VaultName;
use crate::topology::{Names, Shape, Topology};
use crate::value::{Address, Value};

const CONCERN: &str = "notifications";
const LABEL: &str = "notifications";

/// What the vaults of a shape's accounts tell; nothing where nobody hears of it.
pub(super) fn told(topology: &Topology, shape: &Shape) -> Option<&'static Notice> {
    Notice::of_vaults().filter(|_| topology.hears_of_objects(shape))
}

/// Topic, queue and pipe for the vault of this name, and what it tells the topic.
///
/// The topic has no key: a customer-managed one in each region would cost more than all the rest, and SNS
/// encrypts its disks by itself.
pub(super) fn notifications(
    topology: &Topology,
    told: &'static Notice,
    (vault, vault_name): (Address, &VaultName),
) -> Vec<Placed> {
    let name = Names(&topology.name).vault_notifications();
    let here = |service: &str, resource: &str| {
        let (region, account) = (Value::Region, Value::Account);
        arn(topology.partition, service, region, account, resource)
    };
    // The vault waits for the topic's policy, so the policy cannot refer to the vault.
    let vault_arn = here("backup", &format!("backup-vault:{vault_name}"));
    let topic = Topic {
        name: name.clone(),
        key: None,
    };
    let topic = placed(topic);
    let topic_arn = topic.address().attribute("arn");
    let topic_policy = placed(TopicPolicy {
        topic: topic_arn.clone(),
        policy: publish(vault_arn.clone(), topic_arn.clone()),
    });
    let queue = placed(Queue {
        name: name.clone(),
        key: None,
        dead_letter_queue: Some(undelivered("").attribute("arn")),
    });
    let queue_arn = queue.address().attribute("arn");
    let queue_policy = placed(QueuePolicy {
        queue: queue.address().attribute("url"),
        policy: send(topic_arn.clone(), queue_arn.clone()),
    });
    let subscription = placed(Subscription {
        topic: topic_arn.clone(),
        protocol: "sqs",
        endpoint: queue_arn.clone(),
    })
    .after(queue_policy.address())
    .comment("Within its envelope a message is JSON, whatever AWS Backup writes in it.");
    let pipe = placed(Pipe {
        role: role_arn(topology),
        queue: queue_arn,
        bus: here("events", "event-bus/default"),
        description: format!("{}, from a topic to the bus", told.about),
        source: told.source.clone(),
        detail_type: told.parts[0].detail_type.clone(),
        resources: vec![vault_arn],
        template: template(told),
        name,
    });
    let notifications = placed(VaultNotifications {
        vault,
        topic: topic_arn,
        events: told.vault_events.clone(),
    })
    .after(topic_policy.address());
    vec![
        topic,
        topic_policy,
        queue,
        queue_policy,
        subscription,
        pipe,
        notifications,
    ]
}

/// The role with which the pipes of an account take messages and put events.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html>
pub(super) fn role(topology: &Topology, told: &'static Notice) -> Vec<Placed> {
    let name = Names(&topology.name).vault_notifications();
    let everywhere = |service: &str, resource: String| {
        arn(topology.partition, service, "*", Value::Account, resource)
    };
    let trust = Policy::new().statement(
        Statement::allow("Pipes", ["sts:AssumeRole"])
            .to(Principal::Service("pipes.amazonaws.com"))
            .when("StringEquals", "aws:SourceAccount", Value::Account)
            .when(
                "ArnLike",
                "aws:SourceArn",
                everywhere("pipes", format!("pipe/{name}")),
            ),
    );
    let take = [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
    ];
    let policy = Policy::new()
        .statement(Statement::allow("TakeMessages", take).on(everywhere("sqs", name.clone())))
        .statement(
            Statement::allow("PutEvents", ["events:PutEvents"])
                .on(everywhere("events", "event-bus/default".to_owned()))
                .when(
                    "ForAllValues:StringEquals",
                    "events:source",
                    told.source.as_str(),
                ),
        );
    let role = placed(Role {
        description: "Assumed by EventBridge Pipes to put notifications of vaults on the bus."
            .to_owned(),
        trust,
        name,
    });
    let policy = placed(RolePolicy {
        name: "notifications-to-bus".to_owned(),
        role: role.address(),
        policy,
    });
    vec![role, policy]
}

fn placed(resource: impl crate::resources::Resource + 'static) -> Placed {
    Placed::new(CONCERN, LABEL, resource)
}

fn role_arn(topology: &Topology) -> Value {
    let role = format!("role/{}", Names(&topology.name).vault_notifications());
    arn(topology.partition, "iam", "", Value::Account, role)
}

/// Lets AWS Backup publish for this vault alone.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html>
fn publish(vault: Value, topic: Value) -> Policy {
    Policy::new().statement(
        Statement::allow("Backup", ["sns:Publish"])
            .to(Principal::Service("backup.amazonaws.com"))
            .on(topic)
            .when("StringEquals", "aws:SourceAccount", Value::Account)
            .when("ArnEquals", "aws:SourceArn", vault),
    )
}

/// Lets the topic send to the queue.
///
/// <https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html>
fn send(topic: Value, queue: Value) -> Policy {
    Policy::new().statement(
        Statement::allow("Topic", ["sqs:SendMessage"])
            .to(Principal::Service("sns.amazonaws.com"))
            .on(queue)
            .when("ArnEquals", "aws:SourceArn", topic),
    )
}

/// The `detail` of the event: what rules match, and the message with its envelope, which is inserted as the JSON
/// that it is.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html>
fn template(told: &Notice) -> String {
    let members = told
        .values
        .iter()
        .map(|(member, values)| format!("\"{member}\":\"{}\",", values[0]));
    format!(
        "{{{}\"notification\":<$.body>}}",
        members.collect::<String>()
    )
}
