//! Backup plans and what they select.

use indexmap::IndexMap;

use super::{Form, Resource, Value};

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
    /// The selection's name.
    pub name: String,
    /// The plan's id.
    pub plan: Value,
    /// The ARN of the role that AWS Backup assumes.
    pub role: Value,
    /// ARNs and patterns of resources.
    pub resources: Vec<String>,
    /// ARNs and patterns of resources that are left out.
    pub not_resources: Vec<String>,
    /// Conditions: operator in Terraform's spelling, key, value.
    pub conditions: Vec<(&'static str, String, String)>,
}

impl PlanLifecycle {
    fn form(self) -> Form {
        Form::new()
            .maybe("cold_storage_after", self.cold_after)
            .maybe("delete_after", self.delete_after)
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
}

impl Resource for Selection {
    fn terraform_type(&self) -> &'static str {
        "aws_backup_selection"
    }

    fn terraform(&self) -> Form {
        let mut form = Form::new()
            .argument("name", self.name.as_str())
            .argument("plan_id", self.plan.clone())
            .argument("iam_role_arn", self.role.clone())
            .blank()
            .argument("resources", Value::texts(&self.resources));
        if !self.not_resources.is_empty() {
            form = form.argument("not_resources", Value::texts(&self.not_resources));
        }
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
}
