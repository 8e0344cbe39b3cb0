//! How templates become stacks: in which order, with which permissions, and where stack sets put them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[expect(dead_code, reason = "the specs are rendered with other settings here")]
mod examples;
mod templates;

use std::collections::{BTreeMap, BTreeSet};

use offsite::spec::model::{Deployment, OnDelete, PermissionModel, Spec, StackSets};
use offsite::stages;
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
        for call in files["deploy.sh"]
            .lines()
            .filter_map(|line| line.strip_prefix("  deploy "))
        {
            let words: Vec<&str> = call.split(' ').collect();
            let template = templates::read(words[4], &files[words[4]]);
            let given = words.iter().position(|word| *word == "--capabilities");
            assert_eq!(given.map(|at| words[at + 1]), needed(&template), "{call}");
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
fn stack_sets_of_units_leave_out_accounts_with_other_regions_and_reach_those_on_their_own() {
    let sets = stack_sets(&unusual("units"));
    let region = &sets["SourceRegionStackSet"];
    assert_eq!(
        region["StackInstancesGroup"],
        json!([
            {
                "DeploymentTargets": {
                    "OrganizationalUnitIds": ["ou-ab12-c3d4e5f6"],
                    "AccountFilterType": "DIFFERENCE",
                    "Accounts": ["555555555555"],
                },
                "Regions": ["eu-west-1", "us-east-1"],
            },
            {
                "DeploymentTargets": {
                    "OrganizationalUnitIds": [{ "Ref": "OrganizationRoot" }],
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
