//! What the function and the deployment may do.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{every_file, every_template, resources, script, templates, texts, within};

/// What a property of the switches calls, after AWS's API reference: to switch on, to switch off.
const CALLS: [(&str, &[&str], &[&str]); 10] = [
    ("ServiceLinkedRoles", &["iam:CreateServiceLinkedRole"], &[]),
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
        "ResourcePolicy",
        &["organizations:DescribeResourcePolicy"],
        &[],
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
            resources(template).filter(|(_, one)| one["Type"] == "Custom::OrganizationSwitches")
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
                let backup = "backup.amazonaws.com";
                let (role, condition) = match statement["Sid"] == "BackupRole" {
                    true => (
                        "role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup",
                        json!({ "StringEquals": { "iam:AWSServiceName": backup } }),
                    ),
                    false => (
                        "role/aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
                        Value::Null,
                    ),
                };
                // An ARN with the account in it is a `Sub`.
                let [resource] = &within(&statement["Resource"])[..] else {
                    panic!("{file}: {statement}");
                };
                assert!(resource.ends_with(&format!(":{role}")), "{resource}");
                assert_eq!(statement["Condition"], condition, "{file}");
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
fn the_function_has_time_to_wait_and_less_than_its_stack() {
    let mut seen = 0;
    for (file, template) in every_template() {
        for (_, one) in resources(template) {
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

#[test]
fn a_template_that_makes_roles_is_deployed_with_the_leave_to() {
    let mut seen = BTreeSet::new();
    for (_, files) in every_file() {
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
