//! What is made before what.

use crate::{
    every_template, files, needs, resources, script, specs, templates, two_groups, within,
};

#[test]
fn what_the_organization_takes_one_at_a_time_is_made_one_at_a_time() {
    let mut pairs = 0;
    for (file, template) in every_template() {
        for kind in ["AWS::Organizations::Policy", "Custom::OrganizationSwitches"] {
            let of_kind = resources(&template).filter(|(_, resource)| resource["Type"] == kind);
            let ids: Vec<&String> = of_kind.map(|(id, _)| id).collect();
            for (position, one) in ids.iter().enumerate() {
                for other in &ids[..position] {
                    let apart = needs(&template, one).contains(*other)
                        || needs(&template, other).contains(*one);
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
        let policies = resources(&template)
            .filter(|(_, one)| one["Type"] == "AWS::Organizations::ResourcePolicy");
        for (id, _) in policies {
            let needed = needs(&template, id);
            let switches = resources(&template)
                .filter(|(_, one)| one["Properties"]["DelegatedAdministrators"].is_array());
            for (administrator, _) in switches {
                assert!(needed.contains(administrator), "{file}: {administrator}");
                seen += 1;
            }
        }
    }
    assert!(seen > 2);
}

#[test]
fn a_bus_is_there_before_rules_forward_to_it() {
    let mut seen = 0;
    for (file, template) in every_template() {
        let buses = resources(&template).filter(|(_, one)| one["Type"] == "AWS::Events::EventBus");
        for (bus, resource) in buses {
            let name = resource["Properties"]["Name"].as_str().unwrap();
            let rules = resources(&template).filter(|(_, one)| one["Type"] == "AWS::Events::Rule");
            for (rule, resource) in rules {
                let targets = within(&resource["Properties"]["Targets"]);
                if targets
                    .iter()
                    .any(|text| text.ends_with(&format!(":event-bus/{name}")))
                {
                    let needed = needs(&template, rule);
                    assert!(needed.contains(bus), "{file}: {rule}");
                    let mut policies = resources(&template)
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
fn what_forwards_to_a_bus_is_deployed_after_it_and_after_the_role_that_may() {
    let mut seen = 0;
    for spec in specs() {
        let files = files(&spec);
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
