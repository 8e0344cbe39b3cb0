//! What AWS holds after the examples were applied, read through its API and held against the specs.

use std::collections::BTreeSet;

use offsite::spec::duration::Days;
use offsite::spec::model::{Delivery, LockMode};
use offsite::topology::{Group, Lifecycle, Member, Names, Role, Shape};
use serde_json::{Value, json};

use crate::environment::say;
use crate::terraform::side_by_side;
use crate::world::{World, places, worlds};

impl World {
    fn place(&self, account: &str, region: &str) -> &Value {
        let place = &self.held["places"][format!("{account}/{region}")];
        assert!(
            place.is_object(),
            "{}: nothing of {account}/{region}",
            self.example.name
        );
        place
    }

    /// The source accounts whose roots were applied.
    fn sources(&self) -> impl Iterator<Item = (&Group, &Shape, &Member)> {
        let groups = self.topology.groups.iter();
        let members = groups.flat_map(|group| {
            let shapes = group.shapes.iter();
            shapes.flat_map(move |shape| {
                shape
                    .members
                    .iter()
                    .map(move |member| (group, shape, member))
            })
        });
        members.filter(|(group, _, member)| {
            let named = |name: &str| {
                self.applied
                    .iter()
                    .any(|root| root.name == format!("3-source-{name}"))
            };
            named(member.account.name.as_str()) || named(group.name.as_str())
        })
    }
}

fn lifecycle(of: Lifecycle) -> Value {
    let mut lifecycle = json!({});
    if let Some(Days(days)) = of.keep {
        lifecycle["DeleteAfterDays"] = days.into();
    }
    if let Some(Days(days)) = of.cold_after {
        lifecycle["MoveToColdStorageAfterDays"] = days.into();
    }
    lifecycle
}

