//! Where stack sets put stacks, and how they work.

use std::collections::{BTreeMap, BTreeSet};

use offsite::spec::model::PermissionModel;
use offsite::stages;
use serde_json::{Value, json};

use crate::{UNITS, UNITS_OF_LIVE, examples, stack_sets, texts, two_groups, unusual};

/// The accounts that each region of a stack set has by its targets: filter, and accounts of it.
fn targets(set: &Value) -> BTreeMap<String, (String, Vec<String>)> {
    let mut targets = BTreeMap::new();
    for group in set["StackInstancesGroup"].as_array().unwrap() {
        let deployment = &group["DeploymentTargets"];
        let filter = deployment["AccountFilterType"].as_str().unwrap_or("NONE");
        for region in texts(&group["Regions"]) {
            let target = (filter.to_owned(), texts(&deployment["Accounts"]));
            assert!(targets.insert(region, target).is_none(), "{set}");
        }
    }
    targets
}

#[test]
fn stack_sets_of_units_leave_out_whoever_has_no_stack_in_a_region() {
    let sets = stack_sets(&unusual("units"));
    let region = &sets["SourceRegionStackSet"];
    let without = |accounts: &[&str], region: &str| {
        json!({
            "DeploymentTargets": {
                "OrganizationalUnitIds": ["ou-ab12-c3d4e5f6"],
                "AccountFilterType": "DIFFERENCE",
                "Accounts": accounts,
            },
            "Regions": [region],
        })
    };
    // The central account is left out everywhere, should it be in the unit.
    assert_eq!(
        region["StackInstancesGroup"],
        json!([
            without(&["222222222222", "555555555555"], "eu-west-1"),
            without(&["222222222222"], "us-east-1"),
        ])
    );
    // Its roles are where the account is.
    assert_eq!(
        sets["SourceAccountStackSet"]["StackInstancesGroup"],
        json!([
            without(&["222222222222", "555555555555"], "eu-west-1"),
            {
                "DeploymentTargets": {
                    "OrganizationalUnitIds": ["ou-ab12-c3d4e5f6"],
                    "AccountFilterType": "INTERSECTION",
                    "Accounts": ["555555555555"],
                },
                "Regions": ["us-east-1"],
            },
        ])
    );
    assert_eq!(region["CallAs"], "DELEGATED_ADMIN");
    // An account that joins gets its roles first, and keeps its vaults when it leaves.
    assert_eq!(
        region["AutoDeployment"],
        json!({
            "Enabled": true,
            "RetainStacksOnAccountRemoval": true,
            "DependsOn": [{
                "Fn::Sub": "arn:aws:cloudformation:${AWS::Region}:111111111111:stackset/${SourceAccountStackSet}",
            }],
        })
    );
    assert_eq!(
        sets["SourceAccountStackSet"]["AutoDeployment"],
        json!({ "Enabled": true, "RetainStacksOnAccountRemoval": true })
    );
}

#[test]
fn an_account_that_changes_its_regions_stays_in_its_unit() {
    let usual = "accounts: [orders, billing], regions: [eu-west-1, us-east-1]";
    let units = json!(["ou-ab12-c3d4e5f6"]);
    for regions in [
        "[us-east-1]",
        "[us-east-1, eu-west-1, ap-south-1]",
        "[ap-south-1]",
    ] {
        let exception = format!("{usual}, exceptions: {{ billing: {{ regions: {regions} }} }}");
        let spec = two_groups(&exception, UNITS);
        for (id, set) in stack_sets(&spec) {
            if !id.starts_with("Live") {
                continue;
            }
            let mut seen = BTreeSet::new();
            for group in set["StackInstancesGroup"].as_array().unwrap() {
                assert_eq!(group["DeploymentTargets"]["OrganizationalUnitIds"], units);
                for region in texts(&group["Regions"]) {
                    assert!(seen.insert(region), "{id}: {set}");
                }
            }
            assert!(seen.contains("eu-west-1"), "{id}");
        }
    }
}

#[test]
fn stack_sets_of_units_leave_out_what_the_spec_knows_to_be_something_else() {
    let usual = "accounts: [orders, billing, main], regions: [eu-west-1]";
    let left_out = |id: &str| {
        let sets = stack_sets(&two_groups(usual, UNITS));
        texts(&sets[id]["StackInstancesGroup"][0]["DeploymentTargets"]["Accounts"])
    };
    assert_eq!(
        left_out("LiveRegionStackSet"),
        ["222222222222", "555555555555"]
    );
    assert_eq!(
        left_out("OldRegionStackSet"),
        ["222222222222", "333333333333", "444444444444"]
    );
}

