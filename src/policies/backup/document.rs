//! A backup policy as a document.

use indexmap::IndexMap;

use super::rule::{Lifecycle, Rule};
use crate::facts::Region;
use crate::value::Value;

/// A backup policy.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html>
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its plans by name, in this order.
    pub plans: IndexMap<String, PolicyPlan>,
}

/// A plan of a backup policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyPlan {
    /// The regions in which it is at work.
    pub regions: Vec<Region>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// What it protects.
    pub selection: PolicySelection,
    /// Tags of the plan.
    pub tags: IndexMap<String, String>,
}

/// What a plan of a backup policy protects: resources of these types that meet all the conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySelection {
    /// The ARN of the role that AWS Backup assumes, with `$account` for the id of whatever account it is.
    pub role: String,
    /// Patterns of resource types; `*` for all.
    pub resource_types: Vec<String>,
    /// Conditions: operator, key, value.
    pub conditions: Vec<(&'static str, String, String)>,
}

impl Document {
    /// The document as a value, without references.
    #[must_use]
    pub fn value(&self) -> Value {
        let plans = self
            .plans
            .iter()
            .map(|(name, plan)| (name.as_str(), plan.value()));
        Value::map([("plans", Value::map(plans))])
    }

    /// The document's size as AWS counts it: characters of the text without blanks between tokens.
    #[must_use]
    pub fn characters(&self) -> usize {
        self.value().plain_json().to_string().chars().count()
    }
}

impl PolicyPlan {
    fn value(&self) -> Value {
        let rules = self.rules.iter().map(|one| (one.name.as_str(), rule(one)));
        let regions = self.regions.iter().map(Region::as_str);
        let plan = [
            ("regions", assign(Value::texts(regions))),
            ("rules", Value::map(rules)),
            ("selections", self.selection.value()),
        ];
        let tags = (!self.tags.is_empty()).then(|| ("backup_plan_tags", tags(&self.tags)));
        Value::map(plan.into_iter().chain(tags))
    }
}

impl PolicySelection {
    fn value(&self) -> Value {
        let mut selection = IndexMap::from([
            ("iam_role_arn".to_owned(), assign(self.role.as_str())),
            (
                "resource_types".to_owned(),
                assign(Value::texts(&self.resource_types)),
            ),
        ]);
        let mut groups: IndexMap<&str, IndexMap<String, Value>> = IndexMap::new();
        for (position, (operator, key, value)) in self.conditions.iter().enumerate() {
            let condition = [
                ("condition_key", assign(key.as_str())),
                ("condition_value", assign(value.as_str())),
            ];
            let name = format!("condition-{}", position + 1);
            let group = groups.entry(operator).or_default();
            group.insert(name, Value::map(condition));
        }
        if !groups.is_empty() {
            let groups = groups
                .into_iter()
                .map(|(operator, group)| (operator, Value::Map(group)));
            selection.insert("conditions".to_owned(), Value::map(groups));
        }
        let named = Value::map([("protected", Value::Map(selection))]);
        Value::map([("resources", named)])
    }
}

fn rule(rule: &Rule) -> Value {
    let mut body: IndexMap<String, Value> = IndexMap::new();
    let mut set = |key: &str, value: Value| body.insert(key.to_owned(), value);
    set("schedule_expression", assign(rule.schedule.as_str()));
    set("target_backup_vault_name", assign(rule.vault.clone()));
    set(
        "start_backup_window_minutes",
        assign(rule.start_window.to_string()),
    );
    set(
        "complete_backup_window_minutes",
        assign(rule.completion_window.to_string()),
    );
    if rule.continuous {
        set("enable_continuous_backup", assign("true"));
    }
    if !rule.lifecycle.is_empty() {
        set("lifecycle", lifecycle(rule.lifecycle));
    }
    let copies = rule.copies.iter().filter_map(|copy| {
        let Value::Text(arn) = &copy.destination else {
            return None;
        };
        let mut action =
            IndexMap::from([("target_backup_vault_arn".to_owned(), assign(arn.as_str()))]);
        if !copy.lifecycle.is_empty() {
            action.insert("lifecycle".to_owned(), lifecycle(copy.lifecycle));
        }
        Some((arn.as_str(), Value::Map(action)))
    });
    let copies: Vec<_> = copies.collect();
    if !copies.is_empty() {
        set("copy_actions", Value::map(copies));
    }
    if !rule.recovery_point_tags.is_empty() {
        set("recovery_point_tags", tags(&rule.recovery_point_tags));
    }
    Value::Map(body)
}

/// Tags, each under its own key.
fn tags(tags: &IndexMap<String, String>) -> Value {
    let tags = tags.iter().map(|(key, value)| {
        let pair = [
            ("tag_key", assign(key.as_str())),
            ("tag_value", assign(value.as_str())),
        ];
        (key.as_str(), Value::map(pair))
    });
    Value::map(tags)
}

fn lifecycle(lifecycle: Lifecycle) -> Value {
    let days = [
        ("move_to_cold_storage_after_days", lifecycle.cold_after),
        ("delete_after_days", lifecycle.delete_after),
    ];
    let set = days
        .into_iter()
        .filter_map(|(key, days)| Some((key, assign(days?.to_string()))));
    Value::map(set)
}

/// Every scalar is a text in a backup policy, set through an operator.
fn assign(value: impl Into<Value>) -> Value {
    Value::map([("@@assign", value.into())])
}
