//! Who may do what, by an independent evaluation of the policies that the double holds.
//!
//! The simulator is a program of its own, installed under `target/` and never part of offsite.

mod matrix;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::environment::{kept, proven, say};
use crate::examples;
use crate::process;
use crate::world::{World, worlds};
use offsite::topology::{CentralVault, Names};

const STRANGER: &str = "999999999999";

/// One question to the simulator, and the answer that is right.
struct Question {
    about: String,
    /// Of which end of a copy this is: `central` or `local`.
    end: &'static str,
    simulation: Value,
    allowed: bool,
}

/// The directory with the simulator, or why there is none.
fn simulator() -> Result<PathBuf, String> {
    static SIMULATOR: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = SIMULATOR.get_or_init(|| {
        let directory = kept().join("node");
        let manifest = examples::project().join("tests/permissions/package.json");
        let wanted = std::fs::read_to_string(&manifest).unwrap();
        let ready = directory.join("ready");
        if std::fs::read_to_string(&ready).is_ok_and(|made| made == wanted) {
            return Ok(directory);
        }
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::copy(&manifest, directory.join("package.json")).unwrap();
        let installed = Command::new("npm")
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--silent",
            ])
            .current_dir(&directory)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("npm: {error}"))?;
        if !installed.status.success() {
            return Err(format!(
                "npm install: {}",
                String::from_utf8_lossy(&installed.stderr)
            ));
        }
        std::fs::write(&ready, wanted).unwrap();
        Ok(directory)
    });
    made.clone()
}

/// A request of somebody who may, by his own account, do anything: what is refused then is refused
/// by the resource's policy.
fn ask(
    principal: Option<&str>,
    organization: &str,
    action: &str,
    resource: &str,
    policy: &Value,
) -> Value {
    let owner = resource.split(':').nth(4).unwrap();
    let mut context = json!({});
    let mut identity = json!([]);
    if let Some(principal) = principal.filter(|one| one.starts_with("arn:")) {
        let account = principal.split(':').nth(4).unwrap();
        context = json!({
            "aws:PrincipalOrgID": organization,
            "aws:PrincipalArn": principal,
            "aws:PrincipalAccount": account,
        });
        let everything = json!({ "Effect": "Allow", "Action": "*", "Resource": "*" });
        identity = json!([{
            "name": "everything",
            "policy": { "Version": "2012-10-17", "Statement": [everything] },
        }]);
    }
    json!({
        "request": {
            "principal": principal,
            "action": action,
            "resource": { "resource": resource, "accountId": owner },
            "contextVariables": context,
        },
        "identityPolicies": identity,
        "serviceControlPolicies": [],
        "resourceControlPolicies": [],
        "resourcePolicy": policy,
    })
}

fn service_linked(account: &str) -> String {
    format!(
        "arn:aws:iam::{account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup"
    )
}

/// The policy of a key that the spec made, by its ARN.
fn key_policy<'a>(place: &'a Value, arn: &Value) -> Option<&'a Value> {
    let mut keys = place["keys"].as_object().unwrap().values();
    keys.find(|key| key["arn"] == *arn)
        .map(|key| &key["policy"])
}

fn of_vault(world: &World, vault: &CentralVault, region: &str, questions: &mut Vec<Question>) {
    let organization = world.topology.organization.id.as_str();
    let central = vault.account.id.as_str();
    let place = &world.held["places"][format!("{central}/{region}")];
    let held = &place["vaults"][vault.vault.as_str()];
    let arn = held["arn"].as_str().unwrap();
    let recovery_point = format!("arn:aws:backup:{region}:{central}:recovery-point:one");
    let mut add = |what: &str, allowed: bool, simulation: Value| {
        questions.push(Question {
            end: "central",
            about: format!(
                "{}: {} in {region}: {what}",
                world.example.name, vault.vault
            ),
            simulation,
            allowed,
        });
    };
    let copy = "backup:CopyIntoBackupVault";
    let policy = &held["policy"];
    let sources = world
        .topology
        .copy_paths()
        .filter(|path| path.vault.vault == vault.vault && path.destination.as_str() == region);
    let mut accounts: Vec<&str> = sources
        .map(|path| path.member.account.id.as_str())
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    let key = held["key"].as_str().unwrap();
    for account in accounts {
        let role = format!("arn:aws:iam::{account}:role/backup");
        add(
            &format!("{account} copies into it"),
            true,
            ask(Some(&role), organization, copy, arn, policy),
        );
        add(
            &format!("{account}, gone to another organization, copies into it"),
            false,
            ask(Some(&role), "o-another00", copy, arn, policy),
        );
        for action in [
            "backup:DeleteRecoveryPoint",
            "backup:UpdateRecoveryPointLifecycle",
        ] {
            let simulation = ask(Some(&role), organization, action, &recovery_point, policy);
            add(&format!("{account}: {action}"), false, simulation);
        }
        for action in [
            "backup:DeleteBackupVault",
            "backup:PutBackupVaultAccessPolicy",
            "backup:DeleteBackupVaultLockConfiguration",
        ] {
            add(
                &format!("{account}: {action}"),
                false,
                ask(Some(&role), organization, action, arn, policy),
            );
        }
        if let Some(policy) = key_policy(place, &held["key"]) {
            for action in [
                "kms:ScheduleKeyDeletion",
                "kms:PutKeyPolicy",
                "kms:DisableKey",
            ] {
                add(
                    &format!("{account}: {action}"),
                    false,
                    ask(Some(&role), organization, action, key, policy),
                );
            }
        }
    }
    let stranger = format!("arn:aws:iam::{STRANGER}:role/backup");
    add(
        "a foreign account copies into it",
        false,
        ask(Some(&stranger), "o-another00", copy, arn, policy),
    );
    add(
        "nobody in particular copies into it",
        false,
        ask(None, organization, copy, arn, policy),
    );
    if let Some(policy) = key_policy(place, &held["key"]) {
        let own = service_linked(central);
        for action in ["kms:GenerateDataKey", "kms:Decrypt", "kms:DescribeKey"] {
            let simulation = ask(Some(&own), organization, action, key, policy);
            add(
                &format!("its own service-linked role: {action}"),
                true,
                simulation,
            );
            let simulation = ask(Some(&stranger), "o-another00", action, key, policy);
            add(&format!("a foreign account: {action}"), false, simulation);
            add(
                &format!("nobody in particular: {action}"),
                false,
                ask(None, organization, action, key, policy),
            );
        }
    }
}

