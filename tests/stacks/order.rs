//! What is made before what.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    every_file, every_template, files, needs, resources, script, templates, texts, two_groups,
    within,
};

#[test]
fn what_the_organization_takes_one_at_a_time_is_made_one_at_a_time() {
    let mut pairs = 0;
    for (file, template) in every_template() {
        for kind in ["AWS::Organizations::Policy", "Custom::OrganizationSwitches"] {
            let of_kind = resources(template).filter(|(_, resource)| resource["Type"] == kind);
            let ids: Vec<&String> = of_kind.map(|(id, _)| id).collect();
            for (position, one) in ids.iter().enumerate() {
                for other in &ids[..position] {
                    let apart = needs(template, one).contains(*other)
                        || needs(template, other).contains(*one);
                    assert!(apart, "{file}: {one} and {other}");
                    pairs += 1;
                }
            }
        }
    }
    assert!(pairs > 20);
}

#[test]
fn a_resource_policy_waits_for_the_administrators_that_it_names() {
    let mut seen = 0;
    for (file, template) in every_template() {
        let policies = resources(template)
            .filter(|(_, one)| one["Type"] == "AWS::Organizations::ResourcePolicy");
        for (id, _) in policies {
            let needed = needs(template, id);
            let switches = resources(template)
                .filter(|(_, one)| one["Properties"]["DelegatedAdministrators"].is_array());
            for (administrator, _) in switches {
                assert!(needed.contains(administrator), "{file}: {administrator}");
                seen += 1;
            }
        }
    }
    assert!(seen > 2);
}

/// The custom resource of a template that makes the role of AWS Backup.
fn linked_role(template: &Value) -> Option<&String> {
    let mut made = resources(template).filter(|(_, one)| {
        texts(&one["Properties"]["ServiceLinkedRoles"]) == ["backup.amazonaws.com"]
    });
    let role = made.next();
    assert!(made.next().is_none(), "{role:?} and another one");
    role.map(|(id, _)| id)
}

#[test]
fn the_role_of_aws_backup_is_there_before_every_key_and_vault() {
    let (mut within_stack, mut before) = (0, 0);
    for (_, files) in every_file() {
        let mut made: BTreeSet<&str> = BTreeSet::new();
        let deployments = script::deployments(&files["deploy.sh"]);
        for deployment in &deployments {
            let template = templates::read(deployment.file, &files[deployment.file]);
            let mut all = vec![template.clone()];
            for (_, set) in resources(&template) {
                let body = match set["Properties"]["TemplateURL"].as_str() {
                    Some(url) => files.get(url.rsplit('/').next().unwrap()),
                    None => None,
                };
                let body = body.map(String::as_str);
                let body = body.or_else(|| set["Properties"]["TemplateBody"].as_str());
                all.extend(body.map(|body| templates::read("body.yaml", body)));
            }
            for template in all {
                let role = linked_role(&template);
                for (id, one) in resources(&template) {
                    if one["Type"] != "AWS::Backup::BackupVault" {
                        continue;
                    }
                    let needed = needs(&template, id);
                    match role {
                        Some(role) => {
                            assert!(needed.contains(role), "{}: {id}", deployment.stack);
                            let mut keys = needed.iter().filter(|id| {
                                template["Resources"][id.as_str()]["Type"] == "AWS::KMS::Key"
                            });
                            let waits = keys.all(|key| needs(&template, key).contains(role));
                            assert!(waits, "{}: {id}", deployment.stack);
                            within_stack += 1;
                        }
                        None => {
                            let known = made.contains(deployment.account);
                            assert!(known, "{}: {id}", deployment.stack);
                            before += 1;
                        }
                    }
                }
                if role.is_some() {
                    made.insert(deployment.account);
                }
            }
        }
    }
    assert!(within_stack > 30 && before > 10, "{within_stack}, {before}");
}

