//! The limits of AWS that checks compare with, from `facts/constraints.toml`.
//!
//! They are constants because that file is large and read by tests only: one of them holds each
//! constant equal to its row. To add one, write it here and name its row in the test.

/// Days that a recovery point must stay in cold storage before it may expire.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html>
pub const COLD_GAP_DAYS: u32 = 90;

/// Shortest retention, in days.
///
/// AWS's pages do not agree on it.
/// <https://github.com/hashicorp/terraform-provider-aws/issues/24960>
pub const RETENTION_MIN_DAYS: u32 = 1;

/// Longest retention with an end, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html>
pub const RETENTION_MAX_DAYS: u32 = 36_500;

/// Days in warm storage below which incremental types need extra full backups.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html>
pub const COLD_RECOMMENDED_MIN_DAYS: u32 = 8;

/// Shortest retention of continuous backups, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html>
pub const CONTINUOUS_MIN_DAYS: u32 = 1;

/// Longest retention of continuous backups, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-retention-period.html>
pub const CONTINUOUS_MAX_DAYS: u32 = 35;

/// Smallest minimum retention that a vault lock can demand, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html>
pub const LOCK_RETENTION_MIN_DAYS: u32 = 1;

/// Largest maximum retention that a vault lock can demand, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html>
pub const LOCK_RETENTION_MAX_DAYS: u32 = 36_500;

/// Shortest time for which a lock stays changeable before it is final, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html>
pub const LOCK_CHANGEABLE_MIN_DAYS: u32 = 3;

/// Longest time for which a lock stays changeable before it is final, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html>
pub const LOCK_CHANGEABLE_MAX_DAYS: u32 = 36_500;

/// Smallest minimum retention of a logically air-gapped vault, in days.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateLogicallyAirGappedBackupVault.html>
pub const AIR_GAPPED_RETENTION_MIN_DAYS: u32 = 7;

/// Shortest wait before a KMS key is deleted, in days.
///
/// <https://github.com/boto/botocore/blob/develop/botocore/data/kms/2014-11-01/service-2.json.gz>
pub const KEY_DELETION_WINDOW_MIN_DAYS: u32 = 7;

/// Longest wait before a KMS key is deleted, in days.
///
/// <https://github.com/boto/botocore/blob/develop/botocore/data/kms/2014-11-01/service-2.json.gz>
pub const KEY_DELETION_WINDOW_MAX_DAYS: u32 = 30;

/// Smallest distance between two starts of a rule, in minutes.
///
/// AWS's pages do not agree on it.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html>
pub const START_GAP_MIN_MINUTES: u32 = 60;

/// Shortest start window, in minutes.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html>
pub const START_WINDOW_MIN_MINUTES: u32 = 60;

/// Start window when none is given, in minutes.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html>
pub const START_WINDOW_DEFAULT_MINUTES: u32 = 480;

/// Completion window when none is given, in minutes.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html>
pub const COMPLETION_WINDOW_DEFAULT_MINUTES: u32 = 10_080;

/// Longest window, in minutes.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html>
pub const WINDOW_MAX_MINUTES: u32 = 52_560_000;

/// Copy actions in one rule.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const COPY_ACTIONS_PER_RULE: usize = 5;

/// Rules in one plan.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const RULES_PER_PLAN: usize = 10;

/// Selections in one plan.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const ASSIGNMENTS_PER_PLAN: usize = 100;

/// Selections by tag in one plan.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const TAG_SELECTIONS_PER_PLAN: usize = 10;

/// Tags in one selection.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const TAGS_PER_SELECTION: usize = 30;

/// Conditions in one selection.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const CONDITIONS_PER_SELECTION: usize = 30;

/// ARNs without a wildcard in one selection.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html>
pub const PLAIN_ARNS_PER_SELECTION: usize = 500;

/// ARNs with a wildcard in one selection.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html>
pub const WILDCARD_ARNS_PER_SELECTION: usize = 30;

