//! The bus, open to what is reported of backups in accounts of the organization.

use super::super::job_events::Watched;
use crate::blueprint::Placed;
use crate::policies::iam::{Principal, Statement};
use crate::resources::event_bus::{EventBus, EventBusPolicy};
use crate::topology::{Names, Topology};
use crate::value::{Address, Value};

/// The central bus.
pub(super) fn address() -> Address {
    Address::new("aws_cloudwatch_event_bus", "central")
}

/// What must be there before anything forwards to the bus.
pub(in super::super) fn ready() -> Vec<Address> {
    let policy = Address::new("aws_cloudwatch_event_bus_policy", "central");
    vec![address(), policy]
}

/// The bus and who may put events on it.
pub(super) fn bus(topology: &Topology, watched: &[Watched]) -> Vec<Placed> {
    let bus = EventBus {
        name: Names(&topology.name).bus(),
        description: "Backup, copy and restore job events of all accounts".to_owned(),
    };
    let bus = Placed::new("bus", "central", bus);
    let sources = texts(watched.iter().map(|one| one.source));
    let detail_types = texts(watched.iter().flat_map(|one| one.detail_types.clone()));
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
        .when("ForAllValues:StringEquals", "events:source", sources)
        .when(
            "ForAllValues:StringEquals",
            "events:detail-type",
            detail_types,
        );
    let policy = EventBusPolicy {
        bus: bus.address().attribute("name"),
        statement,
    };
    let policy = Placed::new("bus", "central", policy);
    vec![bus, policy]
}

/// Texts, each once; a single one by itself.
fn texts(all: impl Iterator<Item = &'static str>) -> Value {
    let mut once: Vec<&str> = Vec::new();
    for text in all {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    match once[..] {
        [only] => only.into(),
        _ => Value::texts(once),
    }
}
