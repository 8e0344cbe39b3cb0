//! The function behind the switches of CloudFormation: what its role may do.

use offsite::engines::Engine;
use serde_json::{Value, json};

use super::asked::{AWS_BACKUP, Asking, Caller, Question, Target};
use crate::held::Held;

const NEEDED: &str = "a switch of its template needs it";
const NOT_NEEDED: &str = "no switch of its template needs it";

pub(super) fn switches(held: &Held<'_>, questions: &mut Vec<Question>) {
    let management = held.topology.organization.management.id.as_str();
    let mut ask = Asking {
        place: held.name.clone(),
        questions,
    };
    let anything = Target {
        is: "any resource",
        arn: "*",
        policy: &Value::Null,
    };
    let mut seen = 0;
    for (account, roles) in held.held["accounts"].as_object().unwrap() {
        let functions = roles.as_object().unwrap().keys();
        for name in functions.filter(|name| name.contains("SwitchesRole")) {
            seen += 1;
            // Terraform leaves to a function what its provider would take from others.
            let of_terraform = held.engine == Engine::Terraform;
            let of_organization =
                of_terraform || account == management && name.contains("1-management");
            let of_region = !of_organization && !name.contains("-2-central");
            let is = match (of_organization, of_region) {
                _ if of_terraform => {
                    "the function behind the switches of the organization, of Terraform"
                }
                (true, _) => "the function behind the switches of the organization",
                (_, true) => "the function behind the switches of a region",
                _ => "the function behind the switches of a central account",
            };
            let function = Caller::made(held, is, account, name);
            for (action, needed) in [
                ("organizations:EnableAWSServiceAccess", of_organization),
                ("organizations:EnablePolicyType", of_organization),
                (
                    "backup:UpdateGlobalSettings",
                    of_organization && !of_terraform,
                ),
                (
                    "cloudformation:ActivateOrganizationsAccess",
                    of_organization && !of_terraform,
                ),
                ("backup:UpdateRegionSettings", !of_terraform),
            ] {
                match needed {
                    true => ask.allowed(&function, action, &anything, NEEDED),
                    false => ask.denied(&function, action, &anything, NOT_NEEDED),
                }
            }
            for action in [
                "organizations:DisableAWSServiceAccess",
                "organizations:DisablePolicyType",
                "organizations:DeregisterDelegatedAdministrator",
                "organizations:LeaveOrganization",
                "organizations:DetachPolicy",
                "backup:DeleteBackupVault",
                "backup:DeleteRecoveryPoint",
                "iam:PutRolePolicy",
                "kms:ScheduleKeyDeletion",
            ] {
                ask.denied(&function, action, &anything, NOT_NEEDED);
            }
            let arn =
                format!("arn:aws:iam::{account}:role/aws-service-role/other.amazonaws.com/Other");
            let other = Target {
                is: "service-linked role of another service",
                arn: &arn,
                policy: &Value::Null,
            };
            ask.denied(&function, "iam:CreateServiceLinkedRole", &other, NOT_NEEDED);
            let arn = format!("arn:aws:iam::{account}:role/{AWS_BACKUP}");
            let own = Target {
                is: "role of AWS Backup itself",
                arn: &arn,
                policy: &Value::Null,
            };
            let makes_the_role = match of_terraform {
                true => (false, NOT_NEEDED),
                false => (true, NEEDED),
            };
            for (service, answer) in [
                ("backup.amazonaws.com", makes_the_role),
                ("other.amazonaws.com", (false, NOT_NEEDED)),
            ] {
                let context = json!({ "iam:AWSServiceName": service });
                ask.put(
                    &function,
                    "iam:CreateServiceLinkedRole",
                    &own,
                    answer,
                    context,
                );
            }
            ask.denied(&function, "iam:DeleteServiceLinkedRole", &own, NOT_NEEDED);
        }
    }
    match held.engine {
        Engine::Terraform => assert_eq!(seen, 1, "{}: functions", held.name),
        Engine::CloudFormation => assert!(seen > 1, "{}: {seen} functions", held.name),
    }
}
