//! What is reported and is no job: changes that a spec asks for, and plans that make no jobs.

use std::collections::BTreeSet;

use offsite::facts::Change;
use offsite::spec::model::Occasion;
use offsite::topology::EventRoute;
use serde_json::{Value, json};

use crate::deployed::Resource;
use crate::evaluate::texts;
use crate::events::{RULE, routes, targets};

/// What AWS's pages say on events that are not of jobs.
pub(crate) struct Notice {
    /// What the rule's name ends with.
    pub(crate) name: &'static str,
    /// What stands in the record in the place of the type of job.
    word: &'static str,
    pub(crate) source: &'static str,
    /// Where the record's state is.
    state: &'static str,
    /// The states that it is reported in, where no call and no error is meant.
    states: &'static [&'static str],
    pub(crate) parts: &'static [Part],
}

/// What can be asked for.
pub(crate) struct Part {
    change: Option<Change>,
    pub(crate) detail_type: &'static str,
    /// Calls, as API references and CloudTrail name them.
    calls: &'static [&'static str],
}

const CALL: &str = "AWS API Call via CloudTrail";

const NOTICES: [Notice; 6] = [
    Notice {
        name: "plan-selections",
        word: "plan_selection",
        source: "aws.backup",
        state: "errorCode",
        states: &[],
        parts: &[Part {
            change: None,
            detail_type: "AWS Service Event via CloudTrail",
            calls: &["ProcessBackupPlanSelection"],
        }],
    },
    Notice {
        name: "backup-changes",
        word: "change",
        source: "aws.backup",
        state: "state",
        states: &["MODIFIED", "DELETED"],
        parts: &[
            Part {
                change: Some(Change::Vaults),
                detail_type: "Backup Vault State Change",
                calls: &[],
            },
            Part {
                change: Some(Change::Plans),
                detail_type: "Backup Plan State Change",
                calls: &[],
            },
            Part {
                change: Some(Change::Settings),
                detail_type: "Region Setting State Change",
                calls: &[],
            },
        ],
    },
    Notice {
        name: "backup-calls",
        word: "call",
        source: "aws.backup",
        state: "eventName",
        states: &[],
        parts: &[
            Part {
                change: Some(Change::VaultPolicies),
                detail_type: CALL,
                calls: &[
                    "PutBackupVaultAccessPolicy",
                    "DeleteBackupVaultAccessPolicy",
                    "PutBackupVaultLockConfiguration",
                    "DeleteBackupVaultLockConfiguration",
                    "PutBackupVaultNotifications",
                    "DeleteBackupVaultNotifications",
                ],
            },
            Part {
                change: Some(Change::Plans),
                detail_type: CALL,
                calls: &["CreateBackupSelection", "DeleteBackupSelection"],
            },
            Part {
                change: Some(Change::RecoveryPoints),
                detail_type: CALL,
                calls: &[
                    "DeleteRecoveryPoint",
                    "DisassociateRecoveryPoint",
                    "DisassociateRecoveryPointFromParent",
                    "UpdateRecoveryPointLifecycle",
                ],
            },
        ],
    },
    Notice {
        name: "key-calls",
        word: "call",
        source: "aws.kms",
        state: "eventName",
        states: &[],
        parts: &[Part {
            change: Some(Change::Keys),
            detail_type: CALL,
            calls: &["ScheduleKeyDeletion", "DisableKey", "PutKeyPolicy"],
        }],
    },
    Notice {
        name: "alarms",
        word: "alarm",
        source: "aws.cloudwatch",
        state: "state.value",
        states: &[],
        parts: &[Part {
            change: None,
            detail_type: "CloudWatch Alarm State Change",
            calls: &[],
        }],
    },
    // What the pipe of a vault's notifications puts: no event of AWS.
    Notice {
        name: "failed-objects",
        word: "object",
        source: "offsite",
        state: "state",
        states: &["OBJECT_FAILED"],
        parts: &[Part {
            change: Some(Change::Objects),
            detail_type: "Backup Vault Notification",
            calls: &[],
        }],
    },
];

impl Notice {
    /// The parts that a route asks for: every example reports backup jobs, and with them plans that
    /// make none.
    pub(crate) fn asked(&self, route: &EventRoute) -> Vec<&'static Part> {
        let parts = self.parts.iter();
        parts
            .filter(|part| part.change.is_none_or(|one| route.also.contains(&one)))
            .collect()
    }
}

/// What a rule is for, when that is no job.
pub(crate) fn notice(rule: &Resource) -> Option<&'static Notice> {
    let name = rule.body["name"].as_str().unwrap();
    let mut all = NOTICES.iter();
    all.find(|notice| name.ends_with(&format!("-{}", notice.name)))
}

/// What a route reports beside jobs.
pub(crate) fn notices(route: &EventRoute) -> impl Iterator<Item = &'static Notice> {
    NOTICES
        .iter()
        .filter(|notice| !notice.asked(route).is_empty())
}

