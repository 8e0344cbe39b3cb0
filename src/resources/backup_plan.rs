//! Backup plans and what they select.

use indexmap::IndexMap;

use super::spelling::pascal_case;
use super::{ArnReference, CloudFormation, Form, OwnResource, Properties, Resource, Value};

/// A backup plan.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupPlan.html>
#[derive(Debug)]
pub struct BackupPlan {
    /// The plan's name.
    pub name: String,
    /// Its rules.
    pub rules: Vec<PlanRule>,
}

/// A rule of a backup plan.
#[derive(Debug)]
pub struct PlanRule {
    /// The rule's name.
    pub name: String,
    /// The name of the local vault.
    pub vault: Value,
    /// `cron(...)`.
    pub schedule: String,
    /// Time zone of the schedule, as the time zone database names it.
    pub timezone: String,
    /// Minutes within which a backup starts.
    pub start_window: u32,
    /// Minutes within which a started backup completes.
    pub completion_window: u32,
    /// Whether continuous backups are made too.
    pub continuous: bool,
    /// How long local recovery points are kept.
    pub lifecycle: PlanLifecycle,
    /// The copies.
    pub copies: Vec<CopyAction>,
    /// Tags of the recovery points.
    pub recovery_point_tags: IndexMap<String, String>,
}

/// How long a recovery point is kept, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanLifecycle {
    /// Days until it moves to cold storage.
    pub cold_after: Option<u32>,
    /// Days until it is deleted.
    pub delete_after: Option<u32>,
}

/// A copy of a rule's recovery points.
#[derive(Debug)]
pub struct CopyAction {
    /// The ARN of the vault that receives the copy.
    pub destination: Value,
    /// How long the copy is kept.
    pub lifecycle: PlanLifecycle,
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

impl PlanLifecycle {
    fn form(self) -> Form {
        Form::new()
            .maybe("cold_storage_after", self.cold_after)
            .maybe("delete_after", self.delete_after)
    }

    fn properties(self) -> Option<Properties> {
        let properties = Properties::new()
            .maybe("MoveToColdStorageAfterDays", self.cold_after)
            .maybe("DeleteAfterDays", self.delete_after);
        (!self.is_empty()).then_some(properties)
    }

    fn is_empty(self) -> bool {
        self.cold_after.is_none() && self.delete_after.is_none()
    }
}

impl PlanRule {
    fn form(&self) -> Form {
        let mut form = Form::new()
            .argument("rule_name", self.name.as_str())
            .argument("target_vault_name", self.vault.clone())
            .blank()
            .argument("schedule", self.schedule.as_str())
            .argument("schedule_expression_timezone", self.timezone.as_str())
            .argument("start_window", self.start_window)
            .argument("completion_window", self.completion_window);
        if self.continuous {
            form = form.argument("enable_continuous_backup", true);
        }
        if !self.recovery_point_tags.is_empty() {
            let tags = self.recovery_point_tags.iter();
            let tags = Value::map(tags.map(|(key, value)| (key, Value::from(value.as_str()))));
            form = form.blank().argument("recovery_point_tags", tags);
        }
        if !self.lifecycle.is_empty() {
            form = form.block("lifecycle", self.lifecycle.form());
        }
        for copy in &self.copies {
            let mut inside =
                Form::new().argument("destination_vault_arn", copy.destination.clone());
            if !copy.lifecycle.is_empty() {
                inside = inside.block("lifecycle", copy.lifecycle.form());
            }
            form = form.block("copy_action", inside);
        }
        form
    }
}

impl PlanRule {
    fn properties(&self) -> Properties {
        let copies = self.copies.iter().map(|copy| {
            Properties::new()
                .set("DestinationBackupVaultArn", copy.destination.clone())
                .maybe("Lifecycle", copy.lifecycle.properties())
                .into()
        });
        let tags = self.recovery_point_tags.iter();
        let tags = Value::map(tags.map(|(key, value)| (key, Value::from(value.as_str()))));
        Properties::new()
            .set("RuleName", self.name.as_str())
            .set("TargetBackupVault", self.vault.clone())
            .set("ScheduleExpression", self.schedule.as_str())
            .set("ScheduleExpressionTimezone", self.timezone.as_str())
            .set("StartWindowMinutes", self.start_window)
            .set("CompletionWindowMinutes", self.completion_window)
            .maybe("EnableContinuousBackup", self.continuous.then_some(true))
            .maybe(
                "RecoveryPointTags",
                (!self.recovery_point_tags.is_empty()).then_some(tags),
            )
            .maybe("Lifecycle", self.lifecycle.properties())
            .list("CopyActions", copies.collect())
    }
}

impl Resource for BackupPlan {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_plan"
    }

    fn terraform(&self) -> Form {
        let form = Form::new().argument("name", self.name.as_str());
        self.rules
            .iter()
            .fold(form, |form, rule| form.block("rule", rule.form()))
    }

    fn cloudformation(&self) -> CloudFormation {
        let rules = self.rules.iter().map(|rule| rule.properties().into());
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

    fn terraform(&self) -> Form {
        let form = Form::new()
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
                .fold(Form::new(), |form, (operator, key, value)| {
                    let pair = Form::new()
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
