//! How templates become stacks: in which order, with which permissions, and where stack sets put them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;
mod script;
mod templates;

use std::collections::{BTreeMap, BTreeSet};

use offsite::Region;
use offsite::spec::OneOrNamed;
use offsite::spec::duration::days;
use offsite::spec::ids::{BucketName, KeyPrefix, Name, RootId};
use offsite::spec::model::{Deployment, OnDelete, PermissionModel, Spec, StackSets};
use offsite::spec::yaml;
use offsite::stages::{self, Engine};
use serde_json::{Value, json};

/// The files of a spec's CloudFormation, by name.
fn files(spec: &Spec) -> BTreeMap<String, String> {
    let rendering = stages::render(spec).unwrap();
    let tree = rendering.tree.unwrap();
    tree.iter()
        .filter_map(|(path, bytes)| {
            let file = path.as_str().strip_prefix("cloudformation/")?;
            Some((file.to_owned(), String::from_utf8(bytes.to_vec()).unwrap()))
        })
        .collect()
}

fn unusual(name: &str) -> Spec {
    let mut all = examples::unusual().into_iter();
    all.find(|one| one.name == name).unwrap().spec
}

/// Every spec, as it is, with plain stacks, and with what is switched on switched off at the end.
fn specs() -> Vec<Spec> {
    let all = examples::all().into_iter().chain(examples::unusual());
    let specs = all.flat_map(|example| {
        let (mut plain, mut restored) = (example.spec.clone(), example.spec.clone());
        plain.cloudformation.delivery = Deployment::Stacks;
        plain.cloudformation.stack_sets = StackSets::default();
        restored.cloudformation.on_delete = OnDelete::Restore;
        [example.spec, plain, restored]
    });
    specs.collect()
}

/// Every template of every spec.
fn every_template() -> Vec<(String, Value)> {
    let files = specs().into_iter().flat_map(|spec| files(&spec));
    files
        .filter(|(file, _)| !file.ends_with(".sh"))
        .map(|(file, text)| {
            let template = templates::read(&file, &text);
            (file, template)
        })
        .collect()
}

fn resources(template: &Value) -> impl Iterator<Item = (&String, &Value)> {
    template["Resources"].as_object().unwrap().iter()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(many) => many.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// Every text somewhere within a value.
fn within(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(within).collect(),
        Value::Object(entries) => entries.values().flat_map(within).collect(),
        _ => Vec::new(),
    }
}

/// The resources that one needs, directly or by others.
fn needs(template: &Value, id: &str) -> BTreeSet<String> {
    let ids: BTreeSet<&String> = resources(template).map(|(id, _)| id).collect();
    let mut open = vec![id.to_owned()];
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let resource = &template["Resources"][&id];
        let mut next = texts(&resource["DependsOn"]);
        for text in within(&resource["Properties"]) {
            let names = text.split(['$', '{', '}', '.', '!']);
            next.extend(names.map(str::to_owned));
        }
        for name in next {
            if ids.contains(&name) && found.insert(name.clone()) {
                open.push(name);
            }
        }
    }
    found
}

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
                    assert!(needs(&template, rule).contains(bus), "{file}: {rule}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 5);
}

