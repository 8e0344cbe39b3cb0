//! Job events: from every account and region to the one bus, and on to those who hear of them.

use std::collections::BTreeSet;

use offsite::spec::model::Occasion;
use offsite::topology::{EventRoute, Names};
use serde_json::json;

use crate::deployed::Resource;
use crate::evaluate::{Caller, allows, for_service, texts};
use crate::notices::{notice, notices};
use crate::notifications::{self, is_heard};
use crate::{World, worlds};

pub(crate) const RULE: &str = "aws_cloudwatch_event_rule";
const TARGET: &str = "aws_cloudwatch_event_target";

/// What AWS's pages say on the events that a rule is for.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html>
struct Kind {
    /// What the rule's name ends with.
    name: &'static str,
    job: &'static str,
    detail_type: &'static str,
    /// The member of the state.
    state: &'static str,
    /// The member of the id.
    id: &'static str,
    /// The occasions on which there is such a rule.
    on: &'static [Occasion],
    /// A state among those that it matches, and one that it does not.
    states: (&'static str, &'static str),
}

const ALWAYS: &[Occasion] = &[Occasion::Failures, Occasion::Finished, Occasion::All];

const KINDS: [Kind; 5] = [
    Kind {
        name: "backup-jobs",
        job: "backup",
        detail_type: "Backup Job State Change",
        state: "state",
        id: "backupJobId",
        on: ALWAYS,
        states: ("EXPIRED", "CANCELED"),
    },
    Kind {
        name: "backup-jobs-with-issues",
        job: "backup",
        detail_type: "Backup Job State Change",
        state: "state",
        id: "backupJobId",
        on: &[Occasion::Failures],
        states: ("COMPLETED", "FAILED"),
    },
    Kind {
        name: "copy-jobs",
        job: "copy",
        detail_type: "Copy Job State Change",
        state: "state",
        id: "copyJobId",
        on: ALWAYS,
        states: ("FAILED", "EXPIRED"),
    },
    Kind {
        name: "restore-jobs",
        job: "restore",
        detail_type: "Restore Job State Change",
        state: "status",
        id: "restoreJobId",
        on: ALWAYS,
        states: ("FAILED", "EXPIRED"),
    },
    Kind {
        name: "restore-jobs-by-state",
        job: "restore",
        detail_type: "Restore Job State Change",
        state: "state",
        id: "restoreJobId",
        on: &[Occasion::All],
        states: ("CREATED", "COMPLETED"),
    },
];

pub(crate) fn routes() -> impl Iterator<Item = (&'static World, &'static EventRoute)> {
    worlds()
        .iter()
        .filter_map(|world| Some((world, world.topology.events.as_ref()?)))
}

/// The kind of event that a rule is for, by its name.
fn kind(rule: &Resource) -> &'static Kind {
    let name = rule.body["name"].as_str().unwrap();
    let kind = KINDS
        .iter()
        .find(|kind| name.ends_with(&format!("-{}", kind.name)));
    kind.unwrap_or_else(|| panic!("{}: {name}", rule.place()))
}

/// The kinds of event that a route has rules for.
fn kinds(route: &EventRoute) -> impl Iterator<Item = &'static Kind> {
    KINDS
        .iter()
        .filter(|kind| kind.on.contains(&route.occasion))
        .filter(|kind| route.jobs.iter().any(|job| job.as_str() == kind.job))
}

pub(crate) fn targets<'a>(
    world: &'a World,
    rule: &'a Resource,
) -> impl Iterator<Item = &'a Resource> {
    let all = world.deployed.beside(rule, TARGET);
    all.filter(|target| rule.is_named_by(&target.body["rule"], "name"))
}

