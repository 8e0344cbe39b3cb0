//! Vaults and their keys, at both ends of every copy.

use std::collections::{BTreeMap, BTreeSet};

use offsite::topology::{Member, Names, Role, Shape};
use serde_json::{Value, json};

use super::asked::{AWS_BACKUP, Asking, Caller, Question, STRANGER, Target, stranger};
use crate::held::Held;

const COPY: &str = "backup:CopyIntoBackupVault";

/// Why nobody without credentials may.
pub(super) const NOBODY: &str = "every statement asks for an account, an organization or a service";
/// Why no account of another organization may.
pub(super) const ELSEWHERE: &str =
    "statements for accounts ask for the organization, others for EventBridge";
const OWN_KEY: &str = "the key policy names its service-linked role";
const ITSELF: &str = "the key policy admits AWS Backup itself only";
const USES: &str = "accounts may encrypt with the key, not rule it";
const LETS_IN: &str = "the access policy lets copies in and nothing else";

/// A grant for a service of AWS, made through one.
fn for_a_service(region: &str) -> Value {
    json!({ "kms:GrantIsForAWSResource": "true", "kms:ViaService": format!("ec2.{region}.amazonaws.com") })
}

/// The policy of a key that the spec made, by its ARN.
fn key_policy<'a>(place: &'a Value, arn: &Value) -> Option<&'a Value> {
    let mut keys = place["keys"].as_object().unwrap().values();
    keys.find(|key| key["arn"] == *arn)
        .map(|key| &key["policy"])
}

/// The role by which an account copies: one that offsite makes, with its policies, or another.
fn backup_role(held: &Held<'_>, shape: &Shape, member: &Member) -> Caller {
    let is = "the backup role of a source account";
    let account = member.account.id.as_str();
    match &shape.role {
        Role::Made(name) => Caller::made(held, is, account, name),
        Role::Existing { arn, .. } => {
            let arn = arn.as_str().replace("$account", account);
            let (_, name) = arn.split_once(":role/").unwrap();
            Caller::mighty(held, "an existing role of a source account", account, name)
        }
    }
}

pub(super) fn central(held: &Held<'_>, questions: &mut Vec<Question>) {
    let nobody = Caller::anybody();
    for vault in &held.topology.central_vaults {
        for region in vault.regions.iter().map(|region| region.as_str()) {
            let owner = vault.account.id.as_str();
            let place = &held.held["places"][format!("{owner}/{region}")];
            let found = &place["vaults"][vault.vault.as_str()];
            let mut ask = Asking {
                place: format!("{}: {} in {region}", held.name, vault.vault),
                questions,
            };
            let on = Target {
                is: "central vault",
                arn: found["arn"].as_str().unwrap(),
                policy: &found["policy"],
            };
            let recovery_point = format!("arn:aws:backup:{region}:{owner}:recovery-point:one");
            let recovery_point = Target {
                is: "recovery point in a central vault",
                arn: &recovery_point,
                policy: &found["policy"],
            };
            let key = key_policy(place, &found["key"]).map(|policy| Target {
                is: "key of a central vault",
                arn: found["key"].as_str().unwrap(),
                policy,
            });
            let members: BTreeMap<&str, (&Shape, &Member)> = held
                .sources()
                .filter(|(_, _, member)| {
                    held.topology.copy_paths().any(|path| {
                        path.vault.vault == vault.vault
                            && path.destination.as_str() == region
                            && path.member.account.id == member.account.id
                    })
                })
                .map(|(_, shape, member)| (member.account.id.as_str(), (shape, member)))
                .collect();
            for (account, (shape, member)) in members {
                let copies = backup_role(held, shape, member);
                ask.allowed(
                    &copies,
                    COPY,
                    &on,
                    "its policy allows the call, and the access policy names its account or the organization",
                );
                ask.denied(
                    &copies,
                    "backup:DeleteRecoveryPoint",
                    &recovery_point,
                    LETS_IN,
                );
                let is = "an administrator of a source account";
                let administrator = Caller::mighty(held, is, account, "administrator");
                for action in [
                    "backup:DeleteRecoveryPoint",
                    "backup:UpdateRecoveryPointLifecycle",
                ] {
                    ask.denied(&administrator, action, &recovery_point, LETS_IN);
                }
                for action in [
                    "backup:DeleteBackupVault",
                    "backup:PutBackupVaultAccessPolicy",
                    "backup:DeleteBackupVaultLockConfiguration",
                ] {
                    ask.denied(&administrator, action, &on, LETS_IN);
                }
                ask.denied(&administrator.clone().elsewhere(), COPY, &on, ELSEWHERE);
                if let Some(key) = &key {
                    let itself =
                        Caller::mighty(held, "AWS Backup in a source account", account, AWS_BACKUP);
                    let because = "its account copies into the vault";
                    for action in ["kms:Encrypt", "kms:GenerateDataKey"] {
                        ask.allowed(&itself, action, key, because);
                    }
                    ask.denied(&itself, "kms:ScheduleKeyDeletion", key, USES);
                    ask.denied(&copies, "kms:DescribeKey", key, ITSELF);
                    let grant = (false, ITSELF);
                    ask.put(
                        &copies,
                        "kms:CreateGrant",
                        key,
                        grant,
                        for_a_service(region),
                    );
                    for action in [
                        "kms:ScheduleKeyDeletion",
                        "kms:PutKeyPolicy",
                        "kms:DisableKey",
                    ] {
                        ask.denied(&administrator, action, key, USES);
                    }
                    ask.denied(&administrator, "kms:Encrypt", key, ITSELF);
                }
            }
            ask.denied(&stranger(held, "backup"), COPY, &on, ELSEWHERE);
            ask.denied(&nobody, COPY, &on, NOBODY);
            if let Some(key) = &key {
                let is = "AWS Backup in the key's own account";
                let own = Caller::mighty(held, is, owner, AWS_BACKUP);
                for action in ["kms:GenerateDataKey", "kms:Decrypt", "kms:DescribeKey"] {
                    ask.allowed(&own, action, key, OWN_KEY);
                    ask.denied(&stranger(held, AWS_BACKUP), action, key, ELSEWHERE);
                    ask.denied(&nobody, action, key, NOBODY);
                }
            }
        }
    }
}

