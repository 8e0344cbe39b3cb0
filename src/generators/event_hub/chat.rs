//! The topic that chat channels are connected to.

use super::super::job_events;
use super::listener::{Listener, here};
use super::topic;
use crate::topology::{EventRoute, Names, Topology};

const LABEL: &str = "chat";

/// The topic as a listener; `None` when no channel is notified.
///
/// Amazon Q Developer in chat applications shows what has the form of its custom notifications, and drops
/// everything else without a word, so the record cannot go to the same topic.
/// <https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html>
pub(super) fn listener(topology: &Topology, route: &EventRoute) -> Option<Listener> {
    let name = Names(&topology.name).chat_topic();
    route.chat.then(|| Listener {
        id: LABEL,
        arn: topic::address(LABEL).attribute("arn"),
        named: here(topology, route, "sns", name.clone()),
        transformer: |watched| Some(job_events::notification(watched)),
        resources: topic::topic(topology, LABEL, name),
        ready: Some(topic::policy(LABEL)),
    })
}
