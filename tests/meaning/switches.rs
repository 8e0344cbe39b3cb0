//! What is switched on, and that nothing else is switched off.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::deployed::Resource;
use crate::{world, worlds};

const SETTINGS: &str = "aws_backup_region_settings";
const OPT_IN: &str = "resource_type_opt_in_preference";

/// The entries of an argument that a resource leaves as AWS has them.
fn left_alone(resource: &Resource, argument: &str) -> BTreeSet<String> {
    let ignored = resource.body["lifecycle"][0]["ignore_changes"].as_array();
    let ignored = ignored
        .into_iter()
        .flatten()
        .map(|one| one.as_str().unwrap());
    ignored
        .filter_map(|one| one.split_once(&format!("{argument}[\"")))
        .map(|(_, rest)| rest.trim_end_matches("\"]").to_owned())
        .collect()
}

#[test]
fn the_organization_keeps_what_is_on_and_gets_what_backups_need() {
    for world in worlds() {
        let mut found = world.deployed.of("aws_organizations_organization");
        let organization = found.next().unwrap();
        assert!(found.next().is_none());
        let management = world.topology.organization.management.id.as_str();
        assert_eq!(organization.account, management);
        let current = "reference to data.aws_organizations_organization.current";
        for (argument, needed) in [
            ("aws_service_access_principals", "backup.amazonaws.com"),
            ("enabled_policy_types", "BACKUP_POLICY"),
        ] {
            let union = json!({ "setunion": [format!("{current}.{argument}"), [needed]] });
            assert_eq!(organization.body[argument], union, "{argument}");
        }
    }
}

#[test]
fn accounts_may_copy_to_each_other_and_settings_nobody_spoke_of_stay() {
    for world in worlds() {
        let mut found = world.deployed.of("aws_backup_global_settings");
        let settings = found.next().unwrap();
        let held = &settings.body["global_settings"];
        let on = &held["isCrossAccountBackupEnabled"];
        assert!(*on == "true" || *on == true, "{on}");
        // AWS returns three: a map with fewer never settles.
        assert_eq!(held.as_object().unwrap().len(), 3);
        let said = world.topology.organization.global_settings;
        let mut unsaid = BTreeSet::new();
        if said.delegated_administrator_sync.is_none() {
            unsaid.insert("isDelegatedAdministratorEnabled".to_owned());
        }
        if said.multi_party_approval.is_none() {
            unsaid.insert("isMpaEnabled".to_owned());
        }
        assert_eq!(left_alone(settings, "global_settings"), unsaid);
    }
}

/// The settings of a place, and the protected types that must be opted in there.
fn expected() -> Vec<(&'static Resource, BTreeSet<String>)> {
    let mut expected = Vec::new();
    for world in worlds() {
        let topology = &world.topology;
        let mut places: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
        let management = topology.organization.management.id.as_str();
        for (group, shape, member) in world.sources() {
            let index = topology
                .groups
                .iter()
                .position(|one| one.name == group.name);
            for (number, plan) in topology.plans.iter().enumerate() {
                for region in &member.regions {
                    let types = plan.selection.types.iter().map(ToString::to_string);
                    // The management account decides for the policies of the whole group.
                    if plan.groups.contains(&index.unwrap()) {
                        let place = places.entry((management, region.as_str()));
                        place.or_default().extend(types.clone());
                    }
                    if shape.has_plan(number) {
                        let account = member.account.id.as_str();
                        let place = places.entry((account, region.as_str()));
                        place.or_default().extend(types);
                    }
                }
            }
        }
        for ((account, region), types) in places {
            let mut found = world.deployed.of(SETTINGS);
            let one = found.find(|one| one.account == account && one.region == region);
            let one = one.unwrap_or_else(|| panic!("{}: {account}/{region}", world.name));
            expected.push((one, types));
        }
    }
    assert!(expected.len() > 30);
    expected
}

#[test]
fn every_type_that_a_plan_protects_is_opted_in_where_it_runs() {
    for (settings, types) in expected() {
        let opted_in = settings.body[OPT_IN].as_object().unwrap();
        for one in types {
            assert_eq!(
                opted_in.get(&one),
                Some(&json!(true)),
                "{}: {one}",
                settings.place()
            );
            let ignored = left_alone(settings, OPT_IN).contains(&one);
            assert!(!ignored, "{}: {one} is left alone", settings.place());
        }
    }
    let quickstart = world("quickstart").deployed.of(SETTINGS);
    for settings in quickstart {
        let opted_in = &settings.body[OPT_IN];
        assert_eq!(*opted_in, json!({ "DynamoDB": true, "S3": true }));
    }
}