pub(super) fn local(held: &Held<'_>, questions: &mut Vec<Question>) {
    let nobody = Caller::anybody();
    let mut seen = BTreeSet::new();
    for path in held.topology.copy_paths() {
        let (account, region) = (path.member.account.id.as_str(), path.source.as_str());
        let central = path.vault.account.id.as_str();
        // Several plans may copy the same way.
        if !seen.insert((account, region, central)) {
            continue;
        }
        let place = &held.held["places"][format!("{account}/{region}")];
        let (group, shape, member) = held
            .sources()
            .find(|(_, _, member)| member.account.id == path.member.account.id)
            .unwrap();
        let found = &place["vaults"][group.vault.as_str()];
        let mut ask = Asking {
            place: format!("{}: {account} in {region}", held.name),
            questions,
        };
        let on = Target {
            is: "local vault",
            arn: found["arn"].as_str().unwrap(),
            policy: &found["policy"],
        };
        let is = "the role that copies back, of a central account";
        let name = Names(&held.topology.name).copy_back_role();
        if group.copy_back {
            let back = Caller::made(held, is, central, &name);
            ask.allowed(&back, COPY, &on, "the group has `copy_back: true`");
            let because = "its policy names what a copy reads, shares and makes";
            let arn = format!(
                "arn:aws:backup:{}:{central}:recovery-point:one",
                path.destination
            );
            let copied = Target {
                is: "recovery point in a central vault",
                arn: &arn,
                policy: &Value::Null,
            };
            for action in ["backup:DeleteRecoveryPoint", "backup:StartRestoreJob"] {
                ask.denied(&back, action, &copied, because);
            }
            let arn = on.arn.replace(group.vault.as_str(), "another-vault");
            let other = Target {
                is: "another vault of a source account",
                arn: &arn,
                policy: on.policy,
            };
            ask.denied(&back, COPY, &other, because);
            let other = Caller::mighty(held, is, STRANGER, &name).elsewhere();
            ask.denied(&other, COPY, &on, ELSEWHERE);
        } else {
            let back = Caller::mighty(held, is, central, &name);
            let because = "without `copy_back` a local vault admits no other account";
            ask.denied(&back, COPY, &on, because);
        }
        let copies = backup_role(held, shape, member);
        if matches!(shape.role, Role::Made(_)) {
            let arn = format!("arn:aws:backup:{region}:{account}:recovery-point:one");
            let recovery_point = Target {
                is: "recovery point in a local vault",
                arn: &arn,
                policy: &found["policy"],
            };
            let because = "AWS's policies for backup roles neither delete nor restore";
            for action in ["backup:DeleteRecoveryPoint", "backup:StartRestoreJob"] {
                ask.denied(&copies, action, &recovery_point, because);
            }
        }
        let Some(policy) = key_policy(place, &found["key"]) else {
            continue; // A key that exists: its policy is not ours.
        };
        let key = Target {
            is: "key of a local vault",
            arn: found["key"].as_str().unwrap(),
            policy,
        };
        let is = "AWS Backup in the central account";
        let reader = Caller::aws_backup(held, is, central);
        let because = "AWS's policy for it allows the use, and so does the key's";
        for action in ["kms:DescribeKey", "kms:ReEncryptFrom", "kms:CreateGrant"] {
            ask.put(
                &reader,
                action,
                &key,
                (true, because),
                for_a_service(region),
            );
        }
        let mighty = Caller::mighty(held, is, central, AWS_BACKUP);
        ask.allowed(&mighty, "kms:Decrypt", &key, "it reads what it copies");
        let rules = "it may use the key, not rule it";
        ask.denied(&mighty, "kms:ScheduleKeyDeletion", &key, rules);
        for action in ["kms:Decrypt", "kms:DescribeKey"] {
            ask.denied(&stranger(held, AWS_BACKUP), action, &key, ELSEWHERE);
            ask.denied(&nobody, action, &key, NOBODY);
        }
        let own = Caller::mighty(
            held,
            "AWS Backup in the key's own account",
            account,
            AWS_BACKUP,
        );
        for action in ["kms:Decrypt", "kms:GenerateDataKey"] {
            ask.allowed(&own, action, &key, OWN_KEY);
        }
    }
}
