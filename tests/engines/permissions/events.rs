//! The bus that collects job events, and those who hear of them.

use offsite::topology::Names;
use serde_json::json;

use super::asked::{Asking, Caller, Question, Target, stranger};
use super::vaults::{ELSEWHERE, NOBODY};
use crate::held::Held;

pub(super) fn bus_and_listeners(held: &Held<'_>, questions: &mut Vec<Question>) {
    let topology = held.topology;
    let Some(route) = &topology.events else {
        return;
    };
    let place = &held.held["places"][format!("{}/{}", route.account.id, route.region)];
    let name = Names(&topology.name).bus();
    let arn = format!(
        "arn:aws:events:{}:{}:event-bus/{name}",
        route.region, route.account.id
    );
    let mut ask = Asking {
        place: held.name.clone(),
        questions,
    };
    let bus = Target {
        is: "central bus",
        arn: &arn,
        policy: &place["buses"][&name]["policy"],
    };
    // One call puts many events, so both keys have many values: a plain `StringEquals` fails.
    // <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html>
    let events = |source: &str| {
        json!({
            "events:source": ["aws.backup", source],
            "events:detail-type": [route.jobs[0].events().detail_type],
        })
    };
    let put = "events:PutEvents";
    let role = Names(&topology.name).forward_role();
    for (_, _, member) in held.sources() {
        let account = member.account.id.as_str();
        let is = "the forwarding role of a source account";
        let forwarder = Caller::made(held, is, account, &role);
        let because = "the bus asks for organization, source and kind of job; the role's policy names the bus";
        ask.put(&forwarder, put, &bus, (true, because), events("aws.backup"));
        let other = format!("{arn}-of-others");
        let other = Target {
            is: "another bus",
            arn: &other,
            policy: bus.policy,
        };
        let because = "the role's policy names the one bus";
        ask.put(
            &forwarder,
            put,
            &other,
            (false, because),
            events("aws.backup"),
        );
        let is = "an administrator of a source account, with events of its own among the others";
        let administrator = Caller::mighty(held, is, account, "administrator");
        let because = "the bus takes a call only when all its events are of `aws.backup`";
        ask.put(
            &administrator,
            put,
            &bus,
            (false, because),
            events("acme.backup"),
        );
        let gone = administrator.elsewhere();
        ask.put(&gone, put, &bus, (false, ELSEWHERE), events("aws.backup"));
    }
    ask.put(
        &stranger(held, "events"),
        put,
        &bus,
        (false, ELSEWHERE),
        events("aws.backup"),
    );
    ask.denied(&Caller::anybody(), put, &bus, NOBODY);
    let service = Caller::service("EventBridge, for a rule of the bus", "events.amazonaws.com");
    let other = Caller::service(
        "EventBridge, for a rule of another account",
        "events.amazonaws.com",
    );
    let rules = place["buses"][&name]["rules"].as_object().unwrap();
    for rule in rules.values() {
        for target in rule["targets"].as_object().unwrap().values() {
            let arn = target["Arn"].as_str().unwrap();
            let (is, action, policy) = if arn.contains(":sns:") {
                (
                    "alerts topic",
                    "sns:Publish",
                    &place["topics"][arn]["policy"],
                )
            } else {
                (
                    "alerts queue",
                    "sqs:SendMessage",
                    &place["queues"][arn]["policy"],
                )
            };
            if policy.is_null() {
                continue; // An existing topic, or a log group.
            }
            let listener = Target { is, arn, policy };
            let because = "the topic's policy names the service, the queue's its rules as well";
            let by = json!({ "aws:SourceArn": rule["arn"] });
            ask.put(&service, action, &listener, (true, because), by);
            if is == "alerts queue" {
                let by =
                    json!({ "aws:SourceArn": "arn:aws:events:eu-west-1:999999999999:rule/theirs" });
                let because = "the queue's policy names the rules of the bus";
                ask.put(&other, action, &listener, (false, because), by);
            }
            ask.denied(&Caller::anybody(), action, &listener, NOBODY);
            ask.denied(&stranger(held, "events"), action, &listener, ELSEWHERE);
        }
    }
}
