//! The bus, open to job events of AWS Backup from accounts of the organization.

use crate::blueprint::Placed;
use crate::iam::{Principal, Statement};
use crate::resources::event_bus::{EventBus, EventBusPolicy};
use crate::resources::{Address, Value};
use crate::topology::{EventRoute, Names, Topology};

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
pub(super) fn bus(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
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
