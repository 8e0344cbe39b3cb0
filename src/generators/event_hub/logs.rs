//! The log group that keeps events.

use super::listener::{CONCERN, Listener, here};
use crate::blueprint::Placed;
use crate::policies::iam::{Policy, Principal, Statement, arn};
use crate::resources::log_group::{LogGroup, LogResourcePolicy};
use crate::topology::{EventRoute, Names, Topology};
use crate::value::Value;

/// The log group as a listener; `None` when events are not kept.
///
/// It gets each event as it is. CloudWatch Logs takes a transformed one only as `timestamp` and
/// `message`, both texts, and in a text EventBridge escapes nothing: the record, which has what people
/// write freely, cannot stand there.
/// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html>
pub(super) fn listener(topology: &Topology, route: &EventRoute) -> Option<Listener> {
    let names = Names(&topology.name);
    let group = LogGroup {
        name: names.log_group(),
        retention: route.log_group.as_ref()?.keep.0,
    };
    let group = Placed::new(CONCERN, "alerts", group);
    let streams = arn(
        topology.partition,
        "logs",
        Value::Region,
        Value::Account,
        format!("log-group:{}:*", names.log_group()),
    );
    let write = ["logs:CreateLogStream", "logs:PutLogEvents"];
    let policy = Policy::new()
        .statement(
            Statement::allow("EventBridge", write)
                .to(Principal::Service("events.amazonaws.com"))
                .on(streams.clone()),
        )
        .statement(
            Statement::allow("LogDelivery", write)
                .to(Principal::Service("delivery.logs.amazonaws.com"))
                .on(streams),
        );
    let policy = LogResourcePolicy {
        name: format!("{}-backup-jobs", topology.name),
        policy,
    };
    let arn = group.address().attribute("arn");
    let policy = Placed::new(CONCERN, "alerts", policy);
    Some(Listener {
        id: "log-group",
        arn,
        named: here(
            topology,
            route,
            "logs",
            format!("log-group:{}", names.log_group()),
        ),
        transformer: |_| None,
        ready: Some(policy.address()),
        resources: vec![group, policy],
    })
}
