//! A question to the simulator.

use serde_json::{Value, json};

use crate::held::Held;

pub(super) const STRANGER: &str = "999999999999";
const ANOTHER: &str = "o-another00";

/// One question, with the answer that is right.
pub(super) struct Question {
    pub(super) about: String,
    /// Who asks, what for, and why the answer is right: for people.
    pub(super) who: &'static str,
    pub(super) on: &'static str,
    pub(super) because: &'static str,
    pub(super) simulation: Value,
    pub(super) allowed: bool,
}

/// Who makes a request.
#[derive(Clone)]
pub(super) struct Caller {
    /// What people call it.
    pub(super) is: &'static str,
    principal: Option<String>,
    organization: Option<String>,
    policies: Value,
}

impl Caller {
    /// Anybody without credentials.
    pub(super) fn anybody() -> Self {
        Self {
            is: "anybody without credentials",
            principal: None,
            organization: None,
            policies: json!([]),
        }
    }

    /// A service of AWS.
    pub(super) fn service(is: &'static str, name: &str) -> Self {
        Self {
            is,
            principal: Some(name.to_owned()),
            organization: None,
            policies: json!([]),
        }
    }

    /// A role with these policies.
    fn role(held: &Held<'_>, is: &'static str, account: &str, name: &str, policies: Value) -> Self {
        Self {
            is,
            principal: Some(format!("arn:aws:iam::{account}:role/{name}")),
            organization: Some(held.topology.organization.id.to_string()),
            policies,
        }
    }

    /// A role that may, by its own account, do anything.
    pub(super) fn mighty(held: &Held<'_>, is: &'static str, account: &str, name: &str) -> Self {
        let everything = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
        let policy = json!({ "Version": "2012-10-17", "Statement": [everything] });
        let policies = json!([{ "name": "everything", "policy": policy }]);
        Self::role(held, is, account, name, policies)
    }

    /// A role that offsite made, with the policies that it has.
    pub(super) fn made(held: &Held<'_>, is: &'static str, account: &str, name: &str) -> Self {
        let role = &held.held["accounts"][account][name];
        let inline = role["inline"].as_object().unwrap().iter();
        let inline = inline.map(|(name, policy)| json!({ "name": name, "policy": policy }));
        let attached = role["attached"].as_array().unwrap().iter().map(|arn| {
            let arn = arn.as_str().unwrap();
            let policy = &held.held["managed_policies"][arn];
            assert!(policy.is_object(), "no document of {arn}");
            json!({ "name": arn, "policy": policy })
        });
        let policies: Vec<Value> = inline.chain(attached).collect();
        assert!(!policies.is_empty(), "{account} {name}");
        Self::role(held, is, account, name, policies.into())
    }

    /// AWS Backup itself in an account, with the policy that AWS gives it.
    pub(super) fn aws_backup(held: &Held<'_>, is: &'static str, account: &str) -> Self {
        let arn =
            "arn:aws:iam::aws:policy/aws-service-role/AWSBackupServiceLinkedRolePolicyForBackup";
        let policy = json!([{ "name": arn, "policy": held.held["managed_policies"][arn] }]);
        Self::role(held, is, account, AWS_BACKUP, policy)
    }

    /// The same in another organization.
    pub(super) fn elsewhere(mut self) -> Self {
        self.is = "an account of another organization, or one that left";
        self.organization = Some(ANOTHER.to_owned());
        self
    }
}

/// The path and name of the role by which AWS Backup acts in an account.
pub(super) const AWS_BACKUP: &str = "aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup";

/// A role in an account that has nothing to do with this.
pub(super) fn stranger(held: &Held<'_>, name: &str) -> Caller {
    Caller::mighty(held, "", STRANGER, name).elsewhere()
}

/// What a request is for.
pub(super) struct Target<'a> {
    /// What people call it.
    pub(super) is: &'static str,
    pub(super) arn: &'a str,
    /// The policy that it has; null for none.
    pub(super) policy: &'a Value,
}

/// Puts questions about one place.
pub(super) struct Asking<'a> {
    /// The place, for people.
    pub(super) place: String,
    pub(super) questions: &'a mut Vec<Question>,
}

impl Asking<'_> {
    pub(super) fn allowed(
        &mut self,
        who: &Caller,
        action: &str,
        on: &Target<'_>,
        because: &'static str,
    ) {
        self.put(who, action, on, (true, because), json!({}));
    }

    pub(super) fn denied(
        &mut self,
        who: &Caller,
        action: &str,
        on: &Target<'_>,
        because: &'static str,
    ) {
        self.put(who, action, on, (false, because), json!({}));
    }

    /// With more of the request's context than who makes it.
    pub(super) fn put(
        &mut self,
        who: &Caller,
        action: &str,
        on: &Target<'_>,
        (allowed, because): (bool, &'static str),
        context: Value,
    ) {
        let mut variables = context;
        if let (Some(organization), Some(principal)) = (&who.organization, &who.principal) {
            variables["aws:PrincipalOrgID"] = json!(organization);
            variables["aws:PrincipalArn"] = json!(principal);
            variables["aws:PrincipalAccount"] = json!(principal.split(':').nth(4).unwrap());
        }
        let own = who
            .principal
            .as_ref()
            .and_then(|principal| principal.split(':').nth(4));
        let owner = on.arn.split(':').nth(4).or(own).unwrap();
        let mut simulation = json!({
            "request": {
                "principal": who.principal,
                "action": action,
                "resource": { "resource": on.arn, "accountId": owner },
                "contextVariables": variables,
            },
            "identityPolicies": who.policies,
            "serviceControlPolicies": [],
            "resourceControlPolicies": [],
        });
        if !on.policy.is_null() {
            simulation["resourcePolicy"] = on.policy.clone();
        }
        self.questions.push(Question {
            about: format!("{}: {} {action} on {}", self.place, who.is, on.arn),
            who: who.is,
            on: on.is,
            because,
            simulation,
            allowed,
        });
    }
}
