//! The topic that people subscribe to, and what every topic has.

use super::super::{job_events, keys};
use super::listener::{CONCERN, Listener, here};
use crate::blueprint::Placed;
use crate::policies::iam::{Policy, Principal, Statement, arn};
use crate::resources::sns_topic::{Subscription, Topic, TopicPolicy};
use crate::topology::{EventRoute, Names, Topology};
use crate::value::{Address, Value};

const LABEL: &str = "alerts";

/// The topic as a listener; `None` when nobody is notified by it.
pub(super) fn listener(topology: &Topology, route: &EventRoute) -> Option<Listener> {
    let said = route.topic.as_ref()?;
    let name = Names(&topology.name).topic();
    let (arn, named, mut resources): (Value, _, _) = match &said.existing {
        Some(existing) => {
            let arn: Value = existing.to_string().into();
            (arn.clone(), arn, Vec::new())
        }
        None => (
            address(LABEL).attribute("arn"),
            here(topology, route, "sns", name.clone()),
            topic(topology, LABEL, name),
        ),
    };
    resources.extend(subscriptions(&arn, &said.emails));
    Some(Listener {
        id: "topic",
        ready: said.existing.is_none().then(|| policy(LABEL)),
        arn,
        named,
        transformer: |watched| Some(job_events::record(watched)),
        resources,
    })
}

/// The key of every topic that is made; none when no topic is.
pub(super) fn key(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let made = route.topic.as_ref().map(|topic| topic.existing.is_none());
    if !route.chat && made != Some(true) {
        return Vec::new();
    }
    let key = keys::topic_key(
        topology,
        LABEL,
        format!("Alerts on backup jobs of {}", topology.name),
        Names(&topology.name).key_alias(LABEL),
    );
    key.into()
}

/// A topic under that key, open to EventBridge, and to the alarms on what EventBridge could not deliver.
pub(super) fn topic(topology: &Topology, label: &str, name: String) -> Vec<Placed> {
    let names = Names(&topology.name);
    let alarms = arn(
        topology.partition,
        "cloudwatch",
        Value::Region,
        Value::Account,
        format!("alarm:{}", names.alarm_on_hub("*")),
    );
    let key = Some(Address::new("aws_kms_key", LABEL).attribute("id"));
    let topic = Placed::new(CONCERN, label, Topic { name, key });
    let arn = topic.address().attribute("arn");
    let policy = Policy::new().statement(
        Statement::allow("EventBridge", ["sns:Publish"])
            .to(Principal::Service("events.amazonaws.com"))
            .on(arn.clone()),
    );
    let policy = policy.statement(
        Statement::allow("Alarms", ["sns:Publish"])
            .to(Principal::Service("cloudwatch.amazonaws.com"))
            .on(arn.clone())
            .when("ArnLike", "aws:SourceArn", alarms),
    );
    let policy = TopicPolicy { topic: arn, policy };
    let policy = Placed::new(CONCERN, label, policy)
        .comment("For EventBridge a topic's policy takes no conditions.");
    vec![topic, policy]
}

/// The topic of this label.
pub(super) fn address(label: &str) -> Address {
    Address::new("aws_sns_topic", label)
}

/// The policy of the topic of this label.
pub(super) fn policy(label: &str) -> Address {
    Address::new("aws_sns_topic_policy", label)
}

fn subscriptions(topic: &Value, emails: &[String]) -> Vec<Placed> {
    let subscriptions = emails.iter().enumerate().map(|(index, address)| {
        let subscription = Subscription {
            topic: topic.clone(),
            protocol: "email",
            endpoint: address.as_str().into(),
        };
        Placed::new(CONCERN, format!("email_{}", index + 1), subscription)
    });
    subscriptions.collect()
}
