//! Backup policies of the organization, for plans that are delivered as one.
//!
//! A policy cannot say the account or the region it is at work in (save `$account` in a role), so a
//! destination that depends on the source region takes one plan a region.
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html>

use indexmap::IndexMap;

use super::plans::vault_arn;
use super::selections;
use crate::blueprint::Placed;
use crate::facts::Region;
use crate::facts::limits::BACKUP_POLICY_CHARACTERS;
use crate::resources::Value;
use crate::resources::organizations_policy::{BackupPolicy, PolicyAttachment};
use crate::spec::model::Delivery;
use crate::topology::{Group, Lifecycle, Names, Plan, Role, Rule, Topology};

const CONCERN: &str = "policies";

/// A backup policy's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDocument {
    /// The plan it comes from, as an index into the topology's.
    pub plan: usize,
    /// The policy's name.
    pub name: String,
    /// The document.
    pub content: Value,
}

impl PolicyDocument {
    /// The document's size as AWS counts it: characters of the text without blanks between tokens.
    #[must_use]
    pub fn characters(&self) -> usize {
        json(&self.content).to_string().chars().count()
    }
}

/// The documents of every plan that is delivered as a policy. One document holds a plan for all
/// its regions, unless that is too large: then each region has a document of its own.
#[must_use]
pub fn policy_documents(topology: &Topology) -> Vec<PolicyDocument> {
    let mut documents = Vec::new();
    for (index, plan) in topology.plans.iter().enumerate() {
        if plan.delivery != Delivery::Policy {
            continue;
        }
        let name = Names(&topology.name).plan(plan.name.as_str());
        let plans = regional_plans(topology, plan);
        let whole = PolicyDocument {
            plan: index,
            name: name.clone(),
            content: document(&plans),
        };
        if plans.len() < 2 || whole.characters() <= BACKUP_POLICY_CHARACTERS {
            documents.push(whole);
            continue;
        }
        documents.extend(plans.into_iter().map(|(plan_name, body)| PolicyDocument {
            plan: index,
            name: plan_name.clone(),
            content: document(&IndexMap::from([(plan_name, body)])),
        }));
    }
    documents
}

/// The policies and their attachments.
pub(super) fn backup_policies(topology: &Topology) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut attachments: Vec<String> = Vec::new();
    for document in policy_documents(topology) {
        let plan = &topology.plans[document.plan];
        let label = document.name.replace('.', "_");
        let policy = BackupPolicy {
            description: format!(
                "Plan {} of {}, for every account below its targets.",
                plan.name, topology.name
            ),
            name: document.name,
            content: document.content,
        };
        let policy = Placed::new(CONCERN, label.as_str(), policy)
            .comment(
                "Schedules are in UTC: a backup policy knows no time zone. AWS does not check that the role \
                 and the vaults exist in an account: where one is missing, AWS makes no job and sends \
                 no job event.",
            )
            .protected();
        let address = policy.address();
        placed.push(policy);
        for target in &plan.targets {
            let attachment = PolicyAttachment {
                policy: address.clone(),
                target: target.id.as_str().to_owned(),
            };
            let mut attached = format!("{label}_{}", target.name);
            // Plan `a` on unit `b_root` and plan `a_b` on the root come to the same.
            while attachments.contains(&attached) {
                attached.push('_');
            }
            attachments.push(attached.clone());
            placed.push(Placed::new(CONCERN, attached, attachment));
        }
    }
    placed
}

/// Plan name to plan: one for all regions where every copy goes to the same places, else one for
/// each region.
fn regional_plans(topology: &Topology, plan: &Plan) -> IndexMap<String, Value> {
    let groups = || plan.groups.iter().map(|index| &topology.groups[*index]);
    let mut regions: Vec<Region> = Vec::new();
    for region in groups()
        .flat_map(Group::members)
        .flat_map(|member| &member.regions)
    {
        if !regions.contains(region) {
            regions.push(region.clone());
        }
    }
    // A group without accounts or regions is a fault of the spec; there is nothing to say of it here.
    let Some(group) = groups().next().filter(|_| !regions.is_empty()) else {
        return IndexMap::new();
    };
    // AWS shows names of merged plans in lower case; written so, they merge as they read.
    let name = Names(&topology.name)
        .plan(plan.name.as_str())
        .to_lowercase();
    let copies = || plan.rules.iter().flat_map(|rule| &rule.copies);
    let same = copies().all(|copy| {
        let vault = &topology.central_vaults[copy.vault];
        regions
            .windows(2)
            .all(|pair| vault.region_for(&pair[0]) == vault.region_for(&pair[1]))
    });
    if same {
        return IndexMap::from([(name, plan_body(topology, plan, group, &regions))]);
    }
    let each = regions.iter().map(|region| {
        let body = plan_body(topology, plan, group, std::slice::from_ref(region));
        (format!("{name}-{region}"), body)
    });
    each.collect()
}

fn plan_body(topology: &Topology, plan: &Plan, group: &Group, regions: &[Region]) -> Value {
    let rules = plan.rules.iter().map(|rule| {
        (
            rule.name.as_str().to_lowercase(),
            rule_body(topology, rule, group, &regions[0]),
        )
    });
    Value::map([
        (
            "regions",
            assign(Value::texts(regions.iter().map(Region::as_str))),
        ),
        ("rules", Value::map(rules)),
        ("selections", selection_body(topology, plan, group)),
    ])
}

