//! The queue that programs read.

use super::super::event_forwarding::send_from;
use super::super::job_events;
use super::listener::{CONCERN, Listener, here};
use crate::blueprint::Placed;
use crate::resources::sqs_queue::{Queue, QueuePolicy};
use crate::topology::{EventRoute, Names, Topology};
use crate::value::Value;

/// What the queue is labelled.
const LABEL: &str = "alerts";

/// The queue, open to these rules, as a listener; `None` when nothing is sent to one.
pub(super) fn listener(
    topology: &Topology,
    route: &EventRoute,
    rules: Vec<Value>,
) -> Option<Listener> {
    let key = &route.queue.as_ref()?.key;
    let queue = Queue {
        name: Names(&topology.name).queue(),
        key: key.as_ref().map(|key| key.to_string().into()),
        dead_letter_queue: None,
    };
    let queue = Placed::new(CONCERN, LABEL, queue);
    let arn = queue.address().attribute("arn");
    let policy = QueuePolicy {
        queue: queue.address().attribute("url"),
        policy: send_from(rules, arn.clone()),
    };
    let policy = Placed::new(CONCERN, LABEL, policy);
    Some(Listener {
        id: "queue",
        arn,
        named: here(topology, route, "sqs", Names(&topology.name).queue()),
        transformer: |watched| Some(job_events::record(watched)),
        ready: Some(policy.address()),
        resources: vec![queue, policy],
    })
}
