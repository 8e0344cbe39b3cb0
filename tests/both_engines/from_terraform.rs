//! Reads the roots and modules of a tree as plain AWS resources.

use std::collections::BTreeMap;

use hcl::eval::{Context, Evaluate, FuncArgs, FuncDef, ParamType};
use hcl::{Block, Body, Value as Hcl};
use offsite::tree::Tree;
use serde_json::{Value, json};

use super::plain::{Key, Plain, arn};

/// A resource with every reference resolved.
struct Resource {
    kind: String,
    account: String,
    region: String,
    body: Value,
}

pub(crate) fn read(tree: &Tree) -> Plain {
    let mut plain = Plain::default();
    let mut folders: BTreeMap<String, Vec<Block>> = BTreeMap::new();
    for (path, bytes) in tree
        .iter()
        .filter(|(path, _)| path.as_str().ends_with(".tf"))
    {
        let folder = path.as_str().rsplit_once('/').unwrap().0.to_owned();
        let body: Body = hcl::parse(std::str::from_utf8(bytes).unwrap()).unwrap();
        folders
            .entry(folder)
            .or_default()
            .extend(body.into_blocks());
    }
    for (folder, blocks) in &folders {
        if folder.contains("/modules/") {
            continue;
        }
        let places: BTreeMap<String, (String, String)> = blocks
            .iter()
            .filter(|block| block.identifier() == "provider")
            .map(|block| {
                let body = body(block.body(), &Context::new());
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                let account = text(&body["allowed_account_ids"][0]);
                (text(&body["alias"]), (account, text(&body["region"])))
            })
            .collect();
        let place = |expression: &hcl::Expression| {
            let reference = expression.to_string();
            places[reference.trim_start_matches("aws.")].clone()
        };
        let mut own: Vec<(&Block, (String, String))> = Vec::new();
        for block in blocks {
            match block.identifier() {
                "resource" => {
                    let provider = attribute(block, "provider").unwrap();
                    own.push((block, place(provider)));
                }
                "module" => {
                    let source = attribute(block, "source").unwrap();
                    let hcl::Expression::String(source) = source else {
                        panic!()
                    };
                    let module = format!("terraform/{}", source.trim_start_matches("../"));
                    let hcl::Expression::Object(providers) = attribute(block, "providers").unwrap()
                    else {
                        panic!()
                    };
                    let place = place(providers.values().next().unwrap());
                    let inside: Vec<(&Block, (String, String))> = folders[&module]
                        .iter()
                        .filter(|block| block.identifier() == "resource")
                        .map(|block| (block, place.clone()))
                        .collect();
                    let given = json!({ "account_id": place.0, "region": place.1 });
                    for name in ["account_id", "region"] {
                        if let Some(value) = attribute(block, name) {
                            assert_eq!(
                                given[name],
                                value.to_string().trim_matches('"'),
                                "{folder}"
                            );
                        }
                    }
                    let locals = folders[&module]
                        .iter()
                        .filter(|block| block.identifier() == "locals");
                    let locals: Vec<&Block> = locals.collect();
                    write(&inside, &given, &locals, tree, &mut plain);
                }
                _ => {}
            }
        }
        write(&own, &json!({ "folder": folder }), &[], tree, &mut plain);
    }
    plain
}

fn attribute<'a>(block: &'a Block, name: &str) -> Option<&'a hcl::Expression> {
    let mut attributes = block.body().attributes();
    attributes
        .find(|one| one.key() == name)
        .map(|one| one.expr())
}

/// Whether a block is Terraform's own `lifecycle`; rules and copies have one that is AWS's.
fn is_meta(block: &Block) -> bool {
    let own = ["prevent_destroy", "ignore_changes"];
    let mut attributes = block.body().attributes();
    block.identifier() == "lifecycle" && attributes.any(|one| own.contains(&one.key()))
}