fn rule_body(topology: &Topology, rule: &Rule, group: &Group, region: &Region) -> Value {
    let mut body: IndexMap<String, Value> = IndexMap::new();
    let mut set = |key: &str, value: Value| body.insert(key.to_owned(), value);
    set("schedule_expression", assign(rule.schedule.expression()));
    set("target_backup_vault_name", assign(group.vault.as_str()));
    set(
        "start_backup_window_minutes",
        assign(rule.start_window.0.to_string()),
    );
    set(
        "complete_backup_window_minutes",
        assign(rule.completion_window.0.to_string()),
    );
    if rule.continuous {
        set("enable_continuous_backup", assign("true"));
    }
    if rule.lifecycle != Lifecycle::default() {
        set("lifecycle", lifecycle_body(rule.lifecycle));
    }
    let copies = rule.copies.iter().filter_map(|copy| {
        let vault = &topology.central_vaults[copy.vault];
        let Value::Text(arn) = vault_arn(topology, vault, vault.region_for(region)?) else {
            return None;
        };
        let mut action =
            IndexMap::from([("target_backup_vault_arn".to_owned(), assign(arn.as_str()))]);
        if copy.lifecycle != Lifecycle::default() {
            action.insert("lifecycle".to_owned(), lifecycle_body(copy.lifecycle));
        }
        Some((arn, Value::Map(action)))
    });
    let copies: IndexMap<String, Value> = copies.collect();
    if !copies.is_empty() {
        set("copy_actions", Value::Map(copies));
    }
    if !rule.recovery_point_tags.is_empty() {
        let tags = rule.recovery_point_tags.iter().map(|(key, value)| {
            let pair = [
                ("tag_key", assign(key.as_str())),
                ("tag_value", assign(value.as_str())),
            ];
            (key.as_str(), Value::map(pair))
        });
        set("recovery_point_tags", Value::map(tags));
    }
    Value::Map(body)
}

fn lifecycle_body(lifecycle: Lifecycle) -> Value {
    let days = [
        ("move_to_cold_storage_after_days", lifecycle.cold_after),
        ("delete_after_days", lifecycle.keep),
    ];
    let set = days
        .into_iter()
        .filter_map(|(key, days)| Some((key, assign(days?.0.to_string()))));
    Value::map(set)
}

fn selection_body(topology: &Topology, plan: &Plan, group: &Group) -> Value {
    let role = group.shapes.first().map(|shape| match &shape.role {
        Role::Made(name) => format!("arn:{}:iam::$account:role/{name}", topology.partition),
        Role::Existing { arn, .. } => arn.to_string(),
    });
    // Aurora, DocumentDB and Neptune have one pattern between them.
    let named = plan.selection.resource_types.iter();
    let mut types: Vec<String> = Vec::new();
    for pattern in named.flat_map(|one| one.backup_policy_resource_types(topology.partition)) {
        if !types.contains(&pattern) {
            types.push(pattern);
        }
    }
    if types.is_empty() {
        types.push("*".to_owned());
    }
    let mut selection = IndexMap::from([
        ("iam_role_arn".to_owned(), assign(role.unwrap_or_default())),
        ("resource_types".to_owned(), assign(Value::texts(types))),
    ]);
    let mut groups: IndexMap<&str, IndexMap<String, Value>> = IndexMap::new();
    for (position, (operator, key, value)) in selections::conditions(&plan.selection)
        .into_iter()
        .enumerate()
    {
        let condition = [
            ("condition_key", assign(key)),
            ("condition_value", assign(value)),
        ];
        let name = format!("condition-{}", position + 1);
        groups
            .entry(operator)
            .or_default()
            .insert(name, Value::map(condition));
    }
    if !groups.is_empty() {
        let groups = groups
            .into_iter()
            .map(|(operator, group)| (operator, Value::Map(group)));
        selection.insert("conditions".to_owned(), Value::map(groups));
    }
    let named = Value::map([("protected", Value::Map(selection))]);
    Value::map([("resources", named)])
}

fn document(plans: &IndexMap<String, Value>) -> Value {
    Value::map([("plans", Value::Map(plans.clone()))])
}

/// Every scalar is a text in a backup policy, set through an operator.
fn assign(value: impl Into<Value>) -> Value {
    Value::map([("@@assign", value.into())])
}

/// A document without references, as JSON.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Bool(on) => serde_json::Value::Bool(*on),
        Value::Number(number) => serde_json::Value::from(*number),
        Value::Text(text) => serde_json::Value::String(text.clone()),
        Value::List(items) => serde_json::Value::Array(items.iter().map(json).collect()),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), json(value)))
            .collect(),
        // A backup policy has no references: these do not occur in it.
        Value::Join(_)
        | Value::Json(_)
        | Value::Account
        | Value::Region
        | Value::Lookup(_)
        | Value::Attribute { .. }
        | Value::Merged { .. } => serde_json::Value::Null,
    }
}
