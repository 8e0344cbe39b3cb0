//! What is switched on, and that nothing else is switched off.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::deployed::Resource;
use crate::{world, worlds};

const SETTINGS: &str = "aws_backup_region_settings";
const OPT_IN: &str = "resource_type_opt_in_preference";
const MANAGEMENT: &str = "resource_type_management_preference";
const GLOBAL: &str = "aws_backup_global_settings";

/// Whether a resource adds to the settings; the other one of each place only reads them.
fn adds(resource: &Resource) -> bool {
    resource.label != "found" && !resource.label.ends_with("_found")
}

/// What a resource adds to an argument: it takes all that is there now from the one that reads it.
fn added<'a>(resource: &'a Resource, argument: &str) -> &'a Map<String, Value> {
    let label = match resource.label.as_str() {
        "this" => "found".to_owned(),
        label => format!("{label}_found"),
    };
    let merged = &resource.body[argument]["merge"];
    let found = format!("reference to {}.{label}.{argument}", resource.kind);
    assert_eq!(merged[0], found, "{}", resource.place());
    assert!(resource.body["lifecycle"].is_null(), "{}", resource.place());
    merged[1].as_object().unwrap()
}

#[test]
fn the_organization_keeps_what_is_on_and_gets_what_backups_need() {
    for world in worlds() {
        let mut found = world.deployed.of("aws_cloudformation_stack");
        let stack = found.next().unwrap();
        assert!(found.next().is_none());
        let management = world.topology.organization.management.id.as_str();
        assert_eq!(stack.account, management);
        // The resource of the provider knows whole lists only, and no type newer than itself.
        assert!(
            world
                .deployed
                .of("aws_organizations_organization")
                .next()
                .is_none()
        );
        assert_eq!(stack.body["capabilities"], json!(["CAPABILITY_IAM"]));
        let file = json!({ "file": ["${path.module}/organization.yaml"] });
        assert_eq!(stack.body["template_body"], file);
        let template = world.template("terraform/1-management/organization.yaml");
        let switches = &template["Resources"]["Switches"];
        assert_eq!(switches["Type"], "Custom::OrganizationSwitches");
        let properties = &switches["Properties"];
        assert_eq!(
            properties["ServicePrincipals"],
            json!(["backup.amazonaws.com"])
        );
        assert_eq!(properties["PolicyTypes"], json!(["BACKUP_POLICY"]));
        // What is on stays on when the stack goes, whatever the spec says of CloudFormation's own.
        assert_eq!(properties["OnDelete"], "keep");
        assert!(properties["OrganizationsAccess"].is_null());
    }
}

#[test]
fn what_is_switched_off_later_is_said_by_the_next_plan() {
    for world in worlds() {
        let text = world.text("terraform/1-management/organization.tf");
        for (list, value) in [
            ("aws_service_access_principals", "backup.amazonaws.com"),
            ("enabled_policy_types", "BACKUP_POLICY"),
        ] {
            let asked = format!("data.aws_organizations_organization.current.{list}");
            let flat: String = text.split_whitespace().collect();
            assert!(
                flat.contains(&format!("contains({asked},\"{value}\")"))
                    || flat.contains(&format!("contains({asked},\"{value}\",)")),
                "{}: {value}",
                world.name
            );
        }
        let mut read = world.deployed.of("data.aws_organizations_organization");
        let read = read.next().unwrap();
        let after = json!(["reference to aws_cloudformation_stack.organization"]);
        assert_eq!(
            read.body["depends_on"], after,
            "before its switches are made"
        );
    }
}

#[test]
fn an_organization_in_a_state_of_before_is_forgotten_and_not_destroyed() {
    for world in worlds() {
        let text = world.text("terraform/1-management/removed.tf");
        let body: hcl::Body = hcl::from_str(text).unwrap();
        let removed: Vec<_> = body.blocks().collect();
        let [removed] = removed[..] else {
            panic!("{text}")
        };
        assert_eq!(removed.identifier(), "removed");
        let from = removed.body().attributes().find(|one| one.key() == "from");
        let from = from.unwrap().expr().to_string();
        assert_eq!(from, "aws_organizations_organization.this");
        let lifecycle = removed.body().blocks().next().unwrap();
        let destroy = lifecycle.body().attributes().next().unwrap();
        assert_eq!(destroy.key(), "destroy");
        assert_eq!(*destroy.expr(), hcl::Expression::Bool(false));
    }
}