/// Tags that a rule can add to its recovery points.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const RECOVERY_POINT_TAGS_PER_RULE: usize = 10;

/// Tags of a resource.
///
/// <https://docs.aws.amazon.com/tag-editor/latest/userguide/reference.html>
pub const TAGS_PER_RESOURCE: usize = 50;

/// Plans in one account and region.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const PLANS_PER_REGION: usize = 300;

/// Vaults in one account and region.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html>
pub const VAULTS_PER_REGION: usize = 300;

/// Delegated administrators of an organization for AWS Backup.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html>
pub const DELEGATED_ADMINISTRATORS: usize = 5;

/// Size of a backup policy, in characters.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
pub const BACKUP_POLICY_CHARACTERS: usize = 10_000;

/// Backup policies attached to one root, organizational unit or account.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
pub const BACKUP_POLICIES_PER_TARGET: usize = 10;

/// Size of the resource policy of an organization, in characters.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
pub const ORGANIZATION_RESOURCE_POLICY_CHARACTERS: usize = 40_000;

/// Size of a service control policy, in characters.
///
/// AWS's pages do not agree on it.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
pub const SERVICE_CONTROL_POLICY_CHARACTERS: usize = 10_240;

/// Size of a KMS key policy, in bytes.
///
/// AWS's pages do not agree on it.
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html>
pub const KEY_POLICY_BYTES: usize = 32_768;

/// Size of an event pattern of EventBridge, in characters.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>
pub const EVENT_PATTERN_CHARACTERS: usize = 2048;

/// Size of the resource policy of an event bus, in characters.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>
pub const EVENT_BUS_POLICY_CHARACTERS: usize = 10_240;

/// How far an alarm of CloudWatch can look back, in minutes, with periods of an hour or more.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>
pub const ALARM_SPAN_MAX_MINUTES: u32 = 10_080;

/// Metrics that one alarm can be computed of.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html>
pub const METRICS_PER_ALARM: usize = 10;

/// Rules on one event bus, in most regions.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>
pub const EVENT_RULES_PER_BUS: usize = 300;

/// Targets of one rule of EventBridge.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>
pub const EVENT_TARGETS_PER_RULE: usize = 5;

/// Size of a CloudFormation template passed inline, in bytes.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const TEMPLATE_INLINE_BYTES: usize = 51_200;

/// Size of a CloudFormation template in S3, in bytes.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const TEMPLATE_BYTES: usize = 1_048_576;

/// Resources in one CloudFormation template.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const TEMPLATE_RESOURCES: usize = 500;

/// Parameters of one CloudFormation template.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const TEMPLATE_PARAMETERS: usize = 200;

/// Mappings of one CloudFormation template.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const TEMPLATE_MAPPINGS: usize = 200;

