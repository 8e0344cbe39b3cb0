//! The quickstart.

use serde_json::{Value, json};

/// To the letter, where the numbers are small.
pub(super) fn to_the_letter(held: &Value) {
    let organization = &held["organization"];
    assert_eq!(
        organization["delegated_administrators"],
        json!(["222222222222"])
    );
    assert!(
        organization["resource_policy"]
            .to_string()
            .contains("OffsiteReadOrganization")
    );
    let source = &held["places"]["333333333333/eu-west-1"];
    let plan = &source["plans"]["quickstart-daily"];
    assert_eq!(
        plan["rules"]["daily"],
        json!({
            "TargetBackupVaultName": "quickstart-local",
            "ScheduleExpression": "cron(0 3 * * ? *)",
            "ScheduleExpressionTimezone": "Etc/UTC",
            "StartWindowMinutes": 480,
            "CompletionWindowMinutes": 10080,
            "EnableContinuousBackup": false,
            "Lifecycle": { "DeleteAfterDays": 14 },
            "CopyActions": [{
                "DestinationBackupVaultArn":
                    "arn:aws:backup:eu-central-1:222222222222:backup-vault:quickstart-central",
                "Lifecycle": { "DeleteAfterDays": 90 },
            }],
            "RuleId": plan["rules"]["daily"]["RuleId"],
        })
    );
    let selection = &plan["selections"]["quickstart-daily-by-tag"];
    assert_eq!(
        selection["IamRoleArn"],
        "arn:aws:iam::333333333333:role/quickstart-backup"
    );
    // A set, so Terraform gives them in an order of its own.
    let mut resources = selection["Resources"].as_array().unwrap().clone();
    resources.sort_by_key(Value::to_string);
    assert_eq!(
        resources,
        [
            "arn:aws:dynamodb:eu-west-1:333333333333:table/*",
            "arn:aws:s3:::*"
        ]
    );
    assert_eq!(
        selection["Conditions"]["StringEquals"],
        json!([{ "ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "daily" }])
    );
    for protected in ["DynamoDB", "S3"] {
        assert_eq!(source["settings"]["opt_in"][protected], true);
    }
    assert_eq!(source["settings"]["management"]["DynamoDB"], true);
    for (role, policies) in [
        (
            "backup",
            ["ServiceRolePolicyForS3Backup", "ServiceRolePolicyForBackup"],
        ),
        (
            "restore",
            [
                "ServiceRolePolicyForS3Restore",
                "ServiceRolePolicyForRestores",
            ],
        ),
    ] {
        let role = &held["accounts"]["333333333333"][format!("quickstart-{role}")];
        assert_eq!(
            role["trust"]["Statement"][0]["Principal"]["Service"],
            "backup.amazonaws.com"
        );
        let attached = role["attached"].as_array().unwrap();
        assert_eq!(attached.len(), policies.len(), "{attached:?}");
        for (arn, policy) in attached.iter().zip(policies) {
            assert!(arn.as_str().unwrap().ends_with(policy), "{arn}");
        }
    }
    let copies = &source["buses"]["default"]["rules"]["quickstart-copy-jobs"];
    assert_eq!(
        copies["pattern"]["detail"]["state"],
        json!(["FAILED", "PARTIAL"])
    );
    assert_eq!(
        copies["targets"]["central-bus"]["Arn"],
        "arn:aws:events:eu-central-1:222222222222:event-bus/quickstart-backup-events"
    );
    let central = &held["places"]["222222222222/eu-central-1"];
    let bus = &central["buses"]["quickstart-backup-events"];
    assert!(
        bus["policy"].to_string().contains("events:PutEvents"),
        "{bus:#}"
    );
    let rules: Vec<&String> = bus["rules"].as_object().unwrap().keys().collect();
    assert_eq!(
        rules,
        [
            "quickstart-alarms",
            "quickstart-backup-jobs",
            "quickstart-backup-jobs-with-issues",
            "quickstart-copy-jobs",
            "quickstart-plan-selections",
            "quickstart-restore-jobs",
        ]
    );
    for (_, rule) in bus["rules"].as_object().unwrap() {
        for (_, target) in rule["targets"].as_object().unwrap() {
            assert!(
                target["InputTransformer"]["InputTemplate"].is_string(),
                "{rule:#}"
            );
        }
    }
    let key = central["keys"]["alias/quickstart-backup-central"]["policy"].to_string();
    assert!(key.contains("kms:ReEncryptTo") && key.contains("arn:aws:iam::333333333333:root"));
}