#[test]
fn every_rule_looks_for_the_state_where_its_jobs_have_it() {
    let mut seen = BTreeSet::new();
    for (world, route) in routes() {
        for rule in world
            .deployed
            .of(RULE)
            .filter(|rule| notice(rule).is_none())
        {
            let pattern = rule.body["event_pattern"].as_object().unwrap();
            let kind = kind(rule);
            assert!(kind.on.contains(&route.occasion), "{}", rule.place());
            assert_eq!(
                texts(&pattern["source"]),
                ["aws.backup"],
                "{}",
                rule.place()
            );
            assert_eq!(
                texts(&pattern["detail-type"]),
                [kind.detail_type],
                "{}",
                rule.place()
            );
            let detail = pattern["detail"].as_object().unwrap();
            let mut members: Vec<&str> = detail.keys().map(String::as_str).collect();
            let issues = kind.name.ends_with("-with-issues");
            if issues {
                // A message, and not an empty one: what is not there differs from nothing.
                members.retain(|member| *member != "statusMessage");
                let said = &detail["statusMessage"];
                assert_eq!(*said, json!([{ "anything-but": [""] }]), "{}", rule.place());
            }
            assert_eq!(members, [kind.state], "{}", rule.place());
            let states = texts(&detail[kind.state]);
            let (one, none) = kind.states;
            assert!(states.contains(&one), "{}: {states:?}", rule.place());
            assert!(!states.contains(&none), "{}: {states:?}", rule.place());
            if kind.on == ALWAYS {
                let succeeded = route.occasion != Occasion::Failures;
                assert_eq!(states.contains(&"COMPLETED"), succeeded, "{}", rule.place());
            }
            seen.insert(kind.name);
        }
    }
    assert_eq!(seen.len(), KINDS.len(), "{seen:?}");
}

