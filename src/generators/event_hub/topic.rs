//! The topic that people subscribe to.

use super::super::{job_events, keys};
use super::{CONCERN, Listener};
use crate::blueprint::Placed;
use crate::iam::{Policy, Principal, Statement};
use crate::resources::sns_topic::{EmailSubscription, Topic, TopicPolicy};
use crate::resources::{Address, Value};
use crate::topology::{EventRoute, Names, Topology};

/// The topic as a listener; `None` when nobody is notified by it.
pub(super) fn listener(topology: &Topology, route: &EventRoute) -> Option<Listener> {
    let topic = route.topic.as_ref()?;
    let (arn, mut resources) = match &topic.existing {
        Some(existing) => (existing.to_string().into(), Vec::new()),
        None => (
            Address::new("aws_sns_topic", "alerts").attribute("arn"),
            new_topic(topology),
        ),
    };
    resources.extend(subscriptions(&arn, &topic.emails));
    let policy = Address::new("aws_sns_topic_policy", "alerts");
    Some(Listener {
        id: "topic",
        ready: topic.existing.is_none().then_some(policy),
        arn,
        form: |watched| Some(job_events::record(watched)),
        resources,
    })
}

fn new_topic(topology: &Topology) -> Vec<Placed> {
    let names = Names(&topology.name);
    let mut placed = keys::topic_key(
        topology,
        "alerts",
        format!("Alerts on backup jobs of {}", topology.name),
        names.key_alias("alerts"),
    );
    let key = placed[0].address().attribute("id");
    let topic = Placed::new(
        CONCERN,
        "alerts",
        Topic {
            name: names.topic(),
            key,
        },
    );
    let arn = topic.address().attribute("arn");
    let policy = Policy::new().statement(
        Statement::allow("EventBridge", ["sns:Publish"])
            .to(Principal::Service("events.amazonaws.com"))
            .on(arn.clone()),
    );
    let policy = TopicPolicy {
        topic: arn,
        policy: policy.into_value(),
    };
    placed.push(topic);
    placed.push(
        Placed::new(CONCERN, "alerts", policy)
            .comment("For EventBridge a topic's policy takes no conditions."),
    );
    placed
}

fn subscriptions(topic: &Value, emails: &[String]) -> Vec<Placed> {
    let subscriptions = emails.iter().enumerate().map(|(index, address)| {
        let subscription = EmailSubscription {
            topic: topic.clone(),
            address: address.clone(),
        };
        Placed::new(CONCERN, format!("email_{}", index + 1), subscription)
    });
    subscriptions.collect()
}
