//! The central bus, and those who hear of job events.

use super::event_forwarding::{dead_letters, send_from};
use super::{job_events, keys};
use crate::blueprint::Placed;
use crate::facts::JobType;
use crate::iam::{Policy, Principal, Statement, arn};
use crate::resources::event_bus::{EventBus, EventBusPolicy};
use crate::resources::event_rule::{EventRule, EventTarget, InputTransformer};
use crate::resources::log_group::{LogGroup, LogResourcePolicy};
use crate::resources::sns_topic::{EmailSubscription, Topic, TopicPolicy};
use crate::resources::sqs_queue::{Queue, QueuePolicy};
use crate::resources::{Address, Value};
use crate::topology::{EventRoute, Names, Topology};

const CONCERN: &str = "alerts";

/// Who hears of job events: the target's id, its ARN, and the form of the record.
struct Listener {
    id: &'static str,
    arn: Value,
    record: fn(JobType) -> InputTransformer,
}

/// The central bus.
pub(super) fn address() -> Address {
    Address::new("aws_cloudwatch_event_bus", "central")
}

/// The bus with its rules, and the topic, queue and log group that they write to.
pub(super) fn event_hub(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let names = Names(&topology.name);
    let mut placed = bus(topology, route);
    let bus = address();
    let rules: Vec<Placed> = route
        .jobs
        .iter()
        .map(|job| {
            let rule = EventRule {
                name: names.job_rule(job.as_str()),
                description: format!("AWS Backup {job} jobs of all accounts, as one record"),
                bus: Some(bus.attribute("name")),
                pattern: job_events::pattern(*job, route.occasion),
            };
            Placed::new(CONCERN, format!("report_{job}"), rule)
        })
        .collect();
    let rule_arns = || {
        rules
            .iter()
            .map(|rule| rule.address().attribute("arn"))
            .collect::<Vec<_>>()
    };
    let undelivered = dead_letters(
        "alerts_undelivered",
        format!("{}-undelivered", names.queue()),
        rule_arns(),
    );
    let mut listeners = Vec::new();
    let mut hearing = Vec::new();
    if let Some(topic) = &route.topic {
        hearing.extend(match &topic.existing {
            None => new_topic(topology, &topic.emails),
            Some(existing) => subscriptions(&existing.to_string().into(), &topic.emails),
        });
        let arn = match &topic.existing {
            Some(existing) => existing.to_string().into(),
            None => Address::new("aws_sns_topic", "alerts").attribute("arn"),
        };
        listeners.push(Listener {
            id: "topic",
            arn,
            record: job_events::record,
        });
    }
    if let Some(queue) = &route.queue {
        let key = queue.key.as_ref().map(|key| key.to_string().into());
        let queue = Placed::new(
            CONCERN,
            "alerts",
            Queue {
                name: names.queue(),
                key,
            },
        );
        let arn = queue.address().attribute("arn");
        let policy = QueuePolicy {
            queue: queue.address().attribute("url"),
            policy: send_from(rule_arns(), arn.clone()).into_value(),
        };
        hearing.push(queue);
        hearing.push(Placed::new(CONCERN, "alerts", policy));
        listeners.push(Listener {
            id: "queue",
            arn,
            record: job_events::record,
        });
    }
    if let Some(log_group) = route.log_group {
        hearing.extend(logs(topology, log_group.keep.0));
        let arn = Address::new("aws_cloudwatch_log_group", "alerts").attribute("arn");
        listeners.push(Listener {
            id: "log-group",
            arn,
            record: job_events::log_record,
        });
    }
    let queue_arn = undelivered[0].address().attribute("arn");
    for (rule, job) in rules.into_iter().zip(&route.jobs) {
        let address = rule.address();
        let label = rule.label.clone();
        placed.push(rule);
        for listener in &listeners {
            let target = EventTarget {
                id: listener.id.to_owned(),
                rule: address.clone(),
                bus: Some(bus.attribute("name")),
                arn: listener.arn.clone(),
                role: None,
                transformer: Some((listener.record)(*job)),
                dead_letter_queue: queue_arn.clone(),
            };
            placed.push(Placed::new(
                CONCERN,
                format!("{label}_{}", listener.id.replace('-', "_")),
                target,
            ));
        }
    }
    placed.extend(hearing);
    placed.extend(undelivered);
    placed
}

/// The bus, open to job events of AWS Backup from accounts of the organization.
fn bus(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let bus = EventBus {
        name: Names(&topology.name).bus(),
        description: "Backup, copy and restore job events of all accounts".to_owned(),
    };
    let bus = Placed::new("bus", "central", bus);
    let detail_types = route
        .jobs
        .iter()
        .map(|job| job.events().detail_type.as_str());
    // One call puts several events, so the keys of the service hold lists: a plain operator matches
    // none. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    let sid = "JobEventsOfTheOrganization";
    let statement = Statement::allow(sid, ["events:PutEvents"])
        .to(Principal::Anybody)
        .on(bus.address().attribute("arn"))
        .when(
            "StringEquals",
            "aws:PrincipalOrgID",
            topology.organization.id.as_str(),
        )
        .when("ForAllValues:StringEquals", "events:source", "aws.backup")
        .when(
            "ForAllValues:StringEquals",
            "events:detail-type",
            Value::texts(detail_types),
        );
    let policy = EventBusPolicy {
        bus: bus.address().attribute("name"),
        sid,
        statement: statement.into_value(),
    };
    let policy = Placed::new("bus", "central", policy);
    vec![bus, policy]
}

fn new_topic(topology: &Topology, emails: &[String]) -> Vec<Placed> {
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
        topic: arn.clone(),
        policy: policy.into_value(),
    };
    placed.push(topic);
    placed.push(
        Placed::new(CONCERN, "alerts", policy)
            .comment("For EventBridge a topic's policy takes no conditions."),
    );
    placed.extend(subscriptions(&arn, emails));
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

fn logs(topology: &Topology, retention: u32) -> Vec<Placed> {
    let names = Names(&topology.name);
    let group = Placed::new(
        CONCERN,
        "alerts",
        LogGroup {
            name: names.log_group(),
            retention,
        },
    );
    let streams = arn(
        topology.partition,
        "logs",
        Value::Region,
        Value::Account,
        format!("log-group:{}:*", names.log_group()),
    );
    let policy = Policy::new().statement(
        Statement::allow("EventBridge", ["logs:CreateLogStream", "logs:PutLogEvents"])
            .to(Principal::Service("events.amazonaws.com"))
            .on(streams.clone()),
    );
    let policy = policy.statement(
        Statement::allow("LogDelivery", ["logs:CreateLogStream", "logs:PutLogEvents"])
            .to(Principal::Service("delivery.logs.amazonaws.com"))
            .on(streams),
    );
    let policy = LogResourcePolicy {
        name: format!("{}-backup-jobs", topology.name),
        policy: policy.into_value(),
    };
    let policy = Placed::new(CONCERN, "alerts", policy);
    vec![group, policy]
}
