//! The way of job events out of an account and region: from the default bus to the central one.
//!
//! Events are forwarded as they are, since a bus of another account takes no transformed ones, and
//! straight to the central bus, since they are forwarded once only.
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html>

use super::alarms;
use super::job_events::{self, Here};
use crate::blueprint::Placed;
use crate::policies::iam::{Policy, Principal, Statement, arn};
use crate::resources::event_rule::{EventRule, EventTarget};
use crate::resources::sqs_queue::{Queue, QueuePolicy};
use crate::topology::{EventRoute, Names, Topology};
use crate::value::{Address, Value};

const CONCERN: &str = "events";

/// One rule for each kind of event with the central bus as its target, and the queue for events that do
/// not arrive. `prefix` begins every label, for a blueprint that serves several regions; `ready` is what the
/// same stack makes and a target needs without referring to it, since role and bus are named by ARNs that
/// are put together: the permission of the role, the bus and its policy. `here` is
/// what there is to tell of. `topics` are those beside which this stands.
pub(super) fn forwarding(
    topology: &Topology,
    route: &EventRoute,
    prefix: &str,
    ready: &[Address],
    here: &Here<'_>,
    topics: &[Value],
) -> Vec<Placed> {
    let names = Names(&topology.name);
    let label = |name: &str| format!("{prefix}{name}");
    let bus_arn = bus_arn(topology, route);
    let role = arn(
        topology.partition,
        "iam",
        "",
        Value::Account,
        format!("role/{}", names.forward_role()),
    );
    let rules: Vec<Placed> = job_events::watched(topology, route)
        .into_iter()
        .filter_map(|watched| {
            let rule = EventRule {
                name: names.event_rule(&watched.name),
                description: format!("{}, to the central bus", watched.about),
                bus: None,
                pattern: watched.pattern_of(here)?,
            };
            Some(Placed::new(CONCERN, label(&watched.label), rule))
        })
        .collect();
    // All rules in one word: templates of source groups have little room.
    let ours = arn(
        topology.partition,
        "events",
        Value::Region,
        Value::Account,
        format!("rule/{}", names.event_rule("*")),
    );
    let name = names.dead_letter_queue();
    let undelivered = dead_letters(&self::undelivered(prefix).label, name, vec![ours]);
    let [queue, policy] = &undelivered;
    let queue_arn = queue.address().attribute("arn");
    let targets = rules.iter().map(|rule| {
        let target = EventTarget {
            id: "central-bus".to_owned(),
            rule: rule.address(),
            bus: None,
            arn: bus_arn.clone(),
            role: Some(role.clone()),
            transformer: None,
            dead_letter_queue: queue_arn.clone(),
        };
        let mut target = Placed::new(CONCERN, rule.label.as_str(), target);
        target.depends_on.extend_from_slice(ready);
        target.depends_on.push(policy.address());
        target
    });
    let targets: Vec<Placed> = targets.collect();
    let mut placed = Vec::new();
    for (rule, target) in rules.into_iter().zip(targets) {
        placed.push(rule);
        placed.push(target);
    }
    placed.extend(undelivered);
    placed.push(alarms::undelivered(
        alarms::name_on_hub(topology, topics, "undelivered-events"),
        &label("undelivered"),
        names.dead_letter_queue(),
        topics,
    ));
    placed
}

/// The permission of the role that forwards, in a stack that makes the role.
pub(super) fn permission() -> Address {
    Address::new("aws_iam_role_policy", "events")
}

/// The queue for events that do not arrive, where every label begins so.
pub(super) fn undelivered(prefix: &str) -> Address {
    Address::new("aws_sqs_queue", format!("{prefix}undelivered"))
}

/// A queue that takes what these rules cannot deliver: the queue first, then its policy. The ARNs of the
/// rules are put together, so that the policy is there before a rule sends anything; each may be a pattern.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html>
pub(super) fn dead_letters(label: &str, name: String, rules: Vec<Value>) -> [Placed; 2] {
    let queue = Queue {
        name,
        key: None,
        dead_letter_queue: None,
    };
    let queue = Placed::new(CONCERN, label, queue);
    let policy = QueuePolicy {
        queue: queue.address().attribute("url"),
        policy: send_from(rules, queue.address().attribute("arn")),
    };
    let policy = Placed::new(CONCERN, label, policy);
    [queue, policy]
}

/// Lets EventBridge send to a queue on behalf of these rules. In `ArnEquals` a `*` stands for any text.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
pub(super) fn send_from(rules: Vec<Value>, queue: Value) -> Policy {
    Policy::new().statement(
        Statement::allow("EventBridge", ["sqs:SendMessage"])
            .to(Principal::Service("events.amazonaws.com"))
            .on(queue)
            .when("ArnEquals", "aws:SourceArn", Value::List(rules)),
    )
}

/// The ARN of the central bus.
pub(super) fn bus_arn(topology: &Topology, route: &EventRoute) -> Value {
    let bus = format!("event-bus/{}", Names(&topology.name).bus());
    arn(
        topology.partition,
        "events",
        route.region.as_str(),
        route.account.id.as_str(),
        bus,
    )
}