fn of_sources(world: &World, questions: &mut Vec<Question>) {
    let organization = world.topology.organization.id.as_str();
    for path in world.topology.copy_paths() {
        let (account, region) = (path.member.account.id.as_str(), path.source.as_str());
        let central = path.vault.account.id.as_str();
        let place = &world.held["places"][format!("{account}/{region}")];
        let group = world.topology.groups.iter().find(|group| {
            group
                .members()
                .any(|member| member.account.id == path.member.account.id)
        });
        let group = group.unwrap();
        let held = &place["vaults"][group.vault.as_str()];
        let arn = held["arn"].as_str().unwrap();
        let mut add = |what: String, allowed: bool, simulation: Value| {
            let about = format!("{}: {account} in {region}: {what}", world.example.name);
            questions.push(Question {
                end: "local",
                about,
                simulation,
                allowed,
            });
        };
        let back = format!(
            "arn:aws:iam::{central}:role/{}",
            Names(&world.topology.name).copy_back_role()
        );
        let copy = "backup:CopyIntoBackupVault";
        let policy = &held["policy"];
        let way_back = ask(Some(&back), organization, copy, arn, policy);
        let way_back = if policy.is_null() {
            without_policy(way_back)
        } else {
            way_back
        };
        add(format!("{central} copies back"), group.copy_back, way_back);
        if let Some(policy) = key_policy(place, &held["key"]) {
            let key = held["key"].as_str().unwrap();
            let reader = service_linked(central);
            let stranger = service_linked(STRANGER);
            for action in ["kms:Decrypt", "kms:DescribeKey"] {
                add(
                    format!("{central}: {action}"),
                    true,
                    ask(Some(&reader), organization, action, key, policy),
                );
                add(
                    format!("a foreign account: {action}"),
                    false,
                    ask(Some(&stranger), "o-another00", action, key, policy),
                );
                add(
                    format!("nobody in particular: {action}"),
                    false,
                    ask(None, organization, action, key, policy),
                );
            }
            let own = service_linked(account);
            for action in ["kms:Decrypt", "kms:GenerateDataKey"] {
                add(
                    format!("its own service-linked role: {action}"),
                    true,
                    ask(Some(&own), organization, action, key, policy),
                );
            }
            let deleting = ask(
                Some(&reader),
                organization,
                "kms:ScheduleKeyDeletion",
                key,
                policy,
            );
            add(
                format!("{central}: kms:ScheduleKeyDeletion"),
                false,
                deleting,
            );
        }
    }
}

fn without_policy(mut simulation: Value) -> Value {
    simulation.as_object_mut().unwrap().remove("resourcePolicy");
    simulation
}