/// A body as JSON: an argument by its name, blocks of a name as a list.
fn body(body: &Body, context: &Context<'_>) -> Value {
    let mut entries = serde_json::Map::new();
    for attribute in body.attributes() {
        if ["provider", "depends_on"].contains(&attribute.key()) {
            continue;
        }
        let value = attribute
            .expr()
            .evaluate(context)
            .unwrap_or_else(|error| panic!("{attribute:?}: {error}"));
        entries.insert(
            attribute.key().to_owned(),
            serde_json::to_value(value).unwrap(),
        );
    }
    for block in body.blocks().filter(|block| !is_meta(block)) {
        let inside = self::body(block.body(), context);
        let list = entries
            .entry(block.identifier().to_owned())
            .or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(inside);
    }
    Value::Object(entries)
}

fn write(
    blocks: &[(&Block, (String, String))],
    variables: &Value,
    locals: &[&Block],
    tree: &Tree,
    plain: &mut Plain,
) {
    let mut context = Context::new();
    let json_encode = FuncDef::builder()
        .param(ParamType::Any)
        .build(|args: FuncArgs| Ok(args[0].clone()));
    let second = FuncDef::builder()
        .param(ParamType::Any)
        .param(ParamType::Any)
        .build(|args: FuncArgs| Ok(args[1].clone()));
    context.declare_func("jsonencode", json_encode);
    // The other end is what is there already.
    context.declare_func("merge", second);
    let template = FuncDef::builder()
        .param(ParamType::Any)
        .build(|args: FuncArgs| Ok(args[0].clone()));
    context.declare_func("file", template);
    let hcl = |value: &Value| -> Hcl { hcl::to_value(value).unwrap() };
    context.declare_var("var", hcl(variables));
    // A template stands beside its root alone.
    context.declare_var("path", hcl(&json!({ "module": variables["folder"] })));
    let current =
        json!({ "id": "", "aws_service_access_principals": [], "enabled_policy_types": [] });
    let data = json!({ "aws_organizations_organization": { "current": current } });
    context.declare_var("data", hcl(&data));
    let mut tables = json!({});
    for block in locals {
        let Value::Object(more) = body(block.body(), &context) else {
            panic!()
        };
        tables.as_object_mut().unwrap().extend(more);
    }
    context.declare_var("local", hcl(&tables));
    let mut known: BTreeMap<String, Value> = BTreeMap::new();
    for (block, place) in blocks {
        let labels: Vec<&str> = block.labels().iter().map(|label| label.as_str()).collect();
        let kind = known
            .entry(labels[0].to_owned())
            .or_insert_with(|| json!({}));
        kind[labels[1]] = attributes(block, labels[0], place);
    }
    for (kind, resources) in &known {
        context.declare_var(kind.as_str(), hcl(resources));
    }
    for (block, (account, region)) in blocks {
        let mut resource = Resource {
            kind: block.labels()[0].as_str().to_owned(),
            account: account.clone(),
            region: region.clone(),
            body: body(block.body(), &context),
        };
        if let Some(file) = resource.body["template_body"].as_str() {
            let (_, text) = tree.iter().find(|(path, _)| path.as_str() == file).unwrap();
            let text = std::str::from_utf8(text).unwrap();
            resource.body["template_body"] = super::templates::read(file, text);
        }
        resource.say(plain);
    }
}

/// What other resources can ask of a resource: real names and ARNs, stand-ins for what AWS makes up.
fn attributes(block: &Block, kind: &str, (account, region): &(String, String)) -> Value {
    let text = |name: &str| match attribute(block, name) {
        Some(hcl::Expression::String(text)) => text.clone(),
        _ => String::new(),
    };
    let name = text("name");
    match kind {
        "aws_backup_vault" => json!({
            "name": name,
            "arn": arn("backup", region, account, &format!("backup-vault:{name}")),
        }),
        "aws_kms_key" => {
            let key = format!("key({})", text("description"));
            json!({ "arn": key, "id": key, "key_id": key })
        }
        "aws_iam_role" => json!({
            "name": name,
            "arn": arn("iam", "", account, &format!("role/{name}")),
        }),
        "aws_backup_plan" => json!({ "id": format!("plan({name})") }),
        "aws_cloudwatch_event_bus" => json!({
            "name": name,
            "arn": arn("events", region, account, &format!("event-bus/{name}")),
        }),
        "aws_cloudwatch_event_rule" => {
            // Only the central bus has rules of its own beside the default one's.
            let bus = match attribute(block, "event_bus_name") {
                Some(_) => "central/",
                None => "",
            };
            json!({
                "name": format!("{bus}{name}"),
                "arn": arn("events", region, account, &format!("rule/{bus}{name}")),
            })
        }
        "aws_sns_topic" => json!({ "arn": arn("sns", region, account, &name) }),
        "aws_sqs_queue" => json!({
            "arn": arn("sqs", region, account, &name),
            "url": format!("queue({name})"),
        }),
        "aws_cloudwatch_log_group" => json!({
            "arn": arn("logs", region, account, &format!("log-group:{name}")),
        }),
        "aws_organizations_policy" => json!({ "id": format!("policy({name})") }),
        "aws_backup_global_settings" => json!({ "global_settings": {} }),
        "aws_backup_region_settings" => json!({
            "resource_type_opt_in_preference": {},
            "resource_type_management_preference": {},
        }),
        _ => json!({}),
    }
}

