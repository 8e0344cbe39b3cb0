//! Plans, policies and roles: how long, where, as whom.

use std::collections::BTreeSet;

use offsite::facts::ResourceType;
use offsite::spec::model::Delivery;
use offsite::topology::{Lifecycle, Names, Plan, Role, Shape, Topology};
use serde_json::{Map, Value, json};

use crate::deployed::{Deployed, Resource};
use crate::evaluate::{for_service, texts};
use crate::selection_arns::{here, selection_arns};
use crate::{World, examples, world, worlds};

/// A lifecycle block as it has to stand: days by argument, or nothing.
fn days(lifecycle: Lifecycle, cold: &str, delete: &str) -> Value {
    let both = [(cold, lifecycle.cold_after), (delete, lifecycle.keep)];
    let set = both
        .into_iter()
        .filter_map(|(name, days)| Some((name.to_owned(), json!(days?.0))));
    Value::Object(set.collect::<Map<_, _>>())
}

fn in_plan(lifecycle: Lifecycle) -> Value {
    match days(lifecycle, "cold_storage_after", "delete_after") {
        Value::Object(none) if none.is_empty() => Value::Null,
        some => json!([some]),
    }
}

/// The plans that a shape gets as plans, with the retention that is its own.
fn delivered<'a>(
    topology: &'a Topology,
    shape: &'a Shape,
) -> impl Iterator<Item = (&'a Plan, Lifecycle, usize)> {
    let plans = shape.plans.iter();
    let plans = plans.map(|(index, keep)| (&topology.plans[*index], keep));
    let plans = plans.filter(|(plan, _)| plan.delivery == Delivery::Plan);
    plans.flat_map(|(plan, keep)| {
        plan.rules.iter().enumerate().map(move |(index, rule)| {
            let lifecycle = Lifecycle {
                keep: keep.or(rule.lifecycle.keep),
                ..rule.lifecycle
            };
            (plan, lifecycle, index)
        })
    })
}

/// The ARN of the role that backs up in an account.
fn backup_role(shape: &Shape, account: &str) -> String {
    match &shape.role {
        Role::Made(name) => format!("arn:aws:iam::{account}:role/{name}"),
        Role::Existing { arn, .. } => arn.as_str().replace("$account", account),
    }
}

/// Whether a plan asks for a tag in any way.
fn has_conditions(plan: &Plan) -> bool {
    let said = &plan.selection.conditions;
    let all = [
        &plan.selection.tags,
        &said.string_equals,
        &said.string_not_equals,
        &said.string_like,
        &said.string_not_like,
    ];
    all.iter().any(|tags| !tags.is_empty())
}

/// A resource of each plan that is delivered as one, in every account and region that gets the plan.
fn of_each_plan(kind: &str, mut look: impl FnMut(&World, &Shape, &Plan, &Resource)) {
    for world in worlds() {
        let topology = &world.topology;
        for (_, shape, member) in world.sources() {
            let account = member.account.id.as_str();
            for region in &member.regions {
                for (index, _) in &shape.plans {
                    let plan = &topology.plans[*index];
                    if plan.delivery == Delivery::Plan {
                        let names = Names(&topology.name);
                        let name = match kind {
                            "aws_backup_selection" => {
                                names.selection(plan.name.as_str(), has_conditions(plan))
                            }
                            _ => names.plan(plan.name.as_str()),
                        };
                        let found = world.named(kind, account, region.as_str(), &name);
                        look(world, shape, plan, found);
                    }
                }
            }
        }
    }
}

