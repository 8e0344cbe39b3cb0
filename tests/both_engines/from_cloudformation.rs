//! Reads the templates of a tree, where the script and the stack sets put them, as plain AWS
//! resources.

use std::collections::BTreeMap;

use offsite::tree::Tree;
use serde_json::{Value, json};

use super::plain::{Key, Plain, arn};
use super::{script, templates};

pub(crate) fn read(tree: &Tree) -> Plain {
    let text = |file: &str| {
        let bytes = tree.get(&format!("cloudformation/{file}")).unwrap();
        std::str::from_utf8(bytes).unwrap().to_owned()
    };
    let mut plain = Plain::default();
    for deployment in script::deployments(&text("deploy.sh")) {
        // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
        let name = deployment.stack;
        assert!(name.chars().all(is_sign) && name.len() <= 128, "{name}");
        let file = deployment.file;
        let template = templates::read(file, &text(file));
        if !file.starts_with("stacksets") {
            stack(&template, deployment.account, deployment.region, &mut plain);
            continue;
        }
        for set in template["Resources"].as_object().unwrap().values() {
            let properties = &set["Properties"];
            let body = match properties["TemplateURL"].as_str() {
                None => properties["TemplateBody"].as_str().unwrap().to_owned(),
                // Uploaded under the name that it has in the tree.
                Some(url) => text(url.rsplit('/').next().unwrap()),
            };
            let body = templates::read(file, &body);
            for group in properties["StackInstancesGroup"].as_array().unwrap() {
                let targets = &group["DeploymentTargets"];
                let own = properties["PermissionModel"] == "SELF_MANAGED";
                assert!(own || targets["AccountFilterType"] == "INTERSECTION");
                for account in targets["Accounts"].as_array().unwrap() {
                    for region in group["Regions"].as_array().unwrap() {
                        let (account, region) =
                            (account.as_str().unwrap(), region.as_str().unwrap());
                        stack(&body, account, region, &mut plain);
                    }
                }
            }
        }
    }
    plain
}

/// A template at work in an account and region.
struct Stack<'a> {
    template: &'a Value,
    account: &'a str,
    region: &'a str,
}

fn stack(template: &Value, account: &str, region: &str, plain: &mut Plain) {
    let stack = Stack {
        template,
        account,
        region,
    };
    for (id, resource) in template["Resources"].as_object().unwrap() {
        // Terraform makes the calls by itself, so it needs no function for them.
        let made = resource["Condition"].as_str();
        if !id.starts_with("Switches") && made.is_none_or(|name| stack.holds(name)) {
            stack.say(resource, plain);
        }
    }
}