#[test]
fn the_management_account_has_the_role_of_aws_backup_first_of_all() {
    let mut seen = 0;
    for (file, template) in every_template() {
        if !file.starts_with("1-management") {
            continue;
        }
        let role = linked_role(template).unwrap();
        let switches =
            resources(template).filter(|(_, one)| one["Type"] == "Custom::OrganizationSwitches");
        for (id, _) in switches.filter(|(id, _)| *id != role) {
            assert!(needs(template, id).contains(role), "{file}: {id}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn a_bus_is_there_before_rules_forward_to_it() {
    let mut seen = 0;
    for (file, template) in every_template() {
        let buses = resources(template).filter(|(_, one)| one["Type"] == "AWS::Events::EventBus");
        for (bus, resource) in buses {
            let name = resource["Properties"]["Name"].as_str().unwrap();
            let rules = resources(template).filter(|(_, one)| one["Type"] == "AWS::Events::Rule");
            for (rule, resource) in rules {
                let targets = within(&resource["Properties"]["Targets"]);
                if targets
                    .iter()
                    .any(|text| text.ends_with(&format!(":event-bus/{name}")))
                {
                    let needed = needs(template, rule);
                    assert!(needed.contains(bus), "{file}: {rule}");
                    let mut policies = resources(template)
                        .filter(|(_, one)| one["Type"] == "AWS::Events::EventBusPolicy");
                    let (policy, _) = policies.next().unwrap();
                    assert!(needed.contains(policy), "{file}: {rule}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 5);
}

#[test]
fn a_queue_takes_events_before_a_rule_sends_to_it_or_cannot_deliver() {
    let mut seen = 0;
    for (file, template) in every_template() {
        let of = |kind: &'static str| {
            resources(template).filter_map(move |(id, one)| (one["Type"] == kind).then_some(id))
        };
        for policy in of("AWS::SQS::QueuePolicy") {
            let open = within(&template["Resources"][policy]["Properties"]["Queues"]);
            for rule in of("AWS::Events::Rule") {
                let needed = needs(template, rule);
                let sends = |queue: &String| {
                    let named = |text: &String| {
                        text.rsplit(|sign: char| !sign.is_alphanumeric()).next() == Some(&**queue)
                    };
                    needed.contains(queue) && open.iter().any(named)
                };
                if of("AWS::SQS::Queue").any(sends) {
                    assert!(needed.contains(policy), "{file}: {rule}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn what_forwards_to_a_bus_is_deployed_after_it_and_after_the_role_that_may() {
    let mut seen = 0;
    for (spec, files) in every_file() {
        let deployments = script::deployments(&files["deploy.sh"]);
        let makes = |file: &str, kind: &str, name: &str| {
            let template = templates::read(file, &files[file]);
            resources(&template)
                .any(|(_, one)| one["Type"] == kind && within(one).iter().any(|text| text == name))
        };
        let bus = format!("{}-backup-events", spec.name);
        let hub = deployments
            .iter()
            .position(|one| makes(one.file, "AWS::Events::EventBus", &bus));
        let Some(hub) = hub else { continue };
        for (index, one) in deployments.iter().enumerate() {
            let template = templates::read(one.file, &files[one.file]);
            let forwards = resources(&template).any(|(_, resource)| {
                let texts = within(&resource["Properties"]["Targets"]);
                texts
                    .iter()
                    .any(|text| text.ends_with(&format!(":event-bus/{bus}")))
            });
            if !forwards {
                continue;
            }
            assert!(hub <= index, "{} before the bus", one.stack);
            // The role is of the same account, in a stack before; stack sets make their own, in order.
            if one.file.starts_with("stacksets") {
                continue;
            }
            let role = deployments[..index].iter().any(|before| {
                before.account == one.account && makes(before.file, "AWS::IAM::Role", &bus)
            });
            assert!(role, "{} before its role", one.stack);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn roles_come_before_plans_also_where_the_first_account_brings_its_own() {
    let accounts = "accounts: [orders, billing], regions: [eu-west-1], exceptions: { \
                    orders: { role: \"arn:aws:iam::333333333333:role/own\" }, billing: { keep: { daily: 9d } } }";
    let spec = two_groups(accounts, "cloudformation: { delivery: stacks }\n");
    let files = files(&spec);
    let deployments = script::deployments(&files["deploy.sh"]);
    let live = deployments
        .iter()
        .filter(|one| one.stack.starts_with("two-3-live"));
    let order: Vec<_> = live.map(|one| (one.account, one.stack)).collect();
    assert_eq!(
        order,
        [
            ("444444444444", "two-3-live-account"),
            ("333333333333", "two-3-live-region"),
            ("444444444444", "two-3-live-region"),
        ]
    );
}