#[test]
fn every_rule_and_copy_is_kept_as_long_as_the_spec_says() {
    let mut seen = 0;
    for world in worlds() {
        let topology = &world.topology;
        for (_, shape, member) in world.sources() {
            for region in &member.regions {
                for (plan, local, index) in delivered(topology, shape) {
                    let name = Names(&topology.name).plan(plan.name.as_str());
                    let account = member.account.id.as_str();
                    let found = world.named("aws_backup_plan", account, region.as_str(), &name);
                    let (rule, held) = (&plan.rules[index], &found.body["rule"][index]);
                    assert_eq!(held["rule_name"], rule.name.as_str());
                    assert_eq!(held["lifecycle"], in_plan(local), "{}", found.place());
                    for copy in &rule.copies {
                        let vault = &topology.central_vaults[copy.vault];
                        let suffix = format!(":backup-vault:{}", vault.vault);
                        let mut copies = held["copy_action"].as_array().unwrap().iter();
                        let held = copies.find(|one| {
                            let arn = one["destination_vault_arn"].as_str().unwrap();
                            arn.ends_with(&suffix)
                        });
                        let held = &held.unwrap()["lifecycle"];
                        assert_eq!(*held, in_plan(copy.lifecycle), "{}", found.place());
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn the_monthly_backups_of_acme_cool_after_30_days_and_last_a_year_and_seven() {
    let plans = world("acme").deployed.of("aws_backup_plan");
    let monthly: Vec<&Value> = plans
        .flat_map(|plan| plan.body["rule"].as_array().unwrap())
        .filter(|rule| rule["rule_name"] == "monthly")
        .collect();
    assert_eq!(monthly.len(), 8 * 3);
    for rule in monthly {
        let local = json!([{ "cold_storage_after": 30, "delete_after": 365 }]);
        let copied = json!([{ "cold_storage_after": 30, "delete_after": 2555 }]);
        assert_eq!(rule["lifecycle"], local);
        assert_eq!(rule["copy_action"][0]["lifecycle"], copied);
    }
}

#[test]
fn every_selection_works_as_the_backup_role_of_its_own_account() {
    let mut seen = 0;
    of_each_plan("aws_backup_selection", |world, shape, plan, found| {
        let role = backup_role(shape, &found.account);
        if let Role::Made(name) = &shape.role {
            let made = world.role(&found.account, name);
            let trust = &made.body["assume_role_policy"];
            let trusted = for_service(trust, "backup.amazonaws.com", "sts:AssumeRole");
            assert!(trusted.is_some(), "{}", made.place());
        }
        assert_eq!(found.body["iam_role_arn"], role, "{}", found.place());
        let of = world.deployed.referred(found, &found.body["plan_id"], "id");
        let name = Names(&world.topology.name).plan(plan.name.as_str());
        assert_eq!(of.body["name"], name, "{}", found.place());
        seen += 1;
    });
    assert!(seen > 50, "{seen}");
}

#[test]
fn every_selection_asks_for_the_conditions_of_its_plan() {
    let mut kinds = BTreeSet::new();
    of_each_plan("aws_backup_selection", |_, _, plan, found| {
        let said = &plan.selection.conditions;
        // Tags are the first of the conditions: all of them have to be there.
        let mut equal = plan.selection.tags.clone();
        equal.extend(said.string_equals.clone());
        for (kind, tags) in [
            ("string_equals", &equal),
            ("string_not_equals", &said.string_not_equals),
            ("string_like", &said.string_like),
            ("string_not_like", &said.string_not_like),
        ] {
            let held = &found.body["condition"][0][kind];
            let held = held.as_array().map_or(&[][..], Vec::as_slice);
            let expected = tags.iter().map(
                |(key, value)| json!({ "key": format!("aws:ResourceTag/{key}"), "value": value }),
            );
            let expected: Vec<Value> = expected.collect();
            assert_eq!(held, expected, "{}: {kind}", found.place());
            kinds.extend((!tags.is_empty()).then_some(kind));
        }
        // Also an empty list: without the argument, Terraform keeps what was there before.
        assert!(found.body["not_resources"].is_array(), "{}", found.place());
        let left_out = texts(&found.body["not_resources"]);
        let said = plan.selection.not_resources.iter();
        let said: Vec<String> = said
            .map(|arn| here(arn.as_str(), &found.account, &found.region))
            .collect();
        assert_eq!(left_out, said, "{}", found.place());
    });
    assert_eq!(kinds.len(), 4);
}

#[test]
fn every_type_is_selected_by_the_pattern_of_its_own_resources() {
    let mut examples = examples::all().into_iter();
    let mut example = examples.find(|one| one.name == "quickstart").unwrap();
    for known in ResourceType::ALL {
        for plan in example.spec.plans.values_mut() {
            plan.resource_types = vec![*known];
            // Not every type can be copied.
            plan.copy_to.clear();
        }
        let deployed = Deployed::read(&example.tree());
        let mut seen = 0;
        for selection in deployed.of("aws_backup_selection") {
            let expected = selection_arns(*known, &selection.account, &selection.region);
            let expected = json!(expected);
            assert_eq!(selection.body["resources"], expected, "{known}");
            seen += 1;
        }
        assert_eq!(seen, 2, "one of each account: {known}");
    }
}

/// Backup policies and the plan each is of.
fn policies(world: &World) -> Vec<(&Plan, &Resource)> {
    let plans = world.topology.plans.iter();
    let plans = plans.filter(|plan| plan.delivery == Delivery::Policy);
    let found: Vec<_> = plans
        .flat_map(|plan| {
            let name = Names(&world.topology.name).plan(plan.name.as_str());
            let policies = world.deployed.of("aws_organizations_policy");
            let ours =
                policies.filter(move |one| one.body["name"].as_str().unwrap().starts_with(&name));
            ours.map(move |one| (plan, one))
        })
        .collect();
    found
}

#[test]
fn every_backup_policy_says_in_each_region_what_its_plan_says() {
    let mut seen = 0;
    for world in worlds() {
        let topology = &world.topology;
        for (plan, policy) in policies(world) {
            let members = plan
                .groups
                .iter()
                .flat_map(|one| topology.groups[*one].members());
            let regions: BTreeSet<&str> = members
                .flat_map(|member| &member.regions)
                .map(|region| region.as_str())
                .collect();
            let mut served: Vec<&str> = Vec::new();
            for (name, held) in policy.body["content"]["plans"].as_object().unwrap() {
                // A plan of a policy has the tags that the provider gives to any other plan.
                let tags = held["backup_plan_tags"].as_object();
                assert_eq!(tags.map_or(0, Map::len), topology.tags.len(), "{name}");
                for (key, value) in &topology.tags {
                    let tag = &held["backup_plan_tags"][key];
                    assert_eq!(tag["tag_key"]["@@assign"], **key);
                    assert_eq!(tag["tag_value"]["@@assign"], **value);
                }
                for region in texts(&held["regions"]["@@assign"]) {
                    served.push(region);
                    for rule in &plan.rules {
                        let held = &held["rules"][rule.name.as_str()];
                        let kept = assigned(rule.lifecycle);
                        assert_eq!(held["lifecycle"], kept, "{}: {name}", policy.place());
                        let points = &held["enable_continuous_backup"]["@@assign"];
                        assert_eq!(*points == "true", rule.continuous, "{}", policy.place());
                        for (key, value) in &rule.recovery_point_tags {
                            let tag = &held["recovery_point_tags"][key];
                            assert_eq!(tag["tag_value"]["@@assign"], **value);
                        }
                        let none = Map::new();
                        let actions = held["copy_actions"].as_object().unwrap_or(&none);
                        assert_eq!(actions.len(), rule.copies.len(), "{}", policy.place());
                        for copy in &rule.copies {
                            let vault = &topology.central_vaults[copy.vault];
                            let to = vault.pairs.iter().find(|(from, _)| from.as_str() == region);
                            let arn = format!(
                                "arn:aws:backup:{}:{}:backup-vault:{}",
                                to.unwrap().1,
                                vault.account.id,
                                vault.vault
                            );
                            let held = &actions[&arn];
                            assert_eq!(held["target_backup_vault_arn"]["@@assign"], arn);
                            assert_eq!(held["lifecycle"], assigned(copy.lifecycle), "{arn}");
                            seen += 1;
                        }
                    }
                }
            }
            assert_eq!(served.len(), regions.len(), "{}", policy.place());
            assert_eq!(BTreeSet::from_iter(served), regions, "{}", policy.place());
        }
    }
    assert!(seen >= 3, "{seen}");
}

fn assigned(lifecycle: Lifecycle) -> Value {
    let mut days = days(
        lifecycle,
        "move_to_cold_storage_after_days",
        "delete_after_days",
    );
    for value in days.as_object_mut().unwrap().values_mut() {
        *value = json!({ "@@assign": value.to_string() });
    }
    days
}

#[test]
fn every_backup_policy_works_as_a_role_of_whatever_account_it_reaches() {
    let mut seen = 0;
    for world in worlds() {
        for (plan, policy) in policies(world) {
            for held in policy.body["content"]["plans"]
                .as_object()
                .unwrap()
                .values()
            {
                let selection = &held["selections"]["resources"]["protected"];
                let role = selection["iam_role_arn"]["@@assign"].as_str().unwrap();
                let groups = plan.groups.iter().map(|one| &world.topology.groups[*one]);
                for shape in groups.flat_map(|group| &group.shapes) {
                    for member in &shape.members {
                        // AWS puts each account's own id in.
                        let account = member.account.id.as_str();
                        let role = role.replace("$account", account);
                        assert_eq!(role, backup_role(shape, account), "{}", policy.place());
                        if let Role::Made(name) = &shape.role {
                            world.role(account, name);
                        }
                        seen += 1;
                    }
                }
            }
        }
    }
    assert!(seen >= 24, "{seen}");
}

#[test]
fn every_backup_policy_is_attached_to_its_targets_and_nothing_else() {
    let attached: Vec<&str> = world("acme")
        .deployed
        .of("aws_organizations_policy_attachment")
        .map(|one| one.body["target_id"].as_str().unwrap())
        .collect();
    assert_eq!(
        attached,
        ["100000000101", "100000000102"],
        "as specs/acme.yaml has it"
    );
    for world in worlds() {
        for attachment in world.deployed.of("aws_organizations_policy_attachment") {
            let policy = &attachment.body["policy_id"];
            let policy = world.deployed.referred(attachment, policy, "id");
            let (plan, _) = *policies(world)
                .iter()
                .find(|(_, one)| one.label == policy.label)
                .unwrap();
            let target = attachment.body["target_id"].as_str().unwrap();
            assert!(plan.targets.iter().any(|one| one.id.as_str() == target));
        }
    }
}
