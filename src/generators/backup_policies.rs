//! Backup policies of the organization, for plans that are delivered as one.
//!
//! A policy cannot say the account or the region it is at work in (save `$account` in a role), so a
//! destination that depends on the source region takes one plan a region.
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html>

use indexmap::IndexMap;

use super::{plans, selections};
use crate::blueprint::Placed;
use crate::facts::Region;
use crate::facts::limits::BACKUP_POLICY_CHARACTERS;
use crate::policies::backup::{CopyAction, Document, PolicyPlan, PolicySelection};
use crate::resources::organizations_policy::{BackupPolicy, PolicyAttachment};
use crate::spec::model::Delivery;
use crate::topology::{Group, Names, Plan, Role, Rule, Topology};

const CONCERN: &str = "policies";

/// A backup policy's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDocument {
    /// The plan it comes from, as an index into the topology's.
    pub plan: usize,
    /// The policy's name.
    pub name: String,
    /// The document.
    pub content: Document,
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
            content: Document {
                plans: plans.clone(),
            },
        };
        if plans.len() < 2 || whole.content.characters() <= BACKUP_POLICY_CHARACTERS {
            documents.push(whole);
            continue;
        }
        documents.extend(plans.into_iter().map(|(plan_name, body)| PolicyDocument {
            plan: index,
            name: plan_name.clone(),
            content: Document {
                plans: IndexMap::from([(plan_name, body)]),
            },
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
fn regional_plans(topology: &Topology, plan: &Plan) -> IndexMap<String, PolicyPlan> {
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
        return IndexMap::from([(name, policy_plan(topology, plan, group, &regions))]);
    }
    let each = regions.iter().map(|region| {
        let body = policy_plan(topology, plan, group, std::slice::from_ref(region));
        (format!("{name}-{region}"), body)
    });
    each.collect()
}

fn policy_plan(topology: &Topology, plan: &Plan, group: &Group, regions: &[Region]) -> PolicyPlan {
    let rules = plan.rules.iter().map(|rule| {
        let copies = copies(topology, rule, &regions[0]);
        let mut rule = plans::spelled(rule, group.vault.as_str().into(), None, copies);
        // AWS shows names of merged plans in lower case; written so, they merge as they read.
        rule.name = rule.name.to_lowercase();
        rule
    });
    PolicyPlan {
        regions: regions.to_vec(),
        rules: rules.collect(),
        selection: selection(topology, plan, group),
        tags: topology.tags.clone(),
    }
}

fn copies(topology: &Topology, rule: &Rule, region: &Region) -> Vec<CopyAction> {
    let copies = rule.copies.iter().filter_map(|copy| {
        let vault = &topology.central_vaults[copy.vault];
        Some(CopyAction {
            destination: plans::vault_arn(topology, vault, vault.region_for(region)?),
            lifecycle: plans::lifecycle(copy.lifecycle, None),
        })
    });
    copies.collect()
}

fn selection(topology: &Topology, plan: &Plan, group: &Group) -> PolicySelection {
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
    PolicySelection {
        role: role.unwrap_or_default(),
        resource_types: types,
        conditions: selections::conditions(&plan.selection),
    }
}
