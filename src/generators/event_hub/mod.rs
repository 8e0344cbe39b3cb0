//! The central bus, and those who hear of what arrives on it: a file each.

mod bus;
mod chat;
mod listener;
mod logs;
mod queue;
mod topic;

use super::event_forwarding::dead_letters;
use super::job_events;
use crate::blueprint::Placed;
use crate::resources::event_rule::{EventRule, EventTarget};
use crate::topology::{EventRoute, Names, Topology};
use crate::value::Value;

pub(super) use bus::ready;

use listener::{CONCERN, Listener};

/// The bus with its rules, and the topics, queue and log group that they write to.
pub(super) fn event_hub(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let names = Names(&topology.name);
    let watched = job_events::watched(route);
    let mut placed = bus::bus(topology, &watched);
    let bus = bus::address();
    let rules: Vec<Placed> = watched
        .iter()
        .map(|watched| {
            let rule = EventRule {
                name: names.event_rule(&watched.name),
                description: format!("{}, from all accounts", watched.about),
                bus: Some(bus.attribute("name")),
                pattern: watched.pattern(),
            };
            Placed::new(CONCERN, format!("report_{}", watched.label), rule)
        })
        .collect();
    let rule_arns = || -> Vec<Value> {
        rules
            .iter()
            .map(|rule| rule.address().attribute("arn"))
            .collect()
    };
    let undelivered = dead_letters(
        "alerts_undelivered",
        format!("{}-undelivered", names.queue()),
        rule_arns(),
    );
    let listeners: Vec<Listener> = [
        topic::listener(topology, route),
        queue::listener(topology, route, rule_arns()),
        logs::listener(topology, route),
        chat::listener(topology, route),
    ]
    .into_iter()
    .flatten()
    .collect();
    let [dead_letter_queue, _] = &undelivered;
    let queue_arn = dead_letter_queue.address().attribute("arn");
    for (rule, watched) in rules.into_iter().zip(&watched) {
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
                transformer: (listener.transformer)(watched),
                dead_letter_queue: queue_arn.clone(),
            };
            let label = format!("{label}_{}", listener.id.replace('-', "_"));
            let mut target = Placed::new(CONCERN, label, target);
            target.depends_on.extend(listener.ready.clone());
            placed.push(target);
        }
    }
    placed.extend(topic::key(topology, route));
    placed.extend(listeners.into_iter().flat_map(|one| one.resources));
    placed.extend(undelivered);
    placed
}