impl Stack<'_> {
    /// Whether a condition is met.
    fn holds(&self, name: &str) -> bool {
        self.is_true(&self.template["Conditions"][name])
    }

    fn is_true(&self, condition: &Value) -> bool {
        if let Some(name) = condition["Condition"].as_str() {
            return self.holds(name);
        }
        let (function, operands) = templates::call(condition).unwrap();
        let operands = operands.as_array().unwrap();
        match function {
            "Fn::Equals" => self.resolved(&operands[0]) == self.resolved(&operands[1]),
            "Fn::Not" => !self.is_true(&operands[0]),
            "Fn::Or" => operands.iter().any(|one| self.is_true(one)),
            _ => panic!("{function} is not read"),
        }
    }

    /// A value with every intrinsic function resolved; nothing where the template says so.
    fn resolved(&self, value: &Value) -> Value {
        match templates::call(value) {
            Some(("Fn::If", choice)) => {
                let chosen = match self.holds(choice[0].as_str().unwrap()) {
                    true => &choice[1],
                    false => &choice[2],
                };
                self.resolved(chosen)
            }
            Some(("Ref", name)) if name == "AWS::NoValue" => Value::Null,
            Some(("Ref", name)) => json!(self.variable(name.as_str().unwrap())),
            Some(("Fn::GetAtt", path)) => {
                let path = format!(
                    "{}.{}",
                    path[0].as_str().unwrap(),
                    path[1].as_str().unwrap()
                );
                json!(self.variable(&path))
            }
            Some(("Fn::FindInMap", path)) => {
                let table = path[0].as_str().unwrap();
                let region = self.resolved(&path[1]);
                let row = &self.template["Mappings"][table][region.as_str().unwrap()];
                row[path[2].as_str().unwrap()].clone()
            }
            Some(("Fn::Join", parts)) => {
                let texts = parts[1].as_array().unwrap().iter();
                let texts: Vec<&str> = texts.map(|part| part.as_str().unwrap()).collect();
                json!(texts.join(parts[0].as_str().unwrap()))
            }
            Some(("Fn::Sub", Value::String(text))) => json!(self.substituted(text)),
            Some((function, _)) => panic!("{function} is not read"),
            None => match value {
                Value::Array(items) => items.iter().map(|item| self.resolved(item)).collect(),
                Value::Object(entries) => entries
                    .iter()
                    .map(|(key, value)| (key.clone(), self.resolved(value)))
                    .filter(|(_, value)| !value.is_null())
                    .collect::<serde_json::Map<String, Value>>()
                    .into(),
                other => other.clone(),
            },
        }
    }

    fn substituted(&self, text: &str) -> String {
        let mut result = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            result.push_str(before);
            let (name, after) = after.split_once('}').unwrap();
            match name.strip_prefix('!') {
                Some(literal) => result.push_str(&format!("${{{literal}}}")),
                None => result.push_str(&self.variable(name)),
            }
            rest = after;
        }
        result + rest
    }

    /// What `Ref` or `GetAtt` gives, as AWS documents it for each type.
    fn variable(&self, name: &str) -> String {
        match name {
            "AWS::AccountId" => return self.account.to_owned(),
            "AWS::Region" => return self.region.to_owned(),
            _ => {}
        }
        let (id, attribute) = name.split_once('.').unwrap_or((name, "Ref"));
        let resource = &self.template["Resources"][id];
        let properties = &resource["Properties"];
        let text = |name: &str| properties[name].as_str().unwrap().to_owned();
        let (account, region) = (self.account, self.region);
        match (resource["Type"].as_str().unwrap(), attribute) {
            ("AWS::Backup::BackupVault", "Ref") => text("BackupVaultName"),
            ("AWS::Backup::BackupVault", "BackupVaultArn") => {
                let name = text("BackupVaultName");
                arn("backup", region, account, &format!("backup-vault:{name}"))
            }
            ("AWS::KMS::Key", "Ref" | "Arn") => format!("key({})", text("Description")),
            ("AWS::IAM::Role", "Ref") => text("RoleName"),
            ("AWS::IAM::Role", "Arn") => {
                arn("iam", "", account, &format!("role/{}", text("RoleName")))
            }
            ("AWS::Backup::BackupPlan", "Ref") => {
                let name = &properties["BackupPlan"]["BackupPlanName"];
                format!("plan({})", name.as_str().unwrap())
            }
            ("AWS::Events::EventBus", "Ref") => text("Name"),
            ("AWS::Events::EventBus", "Arn") => arn(
                "events",
                region,
                account,
                &format!("event-bus/{}", text("Name")),
            ),
            ("AWS::Events::Rule", "Arn") => arn(
                "events",
                region,
                account,
                &format!("rule/{}", rule_name(properties)),
            ),
            ("AWS::SNS::Topic", "Ref") => arn("sns", region, account, &text("TopicName")),
            ("AWS::SQS::Queue", "Ref") => format!("queue({})", text("QueueName")),
            ("AWS::SQS::Queue", "Arn") => arn("sqs", region, account, &text("QueueName")),
            ("AWS::Logs::LogGroup", "Ref") => text("LogGroupName"),
            // Named by nobody but the switches themselves.
            ("AWS::Lambda::Function", "Arn") => "switches".to_owned(),
            (kind, attribute) => panic!("{attribute} of {kind} is not read"),
        }
    }

    fn key(&self, kind: &str, name: &Value) -> Key {
        let region = match kind {
            "role" | "backup policy" | "resource policy" | "switch" => "",
            _ => self.region,
        };
        let name = name.as_str().unwrap_or_default().to_owned();
        (
            kind.to_owned(),
            self.account.to_owned(),
            region.to_owned(),
            name,
        )
    }

    fn say(&self, resource: &Value, plain: &mut Plain) {
        let properties = self.resolved(&resource["Properties"]);
        let own = |name: &str| &properties[name];
        let mut tell = |kind: &str, name: &Value, pairs: &[(&str, &Value)]| {
            for (property, value) in pairs {
                plain.say(self.key(kind, name), property, (*value).clone());
            }
        };
        match resource["Type"].as_str().unwrap() {
            "AWS::Backup::BackupVault" => tell(
                "vault",
                own("BackupVaultName"),
                &[
                    ("key", own("EncryptionKeyArn")),
                    ("policy", own("AccessPolicy")),
                    ("lock min", &own("LockConfiguration")["MinRetentionDays"]),
                    ("lock max", &own("LockConfiguration")["MaxRetentionDays"]),
                    (
                        "lock changeable",
                        &own("LockConfiguration")["ChangeableForDays"],
                    ),
                    ("tells", &own("Notifications")["SNSTopicArn"]),
                    ("of", &own("Notifications")["BackupVaultEvents"]),
                ],
            ),
            "AWS::KMS::Key" => tell(
                "key",
                own("Description"),
                &[
                    ("rotates", own("EnableKeyRotation")),
                    ("window", own("PendingWindowInDays")),
                    ("policy", own("KeyPolicy")),
                ],
            ),
            "AWS::KMS::Alias" => tell("alias", own("AliasName"), &[("key", own("TargetKeyId"))]),
            "AWS::IAM::Role" => {
                tell(
                    "role",
                    own("RoleName"),
                    &[
                        ("description", own("Description")),
                        ("trust", own("AssumeRolePolicyDocument")),
                    ],
                );
                let key = || self.key("role", own("RoleName"));
                for policy in own("ManagedPolicyArns").as_array().into_iter().flatten() {
                    plain.add(key(), "managed policies", policy.clone());
                }
                for policy in own("Policies").as_array().into_iter().flatten() {
                    let (name, document) = (&policy["PolicyName"], &policy["PolicyDocument"]);
                    plain.add(
                        key(),
                        "policies",
                        json!({ "name": name, "policy": document }),
                    );
                }
            }
            "AWS::Backup::BackupPlan" => {
                let plan = own("BackupPlan");
                let rules = plan["BackupPlanRule"].as_array().unwrap().iter().map(rule);
                tell(
                    "plan",
                    &plan["BackupPlanName"],
                    &[("rules", &rules.collect())],
                );
            }
            "AWS::Backup::BackupSelection" => {
                let selection = own("BackupSelection");
                let mut conditions: BTreeMap<String, Vec<Value>> = BTreeMap::new();
                for (operator, pairs) in selection["Conditions"].as_object().into_iter().flatten() {
                    let pairs = pairs.as_array().unwrap().iter();
                    let pairs = pairs.map(|pair| {
                        json!({ "key": pair["ConditionKey"], "value": pair["ConditionValue"] })
                    });
                    conditions.insert(operator.clone(), pairs.collect());
                }
                tell(
                    "selection",
                    &selection["SelectionName"],
                    &[
                        ("plan", own("BackupPlanId")),
                        ("role", &selection["IamRoleArn"]),
                        ("resources", &selection["Resources"]),
                        ("not resources", &selection["NotResources"]),
                        ("conditions", &json!(conditions)),
                    ],
                );
            }
            "AWS::Events::EventBus" => tell("bus", own("Name"), &[("about", own("Description"))]),
            "AWS::Events::EventBusPolicy" => tell(
                "bus policy",
                own("StatementId"),
                &[
                    ("bus", own("EventBusName")),
                    ("statement", own("Statement")),
                ],
            ),
            "AWS::Events::Rule" => {
                let name = json!(rule_name(&properties));
                tell(
                    "rule",
                    &name,
                    &[
                        ("about", own("Description")),
                        ("bus", own("EventBusName")),
                        ("pattern", own("EventPattern")),
                    ],
                );
                for target in own("Targets").as_array().unwrap() {
                    let transformer = &target["InputTransformer"];
                    let target = json!({
                        "id": target["Id"],
                        "arn": target["Arn"],
                        "role": target["RoleArn"],
                        "paths": transformer["InputPathsMap"],
                        "template": transformer["InputTemplate"],
                        "dead letters": target["DeadLetterConfig"]["Arn"],
                    });
                    plain.add(self.key("rule", &name), "targets", target);
                }
            }
            "AWS::SNS::Topic" => tell("topic", own("TopicName"), &[("key", own("KmsMasterKeyId"))]),
            "AWS::SNS::TopicPolicy" => tell(
                "topic policy",
                &own("Topics")[0],
                &[("policy", own("PolicyDocument"))],
            ),
            "AWS::SNS::Subscription" => tell(
                "subscription",
                own("Endpoint"),
                &[("topic", own("TopicArn")), ("protocol", own("Protocol"))],
            ),
            "AWS::SQS::Queue" => tell(
                "queue",
                own("QueueName"),
                &[
                    ("retention", own("MessageRetentionPeriod")),
                    ("own encryption", own("SqsManagedSseEnabled")),
                    ("key", own("KmsMasterKeyId")),
                    ("redrive", own("RedrivePolicy")),
                ],
            ),
            "AWS::SQS::QueuePolicy" => tell(
                "queue policy",
                &own("Queues")[0],
                &[("policy", own("PolicyDocument"))],
            ),
            "AWS::CloudWatch::Alarm" => {
                let dimensions = |of: &Value| -> Value {
                    let all = of["Dimensions"].as_array().into_iter().flatten();
                    let all = all.map(|one| {
                        let name = one["Name"].as_str().unwrap().to_owned();
                        (name, one["Value"].clone())
                    });
                    all.collect::<serde_json::Map<_, _>>().into()
                };
                let metrics = own("Metrics").as_array().into_iter().flatten();
                let metrics = metrics.map(|one| {
                    let stat = &one["MetricStat"];
                    json!({
                        "id": one["Id"],
                        "expression": one["Expression"],
                        "watched": one["ReturnData"],
                        "namespace": stat["Metric"]["Namespace"],
                        "name": stat["Metric"]["MetricName"],
                        "dimensions": dimensions(&stat["Metric"]),
                        "statistic": stat["Stat"],
                        "period": stat["Period"],
                    })
                });
                tell(
                    "alarm",
                    own("AlarmName"),
                    &[
                        ("about", own("AlarmDescription")),
                        ("namespace", own("Namespace")),
                        ("name", own("MetricName")),
                        ("dimensions", &dimensions(&properties)),
                        ("statistic", own("Statistic")),
                        ("period", own("Period")),
                        ("metrics", &metrics.collect()),
                        ("periods", own("EvaluationPeriods")),
                        ("comparison", own("ComparisonOperator")),
                        ("threshold", own("Threshold")),
                        ("missing", own("TreatMissingData")),
                        ("actions", own("AlarmActions")),
                    ],
                );
            }
            "AWS::Pipes::Pipe" => {
                let from = &own("SourceParameters")["SqsQueueParameters"];
                let to = own("TargetParameters");
                let event = &to["EventBridgeEventBusParameters"];
                tell(
                    "pipe",
                    own("Name"),
                    &[
                        ("about", own("Description")),
                        ("role", own("RoleArn")),
                        ("from", own("Source")),
                        ("to", own("Target")),
                        ("at once", &from["BatchSize"]),
                        ("template", &to["InputTemplate"]),
                        ("source", &event["Source"]),
                        ("detail type", &event["DetailType"]),
                        ("resources", &event["Resources"]),
                    ],
                );
            }
            "AWS::Logs::LogGroup" => tell(
                "log group",
                own("LogGroupName"),
                &[("retention", own("RetentionInDays"))],
            ),
            "AWS::Logs::ResourcePolicy" => {
                // A text here: the document is compared as what it says.
                let document = own("PolicyDocument").as_str().unwrap();
                let document: Value = serde_json::from_str(document).unwrap();
                tell("log policy", own("PolicyName"), &[("policy", &document)]);
            }
            "AWS::Organizations::Policy" => {
                tell(
                    "backup policy",
                    own("Name"),
                    &[
                        ("about", own("Description")),
                        ("type", own("Type")),
                        ("content", own("Content")),
                    ],
                );
                for target in own("TargetIds").as_array().unwrap() {
                    plain.add(
                        self.key("backup policy", own("Name")),
                        "targets",
                        target.clone(),
                    );
                }
            }
            "AWS::Organizations::ResourcePolicy" => tell(
                "resource policy",
                &json!(""),
                &[("content", own("Content"))],
            ),
            "Custom::OrganizationSwitches" => self.switches(&properties, plain),
            other => panic!("{other} is not read"),
        }
    }

    fn switches(&self, properties: &Value, plain: &mut Plain) {
        let lists = [
            ("ServiceLinkedRoles", "switch", "service-linked role"),
            ("ServicePrincipals", "switch", "service access"),
            ("PolicyTypes", "switch", "policy type"),
            (
                "DelegatedAdministrators",
                "switch",
                "delegated administrator",
            ),
            ("OrganizationsAccess", "switch", "organizations access"),
            (
                "StackSetsAdministrators",
                "switch",
                "administrator of stack sets",
            ),
            ("OptIn", "region settings", "opt-in"),
            ("FullManagement", "region settings", "full management"),
        ];
        for (property, kind, name) in lists {
            for on in properties[property].as_array().into_iter().flatten() {
                let mut key = self.key(kind, &json!(name));
                if let (false, Some(region)) = (key.2.is_empty(), properties["Region"].as_str()) {
                    key.2 = region.to_owned();
                }
                plain.add(key, "on", on.clone());
            }
        }
        for (setting, on) in properties["GlobalSettings"]
            .as_object()
            .into_iter()
            .flatten()
        {
            assert_eq!(on, "true");
            plain.add(
                self.key("switch", &json!("global setting")),
                "on",
                json!(setting),
            );
        }
    }
}

fn rule_name(properties: &Value) -> String {
    let bus = if properties["EventBusName"].is_null() {
        ""
    } else {
        "central/"
    };
    format!("{bus}{}", properties["Name"].as_str().unwrap())
}

fn rule(rule: &Value) -> Value {
    let lifecycle = |of: &Value| {
        let lifecycle = &of["Lifecycle"];
        json!([
            lifecycle["MoveToColdStorageAfterDays"],
            lifecycle["DeleteAfterDays"]
        ])
    };
    let copies = rule["CopyActions"].as_array().into_iter().flatten();
    let copies: Vec<Value> = copies
        .map(|copy| json!([copy["DestinationBackupVaultArn"], lifecycle(copy)]))
        .collect();
    json!({
        "name": rule["RuleName"],
        "vault": rule["TargetBackupVault"],
        "schedule": [rule["ScheduleExpression"], rule["ScheduleExpressionTimezone"]],
        "windows": [rule["StartWindowMinutes"], rule["CompletionWindowMinutes"]],
        "continuous": rule["EnableContinuousBackup"],
        "tags": rule["RecoveryPointTags"],
        "lifecycle": lifecycle(rule),
        "copies": copies,
    })
}