#[test]
fn every_unit_of_a_group_is_reached_in_every_region_of_it() {
    let sets = stack_sets(&unusual("choosy"));
    let units = json!(["ou-ac3e-workload1", "ou-ac3e-tools0001"]);
    let targets = sets["SourceRegionStackSet"]["StackInstancesGroup"].as_array();
    for group in targets.unwrap() {
        assert_eq!(group["DeploymentTargets"]["OrganizationalUnitIds"], units);
    }
}

#[test]
fn a_region_of_one_account_is_not_one_of_its_whole_unit() {
    let only = "accounts: [orders], regions: [eu-west-1], exceptions: { orders: { regions: [eu-west-1, ap-south-1] } }";
    let sets = stack_sets(&two_groups(only, UNITS_OF_LIVE));
    let reached = targets(&sets["LiveRegionStackSet"]);
    assert_eq!(reached["eu-west-1"].0, "DIFFERENCE");
    let orders = vec!["333333333333".to_owned()];
    assert_eq!(reached["ap-south-1"], ("INTERSECTION".to_owned(), orders));
}

#[test]
fn stack_sets_of_roles_keep_an_account_where_it_is_whatever_the_order_of_its_regions() {
    let accounts = "accounts: [orders, billing], regions: [eu-west-1, us-east-1], exceptions: { billing: { regions: [us-east-1, eu-west-1, ap-south-1] } }";
    for (more, filter) in [
        (UNITS_OF_LIVE, "DIFFERENCE"),
        ("", "INTERSECTION"),
        (
            "cloudformation: { stack_sets: { permission_model: self_managed } }",
            "NONE",
        ),
    ] {
        let sets = stack_sets(&two_groups(accounts, more));
        let reached = targets(&sets["LiveAccountStackSet"]);
        assert_eq!(Vec::from_iter(reached.keys()), ["eu-west-1"], "{more}");
        let (found, accounts) = &reached["eu-west-1"];
        assert_eq!(found, filter);
        let named = accounts.contains(&"444444444444".to_owned());
        assert_eq!(named, filter != "DIFFERENCE", "{more}");
    }
}

#[test]
fn stack_sets_of_listed_accounts_reach_these_and_no_others() {
    for example in examples::all() {
        let mut own = example.spec.clone();
        own.cloudformation.stack_sets.permission_model = PermissionModel::SelfManaged;
        for (spec, managed) in [(&example.spec, true), (&own, false)] {
            let (topology, _) = stages::resolve(spec);
            let mut expected: BTreeSet<(String, String)> = BTreeSet::new();
            for member in topology.groups.iter().flat_map(|group| group.members()) {
                let regions = member.regions.iter();
                expected.extend(
                    regions.map(|region| (member.account.id.to_string(), region.to_string())),
                );
            }
            let mut found = BTreeSet::new();
            for (id, set) in stack_sets(spec) {
                assert_eq!(set["PermissionModel"] == "SERVICE_MANAGED", managed);
                assert_eq!(set["AutoDeployment"]["Enabled"] == json!(false), managed);
                for group in set["StackInstancesGroup"].as_array().unwrap() {
                    let targets = &group["DeploymentTargets"];
                    assert_eq!(targets["AccountFilterType"] == "INTERSECTION", managed);
                    if id.ends_with("RegionStackSet") {
                        let regions = texts(&group["Regions"]);
                        for account in texts(&targets["Accounts"]) {
                            found.extend(
                                regions
                                    .iter()
                                    .map(|region| (account.clone(), region.clone())),
                            );
                        }
                    }
                }
            }
            assert_eq!(found, expected, "{}", example.name);
        }
    }
}

#[test]
fn stack_sets_work_as_the_spec_says() {
    let sets = stack_sets(&unusual("choosy"));
    assert_eq!(sets.len(), 2);
    for (id, set) in &sets {
        assert_eq!(
            set["OperationPreferences"],
            json!({
                "RegionConcurrencyType": "SEQUENTIAL",
                "MaxConcurrentPercentage": 25,
                "FailureTolerancePercentage": 7,
                "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE",
            }),
            "{id}"
        );
        assert_eq!(
            set["Tags"],
            json!([{ "Key": "owner", "Value": "platform" }])
        );
        assert!(set["ExecutionRoleName"].is_null());
    }
    let usual = "accounts: [orders], regions: [eu-west-1]";
    let own =
        "cloudformation: { stack_sets: { permission_model: self_managed, execution_role: own } }";
    for (id, set) in stack_sets(&two_groups(usual, own)) {
        assert_eq!(set["ExecutionRoleName"], "own", "{id}");
        assert_eq!(
            set["OperationPreferences"]["RegionConcurrencyType"],
            "PARALLEL"
        );
        assert_eq!(
            set["OperationPreferences"]["FailureTolerancePercentage"],
            10
        );
    }
}