/// Outputs of one CloudFormation template.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub const TEMPLATE_OUTPUTS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_those_of_the_constraints() {
        let file: toml::Table =
            toml::from_str(include_str!("../../facts/constraints.toml")).unwrap();
        let constraints = file["constraint"].as_array().unwrap();
        let limits: &[(&str, usize, usize)] = &[
            ("lifecycle.cold_gap", 0, COLD_GAP_DAYS as usize),
            ("lifecycle.delete_min", 0, RETENTION_MIN_DAYS as usize),
            ("lifecycle.delete_max", 0, RETENTION_MAX_DAYS as usize),
            (
                "lifecycle.cold_recommended_min",
                0,
                COLD_RECOMMENDED_MIN_DAYS as usize,
            ),
            ("continuous.retention_min", 0, CONTINUOUS_MIN_DAYS as usize),
            ("continuous.retention_max", 0, CONTINUOUS_MAX_DAYS as usize),
            ("lock.min_min", 0, LOCK_RETENTION_MIN_DAYS as usize),
            ("lock.max_max", 0, LOCK_RETENTION_MAX_DAYS as usize),
            ("lock.changeable_min", 0, LOCK_CHANGEABLE_MIN_DAYS as usize),
            ("lock.changeable_max", 0, LOCK_CHANGEABLE_MAX_DAYS as usize),
            (
                "lag.min_retention",
                0,
                AIR_GAPPED_RETENTION_MIN_DAYS as usize,
            ),
            (
                "kms.deletion_window",
                0,
                KEY_DELETION_WINDOW_MIN_DAYS as usize,
            ),
            (
                "kms.deletion_window",
                1,
                KEY_DELETION_WINDOW_MAX_DAYS as usize,
            ),
            ("schedule.min_interval", 0, START_GAP_MIN_MINUTES as usize),
            ("window.start_min", 0, START_WINDOW_MIN_MINUTES as usize),
            (
                "window.start_default",
                0,
                START_WINDOW_DEFAULT_MINUTES as usize,
            ),
            (
                "window.completion_default",
                0,
                COMPLETION_WINDOW_DEFAULT_MINUTES as usize,
            ),
            ("window.max_minutes", 0, WINDOW_MAX_MINUTES as usize),
            ("copy.per_rule", 0, COPY_ACTIONS_PER_RULE),
            ("quota.rules", 0, RULES_PER_PLAN),
            ("quota.assignments", 0, ASSIGNMENTS_PER_PLAN),
            ("quota.tag_selections", 0, TAG_SELECTIONS_PER_PLAN),
            ("quota.tags_per_selection", 0, TAGS_PER_SELECTION),
            ("quota.conditions", 0, CONDITIONS_PER_SELECTION),
            ("quota.arns_plain", 0, PLAIN_ARNS_PER_SELECTION),
            ("quota.arns_wildcard", 0, WILDCARD_ARNS_PER_SELECTION),
            ("quota.rp_tags", 0, RECOVERY_POINT_TAGS_PER_RULE),
            ("quota.tags", 0, TAGS_PER_RESOURCE),
            ("quota.plans", 0, PLANS_PER_REGION),
            ("quota.vaults", 0, VAULTS_PER_REGION),
            ("xa.da_max", 0, DELEGATED_ADMINISTRATORS),
            ("org.policy_size", 0, BACKUP_POLICY_CHARACTERS),
            ("org.attached", 0, BACKUP_POLICIES_PER_TARGET),
            (
                "org.delegation_size",
                0,
                ORGANIZATION_RESOURCE_POLICY_CHARACTERS,
            ),
            ("org.scp_size", 0, SERVICE_CONTROL_POLICY_CHARACTERS),
            ("kms.policy_size", 0, KEY_POLICY_BYTES),
            ("eb.pattern", 0, EVENT_PATTERN_CHARACTERS),
            ("eb.bus_policy", 0, EVENT_BUS_POLICY_CHARACTERS),
            ("cw.alarm_span", 0, ALARM_SPAN_MAX_MINUTES as usize),
            ("cw.alarm_metrics", 0, METRICS_PER_ALARM),
            ("eb.rules", 0, EVENT_RULES_PER_BUS),
            ("eb.targets", 0, EVENT_TARGETS_PER_RULE),
            ("ss.template_inline", 0, TEMPLATE_INLINE_BYTES),
            ("ss.template_s3", 0, TEMPLATE_BYTES),
            ("ss.resources", 0, TEMPLATE_RESOURCES),
            ("ss.parameters", 0, TEMPLATE_PARAMETERS),
            ("ss.mappings", 0, TEMPLATE_MAPPINGS),
            ("ss.outputs", 0, TEMPLATE_OUTPUTS),
        ];
        for (id, position, limit) in limits {
            let row = constraints
                .iter()
                .find(|row| row["id"].as_str() == Some(id))
                .unwrap();
            let value = match &row["value"] {
                toml::Value::Array(values) => &values[*position],
                value => value,
            };
            assert_eq!(value.as_integer(), i64::try_from(*limit).ok(), "{id}");
        }
    }
}