#[test]
fn every_source_forwards_each_kind_of_event_to_the_bus_with_a_role_that_may() {
    let mut seen = 0;
    for (world, route) in routes() {
        let names = Names(&world.topology.name);
        let bus = format!(
            "arn:aws:events:{}:{}:event-bus/{}",
            route.region,
            route.account.id,
            names.bus()
        );
        world.named(
            "aws_cloudwatch_event_bus",
            route.account.id.as_str(),
            route.region.as_str(),
            &names.bus(),
        );
        for (_, shape, member) in world.sources() {
            let account = member.account.id.as_str();
            for region in &member.regions {
                let jobs = kinds(route).map(|kind| kind.name);
                let others = notices(route).map(|notice| notice.name);
                // Without buckets there is nothing to tell.
                let others =
                    others.filter(|name| *name != "failed-objects" || is_heard(world, shape));
                for name in jobs.chain(others) {
                    let name = names.event_rule(name);
                    let rule = world.named(RULE, account, region.as_str(), &name);
                    let targets: Vec<&Resource> = targets(world, rule).collect();
                    let [target] = targets[..] else {
                        panic!("{}: not one target", rule.place());
                    };
                    assert_eq!(target.body["arn"], bus, "{}", target.place());
                    // A bus of another account takes the event as it is, and only with a role.
                    assert!(target.body["input_transformer"].is_null());
                    let role = target.body["role_arn"].as_str();
                    let role = role.unwrap_or_else(|| panic!("{}: no role", target.place()));
                    let role = role.strip_prefix(&format!("arn:aws:iam::{account}:role/"));
                    let role = world.role(account, role.unwrap());
                    let trust = &role.body["assume_role_policy"];
                    assert!(for_service(trust, "events.amazonaws.com", "sts:AssumeRole").is_some());
                    let mut policies = world.deployed.beside(role, "aws_iam_role_policy");
                    let may = policies.any(|policy| {
                        let statement = &policy.body["policy"]["Statement"][0];
                        role.is_named_by(&policy.body["role"], "name")
                            && statement["Action"] == "events:PutEvents"
                            && statement["Resource"] == bus
                    });
                    assert!(may, "{}", role.place());
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn the_bus_takes_what_is_reported_from_the_organization_and_nothing_else() {
    for (world, route) in routes() {
        let account = route.account.id.as_str();
        let buses = world.deployed.of("aws_cloudwatch_event_bus_policy");
        let buses: Vec<&Resource> = buses.filter(|one| one.account == account).collect();
        let [bus] = buses[..] else {
            panic!("{}: not one bus policy", world.name);
        };
        let policy = &bus.body["policy"];
        let put = |account: &str, organization: &str, source: &str, about: &str| {
            let caller = Caller {
                also: vec![
                    ("events:source", vec!["aws.backup", source]),
                    ("events:detail-type", vec!["Backup Job State Change", about]),
                ],
                ..Caller::role(account, organization, "events")
            };
            allows(policy, &caller, "events:PutEvents")
        };
        let organization = world.topology.organization.id.as_str();
        for (_, _, member) in world.sources() {
            let account = member.account.id.as_str();
            for kind in kinds(route) {
                assert!(put(account, organization, "aws.backup", kind.detail_type));
            }
            for notice in notices(route) {
                for part in notice.asked(route) {
                    assert!(put(account, organization, notice.source, part.detail_type));
                }
            }
            let copy = "Copy Job State Change";
            assert!(!put(account, "o-another00", "aws.backup", copy));
            assert!(!put(account, organization, "acme.backup", copy));
            assert!(!put(
                account,
                organization,
                "aws.backup",
                "Scan Job State Change"
            ));
        }
        assert!(!put(
            "999999999999",
            "o-another00",
            "aws.backup",
            "Copy Job State Change"
        ));
    }
}

#[test]
fn every_event_that_cannot_be_delivered_has_a_queue_that_takes_it() {
    let mut seen = 0;
    for (world, _) in routes() {
        for rule in world.deployed.of(RULE) {
            assert!(targets(world, rule).count() > 0, "{}", rule.place());
            for target in targets(world, rule) {
                let queue = &target.body["dead_letter_config"][0]["arn"];
                let queue = world.deployed.referred(target, queue, "arn");
                assert_eq!(queue.kind, "aws_sqs_queue");
                takes(
                    world,
                    queue,
                    rule,
                    "aws_sqs_queue_policy",
                    "queue_url",
                    "url",
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

/// Fails unless a policy of the queue lets EventBridge send to it on behalf of the rule.
fn takes(
    world: &World,
    queue: &Resource,
    rule: &Resource,
    kind: &str,
    argument: &str,
    attribute: &str,
) {
    let mut policies = world.deployed.beside(queue, kind);
    let policy = policies
        .find(|one| queue.is_named_by(&one.body[argument], attribute))
        .unwrap_or_else(|| panic!("{}: no policy", queue.place()));
    let statement = for_service(
        &policy.body["policy"],
        "events.amazonaws.com",
        "sqs:SendMessage",
    );
    let statement = statement.unwrap_or_else(|| panic!("{}: nobody may send", queue.place()));
    assert!(
        queue.is_named_by(&statement["Resource"], "arn"),
        "{}",
        policy.place()
    );
    let rules = statement["Condition"]["ArnEquals"]["aws:SourceArn"].as_array();
    let mut rules = rules.into_iter().flatten();
    let ours = rules.any(|one| rule.is_named_by(one, "arn") || rule.is_a_rule_of(one));
    assert!(
        ours,
        "{}: {} is not among its rules",
        policy.place(),
        rule.place()
    );
}

#[test]
fn every_listener_hears_a_record_of_its_own_kind_of_job() {
    let mut seen = 0;
    for (world, _) in routes() {
        let on_the_bus = world
            .deployed
            .of(RULE)
            .filter(|rule| !rule.body["event_bus_name"].is_null() && notice(rule).is_none());
        for rule in on_the_bus {
            let kind = kind(rule);
            for target in targets(world, rule) {
                let transformer = &target.body["input_transformer"][0];
                if target.body["target_id"] == "log-group" {
                    assert!(transformer.is_null(), "{}", target.place());
                    continue;
                }
                let paths = &transformer["input_paths"];
                for (field, member) in [("job_id", kind.id), ("state", kind.state)] {
                    let path = format!("$.detail.{member}");
                    assert_eq!(paths[field], path, "{}", target.place());
                }
                let template = transformer["input_template"].as_str().unwrap();
                let said = if target.body["target_id"] == "chat" {
                    format!(
                        "aws backup describe-{0}-job --{0}-job-id <job_id>",
                        kind.job
                    )
                } else {
                    format!("\"job_type\":\"{}\"", kind.job)
                };
                assert!(template.contains(&said), "{}", target.place());
                seen += 1;
            }
        }
    }
    assert!(seen >= 15, "{seen}");
}

#[test]
fn nothing_that_is_written_freely_stands_in_a_template() {
    // EventBridge escapes nothing: what stands in a template must have no quotes and no backslashes.
    let free = [
        "$.detail.statusMessage",
        "$.detail.iamRoleArn",
        "$.detail",
        "$",
    ];
    let mut seen = 0;
    for (world, _) in routes() {
        for target in world.deployed.of(TARGET) {
            let Some(transformer) = target.body["input_transformer"].get(0) else {
                continue;
            };
            let paths = transformer["input_paths"].as_object().unwrap();
            for path in paths.values() {
                assert!(
                    !free.contains(&path.as_str().unwrap()),
                    "{}",
                    target.place()
                );
            }
            let template = transformer["input_template"].as_str().unwrap();
            // In a chat everything is text, so the event itself is only in the record.
            let chat = target.body["target_id"] == "chat";
            let whole = template.matches("aws.events.event").count();
            assert_eq!(whole, usize::from(!chat), "{}", target.place());
            assert!(
                chat || template.ends_with(",\"event\":<aws.events.event.json>}"),
                "{}: {template}",
                target.place()
            );
            seen += 1;
        }
    }
    assert!(seen >= 15, "{seen}");
}

#[test]
fn every_log_group_of_alerts_lets_eventbridge_write_into_it() {
    let mut seen = 0;
    for (world, route) in routes().filter(|(_, route)| route.log_group.is_some()) {
        let name = Names(&world.topology.name).log_group();
        let (account, region) = (route.account.id.as_str(), route.region.as_str());
        let group = world.named("aws_cloudwatch_log_group", account, region, &name);
        let mut policies = world
            .deployed
            .beside(group, "aws_cloudwatch_log_resource_policy");
        let policy = &policies.next().unwrap().body["policy_document"];
        assert!(policies.next().is_none());
        let within = format!("arn:aws:logs:{region}:{account}:log-group:{name}:*");
        for service in ["events.amazonaws.com", "delivery.logs.amazonaws.com"] {
            for action in ["logs:CreateLogStream", "logs:PutLogEvents"] {
                let may = for_service(policy, service, action);
                assert_eq!(may.unwrap()["Resource"], within, "{service} {action}");
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_queue_of_alerts_is_under_the_key_that_the_spec_names() {
    let mut keys = 0;
    for (world, route) in routes() {
        let Some(queue) = &route.queue else { continue };
        let name = Names(&world.topology.name).queue();
        let (account, region) = (route.account.id.as_str(), route.region.as_str());
        let made = world.named("aws_sqs_queue", account, region, &name);
        let held = made.body["kms_master_key_id"].as_str();
        assert_eq!(held, queue.key.as_ref().map(|key| key.as_str()));
        keys += usize::from(queue.key.is_some());
    }
    assert_eq!(keys, 1);
}

#[test]
fn every_topic_that_offsite_makes_lets_eventbridge_publish_under_its_key() {
    let mut seen = 0;
    for (world, _) in routes() {
        let ours = |topic: &&Resource| topic.body["name"] != notifications::name(world);
        for topic in world.deployed.of("aws_sns_topic").filter(ours) {
            let mut policies = world.deployed.beside(topic, "aws_sns_topic_policy");
            let policy = policies.find(|one| topic.is_named_by(&one.body["arn"], "arn"));
            let policy = &policy
                .unwrap_or_else(|| panic!("{}: no policy", topic.place()))
                .body;
            let may = for_service(&policy["policy"], "events.amazonaws.com", "sns:Publish");
            assert!(topic.is_named_by(&may.unwrap()["Resource"], "arn"));
            let key = world
                .deployed
                .referred(topic, &topic.body["kms_master_key_id"], "id");
            for action in ["kms:Decrypt", "kms:GenerateDataKey*"] {
                let may = for_service(&key.body["policy"], "events.amazonaws.com", action);
                assert!(may.is_some_and(|one| one["Resource"] == "*"), "{action}");
            }
            seen += 1;
        }
    }
    assert_eq!(
        seen, 7,
        "two examples and three unusual specs have a topic of their own, two of them one for chat as well"
    );
}
