//! Objects of buckets that were not backed up: from a vault's topic to the bus of its account and region.

use std::collections::BTreeSet;

use offsite::facts::{Change, ResourceType};
use offsite::topology::{Names, Shape};
use serde_json::json;

use crate::deployed::Resource;
use crate::evaluate::{Caller, allows, for_service, texts};
use crate::{World, worlds};

const NOTIFICATIONS: &str = "aws_backup_vault_notifications";

/// Whether somebody asks for objects, and a plan of the shape can select buckets.
pub(crate) fn is_heard(world: &World, shape: &Shape) -> bool {
    let mut routes = world.topology.events.iter();
    let asked = routes.any(|route| route.also.contains(&Change::Objects));
    let plans = shape.plans.iter();
    let mut types = plans.map(|(index, _)| &world.topology.plans[*index].selection.types);
    asked && types.any(|types| types.is_empty() || types.contains(&ResourceType::S3))
}

/// The name of all that the news of an account's vaults goes by.
pub(crate) fn name(world: &World) -> String {
    Names(&world.topology.name).vault_notifications()
}

/// One place whose vault tells of objects.
struct Place<'a> {
    world: &'a World,
    account: &'a str,
    region: &'a str,
    vault: &'a str,
}

impl Place<'_> {
    fn made(&self, kind: &str) -> &Resource {
        let name = name(self.world);
        self.world.named(kind, self.account, self.region, &name)
    }

    /// The one resource of a kind that belongs to another by an argument.
    fn of<'a>(&'a self, to: &'a Resource, kind: &'a str, argument: &str, by: &str) -> &'a Resource {
        let all = self.world.deployed.beside(to, kind);
        let all: Vec<_> = all
            .filter(|one| to.is_named_by(&one.body[argument], by))
            .collect();
        let [one] = all[..] else {
            panic!("{}: {} of {kind}", to.place(), all.len())
        };
        one
    }

    fn arn(&self, service: &str, resource: &str) -> String {
        format!(
            "arn:aws:{service}:{}:{}:{resource}",
            self.region, self.account
        )
    }
}

/// Every source account and region whose vault tells of objects.
fn places() -> Vec<Place<'static>> {
    let mut places = Vec::new();
    for world in worlds() {
        for (group, shape, member) in world.sources() {
            if is_heard(world, shape) {
                places.extend(member.regions.iter().map(|region| Place {
                    world,
                    account: member.account.id.as_str(),
                    region: region.as_str(),
                    vault: group.vault.as_str(),
                }));
            }
        }
    }
    assert!(places.len() >= 8, "{}", places.len());
    places
}

#[test]
fn a_vault_tells_of_objects_where_somebody_asks_and_plans_can_select_buckets_and_nowhere_else() {
    let wanted: BTreeSet<_> = places()
        .iter()
        .map(|one| (&*one.world.name, one.account, one.region, one.vault))
        .collect();
    let mut found = BTreeSet::new();
    for world in worlds() {
        for told in world.deployed.of(NOTIFICATIONS) {
            let vault = &told.body["backup_vault_name"];
            let vault = world.deployed.referred(told, vault, "name");
            let vault = vault.body["name"].as_str().unwrap();
            found.insert((&*world.name, &*told.account, &*told.region, vault));
            // Each of them would be heard twice: their jobs send events of their own.
            assert_eq!(
                told.body["backup_vault_events"],
                json!(["S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED"]),
                "{}",
                told.place()
            );
        }
        for kind in ["aws_pipes_pipe", NOTIFICATIONS] {
            let one_each = world.deployed.of(kind).count();
            let here = found.iter().filter(|(name, ..)| *name == world.name);
            assert_eq!(one_each, here.count(), "{}: {kind}", world.name);
        }
    }
    assert_eq!(found, wanted);
}

#[test]
fn the_topic_admits_aws_backup_for_its_own_vault_before_the_vault_is_told() {
    for place in places() {
        let topic = place.made("aws_sns_topic");
        let policy = place.of(topic, "aws_sns_topic_policy", "arn", "arn");
        let document = &policy.body["policy"];
        assert_eq!(document["Statement"].as_array().unwrap().len(), 1);
        let may = for_service(document, "backup.amazonaws.com", "sns:Publish").unwrap();
        assert_eq!(texts(&may["Action"]), ["sns:Publish"]);
        let vault = place.arn("backup", &format!("backup-vault:{}", place.vault));
        assert_eq!(
            may["Condition"],
            json!({
                "StringEquals": { "aws:SourceAccount": place.account },
                "ArnEquals": { "aws:SourceArn": vault },
            })
        );
        let told = place.of(topic, NOTIFICATIONS, "sns_topic_arn", "arn");
        let deployed = &place.world.deployed;
        assert!(deployed.makes_before(policy, told), "{}", told.place());
    }
}