/// What a property of the switches calls, after AWS's API reference: to switch on, to switch off.
const CALLS: [(&str, &[&str], &[&str]); 8] = [
    (
        "ServicePrincipals",
        &[
            "organizations:EnableAWSServiceAccess",
            "organizations:ListAWSServiceAccessForOrganization",
        ],
        &["organizations:DisableAWSServiceAccess"],
    ),
    (
        "PolicyTypes",
        &["organizations:EnablePolicyType", "organizations:ListRoots"],
        &["organizations:DisablePolicyType"],
    ),
    (
        "GlobalSettings",
        &[
            "backup:DescribeGlobalSettings",
            "backup:UpdateGlobalSettings",
        ],
        &[],
    ),
    (
        "OrganizationsAccess",
        &[
            "cloudformation:ActivateOrganizationsAccess",
            "cloudformation:DescribeOrganizationsAccess",
            "iam:CreateServiceLinkedRole",
            "organizations:DescribeOrganization",
            "organizations:EnableAWSServiceAccess",
            "organizations:ListAWSServiceAccessForOrganization",
        ],
        &[
            "cloudformation:DeactivateOrganizationsAccess",
            "organizations:DisableAWSServiceAccess",
        ],
    ),
    (
        "DelegatedAdministrators",
        &[
            "organizations:ListDelegatedAdministrators",
            "organizations:RegisterDelegatedAdministrator",
        ],
        &["organizations:DeregisterDelegatedAdministrator"],
    ),
    (
        "StackSetsAdministrators",
        &[
            "organizations:ListDelegatedAdministrators",
            "organizations:RegisterDelegatedAdministrator",
        ],
        &["organizations:DeregisterDelegatedAdministrator"],
    ),
    (
        "OptIn",
        &[
            "backup:DescribeRegionSettings",
            "backup:UpdateRegionSettings",
        ],
        &[],
    ),
    (
        "FullManagement",
        &[
            "backup:DescribeRegionSettings",
            "backup:UpdateRegionSettings",
        ],
        &[],
    ),
];

#[test]
fn the_function_may_do_what_its_switches_need_and_nothing_else() {
    let mut roles = 0;
    for (file, template) in every_template() {
        let mut expected: BTreeSet<&str> = BTreeSet::new();
        for (_, switches) in
            resources(&template).filter(|(_, one)| one["Type"] == "Custom::OrganizationSwitches")
        {
            let properties = &switches["Properties"];
            let restores = properties["OnDelete"] == "restore";
            for (property, on, off) in CALLS {
                if !properties[property].is_null() {
                    expected.extend(on);
                    expected.extend(off.iter().filter(|_| restores));
                }
            }
            expected.extend(["logs:CreateLogStream", "logs:PutLogEvents"]);
            expected.extend(restores.then_some("cloudformation:DescribeStackResource"));
        }
        let role = &template["Resources"]["SwitchesRole"];
        assert_eq!(role.is_null(), expected.is_empty(), "{file}");
        if role.is_null() {
            continue;
        }
        let statements = &role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];
        let mut allowed = Vec::new();
        for statement in statements.as_array().unwrap() {
            assert_eq!(statement["Effect"], "Allow");
            let actions = texts(&statement["Action"]);
            // Only calls that know no resource are allowed on all.
            if statement["Resource"] == "*" {
                let services = ["organizations:", "backup:", "cloudformation:"];
                assert!(
                    actions
                        .iter()
                        .all(|one| services.iter().any(|of| one.starts_with(of)))
                );
            }
            // With the trusted access of stack sets, CloudFormation makes this role in the caller's name.
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html
            if actions.iter().any(|one| one.starts_with("iam:")) {
                assert_eq!(actions, ["iam:CreateServiceLinkedRole"]);
                let role = "role/aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin";
                let resource = statement["Resource"].as_str().unwrap();
                assert!(resource.ends_with(role), "{resource}");
            }
            allowed.extend(actions);
        }
        let allowed: BTreeSet<&str> = allowed.iter().map(String::as_str).collect();
        assert_eq!(allowed, expected, "{file}");
        roles += 1;
    }
    assert!(roles > 10);
}

#[test]
fn a_template_that_makes_roles_is_deployed_with_the_leave_to() {
    let mut seen = BTreeSet::new();
    for spec in specs() {
        let files = files(&spec);
        let needed = |template: &Value| {
            let roles = resources(template).filter(|(_, one)| one["Type"] == "AWS::IAM::Role");
            let roles: Vec<_> = roles.collect();
            match roles
                .iter()
                .any(|(_, one)| !one["Properties"]["RoleName"].is_null())
            {
                true => Some("CAPABILITY_NAMED_IAM"),
                false => roles.first().map(|_| "CAPABILITY_IAM"),
            }
        };
        for deployment in script::deployments(&files["deploy.sh"]) {
            let template = templates::read(deployment.file, &files[deployment.file]);
            let words = &deployment.options;
            let given = words.iter().position(|word| *word == "--capabilities");
            let given = given.map(|at| words[at + 1]);
            assert_eq!(given, needed(&template), "{}", deployment.stack);
            seen.extend(needed(&template));
            for (id, set) in resources(&template)
                .filter(|(_, one)| one["Type"] == "AWS::CloudFormation::StackSet")
            {
                let properties = &set["Properties"];
                let body = match properties["TemplateURL"].as_str() {
                    Some(url) => &files[url.rsplit('/').next().unwrap()],
                    None => properties["TemplateBody"].as_str().unwrap(),
                };
                let needed = needed(&templates::read("body.yaml", body));
                assert_eq!(
                    texts(&properties["Capabilities"]),
                    Vec::from_iter(needed),
                    "{id}"
                );
            }
        }
    }
    assert_eq!(seen.len(), 2);
}

