//! The templates of every example as plain stacks on the double, read back through the AWS API.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use offsite::spec::model::{Delivery, Deployment, LockMode};
use offsite::stages;
use offsite::topology::{Names, Topology};
use serde_json::{Value, json};

use crate::double::Double;
use crate::environment::{python_for, say};
use crate::examples::{self, Example};
use crate::process;
use crate::world::{organization, places};

/// The types that moto lacks, with what stands in for each in `cloudformation_types.py`.
const BY_THE_DOUBLE: [(&str, &str); 10] = [
    ("AWS::Backup::BackupPlan", "CreateBackupPlan"),
    ("AWS::Backup::BackupSelection", "CreateBackupSelection"),
    (
        "AWS::Backup::BackupVault",
        "CreateBackupVault, its policy and its lock",
    ),
    ("AWS::Events::EventBusPolicy", "PutPermission"),
    ("AWS::Organizations::Policy", "CreatePolicy, AttachPolicy"),
    ("AWS::Organizations::ResourcePolicy", "PutResourcePolicy"),
    ("AWS::SNS::Subscription", "Subscribe"),
    ("AWS::SNS::TopicPolicy", "SetTopicAttributes"),
    ("AWS::SQS::QueuePolicy", "SetQueueAttributes"),
    (
        "Custom::OrganizationSwitches",
        "the template's own Python in a process, since moto's Lambda needs containers",
    ),
];

/// The types that nothing here deploys, with the reason.
const NOT_DEPLOYED: [(&str, &str); 1] = [(
    "AWS::CloudFormation::StackSet",
    "moto keeps stack sets in one account; their templates are deployed as plain stacks",
)];

/// What a deployment came to.
struct Deployed {
    topology: Topology,
    /// The source accounts that got stacks.
    sources: BTreeSet<String>,
    /// How many resources were made, by type.
    types: BTreeMap<String, u64>,
    /// The types that moto has of its own.
    known_to_moto: BTreeSet<String>,
    /// What AWS holds afterwards.
    held: Value,
}

/// The calls of `deploy` in a script: account, region, stack and template.
fn deployments(script: &str) -> Vec<[String; 4]> {
    let calls = script
        .lines()
        .filter_map(|line| line.strip_prefix("  deploy "));
    let calls = calls.map(|call| {
        let words: Vec<&str> = call.split(' ').collect();
        [words[0], words[2], words[3], words[4]].map(str::to_owned)
    });
    calls.collect()
}

/// Deploys the plain stacks of an example: every wave, and of each shape of sources one account.
fn deploy(python: &Path, example: &Example) -> Deployed {
    let mut spec = example.spec.clone();
    spec.cloudformation.delivery = Deployment::Stacks;
    let (topology, _) = stages::resolve(&spec);
    let scratch = tempfile::tempdir().unwrap();
    let tree = stages::render(&spec).unwrap().tree.unwrap();
    let mut script = String::new();
    for (path, text) in tree.iter() {
        if let Some(file) = path.to_string().strip_prefix("cloudformation/") {
            std::fs::write(scratch.path().join(file), text).unwrap();
            if file == "deploy.sh" {
                script = String::from_utf8(text.to_vec()).unwrap();
            }
        }
    }
    let double = Double::start(python, &organization(&topology), scratch.path());
    let shapes = topology.groups.iter().flat_map(|group| &group.shapes);
    let sources: BTreeSet<String> = shapes
        .map(|shape| shape.members[0].account.id.as_str().to_owned())
        .collect();
    let mut stacks = Vec::new();
    for [account, region, stack, template] in deployments(&script) {
        if template.starts_with("3-") && !sources.contains(&account) {
            continue;
        }
        stacks.push(json!({
            "account": account,
            "region": region,
            "stack": stack,
            "template": scratch.path().join(template),
        }));
    }
    let said = process::ask(python, "deploy.py", &[&double.url], &json!(stacks));
    assert_eq!(said["problems"], json!([]), "{}", example.name);
    let gaps: Vec<_> = double
        .calls()
        .into_iter()
        .filter(|call| call.status == 501)
        .collect();
    assert!(gaps.is_empty(), "{}: {gaps:#?}", example.name);
    let management = topology.organization.management.id.as_str();
    let held = double.read_back(python, management, &places(&topology));
    say(&format!(
        "{}: deployed {} stacks",
        example.name,
        stacks.len()
    ));
    Deployed {
        sources,
        types: serde_json::from_value(said["types"].clone()).unwrap(),
        known_to_moto: serde_json::from_value(said["known_to_moto"].clone()).unwrap(),
        topology,
        held,
    }
}

