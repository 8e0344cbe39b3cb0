//! Plans and selections of the source accounts.

use std::collections::BTreeSet;

use offsite::spec::ids::ResourceArn;
use offsite::spec::model::Delivery;
use offsite::spec::time::duration::Days;
use offsite::topology::{Lifecycle, Names, Role};
use serde_json::{Value, json};

use super::{Held, names};
use crate::selection_arns::{here, selection_arns};

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

/// Plans with their rules and copy actions.
pub(crate) fn plans(held: &Held<'_>) -> usize {
    let mut plans = 0;
    let mut copies = 0;
    let topology = &held.topology;
    for (group, shape, member) in held.sources() {
        for region in &member.regions {
            let account = member.account.id.as_str();
            let found = &held.place(account, region.as_str())["plans"];
            let expected: Vec<_> = shape
                .plans
                .iter()
                .map(|(index, keep)| (&topology.plans[*index], keep))
                .filter(|(plan, _)| plan.delivery == Delivery::Plan)
                .collect();
            let label = format!("{}: {account} in {region}", held.name);
            let by_name =
                |plan: &offsite::topology::Plan| Names(&topology.name).plan(plan.name.as_str());
            let wanted: BTreeSet<String> = expected.iter().map(|(plan, _)| by_name(plan)).collect();
            assert_eq!(
                names(found),
                wanted.iter().map(String::as_str).collect(),
                "{label}"
            );
            for (plan, keep) in expected {
                plans += 1;
                let found = &found[by_name(plan)];
                let label = format!("{label}: {found:#}");
                let rules: BTreeSet<&str> =
                    plan.rules.iter().map(|rule| rule.name.as_str()).collect();
                assert_eq!(names(&found["rules"]), rules, "{label}");
                for rule in &plan.rules {
                    let found = &found["rules"][rule.name.as_str()];
                    assert_eq!(
                        found["TargetBackupVaultName"],
                        group.vault.as_str(),
                        "{label}"
                    );
                    assert_eq!(
                        found["ScheduleExpression"],
                        rule.schedule.expression(),
                        "{label}"
                    );
                    let zone = rule.timezone.as_deref().unwrap_or("Etc/UTC");
                    assert_eq!(found["ScheduleExpressionTimezone"], zone, "{label}");
                    assert_eq!(found["StartWindowMinutes"], rule.start_window.0, "{label}");
                    assert_eq!(
                        found["CompletionWindowMinutes"], rule.completion_window.0,
                        "{label}"
                    );
                    assert_eq!(found["EnableContinuousBackup"], rule.continuous, "{label}");
                    let local = Lifecycle {
                        keep: keep.or(rule.lifecycle.keep),
                        ..rule.lifecycle
                    };
                    assert_eq!(found["Lifecycle"], lifecycle(local), "{label}");
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
                    let actions = found["CopyActions"].as_array().into_iter().flatten();
                    let mut copied: Vec<(String, Value)> = actions
                        .map(|one| {
                            let arn = one["DestinationBackupVaultArn"]
                                .as_str()
                                .unwrap()
                                .to_owned();
                            (arn, one["Lifecycle"].clone())
                        })
                        .collect();
                    copied.sort_by(|one, other| one.0.cmp(&other.0));
                    wanted.sort_by(|one, other| one.0.cmp(&other.0));
                    assert_eq!(copied, wanted, "{label}");
                    let tags = serde_json::to_value(&rule.recovery_point_tags).unwrap();
                    let none = json!({});
                    let tagged = found.get("RecoveryPointTags").unwrap_or(&none);
                    for (key, value) in tags.as_object().unwrap() {
                        assert_eq!(&tagged[key], value, "{label}");
                    }
                }
            }
        }
    }
    plans + copies
}

/// Selections: what they choose, and the role that reads it.
pub(crate) fn selections(held: &Held<'_>) -> usize {
    let mut seen = 0;
    let topology = &held.topology;
    for (_, shape, member) in held.sources() {
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
                let found = &held.place(account, region.as_str())["plans"][name]["selections"];
                let label = format!("{}: {account} in {region}: {found:#}", held.name);
                let found: Vec<&Value> = found.as_object().unwrap().values().collect();
                let [selected] = found[..] else {
                    panic!("{label}")
                };
                assert_eq!(selected["IamRoleArn"], role, "{label}");
                let selection = &plan.selection;
                let listed = |key: &str| selected[key].as_array().cloned().unwrap_or_default();
                let types = selection.resource_types.iter();
                let types = types.flat_map(|one| selection_arns(*one, account, region.as_str()));
                let here = |arn: &ResourceArn| here(arn.as_str(), account, region.as_str());
                let named = selection.resources.iter().map(here);
                let mut chosen: BTreeSet<String> = types.chain(named).collect();
                if chosen.is_empty() {
                    chosen.insert("*".to_owned());
                }
                // In any order, since Terraform has one of its own; but none of them twice.
                let listed_resources = listed("Resources");
                assert_eq!(listed_resources.len(), chosen.len(), "{label}");
                let found = listed_resources.iter().map(|arn| arn.as_str().unwrap());
                let found: BTreeSet<String> = found.map(str::to_owned).collect();
                assert_eq!(found, chosen, "{label}");
                let left_out: Vec<Value> = selection
                    .not_resources
                    .iter()
                    .map(|arn| json!(here(arn)))
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
                    let found = selected["Conditions"][operator]
                        .as_array()
                        .into_iter()
                        .flatten();
                    let found: BTreeSet<String> = found.map(ToString::to_string).collect();
                    assert_eq!(found, wanted, "{operator}: {label}");
                }
            }
        }
    }
    seen
}