/// The stack sets of a spec: by name, their properties.
fn stack_sets(spec: &Spec) -> BTreeMap<String, Value> {
    let mut sets = BTreeMap::new();
    for (file, text) in files(spec) {
        if !file.starts_with("stacksets") {
            continue;
        }
        let template = templates::read(&file, &text);
        for (id, set) in resources(&template) {
            let region = set["Properties"]["StackSetName"]
                .as_str()
                .unwrap()
                .ends_with("-region");
            // Roles before plans: by the order within the template.
            let account = id.replace("Region", "Account");
            assert_eq!(region, needs(&template, id).contains(&account), "{id}");
            sets.insert(id.clone(), set["Properties"].clone());
        }
    }
    sets
}

#[test]
fn a_template_is_fetched_by_an_address_that_the_certificate_of_s3_holds_for() {
    for (bucket, prefix, begins) in [
        (
            "units-templates",
            Some("offsite/"),
            "https://units-templates.s3.eu-west-1.amazonaws.com/offsite/units/",
        ),
        (
            "units.templates",
            Some("off/site"),
            "https://s3.eu-west-1.amazonaws.com/units.templates/off/site/units/",
        ),
        (
            "units.templates",
            None,
            "https://s3.eu-west-1.amazonaws.com/units.templates/units/",
        ),
    ] {
        let mut spec = unusual("units");
        let place = spec.cloudformation.template_bucket.as_mut().unwrap();
        place.bucket = BucketName::parse(bucket).unwrap();
        place.prefix = prefix.map(|prefix| KeyPrefix::parse(prefix).unwrap());
        let sets = stack_sets(&spec);
        assert!(!sets.is_empty());
        for set in sets.values() {
            let url = set["TemplateURL"].as_str().unwrap();
            assert!(url.starts_with(begins), "{url}");
        }
    }
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

/// A spec with two source groups.
fn two_groups(accounts: &str, more: &str) -> Spec {
    let text = format!(
        r#"
offsite: 1
name: two
organization:
  id: o-a1b2c3d4e5
  management: "111111111111"
  resource_policy: []
  units: {{ workloads: ou-ab12-c3d4e5f6, old: ou-ab12-11111111 }}
accounts:
  vault: "222222222222"
  orders: "333333333333"
  billing: "444444444444"
  legacy: "555555555555"
  main: "111111111111"
central: {{ account: vault, region: eu-central-1 }}
sources:
  live: {{ {accounts} }}
  old: {{ accounts: [legacy], regions: [eu-west-1] }}
plans:
  daily:
    resource_types: [S3]
    tags: {{ backup: daily }}
    schedule: "daily 03:00"
    keep: 14d
    copy_to: {{ central: {{ keep: 90d }} }}
{more}
"#
    );
    let (spec, _) = yaml::read::<Spec>(text.as_bytes()).unwrap();
    spec
}

const UNITS: &str =
    "cloudformation: { stack_sets: { units: { live: [workloads], old: [old] } } }\n";

const UNITS_OF_LIVE: &str = "cloudformation: { stack_sets: { units: { live: [workloads] } } }\n";

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

/// The region of each stack that the script deploys.
fn regions_of_stacks(spec: &Spec) -> BTreeMap<String, String> {
    let files = files(spec);
    let deployments = script::deployments(&files["deploy.sh"]).into_iter();
    deployments
        .map(|one| {
            (
                format!("{} {}", one.account, one.stack),
                one.region.to_owned(),
            )
        })
        .collect()
}

#[test]
fn what_holds_roles_stays_where_it_is() {
    let stacks = "cloudformation: { delivery: stacks }\n";
    let regions = |accounts: &str, more: &str| {
        regions_of_stacks(&two_groups(accounts, &format!("{more}{stacks}")))
    };
    let usual = "accounts: [orders, billing], regions: [eu-west-1, us-east-1], copy_back: true";
    let before = regions(usual, "");
    let source = "444444444444 two-3-live-account";
    let central = "222222222222 two-2-central-vault";
    assert_eq!(before[source], "eu-west-1");
    assert_eq!(before[central], "eu-central-1");
    let exception =
        format!("{usual}, exceptions: {{ billing: {{ regions: [us-east-1, eu-west-1] }} }}");
    assert_eq!(regions(&exception, "")[source], "eu-west-1");
    let events = "events: { on: failures, notify: [sns], region: us-west-2 }\n";
    assert_eq!(regions(usual, events)[central], "eu-central-1");
}

#[test]
fn a_group_has_the_same_stack_whatever_else_there_is() {
    let usual = "accounts: [orders], regions: [eu-west-1]";
    let owners = |spec: &Spec| {
        let mut owners = BTreeMap::new();
        let files = files(spec);
        for deployment in script::deployments(&files["deploy.sh"]) {
            let template = templates::read(deployment.file, &files[deployment.file]);
            for (_, set) in resources(&template) {
                if let Some(name) = set["Properties"]["StackSetName"].as_str() {
                    owners.insert(name.to_owned(), deployment.stack.to_owned());
                }
            }
        }
        owners
    };
    let two = two_groups(usual, "");
    let mut one = two.clone();
    let OneOrNamed::Named(groups) = &mut one.sources else {
        panic!("there are two")
    };
    groups.truncate(1);
    let bucket =
        "cloudformation: { template_bucket: { bucket: two-templates, region: eu-west-1 } }";
    let (one, two, bucket) = (
        owners(&one),
        owners(&two),
        owners(&two_groups(usual, bucket)),
    );
    assert_eq!((one.len(), two.len()), (2, 4));
    assert_eq!(two, bucket);
    for (set, owner) in one {
        assert_eq!(two[&set], owner);
    }
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

#[test]
fn the_root_is_asked_for_unless_the_spec_says_it() {
    let mut spec = two_groups("accounts: [orders], regions: [eu-west-1]", "");
    for root in [None, Some("r-ab12")] {
        spec.organization.root = root.map(|root| RootId::parse(root).unwrap());
        let files = files(&spec);
        for deployment in script::deployments(&files["deploy.sh"]) {
            if !deployment.file.starts_with("stacksets") {
                continue;
            }
            let template = templates::read(deployment.file, &files[deployment.file]);
            let default = template["Parameters"]["OrganizationRoot"]["Default"].as_str();
            assert_eq!(default, root);
            let asked = [
                "--parameters",
                "ParameterKey=OrganizationRoot,ParameterValue=\"$root\"",
            ];
            assert_eq!(deployment.options == asked, root.is_none());
        }
    }
}

#[test]
fn stack_sets_are_in_the_home_region_of_the_account_that_runs_them() {
    for (spec, account, region) in [
        (unusual("choosy"), "111111111111", "eu-west-2"),
        (unusual("units"), "222222222222", "eu-west-1"),
    ] {
        let files = files(&spec);
        let deployments = script::deployments(&files["deploy.sh"]);
        let sets = deployments
            .iter()
            .filter(|one| one.file.starts_with("stacksets"));
        let places: Vec<_> = sets.map(|one| (one.account, one.region)).collect();
        assert_eq!(places, [(account, region)]);
        let checked = checks(&files["deploy.sh"]);
        assert_eq!(checked.len(), 2);
        for check in checked {
            assert_eq!((&*check.account, &*check.region), (account, region));
        }
    }
}

/// A stack set that the script looks through.
struct Check {
    account: String,
    region: String,
    set: String,
    caller: String,
    /// Account and region of each stack that it looks for.
    stacks: BTreeSet<(String, String)>,
}

fn checks(script: &str) -> Vec<Check> {
    let lines = script
        .lines()
        .filter_map(|line| line.strip_prefix("  check_set "));
    let checks = lines.map(|line| {
        // Words with blanks in them, and no others, are in quotes.
        let mut words: Vec<String> = Vec::new();
        for (index, part) in line.split('"').enumerate() {
            match index % 2 {
                0 => words.extend(part.split_whitespace().map(str::to_owned)),
                _ => words.push(part.to_owned()),
            }
        }
        let mut stacks = BTreeSet::new();
        for target in &words[5..] {
            let (regions, accounts) = target.split_once(':').unwrap();
            for region in regions.split(' ') {
                let of = accounts
                    .split(' ')
                    .map(|account| (account.to_owned(), region.to_owned()));
                stacks.extend(of);
            }
        }
        let [account, _, region, set, caller] = &words[..5] else {
            panic!("{line}")
        };
        Check {
            account: account.clone(),
            region: region.clone(),
            set: set.clone(),
            caller: caller.clone(),
            stacks,
        }
    });
    checks.collect()
}

#[test]
fn the_script_looks_for_every_stack_of_every_set() {
    let mut seen = 0;
    for spec in specs() {
        let (topology, _) = stages::resolve(&spec);
        let files = files(&spec);
        let checks = checks(&files["deploy.sh"]);
        let sets = stack_sets(&spec);
        assert_eq!(checks.len(), sets.len(), "{}", spec.name);
        for check in checks {
            let set = sets
                .values()
                .find(|set| set["StackSetName"] == *check.set)
                .unwrap();
            let caller = set["CallAs"].as_str().unwrap_or("SELF");
            assert_eq!(check.caller, caller);
            let group = topology
                .groups
                .iter()
                .find(|group| {
                    check
                        .set
                        .starts_with(&format!("{}-{}-", spec.name, group.name))
                })
                .unwrap();
            let management = &topology.organization.management.id;
            let members = group.members().filter(|one| one.account.id != *management);
            let expected: BTreeSet<(String, String)> = members
                .flat_map(|member| {
                    let regions: Vec<_> = match check.set.ends_with("-region") {
                        true => member.regions.iter().collect(),
                        false => group.home(member).into_iter().collect(),
                    };
                    let id = member.account.id.to_string();
                    regions
                        .into_iter()
                        .map(move |region| (id.clone(), region.to_string()))
                })
                .collect();
            // Accounts with a role of their own may need none of the stack set's.
            match check.set.ends_with("-region") {
                true => assert_eq!(check.stacks, expected, "{}", check.set),
                false => assert!(check.stacks.is_subset(&expected), "{}", check.set),
            }
            seen += check.stacks.len();
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_template_that_changes_has_another_address_and_is_uploaded_to_it() {
    let mut spec = unusual("units");
    let addresses = |spec: &Spec| -> BTreeSet<String> {
        let sets = stack_sets(spec).into_values();
        sets.map(|set| set["TemplateURL"].as_str().unwrap().to_owned())
            .collect()
    };
    let uploaded = |spec: &Spec| -> BTreeSet<String> {
        let script = &files(spec)["deploy.sh"];
        let lines = script
            .lines()
            .filter_map(|line| line.split_once("s3://units-templates/"));
        lines
            .map(|(_, key)| format!("https://units-templates.s3.eu-west-1.amazonaws.com/{key}"))
            .collect()
    };
    let before = addresses(&spec);
    assert_eq!(uploaded(&spec), before);
    spec.plans.values_mut().next().unwrap().keep = Some(days(15));
    let after = addresses(&spec);
    assert_eq!(uploaded(&spec), after);
    // The roles are as they were.
    assert_eq!(before.intersection(&after).count(), 1);
    assert_eq!(after.len(), 2);
}

#[test]
fn a_template_in_china_is_fetched_from_china() {
    let mut spec = unusual("units");
    let place = spec.cloudformation.template_bucket.as_mut().unwrap();
    place.region = Region::CnNorth1;
    let OneOrNamed::One(sources) = &mut spec.sources else {
        panic!("there is one group")
    };
    sources.regions = vec![Region::CnNorth1];
    sources.exceptions.clear();
    let OneOrNamed::One(vault) = &mut spec.central else {
        panic!("there is one vault")
    };
    vault.region = Some(Region::CnNorthwest1);
    // There, nothing can be copied to another account.
    for plan in spec.plans.values_mut() {
        plan.copy_to.clear();
    }
    for set in stack_sets(&spec).values() {
        let url = set["TemplateURL"].as_str().unwrap();
        assert!(
            url.starts_with("https://units-templates.s3.cn-north-1.amazonaws.com.cn/"),
            "{url}"
        );
    }
}

#[test]
fn the_function_has_time_to_wait_and_less_than_its_stack() {
    let mut seen = 0;
    for (file, template) in every_template() {
        for (_, one) in resources(&template) {
            if one["Type"] == "AWS::Lambda::Function" {
                assert_eq!(one["Properties"]["Timeout"], 300, "{file}");
                seen += 1;
            }
            if one["Type"] == "Custom::OrganizationSwitches" {
                assert_eq!(one["Properties"]["ServiceTimeout"], 420, "{file}");
            }
        }
    }
    assert!(seen > 10);
}

/// A file of the tree of these engines.
fn file_of(spec: &Spec, engines: &[Engine], path: &str) -> String {
    let rendering = stages::render_for(spec, engines).unwrap();
    let tree = rendering.tree.unwrap();
    String::from_utf8(tree.get(path).unwrap().to_vec()).unwrap()
}

#[test]
fn the_readme_of_a_tree_speaks_of_what_is_in_it() {
    let mut own = two_groups("accounts: [orders], regions: [eu-west-1]", "");
    own.cloudformation.stack_sets.permission_model = PermissionModel::SelfManaged;
    for spec in specs().into_iter().chain([own]) {
        let said = |engine| file_of(&spec, &[engine], "README.md");
        let terraform = said(Engine::Terraform);
        for absent in ["CloudFormation", "tack set", "deploy.sh"] {
            assert!(!terraform.contains(absent), "{}: {absent}", spec.name);
        }
        let cloudformation = said(Engine::CloudFormation);
        for absent in ["erraform", "below)", "`aws_"] {
            assert!(!cloudformation.contains(absent), "{}: {absent}", spec.name);
        }
        let sets = spec.cloudformation.delivery == Deployment::StackSets;
        assert_eq!(cloudformation.contains("tack set"), sets, "{}", spec.name);
        let managed =
            spec.cloudformation.stack_sets.permission_model == PermissionModel::ServiceManaged;
        assert_eq!(cloudformation.contains("trusted access"), sets && managed);
        let restores = spec.cloudformation.on_delete == OnDelete::Restore;
        assert_eq!(cloudformation.contains("on_delete: restore"), restores);
    }
}

#[test]
fn an_administrator_is_imported_to_the_address_that_it_has() {
    let mut spec = two_groups("accounts: [orders], regions: [eu-west-1]", "");
    let name = Name::parse("1-vault").unwrap();
    spec.accounts
        .insert(name.clone(), spec.accounts.values().next().unwrap().clone());
    spec.accounts.shift_remove_index(0);
    spec.organization.delegated_administrators = vec![name.clone()];
    let OneOrNamed::One(vault) = &mut spec.central else {
        panic!("there is one")
    };
    vault.account = name;
    let readme = file_of(&spec, &[Engine::Terraform], "README.md");
    assert!(
        readme.contains("import aws_organizations_delegated_administrator._1-vault 222222222222/")
    );
    let root = "terraform/1-management/delegation.tf";
    let emitted = file_of(&spec, &[Engine::Terraform], root);
    assert!(emitted.contains(r#""aws_organizations_delegated_administrator" "_1-vault""#));
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