#[test]
fn every_change_that_a_spec_asks_for_has_its_rules_and_no_other_has() {
    let mut seen = BTreeSet::new();
    for (world, route) in routes() {
        for rule in world.deployed.of(RULE) {
            let Some(notice) = notice(rule) else { continue };
            let parts = notice.asked(route);
            assert!(!parts.is_empty(), "{}: nobody asked for it", rule.place());
            let pattern = &rule.body["event_pattern"];
            assert_eq!(texts(&pattern["source"]), [notice.source]);
            let types: BTreeSet<&str> = parts.iter().map(|part| part.detail_type).collect();
            let found = texts(&pattern["detail-type"]);
            assert_eq!(found.len(), types.len(), "{}", rule.place());
            assert!(found.iter().all(|one| types.contains(one)));
            let calls: Vec<&str> = parts.iter().flat_map(|part| part.calls).copied().collect();
            let detail = &pattern["detail"];
            if notice.name == "alarms" {
                let prefix = format!("{}-backup-alarm-", world.topology.name);
                assert_eq!(detail["alarmName"], json!([{ "prefix": prefix }]));
                let states: &[&str] = match route.occasion {
                    Occasion::Failures => &["ALARM"],
                    Occasion::Finished => &["ALARM", "OK"],
                    Occasion::All => &["ALARM", "OK", "INSUFFICIENT_DATA"],
                };
                assert_eq!(texts(&detail["state"]["value"]), states);
            } else if calls.is_empty() {
                assert_eq!(texts(&detail["state"]), notice.states);
            } else {
                let service = notice.source.strip_prefix("aws.").unwrap();
                assert_eq!(
                    texts(&detail["eventSource"]),
                    [format!("{service}.amazonaws.com")]
                );
                assert_eq!(texts(&detail["eventName"]), calls, "{}", rule.place());
            }
            // Only what went wrong: a selection that works may leave an event as well.
            let failed = notice.state == "errorCode";
            let errors = failed.then(|| json!([{ "exists": true }]));
            assert_eq!(detail.get("errorCode"), errors.as_ref());
            seen.insert(notice.name);
        }
    }
    assert_eq!(seen.len(), NOTICES.len(), "{seen:?}");
}

#[test]
fn calls_on_keys_are_forwarded_for_the_keys_of_vaults_only() {
    let mut seen = 0;
    for (world, _) in routes() {
        let rules = world.deployed.of(RULE);
        for rule in rules.filter(|rule| notice(rule).is_some_and(|one| one.name == "key-calls")) {
            let arns = &rule.body["event_pattern"]["detail"]["resources"]["ARN"];
            if !rule.body["event_bus_name"].is_null() {
                assert!(arns.is_null(), "{}: on the bus", rule.place());
                continue;
            }
            let here = world.deployed.of("aws_backup_vault");
            let here = here
                .filter(|vault| (&vault.account, &vault.region) == (&rule.account, &rule.region));
            let mut keys: Vec<&Value> = here.map(|vault| &vault.body["kms_key_arn"]).collect();
            let mut named: Vec<&Value> = arns.as_array().unwrap().iter().collect();
            keys.sort_by_key(|key| key.to_string());
            named.sort_by_key(|key| key.to_string());
            assert_eq!(named, keys, "{}", rule.place());
            assert!(!keys.is_empty(), "{}", rule.place());
            seen += 1;
        }
    }
    assert!(seen >= 6, "{seen}");
}

#[test]
fn every_listener_hears_of_a_change_in_the_record_of_jobs() {
    let mut seen = 0;
    for (world, _) in routes() {
        for rule in world.deployed.of(RULE) {
            let Some(notice) = notice(rule) else { continue };
            if rule.body["event_bus_name"].is_null() {
                continue;
            }
            for target in targets(world, rule) {
                let transformer = &target.body["input_transformer"][0];
                if target.body["target_id"] == "log-group" {
                    assert!(transformer.is_null(), "{}", target.place());
                    continue;
                }
                let state = format!("$.detail.{}", notice.state);
                if target.body["target_id"] == "chat" {
                    assert_eq!(transformer["input_paths"]["state"], state);
                    continue;
                }
                assert_eq!(transformer["input_paths"]["state"], state);
                let template = transformer["input_template"].as_str().unwrap();
                let word = format!("\"job_type\":\"{}\"", notice.word);
                assert!(template.contains(&word), "{}: {template}", target.place());
                // Callers write these as they like, and nothing escapes them.
                for path in transformer["input_paths"].as_object().unwrap().values() {
                    let path = path.as_str().unwrap();
                    assert!(!path.contains("requestParameters"), "{path}");
                    assert!(!path.contains("errorMessage"), "{path}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen >= 4, "{seen}");
}
