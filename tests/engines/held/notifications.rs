//! What vaults tell of single objects, and the way of it to the bus.

use offsite::topology::Names;
use serde_json::{Value, json};

use super::{Held, says};

/// Topic, queue and pipe where objects are heard of, and no notification of any other vault.
pub(crate) fn of_objects(held: &Held<'_>) -> usize {
    let topology = held.topology;
    let name = Names(&topology.name).vault_notifications();
    let mut seen = 0;
    for (group, shape, member) in held.sources() {
        for region in &member.regions {
            let account = member.account.id.as_str();
            let place = held.place(account, region.as_str());
            let label = format!("{}: {account} in {region}", held.name);
            let vault = &place["vaults"][group.vault.as_str()];
            let arn = |service: &str, resource: &str| {
                format!("arn:aws:{service}:{region}:{account}:{resource}")
            };
            let (topic, queue) = (arn("sns", &name), arn("sqs", &name));
            if !topology.hears_of_objects(shape) {
                assert_eq!(vault["notifications"], Value::Null, "{label}");
                assert_eq!(place["pipes"], json!({}), "{label}");
                assert!(place["topics"].get(&topic).is_none(), "{label}");
                assert!(place["queues"].get(&queue).is_none(), "{label}");
                continue;
            }
            assert_eq!(
                vault["notifications"],
                json!({
                    "topic": topic,
                    "events": ["S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED"],
                }),
                "{label}"
            );
            let told = &place["topics"][&topic];
            let subscribed = json!([format!("sqs:{queue}")]);
            assert_eq!(told["subscriptions"], subscribed, "{label}");
            assert!(says(&told["policy"], "backup.amazonaws.com"), "{label}");
            assert!(
                says(&told["policy"], vault["arn"].as_str().unwrap()),
                "{label}"
            );
            let taken = &place["queues"][&queue];
            assert!(says(&taken["policy"], &topic), "{label}");
            let dead = arn("sqs", &Names(&topology.name).dead_letter_queue());
            assert_eq!(taken["redrive"]["deadLetterTargetArn"], dead, "{label}");
            let pipe = &place["pipes"][&name];
            assert_eq!(pipe["Source"], queue, "{label}");
            assert_eq!(
                pipe["Target"],
                arn("events", "event-bus/default"),
                "{label}"
            );
            let parameters = &pipe["TargetParameters"];
            let template = parameters["InputTemplate"].as_str().unwrap();
            assert!(template.contains(":<$.body>"), "{label}: {template}");
            let event = &parameters["EventBridgeEventBusParameters"];
            assert_eq!(event["Resources"], json!([vault["arn"]]), "{label}");
            let rule = Names(&topology.name).event_rule("failed-objects");
            let rule = &place["buses"]["default"]["rules"][rule];
            assert_eq!(
                rule["pattern"]["source"],
                json!([event["Source"]]),
                "{label}"
            );
            let role = &held.held["accounts"][account][&name];
            assert!(says(&role["trust"], "pipes.amazonaws.com"), "{label}");
            seen += 1;
        }
    }
    for vault in &topology.central_vaults {
        for region in &vault.regions {
            let place = held.place(vault.account.id.as_str(), region.as_str());
            let found = &place["vaults"][vault.vault.as_str()]["notifications"];
            assert_eq!(*found, Value::Null, "{}: {region}", held.name);
        }
    }
    seen
}