fn names(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The text of a policy, to look for what must be in it.
fn says(policy: &Value, what: &str) -> bool {
    policy.to_string().contains(what)
}

#[test]
fn the_second_plan_of_every_applied_root_is_empty() {
    let mut planned = 0;
    for world in worlds("the second plan of every applied root is empty") {
        planned += world.applied.len();
        let results = side_by_side(&world.applied, |root| {
            world.work.run(
                &root.name,
                &["plan", "-input=false", "-detailed-exitcode", "-no-color"],
            )
        });
        for (root, ended) in world.applied.iter().zip(results) {
            let place = format!("{}/{}", world.example.name, root.name);
            assert_eq!(ended.status, 0, "{place}: the second plan: {}", ended.all());
        }
    }
    say(&format!("{planned} second plans are empty"));
}

#[test]
fn no_call_is_a_gap_of_the_double() {
    for world in worlds("no call is a gap of the double") {
        let gaps: BTreeSet<String> = (world.double.calls().iter())
            .filter(|call| call.status == 501)
            .map(|call| format!("{}:{} {}", call.service, call.operation, call.error))
            .collect();
        assert!(gaps.is_empty(), "{}: {gaps:#?}", world.example.name);
    }
}

#[test]
fn nothing_is_made_outside_the_accounts_and_regions_of_the_spec() {
    for world in worlds("nothing is made outside the accounts and regions of the spec") {
        let places: BTreeSet<(String, String)> = places(&world.topology).into_iter().collect();
        let regional = ["backup", "kms", "events", "sns", "sqs", "logs"];
        let changes = ["Create", "Put", "Update", "Set", "Tag", "Enable"];
        let mut made = 0;
        for call in world.double.calls() {
            let changing = changes.iter().any(|verb| call.operation.starts_with(verb));
            if changing && regional.contains(&call.service.as_str()) {
                made += 1;
                assert!(
                    places.contains(&(call.account.clone(), call.region.clone())),
                    "{}: {call:?}",
                    world.example.name
                );
            }
        }
        assert!(made > 20, "{}: {made} changes", world.example.name);
    }
}

#[test]
fn every_central_vault_stands_in_its_account_and_regions_with_policy_key_and_lock() {
    let mut seen = 0;
    for world in
        worlds("every central vault stands in its account and regions with policy, key and lock")
    {
        for vault in &world.topology.central_vaults {
            for region in &vault.regions {
                seen += 1;
                let place = world.place(vault.account.id.as_str(), region.as_str());
                let held = &place["vaults"][vault.vault.as_str()];
                let label = format!(
                    "{}: {} in {region}: {held:#}",
                    world.example.name, vault.vault
                );
                let expected = format!(
                    "arn:aws:backup:{region}:{}:backup-vault:{}",
                    vault.account.id, vault.vault
                );
                assert_eq!(held["arn"], expected, "{label}");
                assert!(
                    says(&held["policy"], "backup:CopyIntoBackupVault"),
                    "{label}"
                );
                assert!(
                    says(&held["policy"], world.topology.organization.id.as_str()),
                    "{label}"
                );
                match vault.keys.get(region) {
                    Some(existing) => assert_eq!(held["key"], existing.to_string(), "{label}"),
                    None => {
                        let keys = place["keys"].as_object().unwrap().values();
                        let mut own = keys.filter(|key| key["arn"] == held["key"]);
                        let own = own.next().unwrap_or_else(|| panic!("no key: {label}"));
                        assert_eq!(own["rotation"], true, "{label}");
                        assert!(says(&own["policy"], "AWSServiceRoleForBackup"), "{label}");
                    }
                }
                let expected = match &vault.lock {
                    None => json!({ "locked": false, "min": null, "max": null, "final": false }),
                    Some(lock) => json!({
                        "locked": true,
                        "min": lock.min.map(|days| days.0),
                        "max": lock.max.map(|days| days.0),
                        "final": lock.mode == LockMode::Compliance,
                    }),
                };
                assert_eq!(held["lock"], expected, "{label}");
            }
        }
    }
    say(&format!("{seen} central vaults as the specs say"));
}

#[test]
fn every_source_has_one_local_vault_a_region_under_a_key_of_its_own() {
    let mut seen = 0;
    for world in worlds("every source has one local vault a region under a key of its own") {
        for (group, shape, member) in world.sources() {
            for region in &member.regions {
                seen += 1;
                let account = member.account.id.as_str();
                let place = world.place(account, region.as_str());
                let label = format!("{}: {account} in {region}", world.example.name);
                assert_eq!(
                    names(&place["vaults"]),
                    [group.vault.as_str()].into(),
                    "{label}"
                );
                let held = &place["vaults"][group.vault.as_str()];
                match shape.keys.get(region) {
                    Some(existing) => assert_eq!(held["key"], existing.to_string(), "{label}"),
                    None => {
                        let key = held["key"].as_str().unwrap();
                        assert!(
                            key.starts_with(&format!("arn:aws:kms:{region}:{account}:key/")),
                            "{label}"
                        );
                    }
                }
                let central = world
                    .topology
                    .central_vaults
                    .iter()
                    .map(|vault| vault.account.id.as_str());
                if group.copy_back {
                    for central in central {
                        assert!(says(&held["policy"], central), "{label}: {held:#}");
                    }
                } else {
                    assert_eq!(held["policy"], Value::Null, "{label}");
                }
            }
        }
    }
    say(&format!("{seen} local vaults as the specs say"));
}

#[test]
fn every_plan_says_what_the_spec_says_in_each_account_and_region() {
    let (mut plans, mut copies) = (0, 0);
    for world in worlds("every plan says what the spec says in each account and region") {
        let topology = &world.topology;
        for (group, shape, member) in world.sources() {
            for region in &member.regions {
                let account = member.account.id.as_str();
                let held = &world.place(account, region.as_str())["plans"];
                let expected: Vec<_> = shape
                    .plans
                    .iter()
                    .map(|(index, keep)| (&topology.plans[*index], keep))
                    .filter(|(plan, _)| plan.delivery == Delivery::Plan)
                    .collect();
                let label = format!("{}: {account} in {region}", world.example.name);
                let by_name =
                    |plan: &offsite::topology::Plan| Names(&topology.name).plan(plan.name.as_str());
                let wanted: BTreeSet<String> =
                    expected.iter().map(|(plan, _)| by_name(plan)).collect();
                assert_eq!(
                    names(held),
                    wanted.iter().map(String::as_str).collect(),
                    "{label}"
                );
                for (plan, keep) in expected {
                    plans += 1;
                    let held = &held[by_name(plan)];
                    let label = format!("{label}: {held:#}");
                    let rules: BTreeSet<&str> =
                        plan.rules.iter().map(|rule| rule.name.as_str()).collect();
                    assert_eq!(names(&held["rules"]), rules, "{label}");
                    for rule in &plan.rules {
                        let held = &held["rules"][rule.name.as_str()];
                        assert_eq!(
                            held["TargetBackupVaultName"],
                            group.vault.as_str(),
                            "{label}"
                        );
                        assert_eq!(
                            held["ScheduleExpression"],
                            rule.schedule.expression(),
                            "{label}"
                        );
                        let zone = rule.timezone.as_deref().unwrap_or("Etc/UTC");
                        assert_eq!(held["ScheduleExpressionTimezone"], zone, "{label}");
                        assert_eq!(held["StartWindowMinutes"], rule.start_window.0, "{label}");
                        assert_eq!(
                            held["CompletionWindowMinutes"], rule.completion_window.0,
                            "{label}"
                        );
                        assert_eq!(held["EnableContinuousBackup"], rule.continuous, "{label}");
                        let local = Lifecycle {
                            keep: keep.or(rule.lifecycle.keep),
                            ..rule.lifecycle
                        };
                        assert_eq!(held["Lifecycle"], lifecycle(local), "{label}");
                        let mut wanted: Vec<(String, Value)> = Vec::new();
                        for copy in &rule.copies {
                            let vault = &topology.central_vaults[copy.vault];
                            let Some(to) = vault.region_for(region) else {
                                continue;
                            };
                            let arn = format!(
                                "arn:aws:backup:{to}:{}:backup-vault:{}",
                                vault.account.id, vault.vault
                            );
                            wanted.push((arn, lifecycle(copy.lifecycle)));
                        }
                        copies += wanted.len();
                        let actions = held["CopyActions"].as_array().into_iter().flatten();
                        let mut found: Vec<(String, Value)> = actions
                            .map(|one| {
                                let arn = one["DestinationBackupVaultArn"]
                                    .as_str()
                                    .unwrap()
                                    .to_owned();
                                (arn, one["Lifecycle"].clone())
                            })
                            .collect();
                        found.sort_by(|one, other| one.0.cmp(&other.0));
                        wanted.sort_by(|one, other| one.0.cmp(&other.0));
                        assert_eq!(found, wanted, "{label}");
                        let tags = serde_json::to_value(&rule.recovery_point_tags).unwrap();
                        let none = json!({});
                        let found = held.get("RecoveryPointTags").unwrap_or(&none);
                        for (key, value) in tags.as_object().unwrap() {
                            assert_eq!(&found[key], value, "{label}");
                        }
                    }
                }
            }
        }
    }
    say(&format!(
        "{plans} plans with {copies} copy actions as the specs say"
    ));
}

#[test]
fn every_selection_chooses_what_the_spec_names_with_a_role_of_its_account() {
    let mut seen = 0;
    for world in worlds("every selection chooses what the spec names with a role of its account") {
        let topology = &world.topology;
        for (_, shape, member) in world.sources() {
            let account = member.account.id.as_str();
            let role = match &shape.role {
                Role::Made(name) => format!("arn:aws:iam::{account}:role/{name}"),
                Role::Existing { arn, .. } => arn.to_string().replace("$account", account),
            };
            for region in &member.regions {
                for (index, _) in &shape.plans {
                    let plan = &topology.plans[*index];
                    if plan.delivery == Delivery::Policy {
                        continue;
                    }
                    seen += 1;
                    let name = Names(&topology.name).plan(plan.name.as_str());
                    let held = &world.place(account, region.as_str())["plans"][name]["selections"];
                    let label = format!("{}: {account} in {region}: {held:#}", world.example.name);
                    let held: Vec<&Value> = held.as_object().unwrap().values().collect();
                    let [held] = held[..] else { panic!("{label}") };
                    assert_eq!(held["IamRoleArn"], role, "{label}");
                    let selection = &plan.selection;
                    let listed = |key: &str| held[key].as_array().cloned().unwrap_or_default();
                    for arn in &selection.resources {
                        assert!(
                            listed("Resources").contains(&json!(arn.to_string())),
                            "{label}"
                        );
                    }
                    assert_eq!(
                        listed("Resources").len(),
                        match (selection.resource_types.len(), selection.resources.len()) {
                            (0, 0) => 1,
                            (types, arns) => types + arns,
                        },
                        "{label}"
                    );
                    let left_out: Vec<Value> = selection
                        .not_resources
                        .iter()
                        .map(|arn| json!(arn.to_string()))
                        .collect();
                    assert_eq!(listed("NotResources"), left_out, "{label}");
                    let conditions = &selection.conditions;
                    let operators = [
                        (
                            "StringEquals",
                            vec![&selection.tags, &conditions.string_equals],
                        ),
                        ("StringNotEquals", vec![&conditions.string_not_equals]),
                        ("StringLike", vec![&conditions.string_like]),
                        ("StringNotLike", vec![&conditions.string_not_like]),
                    ];
                    for (operator, tags) in operators {
                        let wanted: BTreeSet<String> = (tags.into_iter().flatten())
                            .map(|(key, value)| {
                                json!({ "ConditionKey": format!("aws:ResourceTag/{key}"), "ConditionValue": value })
                                    .to_string()
                            })
                            .collect();
                        let found = held["Conditions"][operator]
                            .as_array()
                            .into_iter()
                            .flatten();
                        let found: BTreeSet<String> = found.map(ToString::to_string).collect();
                        assert_eq!(found, wanted, "{operator}: {label}");
                    }
                }
            }
        }
    }
    say(&format!("{seen} selections as the specs say"));
}

#[test]
fn every_type_that_a_plan_protects_is_opted_in_where_the_plan_runs() {
    let mut seen = 0;
    for world in worlds("every type that a plan protects is opted in where the plan runs") {
        let topology = &world.topology;
        for (_, shape, member) in world.sources() {
            for region in &member.regions {
                let settings =
                    &world.place(member.account.id.as_str(), region.as_str())["settings"];
                let plans = shape.plans.iter().map(|(index, _)| &topology.plans[*index]);
                for one in plans.flat_map(|plan| &plan.selection.types) {
                    seen += 1;
                    let label = format!(
                        "{}: {one} in {}/{region}",
                        world.example.name, member.account.id
                    );
                    assert_eq!(settings["opt_in"][one.as_str()], true, "{label}");
                    if topology.full_management.contains(one) {
                        assert_eq!(settings["management"][one.as_str()], true, "{label}");
                    }
                }
            }
        }
    }
    say(&format!("{seen} types opted in"));
}

#[test]
fn the_organization_lets_accounts_copy_and_one_account_manage() {
    for world in worlds("the organization lets accounts copy and one account manage") {
        let (held, organization) = (&world.held["organization"], &world.topology.organization);
        let label = format!("{}: {held:#}", world.example.name);
        assert_eq!(
            held["global_settings"]["isCrossAccountBackupEnabled"], "true",
            "{label}"
        );
        let listed = |key: &str| -> BTreeSet<&str> {
            held[key]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one.as_str().unwrap())
                .collect()
        };
        assert_eq!(
            listed("policy_types"),
            ["BACKUP_POLICY", "SERVICE_CONTROL_POLICY"].into(),
            "{label}"
        );
        assert_eq!(
            listed("service_access"),
            ["backup.amazonaws.com", "sso.amazonaws.com"].into(),
            "{label}"
        );
        let delegates = organization.delegated_administrators.iter();
        let delegates: BTreeSet<&str> = delegates.map(|(account, _)| account.id.as_str()).collect();
        assert_eq!(listed("delegated_administrators"), delegates, "{label}");
        for delegate in delegates {
            assert!(says(&held["resource_policy"], delegate), "{label}");
            assert!(
                says(&held["resource_policy"], "organizations:CreatePolicy"),
                "{label}"
            );
        }
        for statement in organization.resource_policy.iter().flatten() {
            let statements = held["resource_policy"]["Statement"].as_array().unwrap();
            assert!(statements.contains(statement), "{label}");
        }
    }
}