#[test]
fn every_template_deploys_and_what_it_makes_is_what_the_spec_says() {
    let claim = "every template deploys and what it makes is what the spec says";
    let Some(python) = python_for(claim) else {
        return;
    };
    let mut types = BTreeMap::new();
    let mut known_to_moto = BTreeSet::new();
    for example in examples::all() {
        let deployed = deploy(&python, &example);
        central_vaults(&deployed);
        sources(&deployed);
        switches(&deployed);
        backup_policies(&deployed);
        if example.name == "quickstart" {
            quickstart(&deployed.held);
        }
        for (kind, made) in deployed.types {
            *types.entry(kind).or_insert(0) += made;
        }
        known_to_moto = deployed.known_to_moto;
    }
    reviewed(&types, &known_to_moto);
}

/// The table of what moto lacks is complete, and nothing in it has become needless.
fn reviewed(types: &BTreeMap<String, u64>, known_to_moto: &BTreeSet<String>) {
    let lacking: Vec<&str> = types
        .keys()
        .map(String::as_str)
        .filter(|kind| !known_to_moto.contains(*kind))
        .collect();
    let listed: Vec<&str> = BY_THE_DOUBLE.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(lacking, listed, "by the double, and in its table");
    for (kind, reason) in NOT_DEPLOYED {
        let needless = types.contains_key(kind) || known_to_moto.contains(kind);
        assert!(!needless, "{kind} could be deployed: {reason}");
    }
    let total: u64 = types.values().sum();
    say(&format!(
        "{total} resources of {} types; not moto's but the double's own: {}; not deployed: {}",
        types.len(),
        listed.join(", "),
        NOT_DEPLOYED
            .map(|(kind, reason)| format!("{kind} ({reason})"))
            .join(", ")
    ));
}

fn central_vaults(deployed: &Deployed) {
    let topology = &deployed.topology;
    for vault in &topology.central_vaults {
        for region in &vault.regions {
            let place = &deployed.held["places"][format!("{}/{region}", vault.account.id)];
            let held = &place["vaults"][vault.vault.as_str()];
            let lock = match &vault.lock {
                None => json!({ "locked": false, "min": null, "max": null, "final": false }),
                Some(lock) => json!({
                    "locked": true,
                    "min": lock.min.map(|days| days.0),
                    "max": lock.max.map(|days| days.0),
                    "final": lock.mode == LockMode::Compliance,
                }),
            };
            assert_eq!(held["lock"], lock, "{}", vault.vault);
            let policy = held["policy"].to_string();
            assert!(policy.contains("backup:CopyIntoBackupVault"), "{policy}");
            assert!(
                policy.contains(topology.organization.id.as_str()),
                "{policy}"
            );
            if !vault.keys.contains_key(region) {
                let mut keys = place["keys"].as_object().unwrap().values();
                let key = keys.find(|key| key["arn"] == held["key"]).unwrap();
                assert_eq!(key["rotation"], true);
                assert!(
                    key["policy"]
                        .to_string()
                        .contains("AWSServiceRoleForBackup")
                );
            }
        }
    }
}

