//! Rules and targets that job events travel by.

use std::collections::BTreeSet;

use offsite::facts::JobType;
use offsite::spec::model::Occasion;
use offsite::topology::{EventRoute, Names};
use serde_json::{Value, json};

use super::{Held, says};

/// What the rules of a route are called after the spec's name, with the kind of job of each.
fn rules(route: &EventRoute) -> Vec<(String, JobType)> {
    let mut rules: Vec<(String, JobType)> = Vec::new();
    for job in &route.jobs {
        rules.push((format!("{job}-jobs"), *job));
        match (job, route.occasion) {
            (JobType::Backup, Occasion::Failures) => {
                rules.push(("backup-jobs-with-issues".to_owned(), *job));
            }
            (JobType::Restore, Occasion::All) => {
                rules.push(("restore-jobs-by-state".to_owned(), *job));
            }
            _ => {}
        }
    }
    rules
}

fn arn_of(target: &Value) -> &str {
    target["Arn"].as_str().unwrap()
}

/// Job events: from every place to the one bus, and on to the listeners.
pub(crate) fn job_events(held: &Held<'_>) -> usize {
    let mut forwarding = 0;
    let mut reporting = 0;
    let topology = &held.topology;
    let Some(route) = &topology.events else {
        return 0;
    };
    let hub = Names(&topology.name).bus();
    let bus = format!(
        "arn:aws:events:{}:{}:event-bus/{hub}",
        route.region, route.account.id
    );
    let mut senders: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (_, _, member) in held.sources() {
        senders.extend(
            member
                .regions
                .iter()
                .map(|region| (member.account.id.as_str(), region.as_str())),
        );
    }
    for vault in &topology.central_vaults {
        senders.extend(
            vault
                .regions
                .iter()
                .map(|region| (vault.account.id.as_str(), region.as_str())),
        );
    }
    for (account, region) in senders {
        let found = &held.place(account, region)["buses"]["default"]["rules"];
        let label = format!("{}: {account} in {region}: {found:#}", held.name);
        for (name, job) in rules(route) {
            let rule = &found[Names(&topology.name).event_rule(&name)];
            assert_eq!(
                rule["pattern"]["detail-type"],
                json!([job.events().detail_type]),
                "{label}"
            );
            let targets: Vec<&Value> = rule["targets"].as_object().unwrap().values().collect();
            let [target] = targets[..] else {
                panic!("{label}")
            };
            assert_eq!(target["Arn"], bus, "{label}");
            assert!(
                says(&target["RoleArn"], &format!("iam::{account}:role/")),
                "{label}"
            );
            assert!(target.get("InputTransformer").is_none(), "{label}");
            assert!(
                says(&target["DeadLetterConfig"], &format!("{region}:{account}:")),
                "{label}"
            );
            forwarding += 1;
        }
    }
    let place = held.place(route.account.id.as_str(), route.region.as_str());
    let found = &place["buses"][&hub];
    let label = format!("{}: {found:#}", held.name);
    assert!(
        says(&found["policy"], topology.organization.id.as_str()),
        "{label}"
    );
    let listeners = usize::from(route.topic.is_some())
        + usize::from(route.queue.is_some())
        + usize::from(route.log_group.is_some())
        + usize::from(route.chat);
    for (name, _) in rules(route) {
        let rule = &found["rules"][Names(&topology.name).event_rule(&name)];
        let targets = rule["targets"].as_object().unwrap();
        assert_eq!(targets.len(), listeners, "{label}");
        for (id, target) in targets {
            reporting += 1;
            // A log group gets the event as it is.
            if id == "log-group" {
                assert!(target.get("InputTransformer").is_none(), "{label}");
            } else if id == "chat" {
                let form = &target["InputTransformer"];
                assert!(says(form, "client-markdown"), "{label}");
                assert!(arn_of(target).ends_with("-backup-chat"), "{label}");
            } else {
                let form = &target["InputTransformer"];
                assert!(says(form, "aws.events.event.json"), "{label}");
            }
            assert!(target["DeadLetterConfig"].is_object(), "{label}");
            let arn = arn_of(target);
            assert!(
                arn.contains(&format!("{}:{}:", route.region, route.account.id)),
                "{label}"
            );
            let listener = match arn.split(':').nth(2).unwrap() {
                "sns" if id == "chat" => &place["topics"][arn],
                "sns" => match &route.topic.as_ref().unwrap().existing {
                    // Its policy is not ours.
                    Some(existing) => {
                        assert_eq!(arn, existing.to_string());
                        continue;
                    }
                    None => &place["topics"][arn],
                },
                "sqs" => &place["queues"][arn],
                _ => &place["log_policies"],
            };
            assert!(
                says(listener, "events.amazonaws.com"),
                "{label}: {listener:#}"
            );
        }
    }
    if let Some(group) = route.log_group {
        let days = &place["log_groups"][Names(&topology.name).log_group()];
        assert_eq!(*days, group.keep.0, "{label}");
    }
    forwarding + reporting
}