#[test]
fn every_backup_policy_is_attached_to_its_targets() {
    let mut seen = 0;
    for world in worlds("every backup policy is attached to its targets") {
        let held = &world.held["organization"]["backup_policies"];
        for plan in &world.topology.plans {
            if plan.delivery != Delivery::Policy {
                continue;
            }
            seen += 1;
            let label = format!("{}: {held:#}", world.example.name);
            let stem = Names(&world.topology.name).plan(plan.name.as_str());
            let ours = held
                .as_object()
                .unwrap()
                .iter()
                .filter(|(name, _)| name.starts_with(&stem));
            let mut attached = BTreeSet::new();
            for (_, policy) in ours {
                assert!(policy["length"].as_u64().unwrap() <= 10_000, "{label}");
                attached.extend(
                    policy["targets"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|one| one.as_str().unwrap()),
                );
            }
            assert_eq!(
                attached,
                plan.targets
                    .iter()
                    .map(|target| target.id.as_str())
                    .collect(),
                "{label}"
            );
        }
    }
    say(&format!("{seen} backup policies attached as the specs say"));
}

#[test]
fn job_events_travel_from_every_place_to_the_one_bus_and_on_to_the_listeners() {
    let (mut forwarding, mut reporting) = (0, 0);
    for world in worlds("job events travel from every place to the one bus and on to the listeners")
    {
        let topology = &world.topology;
        let Some(route) = &topology.events else {
            continue;
        };
        let hub = Names(&topology.name).bus();
        let bus = format!(
            "arn:aws:events:{}:{}:event-bus/{hub}",
            route.region, route.account.id
        );
        let mut senders: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (_, _, member) in world.sources() {
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
            let rules = &world.place(account, region)["buses"]["default"]["rules"];
            let label = format!("{}: {account} in {region}: {rules:#}", world.example.name);
            for job in &route.jobs {
                let rule = &rules[Names(&topology.name).job_rule(job.as_str())];
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
        let place = world.place(route.account.id.as_str(), route.region.as_str());
        let held = &place["buses"][&hub];
        let label = format!("{}: {held:#}", world.example.name);
        assert!(
            says(&held["policy"], topology.organization.id.as_str()),
            "{label}"
        );
        let listeners = usize::from(route.topic.is_some())
            + usize::from(route.queue.is_some())
            + usize::from(route.log_group.is_some());
        for job in &route.jobs {
            let rule = &held["rules"][Names(&topology.name).job_rule(job.as_str())];
            let targets = rule["targets"].as_object().unwrap();
            assert_eq!(targets.len(), listeners, "{label}");
            for target in targets.values() {
                reporting += 1;
                assert!(
                    says(&target["InputTransformer"], "schema_version"),
                    "{label}"
                );
                assert!(target["DeadLetterConfig"].is_object(), "{label}");
                let arn = target["Arn"].as_str().unwrap();
                assert!(
                    arn.contains(&format!("{}:{}:", route.region, route.account.id)),
                    "{label}"
                );
                let listener = match arn.split(':').nth(2).unwrap() {
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
    }
    say(&format!(
        "{forwarding} forwarding and {reporting} reporting targets as the specs say"
    ));
}
