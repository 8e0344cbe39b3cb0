//! Whether a resource's policy lets somebody in, for the few elements that offsite writes.
//!
//! `tests/engines/permissions.rs` asks an independent simulator the same of applied trees; this one
//! needs nothing but the files.

use serde_json::Value;

/// Somebody who asks, and who may, by his own account, do anything.
pub(crate) struct Caller<'a> {
    pub(crate) arn: String,
    pub(crate) account: &'a str,
    pub(crate) organization: &'a str,
    /// Further keys of the request, each with all its values.
    pub(crate) also: Vec<(&'static str, Vec<&'a str>)>,
}

impl<'a> Caller<'a> {
    pub(crate) fn role(account: &'a str, organization: &'a str, role: &str) -> Self {
        Self {
            arn: format!("arn:aws:iam::{account}:role/{role}"),
            account,
            organization,
            also: Vec::new(),
        }
    }

    /// AWS Backup itself, at work in an account.
    pub(crate) fn backup(account: &'a str, organization: &'a str) -> Self {
        let role = "aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup";
        Self {
            also: vec![("kms:GrantIsForAWSResource", vec!["true"])],
            ..Self::role(account, organization, role)
        }
    }

    fn values(&self, key: &str) -> Vec<&str> {
        match key {
            "aws:PrincipalArn" => vec![&self.arn],
            "aws:PrincipalOrgID" => vec![self.organization],
            "aws:PrincipalAccount" => vec![self.account],
            _ => {
                let found = self.also.iter().find(|(known, _)| *known == key);
                found.map(|(_, values)| values.clone()).unwrap_or_default()
            }
        }
    }
}

/// Whether one of the policy's statements allows the action, and none denies it.
pub(crate) fn allows(policy: &Value, caller: &Caller<'_>, action: &str) -> bool {
    says(policy, "Allow", caller, action) && !denies(policy, caller, action)
}

/// Whether one of the policy's statements denies the action, whatever else allows it.
pub(crate) fn denies(policy: &Value, caller: &Caller<'_>, action: &str) -> bool {
    says(policy, "Deny", caller, action)
}

fn says(policy: &Value, effect: &str, caller: &Caller<'_>, action: &str) -> bool {
    let statements = policy["Statement"].as_array().unwrap();
    statements.iter().any(|statement| {
        statement["Effect"] == effect
            && texts(&statement["Action"])
                .iter()
                .any(|pattern| fits(pattern, action))
            && is_principal(&statement["Principal"], caller)
            && conditions_hold(&statement["Condition"], caller)
    })
}

/// Whether a policy lets an AWS service do this; conditions are the caller's business.
pub(crate) fn for_service<'a>(policy: &'a Value, service: &str, action: &str) -> Option<&'a Value> {
    policy["Statement"].as_array().unwrap().iter().find(|one| {
        one["Effect"] == "Allow"
            && one["Principal"]["Service"] == service
            && texts(&one["Action"]).contains(&action)
    })
}

/// A text or a list of texts, as a list.
pub(crate) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap()).collect(),
        _ => Vec::new(),
    }
}

fn is_principal(principal: &Value, caller: &Caller<'_>) -> bool {
    *principal == "*"
        || texts(&principal["AWS"]).contains(&&*format!("arn:aws:iam::{}:root", caller.account))
}

fn conditions_hold(conditions: &Value, caller: &Caller<'_>) -> bool {
    let operators = conditions.as_object().into_iter().flatten();
    let mut tests = operators.flat_map(|(operator, keys)| {
        let keys = keys.as_object().unwrap().iter();
        keys.map(move |(key, wanted)| (operator.as_str(), key, wanted))
    });
    tests.all(|(operator, key, wanted)| {
        let wanted = texts(wanted);
        let has = caller.values(key);
        let one_of = |value: &&str| wanted.iter().any(|pattern| fits(pattern, value));
        match operator {
            "StringEquals" | "ArnEquals" | "ArnLike" | "Bool" => has.len() == 1 && one_of(&has[0]),
            // A key that the request lacks differs from every value, and `IfExists` holds for it.
            "ArnNotLike" => !has.iter().any(one_of),
            "BoolIfExists" => has.iter().all(one_of),
            "ForAllValues:StringEquals" => has.iter().all(one_of),
            other => panic!("offsite writes no {other}"),
        }
    })
}

/// Whether a text fits a pattern with `*` in it.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|at| rest.is_char_boundary(at) && fits(after, &rest[at..]))
        }),
    }
}
