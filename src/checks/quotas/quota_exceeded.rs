//! More of something than AWS takes.

use std::collections::BTreeMap;

use crate::checks::Check;
use crate::diagnostics::{Place, Report, Severity};
use crate::facts::Partition;
use crate::facts::limits::{
    BACKUP_POLICIES_PER_TARGET, CONDITIONS_PER_SELECTION, COPY_ACTIONS_PER_RULE,
    PLAIN_ARNS_PER_SELECTION, RECOVERY_POINT_TAGS_PER_RULE, RULES_PER_PLAN, TAGS_PER_RESOURCE,
    WILDCARD_ARNS_PER_SELECTION,
};
use crate::generators::policy_documents;
use crate::place::Path;
use crate::topology::{Plan, Topology};

pub(crate) const CHECK: Check = Check {
    code: "QUO001",
    name: "quota-exceeded",
    severity: Severity::Error,
    page: include_str!("quota_exceeded.md"),
    run: Some(run),
};

/// A number of things, and how many AWS takes.
struct Quota {
    place: Path,
    what: &'static str,
    number: usize,
    limit: usize,
    help: &'static str,
}

const SPLIT: &str = "split it into several plans";

fn run(topology: &Topology, report: &mut Report) {
    let mut quotas = Vec::new();
    for plan in &topology.plans {
        selection(plan, &mut quotas);
        rules(plan, &mut quotas);
    }
    targets(topology, &mut quotas);
    quotas.push(Quota {
        place: Path::root().key("tags"),
        what: "tags on a resource",
        number: topology.tags.len(),
        limit: TAGS_PER_RESOURCE,
        help: "leave some out",
    });
    for quota in quotas
        .into_iter()
        .filter(|quota| quota.number > quota.limit)
    {
        report.add(
            CHECK
                .at(
                    Place::key(quota.place),
                    format!("{} of {}", quota.number, quota.limit),
                )
                .message(format!("AWS takes at most {} {}", quota.limit, quota.what))
                .help(quota.help),
        );
    }
}

fn selection(plan: &Plan, quotas: &mut Vec<Quota>) {
    let selection = &plan.selection;
    let conditions = &selection.conditions;
    let operators = [
        &conditions.string_equals,
        &conditions.string_not_equals,
        &conditions.string_like,
        &conditions.string_not_like,
    ];
    let of_conditions: usize = operators.iter().map(|tags| tags.len()).sum();
    // Tags become conditions, and each type the pattern of its ARNs.
    quotas.push(Quota {
        place: plan.path.key(if of_conditions == 0 {
            "tags"
        } else {
            "conditions"
        }),
        what: "tags and conditions in a plan's selection",
        number: selection.tags.len() + of_conditions,
        limit: CONDITIONS_PER_SELECTION,
        help: SPLIT,
    });
    let arns = || selection.resources.iter().chain(&selection.not_resources);
    let patterns = arns().filter(|arn| arn.as_str().contains('*')).count();
    let of_types = selection.resource_types.iter();
    let of_types = of_types.flat_map(|one| one.selection_arns(Partition::Aws));
    quotas.push(Quota {
        place: plan.path.key("resources"),
        what: "types and patterns of ARNs in a plan's selection",
        number: patterns + of_types.count(),
        limit: WILDCARD_ARNS_PER_SELECTION,
        help: SPLIT,
    });
    quotas.push(Quota {
        place: plan.path.key("resources"),
        what: "ARNs without `*` in a plan's selection",
        number: arns().count() - patterns,
        limit: PLAIN_ARNS_PER_SELECTION,
        help: "select by tags",
    });
}

fn rules(plan: &Plan, quotas: &mut Vec<Quota>) {
    quotas.push(Quota {
        place: plan.path.key("rules"),
        what: "rules in a plan",
        number: plan.rules.len(),
        limit: RULES_PER_PLAN,
        help: SPLIT,
    });
    for rule in &plan.rules {
        quotas.push(Quota {
            place: rule.path.key("copy_to"),
            what: "copies in a rule",
            number: rule.copies.len(),
            limit: COPY_ACTIONS_PER_RULE,
            help: "spread the copies over several rules with schedules apart",
        });
        quotas.push(Quota {
            place: rule.path.key("recovery_point_tags"),
            what: "tags of its own on the recovery points of a rule",
            number: rule.recovery_point_tags.len(),
            limit: RECOVERY_POINT_TAGS_PER_RULE,
            help: "recovery points take the tags of their resources, too: leave these out",
        });
    }
}

/// The backup policies at each target, counted at the plan that is one too many.
fn targets(topology: &Topology, quotas: &mut Vec<Quota>) {
    let mut at_target: BTreeMap<&str, Quota> = BTreeMap::new();
    for document in policy_documents(topology) {
        for target in &topology.plans[document.plan].targets {
            let quota = at_target.entry(target.id.as_str()).or_insert(Quota {
                place: target.path.clone(),
                what: "backup policies on a root, unit or account",
                number: 0,
                limit: BACKUP_POLICIES_PER_TARGET,
                help: "put several rules into one plan, or attach some policies above or below",
            });
            if quota.number <= quota.limit {
                quota.place = target.path.clone();
            }
            quota.number += 1;
        }
    }
    quotas.extend(at_target.into_values());
}
