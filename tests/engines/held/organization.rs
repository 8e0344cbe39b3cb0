//! Switches, delegation and policies of the organization.

use std::collections::BTreeSet;

use offsite::spec::model::Delivery;
use offsite::topology::Names;

use super::{Held, says};

/// Types that plans protect: opted in where the plans run.
pub(crate) fn opted_in(held: &Held<'_>) -> usize {
    let mut seen = 0;
    let topology = &held.topology;
    for (_, shape, member) in held.sources() {
        for region in &member.regions {
            let settings = &held.place(member.account.id.as_str(), region.as_str())["settings"];
            let plans = shape.plans.iter().map(|(index, _)| &topology.plans[*index]);
            for one in plans.flat_map(|plan| &plan.selection.types) {
                seen += 1;
                let label = format!("{}: {one} in {}/{region}", held.name, member.account.id);
                assert_eq!(settings["opt_in"][one.as_str()], true, "{label}");
                if topology.full_management.contains(one) {
                    assert_eq!(settings["management"][one.as_str()], true, "{label}");
                }
            }
        }
    }
    for path in topology.copy_paths() {
        let (account, region) = (path.vault.account.id.as_str(), path.destination.as_str());
        let settings = &held.place(account, region)["settings"];
        for one in &path.plan.selection.types {
            seen += 1;
            let label = format!("{}: {one} in {account}/{region}", held.name);
            assert_eq!(settings["opt_in"][one.as_str()], true, "{label}");
            if topology.full_management.contains(one) {
                assert_eq!(settings["management"][one.as_str()], true, "{label}");
            }
        }
    }
    seen
}

/// The switches of the organization, and who manages its backup policies.
pub(crate) fn organization(held: &Held<'_>) -> usize {
    let (found, organization) = (&held.held["organization"], &held.topology.organization);
    let label = format!("{}: {found:#}", held.name);
    assert_eq!(
        found["global_settings"]["isCrossAccountBackupEnabled"], "true",
        "{label}"
    );
    let listed = |key: &str| -> BTreeSet<&str> {
        found[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap())
            .collect()
    };
    let with = |key: &str, more: Option<&'static str>| -> BTreeSet<&str> {
        let before = held.before[key].as_array().unwrap().iter();
        before
            .map(|one| one.as_str().unwrap())
            .chain(more)
            .collect()
    };
    let mut services = with("service_access", Some("backup.amazonaws.com"));
    services.extend(held.services_of_the_engine());
    assert_eq!(
        listed("policy_types"),
        with("policy_types", Some("BACKUP_POLICY")),
        "{label}"
    );
    assert_eq!(listed("service_access"), services, "{label}");
    let delegates = organization.delegated_administrators.iter();
    let delegates: BTreeSet<&str> = delegates.map(|(account, _)| account.id.as_str()).collect();
    assert_eq!(listed("delegated_administrators"), delegates, "{label}");
    for delegate in delegates {
        assert!(says(&found["resource_policy"], delegate), "{label}");
        assert!(
            says(&found["resource_policy"], "organizations:CreatePolicy"),
            "{label}"
        );
    }
    for statement in organization.resource_policy.iter().flatten() {
        let statements = found["resource_policy"]["Statement"].as_array().unwrap();
        assert!(statements.contains(statement), "{label}");
    }
    listed("policy_types").len() + listed("service_access").len()
}

/// Backup policies: attached to their targets, and no longer than AWS takes.
pub(crate) fn backup_policies(held: &Held<'_>) -> usize {
    let mut seen = 0;
    let found = &held.held["organization"]["backup_policies"];
    for plan in &held.topology.plans {
        if plan.delivery != Delivery::Policy {
            continue;
        }
        seen += 1;
        let label = format!("{}: {found:#}", held.name);
        let stem = Names(&held.topology.name).plan(plan.name.as_str());
        let ours = found
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
    seen
}