fn sources(deployed: &Deployed) {
    let topology = &deployed.topology;
    let shapes = topology
        .groups
        .iter()
        .flat_map(|group| group.shapes.iter().map(move |one| (group, one)));
    let mut seen = 0;
    for (group, shape) in shapes {
        let members = shape.members.iter();
        for member in members.filter(|one| deployed.sources.contains(one.account.id.as_str())) {
            let account = member.account.id.as_str();
            for region in &member.regions {
                seen += 1;
                let place = &deployed.held["places"][format!("{account}/{region}")];
                assert!(
                    place["vaults"][group.vault.as_str()].is_object(),
                    "{account} {region}"
                );
                let plans = shape.plans.iter().map(|(index, _)| &topology.plans[*index]);
                for plan in plans.filter(|plan| plan.delivery == Delivery::Plan) {
                    let held = &place["plans"][Names(&topology.name).plan(plan.name.as_str())];
                    let rules: Vec<&str> =
                        plan.rules.iter().map(|rule| rule.name.as_str()).collect();
                    let held_rules = held["rules"].as_object().unwrap();
                    assert_eq!(held_rules.len(), rules.len());
                    for rule in &plan.rules {
                        let held = &held_rules[rule.name.as_str()];
                        assert_eq!(held["TargetBackupVaultName"], group.vault.as_str());
                        assert_eq!(held["ScheduleExpression"], rule.schedule.expression());
                    }
                    for (_, selection) in held["selections"].as_object().unwrap() {
                        let role = selection["IamRoleArn"].as_str().unwrap();
                        assert!(role.contains(account), "{role}");
                    }
                    assert!(!held["selections"].as_object().unwrap().is_empty());
                }
            }
        }
    }
    assert!(seen > 0);
}

fn switches(deployed: &Deployed) {
    let topology = &deployed.topology;
    let held = &deployed.held["organization"];
    let has = |key: &str, value: &str| held[key].as_array().unwrap().contains(&json!(value));
    // What was on before stays on.
    assert!(has("service_access", "sso.amazonaws.com"));
    assert!(has("service_access", "backup.amazonaws.com"));
    assert!(has("policy_types", "SERVICE_CONTROL_POLICY"));
    assert_eq!(
        held["global_settings"]["isCrossAccountBackupEnabled"],
        "true"
    );
    for (administrator, _) in &topology.organization.delegated_administrators {
        assert!(has("delegated_administrators", administrator.id.as_str()));
    }
}

fn backup_policies(deployed: &Deployed) {
    let topology = &deployed.topology;
    let held = &deployed.held["organization"]["backup_policies"];
    for plan in topology
        .plans
        .iter()
        .filter(|plan| plan.delivery == Delivery::Policy)
    {
        let stem = Names(&topology.name).plan(plan.name.as_str());
        let ours = held
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| name.starts_with(&stem));
        let attached: BTreeSet<&str> = ours
            .flat_map(|(_, policy)| policy["targets"].as_array().unwrap())
            .filter_map(Value::as_str)
            .collect();
        assert_eq!(
            attached,
            plan.targets
                .iter()
                .map(|target| target.id.as_str())
                .collect()
        );
    }
}

/// To the letter, where the numbers are small.
fn quickstart(held: &Value) {
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
    assert_eq!(
        plan["selections"]["quickstart-daily"],
        json!({
            "SelectionName": "quickstart-daily",
            "IamRoleArn": "arn:aws:iam::333333333333:role/quickstart-backup",
            "Resources": ["arn:aws:dynamodb:*:*:table/*", "arn:aws:s3:::*"],
            "Conditions": { "StringEquals": [
                { "ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "daily" },
            ] },
        })
    );
    for protected in ["DynamoDB", "S3"] {
        assert_eq!(source["settings"]["opt_in"][protected], true);
    }
    assert_eq!(source["settings"]["management"]["DynamoDB"], true);
    let role = &held["accounts"]["333333333333"]["quickstart-backup"];
    assert_eq!(
        role["trust"]["Statement"][0]["Principal"]["Service"],
        "backup.amazonaws.com"
    );
    assert_eq!(role["attached"].as_array().unwrap().len(), 4);
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
    assert_eq!(bus["rules"].as_object().unwrap().len(), 3);
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