#[test]
fn the_queue_takes_what_its_topic_sends_and_nothing_else() {
    for place in places() {
        let (topic, queue) = (place.made("aws_sns_topic"), place.made("aws_sqs_queue"));
        let policy = place.of(queue, "aws_sqs_queue_policy", "queue_url", "url");
        let document = &policy.body["policy"];
        assert_eq!(document["Statement"].as_array().unwrap().len(), 1);
        let may = for_service(document, "sns.amazonaws.com", "sqs:SendMessage").unwrap();
        assert!(queue.is_named_by(&may["Resource"], "arn"));
        let from = may["Condition"].as_object().unwrap();
        assert_eq!(from.len(), 1, "{}", policy.place());
        assert!(topic.is_named_by(&from["ArnEquals"]["aws:SourceArn"], "arn"));
        let anybody = Caller::role(place.account, "o-another00", "somebody");
        assert!(!allows(document, &anybody, "sqs:SendMessage"));

        let subscription = place.of(topic, "aws_sns_topic_subscription", "topic_arn", "arn");
        assert_eq!(subscription.body["protocol"], "sqs");
        assert!(queue.is_named_by(&subscription.body["endpoint"], "arn"));
        // Only in its envelope is a message JSON.
        assert!(subscription.body["raw_message_delivery"].is_null());
        let deployed = &place.world.deployed;
        assert!(deployed.makes_before(policy, subscription));

        // What makes no event is not taken for ever, and is not lost.
        let redrive = &queue.body["redrive_policy"];
        let dead = deployed.referred(queue, &redrive["deadLetterTargetArn"], "arn");
        let undelivered = Names(&place.world.topology.name).dead_letter_queue();
        assert_eq!(dead.body["name"], undelivered);
        assert!(redrive["maxReceiveCount"].as_u64().unwrap() > 1);
    }
}

#[test]
fn the_pipe_puts_what_the_rule_there_forwards_with_a_role_that_may_do_no_more() {
    for place in places() {
        let (pipe, queue) = (place.made("aws_pipes_pipe"), place.made("aws_sqs_queue"));
        assert!(queue.is_named_by(&pipe.body["source"], "arn"));
        let bus = place.arn("events", "event-bus/default");
        assert_eq!(pipe.body["target"], bus);

        let rule = Names(&place.world.topology.name).event_rule("failed-objects");
        let rule = place.world.named(
            "aws_cloudwatch_event_rule",
            place.account,
            place.region,
            &rule,
        );
        let pattern = &rule.body["event_pattern"];
        let to = &pipe.body["target_parameters"][0];
        let event = &to["eventbridge_event_bus_parameters"][0];
        assert_eq!(texts(&pattern["source"]), texts(&event["source"]));
        assert_eq!(texts(&pattern["detail-type"]), texts(&event["detail_type"]));
        let vault = place.arn("backup", &format!("backup-vault:{}", place.vault));
        assert_eq!(event["resources"], json!([vault]));
        let state = texts(&pattern["detail"]["state"]);
        let [state] = state[..] else {
            panic!("{pattern}")
        };
        // The message is a value by itself: in a text its quotes would be lost.
        let template = format!("{{\"state\":\"{state}\",\"notification\":<$.body>}}");
        assert_eq!(to["input_template"], template);

        let role = place.world.role(place.account, &name(place.world));
        let arn = format!("arn:aws:iam::{}:role/{}", place.account, name(place.world));
        assert_eq!(pipe.body["role_arn"], arn);
        let trust = &role.body["assume_role_policy"];
        let may = for_service(trust, "pipes.amazonaws.com", "sts:AssumeRole").unwrap();
        assert_eq!(
            may["Condition"]["StringEquals"]["aws:SourceAccount"],
            place.account
        );
        let pipes = format!(
            "arn:aws:pipes:*:{}:pipe/{}",
            place.account,
            name(place.world)
        );
        assert_eq!(may["Condition"]["ArnLike"]["aws:SourceArn"], pipes);
        let policy = place.of(role, "aws_iam_role_policy", "role", "name");
        let allowed: Vec<(Vec<&str>, &str)> = (policy.body["policy"]["Statement"].as_array())
            .unwrap()
            .iter()
            .map(|one| (texts(&one["Action"]), one["Resource"].as_str().unwrap()))
            .collect();
        let take = [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
        ];
        assert_eq!(
            allowed,
            [
                (
                    take.to_vec(),
                    &*format!("arn:aws:sqs:*:{}:{}", place.account, name(place.world))
                ),
                (
                    vec!["events:PutEvents"],
                    &*format!("arn:aws:events:*:{}:event-bus/default", place.account)
                ),
            ]
        );
        let deployed = &place.world.deployed;
        assert!(deployed.makes_before(policy, pipe), "{}", pipe.place());
    }
}
