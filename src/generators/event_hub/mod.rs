//! The central bus, and those who hear of what arrives on it: a file each.

mod bus;
mod chat;
mod listener;
mod logs;
mod queue;
mod topic;

use super::alarms;
use super::event_forwarding::dead_letters;
use super::job_events::{self, Watched};
use crate::blueprint::Placed;
use crate::resources::event_rule::{EventRule, EventTarget};
use crate::topology::{EventRoute, Names, Topology};
use crate::value::{Address, Value};

pub(super) use bus::ready;

use listener::{CONCERN, Listener, here};

/// What the queue is labelled that takes what cannot be delivered from the bus.
const UNDELIVERED: &str = "alerts_undelivered";

/// The bus with its rules, and the topics, queue and log group that they write to.
pub(super) fn event_hub(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let watched = job_events::watched(topology, route);
    let mut placed = bus::bus(topology, &watched);
    let bus = bus::address().attribute("name");
    let rules: Vec<Placed> = watched
        .iter()
        .filter(|watched| !watched.of_alarms)
        .map(|watched| rule(topology, watched, bus.clone()))
        .collect();
    let rule_arns: Vec<Value> = watched
        .iter()
        .map(|watched| rule_arn(topology, route, watched))
        .collect();
    let undelivered = dead_letters(
        UNDELIVERED,
        Names(&topology.name).alerts_dead_letter_queue(),
        rule_arns.clone(),
    );
    let listeners = listeners(topology, route, rule_arns);
    let [queue, policy] = &undelivered;
    let (queue, ready) = (queue.address().attribute("arn"), policy.address());
    let jobs = watched.iter().filter(|watched| !watched.of_alarms);
    for (rule, watched) in rules.into_iter().zip(jobs) {
        let targets = listeners.iter().map(|listener| {
            let arn = listener.arn.clone();
            let mut target = target(listener, &rule, watched, (bus.clone(), arn, queue.clone()));
            target.depends_on.push(ready.clone());
            target
        });
        let targets: Vec<Placed> = targets.collect();
        placed.push(rule);
        placed.extend(targets);
    }
    placed.extend(topic::key(topology, route));
    placed.extend(listeners.into_iter().flat_map(|one| one.resources));
    placed.extend(undelivered);
    placed
}

/// What stands beside the bus: the rule on alarms of all accounts, and the alarms on the hub itself.
///
/// It refers to nothing of the hub by its resource, so that it can be a template of its own: in that of the hub
/// there is little room.
pub(super) fn beside_the_bus(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let names = Names(&topology.name);
    let queue = here(topology, route, "sqs", names.alerts_dead_letter_queue());
    let listeners = listeners(topology, route, Vec::new());
    let mut placed = Vec::new();
    let watched = job_events::watched(topology, route);
    for watched in watched.iter().filter(|watched| watched.of_alarms) {
        let mut rule = rule(topology, watched, names.bus().into());
        rule.depends_on.push(bus::address());
        let targets = listeners.iter().map(|listener| {
            let arns = (names.bus().into(), listener.named.clone(), queue.clone());
            let mut target = target(listener, &rule, watched, arns);
            // In one root with the hub, nothing else says that its queue comes first.
            let policy = Address::new("aws_sqs_queue_policy", UNDELIVERED);
            target.depends_on.push(policy);
            target
        });
        let targets: Vec<Placed> = targets.collect();
        placed.push(rule);
        placed.extend(targets);
    }
    placed.extend(alarms::on_the_hub(topology, route));
    placed
}

fn listeners(topology: &Topology, route: &EventRoute, rules: Vec<Value>) -> Vec<Listener> {
    let listeners = [
        topic::listener(topology, route),
        queue::listener(topology, route, rules),
        logs::listener(topology, route),
        chat::listener(topology, route),
    ];
    listeners.into_iter().flatten().collect()
}

fn rule(topology: &Topology, watched: &Watched, bus: Value) -> Placed {
    let rule = EventRule {
        name: Names(&topology.name).event_rule(&watched.name),
        description: format!("{}, from all accounts", watched.about),
        bus: Some(bus),
        pattern: watched.pattern(),
    };
    Placed::new(CONCERN, format!("report_{}", watched.label), rule)
}

/// A target of a rule: bus, listener and queue as the rule's template knows them.
fn target(
    listener: &Listener,
    rule: &Placed,
    watched: &Watched,
    (bus, arn, dead_letter_queue): (Value, Value, Value),
) -> Placed {
    let target = EventTarget {
        id: listener.id.to_owned(),
        rule: rule.address(),
        bus: Some(bus),
        arn,
        role: None,
        transformer: (listener.transformer)(watched),
        dead_letter_queue,
    };
    let label = format!("{}_{}", rule.label, listener.id.replace('-', "_"));
    let mut target = Placed::new(CONCERN, label, target);
    target.depends_on.extend(listener.ready.clone());
    target
}

fn rule_arn(topology: &Topology, route: &EventRoute, watched: &Watched) -> Value {
    let names = Names(&topology.name);
    let rule = format!("rule/{}/{}", names.bus(), names.event_rule(&watched.name));
    here(topology, route, "events", rule)
}
