//! Backup plans and what they select.

use indexmap::IndexMap;

use super::spelling::pascal_case;
use super::{Arguments, ArnReference, CloudFormation, OwnResource, Properties, Resource, Value};
use crate::policies::backup::{Lifecycle, Rule};

/// A backup plan.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html>
#[derive(Debug)]
pub struct BackupPlan {
    /// The plan's name.
    pub name: String,
    /// Its rules.
    pub rules: Vec<Rule>,
}

/// The resources that a plan protects, and the role that reads them.
///
/// Resources are alternatives; conditions must all hold, together with one of the resources.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html>
#[derive(Debug)]
pub struct Selection {
    /// The selection's name. It has to be another one when the last condition goes: the provider keeps
    /// conditions that are no longer there, and only another name makes the selection anew.
    /// <https://github.com/hashicorp/terraform-provider-aws/issues/30785>
    pub name: String,
    /// The plan's id.
    pub plan: Value,
    /// The ARN of the role that AWS Backup assumes.
    pub role: Value,
    /// ARNs and patterns of resources.
    pub resources: Vec<Value>,
    /// ARNs and patterns of resources that are left out.
    pub not_resources: Vec<Value>,
    /// Conditions: operator in Terraform's spelling, key, value.
    pub conditions: Vec<(&'static str, String, String)>,
}

fn lifecycle_form(lifecycle: Lifecycle) -> Arguments {
    Arguments::new()
        .maybe("cold_storage_after", lifecycle.cold_after)
        .maybe("delete_after", lifecycle.delete_after)
}

fn lifecycle_properties(lifecycle: Lifecycle) -> Option<Properties> {
    let properties = Properties::new()
        .maybe("MoveToColdStorageAfterDays", lifecycle.cold_after)
        .maybe("DeleteAfterDays", lifecycle.delete_after);
    (!lifecycle.is_empty()).then_some(properties)
}

fn rule_form(rule: &Rule) -> Arguments {
    let mut form = Arguments::new()
        .argument("rule_name", rule.name.as_str())
        .argument("target_vault_name", rule.vault.clone())
        .blank()
        .argument("schedule", rule.schedule.as_str())
        .argument("schedule_expression_timezone", rule.timezone.as_str())
        .argument("start_window", rule.start_window)
        .argument("completion_window", rule.completion_window);
    if rule.continuous {
        form = form.argument("enable_continuous_backup", true);
    }
    if !rule.recovery_point_tags.is_empty() {
        form = form.blank().argument("recovery_point_tags", tags(rule));
    }
    if !rule.lifecycle.is_empty() {
        form = form.block("lifecycle", lifecycle_form(rule.lifecycle));
    }
    for copy in &rule.copies {
        let mut inside =
            Arguments::new().argument("destination_vault_arn", copy.destination.clone());
        if !copy.lifecycle.is_empty() {
            inside = inside.block("lifecycle", lifecycle_form(copy.lifecycle));
        }
        form = form.block("copy_action", inside);
    }
    form
}

fn rule_properties(rule: &Rule) -> Properties {
    let copies = rule.copies.iter().map(|copy| {
        Properties::new()
            .set("DestinationBackupVaultArn", copy.destination.clone())
            .maybe("Lifecycle", lifecycle_properties(copy.lifecycle))
            .into()
    });
    Properties::new()
        .set("RuleName", rule.name.as_str())
        .set("TargetBackupVault", rule.vault.clone())
        .set("ScheduleExpression", rule.schedule.as_str())
        .set("ScheduleExpressionTimezone", rule.timezone.as_str())
        .set("StartWindowMinutes", rule.start_window)
        .set("CompletionWindowMinutes", rule.completion_window)
        .maybe("EnableContinuousBackup", rule.continuous.then_some(true))
        .maybe(
            "RecoveryPointTags",
            (!rule.recovery_point_tags.is_empty()).then(|| tags(rule)),
        )
        .maybe("Lifecycle", lifecycle_properties(rule.lifecycle))
        .list("CopyActions", copies.collect())
}

fn tags(rule: &Rule) -> Value {
    let tags = rule.recovery_point_tags.iter();
    Value::map(tags.map(|(key, value)| (key, Value::from(value.as_str()))))
}

impl Resource for BackupPlan {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_plan"
    }

    fn terraform(&self) -> Arguments {
        let form = Arguments::new().argument("name", self.name.as_str());
        self.rules
            .iter()
            .fold(form, |form, rule| form.block("rule", rule_form(rule)))
    }

    fn cloudformation(&self) -> CloudFormation {
        let rules = self.rules.iter().map(|rule| rule_properties(rule).into());
        let plan = Properties::new()
            .set("BackupPlanName", self.name.as_str())
            .list("BackupPlanRule", rules.collect());
        OwnResource::new(
            "AWS::Backup::BackupPlan",
            Properties::new().set("BackupPlan", plan),
        )
        .arn(ArnReference::Attribute("BackupPlanArn"))
        .output("The backup plan.")
        .into()
    }
}

impl Resource for Selection {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_selection"
    }

    fn terraform(&self) -> Arguments {
        let form = Arguments::new()
            .argument("name", self.name.as_str())
            .argument("plan_id", self.plan.clone())
            .argument("iam_role_arn", self.role.clone())
            .blank()
            .argument("resources", Value::List(self.resources.clone()))
            // Also when there are none: the provider keeps what an argument that is not there had
            // before. https://github.com/hashicorp/terraform-provider-aws/issues/41098
            .argument("not_resources", Value::List(self.not_resources.clone()));
        if self.conditions.is_empty() {
            return form;
        }
        let conditions =
            self.conditions
                .iter()
                .fold(Arguments::new(), |form, (operator, key, value)| {
                    let pair = Arguments::new()
                        .argument("key", key.as_str())
                        .argument("value", value.as_str());
                    form.block(operator, pair)
                });
        form.block("condition", conditions)
    }

    fn cloudformation(&self) -> CloudFormation {
        let mut conditions: IndexMap<String, Value> = IndexMap::new();
        for (operator, key, value) in &self.conditions {
            let condition = Properties::new()
                .set("ConditionKey", key.as_str())
                .set("ConditionValue", value.as_str());
            let same = conditions
                .entry(pascal_case(operator))
                .or_insert_with(|| Value::List(Vec::new()));
            if let Value::List(same) = same {
                same.push(condition.into());
            }
        }
        let selection = Properties::new()
            .set("SelectionName", self.name.as_str())
            .set("IamRoleArn", self.role.clone())
            .set("Resources", Value::List(self.resources.clone()))
            .list("NotResources", self.not_resources.clone())
            .maybe(
                "Conditions",
                (!conditions.is_empty()).then_some(Value::Map(conditions)),
            );
        CloudFormation::resource(
            "AWS::Backup::BackupSelection",
            Properties::new()
                .set("BackupPlanId", self.plan.clone())
                .set("BackupSelection", selection),
        )
    }
}