#[test]
fn no_type_is_switched_off_and_every_other_one_stays_as_it_is() {
    let known = offsite::facts::ResourceType::ALL;
    for (settings, _) in expected() {
        let opted_in = settings.body[OPT_IN].as_object().unwrap();
        let managed = &settings.body["resource_type_management_preference"];
        let managed = managed.as_object().into_iter().flatten();
        for (one, on) in opted_in.iter().chain(managed) {
            assert_eq!(*on, true, "{}: {one}", settings.place());
        }
        let left = left_alone(settings, OPT_IN);
        for one in known {
            let one = one.to_string();
            let settled = opted_in.contains_key(&one) != left.contains(&one);
            assert!(settled, "{}: {one}", settings.place());
        }
    }
}

#[test]
fn the_resource_policy_keeps_the_statements_of_others_and_names_the_administrators() {
    let policy = |name| {
        let mut found = world(name).deployed.of("aws_organizations_resource_policy");
        found.next().unwrap().body["content"]["Statement"].clone()
    };
    let acme = policy("acme");
    assert_eq!(acme[0]["Sid"], "PlatformReadsPolicies");
    assert_eq!(
        acme[0]["Principal"]["AWS"],
        "arn:aws:iam::100000000201:root"
    );
    for (example, administrator, organization) in [
        ("acme", "100000000002", "o-acme0a1b2c"),
        ("quickstart", "222222222222", "o-a1b2c3d4e5"),
    ] {
        let root = Value::from(format!("arn:aws:iam::{administrator}:root"));
        let policy = policy(example);
        let statements = policy.as_array().unwrap().iter();
        let ours: Vec<&Value> = statements
            .filter(|one| one["Sid"].as_str().unwrap().starts_with("Offsite"))
            .collect();
        assert!(ours.len() >= 3);
        for statement in ours {
            assert_eq!(statement["Principal"]["AWS"], root, "{example}");
            for resource in crate::evaluate::texts(&statement["Resource"]) {
                assert!(
                    resource == "*" || resource.contains(organization),
                    "{resource}"
                );
            }
        }
        let delegated = world(example)
            .deployed
            .of("aws_organizations_delegated_administrator");
        for one in delegated {
            assert_eq!(one.body["account_id"], administrator);
            assert_eq!(one.body["service_principal"], "backup.amazonaws.com");
        }
    }
}

/// What a delegated administrator may do, to the letter: on backup policies and their targets alone.
#[test]
fn a_delegated_administrator_manages_backup_policies_and_no_others() {
    for (example, organization, management) in [
        ("acme", "o-acme0a1b2c", "100000000001"),
        ("quickstart", "o-a1b2c3d4e5", "111111111111"),
    ] {
        let mut found = world(example)
            .deployed
            .of("aws_organizations_resource_policy");
        let statements = found.next().unwrap().body["content"]["Statement"].clone();
        let said = |sid: &str| {
            let mut all = statements.as_array().unwrap().iter();
            all.find(|one| one["Sid"] == sid).unwrap().clone()
        };
        let own = |resource: &str| format!("arn:aws:organizations::{management}:{resource}");
        let policies = own(&format!("policy/{organization}/backup_policy/*"));
        let backup_policies_only =
            json!({ "StringLikeIfExists": { "organizations:PolicyType": "BACKUP_POLICY" } });
        let manage = said("OffsiteManageBackupPolicies");
        assert_eq!(
            manage["Resource"],
            json!([
                own(&format!("root/{organization}/r-*")),
                own(&format!("ou/{organization}/ou-*")),
                own(&format!("account/{organization}/*")),
                policies,
            ])
        );
        assert_eq!(manage["Condition"], backup_policies_only);
        assert_eq!(
            said("OffsiteReadBackupPolicies")["Condition"],
            backup_policies_only
        );
        assert_eq!(said("OffsiteTagBackupPolicies")["Resource"], policies);
    }
}
