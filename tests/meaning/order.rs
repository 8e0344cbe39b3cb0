//! What is made before what: a target is refused, or loses events, while what it names is not there.

use crate::deployed::Resource;
use crate::{World, worlds};

const TARGET: &str = "aws_cloudwatch_event_target";

/// Fails unless one resource is made before another.
fn first(world: &World, first: &Resource, then: &Resource) {
    assert!(
        world.deployed.makes_before(first, then),
        "{}: {} is not made before {}",
        world.name,
        first.place(),
        then.place()
    );
}

/// The resource of a kind that belongs to another by an argument.
fn belonging<'a>(
    world: &'a World,
    kind: &'a str,
    argument: &str,
    to: &'a Resource,
    attribute: &str,
) -> &'a Resource {
    let mut all = world.deployed.beside(to, kind);
    let one = all.find(|one| to.is_named_by(&one.body[argument], attribute));
    one.unwrap_or_else(|| panic!("{}: no {kind}", to.place()))
}

#[test]
fn a_bus_and_its_policy_are_there_before_any_target_on_it() {
    let (mut here, mut elsewhere) = (0, 0);
    for world in worlds() {
        for target in world.deployed.of(TARGET) {
            let Some(arn) = target.body["arn"].as_str() else {
                continue;
            };
            let parts: Vec<&str> = arn.splitn(6, ':').collect();
            let &[_, _, "events", region, account, bus] = &parts[..] else {
                continue;
            };
            let name = bus.strip_prefix("event-bus/").unwrap();
            let bus = world.named("aws_cloudwatch_event_bus", account, region, name);
            let kind = "aws_cloudwatch_event_bus_policy";
            let policy = belonging(world, kind, "event_bus_name", bus, "name");
            first(world, bus, target);
            first(world, policy, target);
            *if bus.root == target.root {
                &mut here
            } else {
                &mut elsewhere
            } += 1;
        }
    }
    assert!(here > 10 && elsewhere > 50, "{here} {elsewhere}");
}

#[test]
fn the_role_of_a_target_may_put_events_before_the_target_is_there() {
    let mut seen = 0;
    for world in worlds() {
        for target in world.deployed.of(TARGET) {
            let Some(role) = target.body["role_arn"].as_str() else {
                continue;
            };
            let (_, name) = role.rsplit_once('/').unwrap();
            let role = world.role(&target.account, name);
            assert_eq!(role.root, target.root, "{}", target.place());
            let policy = belonging(world, "aws_iam_role_policy", "role", role, "name");
            first(world, role, target);
            first(world, policy, target);
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen}");
}

#[test]
fn a_topic_and_a_log_group_take_events_before_there_is_a_target_on_them() {
    let mut seen = 0;
    for world in worlds() {
        for target in world.deployed.of(TARGET) {
            let topic = world.deployed.beside(target, "aws_sns_topic");
            let groups = world.deployed.beside(target, "aws_cloudwatch_log_group");
            for listener in topic.chain(groups) {
                if !listener.is_named_by(&target.body["arn"], "arn") {
                    continue;
                }
                let policy = if listener.kind == "aws_sns_topic" {
                    belonging(world, "aws_sns_topic_policy", "arn", listener, "arn")
                } else {
                    let kind = "aws_cloudwatch_log_resource_policy";
                    let mut policies = world.deployed.beside(listener, kind);
                    policies.next().unwrap()
                };
                first(world, policy, target);
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn a_queue_takes_events_before_a_target_sends_to_it_or_cannot_deliver() {
    let mut seen = 0;
    for world in worlds() {
        for target in world.deployed.of(TARGET) {
            let undelivered = &target.body["dead_letter_config"][0]["arn"];
            let mut named = 0;
            for queue in world.deployed.beside(target, "aws_sqs_queue") {
                let listens = queue.is_named_by(&target.body["arn"], "arn");
                if !listens && !queue.is_named_by(undelivered, "arn") {
                    continue;
                }
                let kind = "aws_sqs_queue_policy";
                let policy = belonging(world, kind, "queue_url", queue, "url");
                first(world, policy, target);
                named += 1;
            }
            assert!(named > 0, "{}", target.place());
            seen += named;
        }
    }
    assert!(seen > 100, "{seen}");
}