#[test]
fn what_reads_settings_changes_none_of_them() {
    let mut seen = 0;
    for world in worlds() {
        for (kind, arguments) in [
            (GLOBAL, &["global_settings"][..]),
            (SETTINGS, &[OPT_IN, MANAGEMENT][..]),
        ] {
            let pairs = world
                .deployed
                .of(kind)
                .partition::<Vec<_>, _>(|one| adds(one));
            let (adding, reading) = pairs;
            assert_eq!(adding.len(), reading.len(), "{}: {kind}", world.name);
            for one in reading {
                let ignored = &one.body["lifecycle"][0]["ignore_changes"];
                let all = arguments
                    .iter()
                    .map(|name| json!(format!("reference to {name}")));
                assert_eq!(*ignored, all.collect::<Value>(), "{}", one.place());
                assert_eq!(one.body[arguments[0]], json!({}), "{}", one.place());
                seen += 1;
            }
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn accounts_may_copy_to_each_other_and_settings_nobody_spoke_of_stay() {
    for world in worlds() {
        let mut found = world.deployed.of(GLOBAL).filter(|one| adds(one));
        let settings = found.next().unwrap();
        let said = world.topology.organization.global_settings;
        let mut expected =
            Map::from_iter([("isCrossAccountBackupEnabled".to_owned(), json!("true"))]);
        for (name, on) in [
            (
                "isDelegatedAdministratorEnabled",
                said.delegated_administrator_sync,
            ),
            ("isMpaEnabled", said.multi_party_approval),
        ] {
            expected.extend(on.map(|on| (name.to_owned(), json!(on.to_string()))));
        }
        assert_eq!(*added(settings, "global_settings"), expected);
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
        for path in topology.copy_paths() {
            let types = path.plan.selection.types.iter().map(ToString::to_string);
            let place = (path.vault.account.id.as_str(), path.destination.as_str());
            places.entry(place).or_default().extend(types);
        }
        for ((account, region), types) in places {
            let mut found = world.deployed.of(SETTINGS);
            let one = found.find(|one| one.account == account && one.region == region && adds(one));
            let one = one.unwrap_or_else(|| panic!("{}: {account}/{region}", world.name));
            expected.push((one, types));
        }
    }
    assert!(expected.len() > 30);
    expected
}

#[test]
fn every_type_that_a_plan_protects_is_opted_in_where_it_runs_and_where_its_copies_go() {
    for (settings, types) in expected() {
        let opted_in = added(settings, OPT_IN);
        for one in types {
            let on = opted_in.get(&one);
            assert_eq!(on, Some(&json!(true)), "{}: {one}", settings.place());
        }
    }
    let quickstart = world("quickstart").deployed.of(SETTINGS);
    for settings in quickstart.filter(|one| adds(one)) {
        let opted_in = json!({ "DynamoDB": true, "S3": true });
        assert_eq!(json!(added(settings, OPT_IN)), opted_in);
    }
}

/// Copies of DynamoDB need its advanced features at both ends:
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html>
#[test]
fn dynamodb_has_its_advanced_features_where_its_tables_are_and_where_their_copies_go() {
    let mut seen = 0;
    for (settings, types) in expected() {
        if types.contains("DynamoDB") {
            let managed = added(settings, MANAGEMENT);
            assert_eq!(
                managed.get("DynamoDB"),
                Some(&json!(true)),
                "{}",
                settings.place()
            );
            seen += usize::from(settings.root.starts_with("2-central-"));
        }
    }
    assert!(seen > 2, "{seen} central regions");
}

#[test]
fn no_type_is_switched_off() {
    for (settings, _) in expected() {
        let managed = match settings.body[MANAGEMENT].is_null() {
            true => Map::new(),
            false => added(settings, MANAGEMENT).clone(),
        };
        for (one, on) in added(settings, OPT_IN).iter().chain(&managed) {
            assert_eq!(*on, true, "{}: {one}", settings.place());
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

/// Before a policy is written, the function is to see what would be lost with what is there.
#[test]
fn the_function_reads_the_whole_resource_policy_before_either_engine_writes_it() {
    let mut written = 0;
    for world in worlds() {
        let mut found = world.deployed.of("aws_organizations_resource_policy");
        let content = found.next().map(|policy| policy.body["content"].clone());
        written += usize::from(content.is_some());
        let management = world.template("cloudformation/1-management.yaml");
        let terraform = world.template("terraform/1-management/organization.yaml");
        let resources = [
            &management["Resources"]["OrganizationSwitches"],
            &terraform["Resources"]["Switches"],
        ];
        for switches in resources {
            let told = switches["Properties"]["ResourcePolicy"].as_str();
            let told = told.map(|text| serde_json::from_str::<Value>(text).unwrap());
            assert_eq!(told, content);
        }
        let resource = &management["Resources"]["ResourcePolicy"]["Properties"]["Content"];
        assert_eq!(content.unwrap_or_default(), *resource);
    }
    assert!(written > 0);
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