fn of_events(world: &World, questions: &mut Vec<Question>) {
    let topology = &world.topology;
    let Some(route) = &topology.events else {
        return;
    };
    let organization = topology.organization.id.as_str();
    let place = &world.held["places"][format!("{}/{}", route.account.id, route.region)];
    let name = Names(&topology.name).bus();
    let bus = format!(
        "arn:aws:events:{}:{}:event-bus/{name}",
        route.region, route.account.id
    );
    let policy = &place["buses"][&name]["policy"];
    let mut add = |what: String, allowed: bool, simulation: Value| {
        let about = format!("{}: {what}", world.example.name);
        questions.push(Question {
            end: "central",
            about,
            simulation,
            allowed,
        });
    };
    // One call puts many events, so both keys have many values: a plain `StringEquals` fails.
    // <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html>
    let put = |role: &str, organization: &str, source: &str| {
        let mut simulation = ask(Some(role), organization, "events:PutEvents", &bus, policy);
        let context = &mut simulation["request"]["contextVariables"];
        context["events:source"] = json!(["aws.backup", source]);
        context["events:detail-type"] = json!([route.jobs[0].events().detail_type]);
        simulation
    };
    for member in topology.groups.iter().flat_map(|group| group.members()) {
        let account = &member.account.id;
        let role = Names(&topology.name).forward_role();
        let forwarder = format!("arn:aws:iam::{account}:role/{role}");
        let held = &world.held["accounts"][account.as_str()][&role];
        let inline = held["inline"].as_object().unwrap();
        let mut forwarding = put(&forwarder, organization, "aws.backup");
        let identity: Vec<Value> = inline
            .iter()
            .map(|(name, policy)| json!({ "name": name, "policy": policy }))
            .collect();
        forwarding["identityPolicies"] = identity.into();
        add(format!("{account} forwards job events"), true, forwarding);
        add(
            format!("{account} puts events of its own"),
            false,
            put(&forwarder, organization, "acme.backup"),
        );
        add(
            format!("{account}, gone, forwards"),
            false,
            put(&forwarder, "o-another00", "aws.backup"),
        );
    }
    let stranger = format!("arn:aws:iam::{STRANGER}:role/events");
    add(
        "a foreign account forwards".to_owned(),
        false,
        put(&stranger, "o-another00", "aws.backup"),
    );
    let anybody = ask(None, organization, "events:PutEvents", &bus, policy);
    add(
        "nobody in particular puts events".to_owned(),
        false,
        anybody,
    );
    let rules = place["buses"][&name]["rules"].as_object().unwrap();
    for rule in rules.values() {
        for target in rule["targets"].as_object().unwrap().values() {
            let arn = target["Arn"].as_str().unwrap();
            let (action, policy) = if arn.contains(":sns:") {
                ("sns:Publish", &place["topics"][arn]["policy"])
            } else {
                ("sqs:SendMessage", &place["queues"][arn]["policy"])
            };
            if policy.is_null() {
                continue; // An existing topic, or a log group.
            }
            let delivery = |rule: &Value| {
                let mut simulation = ask(
                    Some("events.amazonaws.com"),
                    organization,
                    action,
                    arn,
                    policy,
                );
                simulation["request"]["contextVariables"]["aws:SourceArn"] = rule.clone();
                simulation
            };
            add(
                format!("{} delivers to {arn}", rule["arn"]),
                true,
                delivery(&rule["arn"]),
            );
            add(
                format!("nobody in particular: {action}"),
                false,
                ask(None, organization, action, arn, policy),
            );
            let theirs = ask(Some(&stranger), "o-another00", action, arn, policy);
            add(format!("a foreign account: {action}"), false, theirs);
        }
    }
}

#[test]
fn those_who_must_are_allowed_and_nobody_else() {
    let claim = "those who must are allowed and nobody else";
    let Some(simulator) = proven(claim, simulator()) else {
        return;
    };
    let mut questions = Vec::new();
    for world in worlds(claim) {
        for vault in &world.topology.central_vaults {
            for region in &vault.regions {
                of_vault(world, vault, region.as_str(), &mut questions);
            }
        }
        of_sources(world, &mut questions);
        of_events(world, &mut questions);
    }
    if questions.is_empty() {
        return;
    }
    let asked: Vec<&Value> = questions.iter().map(|one| &one.simulation).collect();
    let script = "../permissions/simulate.mjs";
    let directory = simulator.display().to_string();
    let answers = process::ask("node".as_ref(), script, &[&directory], &json!(asked));
    let mut wrong = Vec::new();
    for (question, answer) in questions.iter().zip(answers.as_array().unwrap()) {
        let answer = answer.as_str().unwrap();
        let right = if question.allowed {
            answer == "Allowed"
        } else {
            answer.ends_with("Denied")
        };
        if !right {
            wrong.push(format!(
                "{}: {answer}\n{}",
                question.about, question.simulation
            ));
        }
    }
    let allowed = questions.iter().filter(|one| one.allowed).count();
    let denied = questions.len() - allowed;
    assert!(
        allowed > 30 && denied > 60,
        "{allowed} allowed, {denied} denied"
    );
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        questions.len(),
        wrong.join("\n")
    );
    matrix::is_in_the_docs(&questions);
    say(&format!(
        "{allowed} requests allowed and {denied} denied, by an independent simulator"
    ));
}
