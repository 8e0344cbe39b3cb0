//! One of those who hear of events.

use crate::blueprint::Placed;
use crate::generators::job_events::Watched;
use crate::policies::iam::arn;
use crate::resources::event_rule::InputTransformer;
use crate::topology::{EventRoute, Topology};
use crate::value::{Address, Value};

/// The concern of all that is made for those who hear of events.
pub(super) const CONCERN: &str = "alerts";

/// Who hears of events.
pub(super) struct Listener {
    /// The id of the targets.
    pub(super) id: &'static str,
    /// The ARN of the targets.
    pub(super) arn: Value,
    /// The same for a template without the listener: put together, and no reference.
    pub(super) named: Value,
    /// What is sent instead of the event; nothing where the event is sent as it is.
    pub(super) transformer: fn(&Watched) -> Option<InputTransformer>,
    /// What is made for it.
    pub(super) resources: Vec<Placed>,
    /// What lets EventBridge in, and so must be there before a target is.
    pub(super) ready: Option<Address>,
}

/// The ARN of what has this name in the account and region of the bus.
pub(super) fn here(topology: &Topology, route: &EventRoute, service: &str, name: String) -> Value {
    let (account, region) = (route.account.id.as_str(), route.region.as_str());
    arn(topology.partition, service, region, account, name)
}