impl Resource {
    fn key(&self, kind: &str, name: &Value) -> Key {
        let region = match kind {
            "role" | "backup policy" | "resource policy" | "switch" => "",
            _ => &self.region,
        };
        let name = name.as_str().unwrap_or_default().to_owned();
        (
            kind.to_owned(),
            self.account.clone(),
            region.to_owned(),
            name,
        )
    }

    fn say(&self, plain: &mut Plain) {
        let body = &self.body;
        let mut tell = |kind: &str, name: &Value, pairs: &[(&str, &Value)]| {
            for (property, value) in pairs {
                plain.say(self.key(kind, name), property, (*value).clone());
            }
        };
        match self.kind.as_str() {
            "aws_backup_vault" => tell("vault", &body["name"], &[("key", &body["kms_key_arn"])]),
            "aws_backup_vault_policy" => tell(
                "vault",
                &body["backup_vault_name"],
                &[("policy", &body["policy"])],
            ),
            "aws_backup_vault_lock_configuration" => tell(
                "vault",
                &body["backup_vault_name"],
                &[
                    ("lock min", &body["min_retention_days"]),
                    ("lock max", &body["max_retention_days"]),
                    ("lock changeable", &body["changeable_for_days"]),
                ],
            ),
            "aws_backup_vault_notifications" => tell(
                "vault",
                &body["backup_vault_name"],
                &[
                    ("tells", &body["sns_topic_arn"]),
                    ("of", &body["backup_vault_events"]),
                ],
            ),
            "aws_kms_key" => tell(
                "key",
                &body["description"],
                &[
                    ("rotates", &body["enable_key_rotation"]),
                    ("window", &body["deletion_window_in_days"]),
                    ("policy", &body["policy"]),
                ],
            ),
            "aws_kms_alias" => tell("alias", &body["name"], &[("key", &body["target_key_id"])]),
            "aws_iam_role" => tell(
                "role",
                &body["name"],
                &[
                    ("description", &body["description"]),
                    ("trust", &body["assume_role_policy"]),
                ],
            ),
            "aws_iam_role_policy_attachment" => {
                let key = self.key("role", &body["role"]);
                plain.add(key, "managed policies", body["policy_arn"].clone());
            }
            "aws_iam_role_policy" => {
                let key = self.key("role", &body["role"]);
                let policy = json!({ "name": body["name"], "policy": body["policy"] });
                plain.add(key, "policies", policy);
            }
            "aws_backup_plan" => {
                let rules = body["rule"].as_array().unwrap().iter().map(rule);
                tell("plan", &body["name"], &[("rules", &rules.collect())]);
            }
            "aws_backup_selection" => {
                let condition = &body["condition"][0];
                let operators = [
                    ("StringEquals", "string_equals"),
                    ("StringNotEquals", "string_not_equals"),
                    ("StringLike", "string_like"),
                    ("StringNotLike", "string_not_like"),
                ];
                // Terraform says also that there are none, or it would keep those of before.
                let left_out = &body["not_resources"];
                let left_out = if *left_out == json!([]) {
                    &Value::Null
                } else {
                    left_out
                };
                let conditions: serde_json::Map<String, Value> = operators
                    .iter()
                    .filter(|(_, block)| !condition[block].is_null())
                    .map(|(operator, block)| ((*operator).to_owned(), condition[block].clone()))
                    .collect();
                tell(
                    "selection",
                    &body["name"],
                    &[
                        ("plan", &body["plan_id"]),
                        ("role", &body["iam_role_arn"]),
                        ("resources", &body["resources"]),
                        ("not resources", left_out),
                        ("conditions", &Value::Object(conditions)),
                    ],
                );
            }
            "aws_cloudwatch_event_bus" => {
                tell("bus", &body["name"], &[("about", &body["description"])]);
            }
            "aws_cloudwatch_event_bus_policy" => {
                let mut statements = body["policy"]["Statement"].clone();
                for statement in statements.as_array_mut().unwrap() {
                    // With one statement for each policy, the id is the policy's.
                    let id = statement.as_object_mut().unwrap().remove("Sid").unwrap();
                    tell(
                        "bus policy",
                        &id,
                        &[("bus", &body["event_bus_name"]), ("statement", statement)],
                    );
                }
            }
            "aws_cloudwatch_event_rule" => {
                let bus = if body["event_bus_name"].is_null() {
                    ""
                } else {
                    "central/"
                };
                let name = json!(format!("{bus}{}", body["name"].as_str().unwrap()));
                tell(
                    "rule",
                    &name,
                    &[
                        ("about", &body["description"]),
                        ("bus", &body["event_bus_name"]),
                        ("pattern", &body["event_pattern"]),
                    ],
                );
            }
            "aws_cloudwatch_event_target" => {
                let transformer = &body["input_transformer"][0];
                let target = json!({
                    "id": body["target_id"],
                    "arn": body["arn"],
                    "role": body["role_arn"],
                    "paths": transformer["input_paths"],
                    "template": transformer["input_template"],
                    "dead letters": body["dead_letter_config"][0]["arn"],
                });
                plain.add(self.key("rule", &body["rule"]), "targets", target);
            }
            "aws_sns_topic" => tell(
                "topic",
                &body["name"],
                &[("key", &body["kms_master_key_id"])],
            ),
            "aws_sns_topic_policy" => {
                tell("topic policy", &body["arn"], &[("policy", &body["policy"])]);
            }
            "aws_sns_topic_subscription" => tell(
                "subscription",
                &body["endpoint"],
                &[
                    ("topic", &body["topic_arn"]),
                    ("protocol", &body["protocol"]),
                ],
            ),
            "aws_sqs_queue" => tell(
                "queue",
                &body["name"],
                &[
                    ("retention", &body["message_retention_seconds"]),
                    ("own encryption", &body["sqs_managed_sse_enabled"]),
                    ("key", &body["kms_master_key_id"]),
                    ("redrive", &body["redrive_policy"]),
                ],
            ),
            "aws_sqs_queue_policy" => {
                tell(
                    "queue policy",
                    &body["queue_url"],
                    &[("policy", &body["policy"])],
                );
            }
            "aws_cloudwatch_metric_alarm" => {
                let dimensions = |of: &Value| match &of["dimensions"] {
                    Value::Null => json!({}),
                    given => given.clone(),
                };
                let metrics = body["metric_query"].as_array().into_iter().flatten();
                let metrics = metrics.map(|one| {
                    let metric = &one["metric"][0];
                    json!({
                        "id": one["id"],
                        "expression": one["expression"],
                        // Where nothing is said, the alarm does not watch it.
                        "watched": one["return_data"].as_bool().unwrap_or(false),
                        "namespace": metric["namespace"],
                        "name": metric["metric_name"],
                        "dimensions": dimensions(metric),
                        "statistic": metric["stat"],
                        "period": metric["period"],
                    })
                });
                tell(
                    "alarm",
                    &body["alarm_name"],
                    &[
                        ("about", &body["alarm_description"]),
                        ("namespace", &body["namespace"]),
                        ("name", &body["metric_name"]),
                        ("dimensions", &dimensions(body)),
                        ("statistic", &body["statistic"]),
                        ("period", &body["period"]),
                        ("metrics", &metrics.collect()),
                        ("periods", &body["evaluation_periods"]),
                        ("comparison", &body["comparison_operator"]),
                        ("threshold", &body["threshold"]),
                        ("missing", &body["treat_missing_data"]),
                        ("actions", &body["alarm_actions"]),
                    ],
                );
            }
            "aws_pipes_pipe" => {
                let from = &body["source_parameters"][0]["sqs_queue_parameters"][0];
                let to = &body["target_parameters"][0];
                let event = &to["eventbridge_event_bus_parameters"][0];
                tell(
                    "pipe",
                    &body["name"],
                    &[
                        ("about", &body["description"]),
                        ("role", &body["role_arn"]),
                        ("from", &body["source"]),
                        ("to", &body["target"]),
                        ("at once", &from["batch_size"]),
                        ("template", &to["input_template"]),
                        ("source", &event["source"]),
                        ("detail type", &event["detail_type"]),
                        ("resources", &event["resources"]),
                    ],
                );
            }
            "aws_cloudwatch_log_group" => tell(
                "log group",
                &body["name"],
                &[("retention", &body["retention_in_days"])],
            ),
            "aws_cloudwatch_log_resource_policy" => tell(
                "log policy",
                &body["policy_name"],
                &[("policy", &body["policy_document"])],
            ),
            "aws_organizations_policy" => tell(
                "backup policy",
                &body["name"],
                &[
                    ("about", &body["description"]),
                    ("type", &body["type"]),
                    ("content", &body["content"]),
                ],
            ),
            "aws_organizations_policy_attachment" => {
                let name = body["policy_id"].as_str().unwrap();
                let name = json!(name.trim_start_matches("policy(").trim_end_matches(')'));
                let key = self.key("backup policy", &name);
                plain.add(key, "targets", body["target_id"].clone());
            }
            "aws_organizations_resource_policy" => tell(
                "resource policy",
                &json!(""),
                &[("content", &body["content"])],
            ),
            // The provider has no resource that adds to what an organization has on.
            "aws_cloudformation_stack" => {
                let made = &body["template_body"]["Resources"]["Switches"]["Properties"];
                for (property, kind) in [
                    ("ServicePrincipals", "service access"),
                    ("PolicyTypes", "policy type"),
                ] {
                    for name in made[property].as_array().unwrap() {
                        plain.add(self.key("switch", &json!(kind)), "on", name.clone());
                    }
                }
            }
            "aws_backup_global_settings" => {
                for (name, on) in body["global_settings"].as_object().unwrap() {
                    if on == "true" {
                        let key = self.key("switch", &json!("global setting"));
                        plain.add(key, "on", json!(name));
                    }
                }
            }
            "aws_organizations_delegated_administrator" => {
                let key = self.key("switch", &json!("delegated administrator"));
                plain.add(key, "on", body["account_id"].clone());
            }
            "aws_iam_service_linked_role" => {
                let key = self.key("switch", &json!("service-linked role"));
                plain.add(key, "on", body["aws_service_name"].clone());
            }
            "aws_backup_region_settings" => {
                for (argument, kind) in [
                    ("resource_type_opt_in_preference", "opt-in"),
                    ("resource_type_management_preference", "full management"),
                ] {
                    for (name, _) in body[argument].as_object().into_iter().flatten() {
                        plain.add(self.key("region settings", &json!(kind)), "on", json!(name));
                    }
                }
            }
            other => panic!("{other} is not read"),
        }
    }
}

fn rule(rule: &Value) -> Value {
    let lifecycle = |of: &Value| {
        let lifecycle = &of["lifecycle"][0];
        json!([lifecycle["cold_storage_after"], lifecycle["delete_after"]])
    };
    let copies = rule["copy_action"].as_array().into_iter().flatten();
    let copies: Vec<Value> = copies
        .map(|copy| json!([copy["destination_vault_arn"], lifecycle(copy)]))
        .collect();
    json!({
        "name": rule["rule_name"],
        "vault": rule["target_vault_name"],
        "schedule": [rule["schedule"], rule["schedule_expression_timezone"]],
        "windows": [rule["start_window"], rule["completion_window"]],
        "continuous": rule["enable_continuous_backup"],
        "tags": rule["recovery_point_tags"],
        "lifecycle": lifecycle(rule),
        "copies": copies,
    })
}
