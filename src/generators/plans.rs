//! Backup plans in the accounts: rules, copy actions, selections.

use indexmap::IndexMap;

use super::selections;
use crate::blueprint::{Placed, Table};
use crate::facts::Region;
use crate::policies::backup::{self, CopyAction};
use crate::policies::iam::arn;
use crate::resources::backup_plan::{BackupPlan, Selection};
use crate::spec::model::Delivery;
use crate::spec::time::duration::Days;
use crate::topology::{CentralVault, Lifecycle, Names, Plan, Rule, Shape, Topology};
use crate::value::Value;

const CONCERN: &str = "plans";

/// The plans of a shape, each with its selection. `vault` is the name of the local vault.
pub(super) fn plans(
    topology: &Topology,
    shape: &Shape,
    vault: &Value,
    role: &Value,
) -> Vec<Placed> {
    let mut placed = Vec::new();
    for (index, keep) in &shape.plans {
        let plan = &topology.plans[*index];
        if plan.delivery == Delivery::Plan {
            placed.extend(plan_with_selection(
                topology, shape, plan, *keep, vault, role,
            ));
        }
    }
    placed
}

/// Where each region's copies go, for the central vaults that a shape's plans copy to.
///
/// A vault that every region copies to in the same central region needs no table.
pub(super) fn destinations(topology: &Topology, shape: &Shape) -> Vec<Table> {
    let regions = shape.regions();
    let mut tables: Vec<Table> = Vec::new();
    let plans = shape.plans.iter().map(|(index, _)| &topology.plans[*index]);
    let plans = plans.filter(|plan| plan.delivery == Delivery::Plan);
    for copy in plans
        .flat_map(|plan| &plan.rules)
        .flat_map(|rule| &rule.copies)
    {
        let vault = &topology.central_vaults[copy.vault];
        let name = table_name(vault);
        if single_destination(vault).is_some() || tables.iter().any(|table| table.name == name) {
            continue;
        }
        let rows = regions.iter().filter_map(|source| {
            let central = vault.region_for(source)?;
            Some((source.clone(), vault_arn(topology, vault, central)))
        });
        tables.push(Table {
            name,
            about: format!(
                "Where each region copies to: central vault {}.",
                vault.vault
            ),
            rows: rows.collect(),
        });
    }
    tables
}

/// The ARN of a central vault in a region, computed: nothing is looked up across accounts.
pub(super) fn vault_arn(topology: &Topology, vault: &CentralVault, region: &Region) -> Value {
    arn(
        topology.partition,
        "backup",
        region.as_str(),
        vault.account.id.as_str(),
        format!("backup-vault:{}", vault.vault),
    )
}

fn table_name(vault: &CentralVault) -> String {
    let name = vault.name.as_str().replace('-', "_");
    // A name of the spec may begin with a digit, that of a local value may not.
    let first = if name.starts_with(|first: char| first.is_ascii_digit()) {
        "_"
    } else {
        ""
    };
    format!("{first}{name}_vault_arn")
}

fn single_destination(vault: &CentralVault) -> Option<&Region> {
    match vault.regions.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn plan_with_selection(
    topology: &Topology,
    shape: &Shape,
    plan: &Plan,
    keep: Option<Days>,
    vault: &Value,
    role: &Value,
) -> Vec<Placed> {
    let regions = shape.regions();
    let rules = plan.rules.iter().map(|rule| {
        let copies = copies(topology, rule, &regions);
        spelled(rule, vault.clone(), keep, copies)
    });
    let name = Names(&topology.name).plan(plan.name.as_str());
    let label = plan.name.as_str().replace('.', "_");
    let resource = BackupPlan {
        name,
        rules: rules.collect(),
    };
    let placed = Placed::new(CONCERN, label.as_str(), resource);
    let conditions = selections::conditions(&plan.selection);
    let selection = Selection {
        name: Names(&topology.name).selection(plan.name.as_str(), !conditions.is_empty()),
        plan: placed.address().attribute("id"),
        role: role.clone(),
        resources: selections::resources(&plan.selection, topology.partition),
        not_resources: selections::not_resources(&plan.selection),
        conditions,
    };
    let selection = Placed::new(CONCERN, label, selection)
        .comment("One of the resources, and every condition; tags are compared with their case.");
    vec![placed, selection]
}

/// A rule of the topology in AWS's terms: the same for a plan and for a backup policy. An account that keeps its
/// own recovery points longer or shorter says so with `keep`.
pub(super) fn spelled(
    rule: &Rule,
    vault: Value,
    keep: Option<Days>,
    copies: Vec<CopyAction>,
) -> backup::Rule {
    backup::Rule {
        name: rule.name.to_string(),
        vault,
        schedule: rule.schedule.expression(),
        timezone: rule
            .timezone
            .clone()
            .unwrap_or_else(|| "Etc/UTC".to_owned()),
        start_window: rule.start_window.0,
        completion_window: rule.completion_window.0,
        continuous: rule.continuous,
        lifecycle: lifecycle(rule.lifecycle, keep),
        copies,
        recovery_point_tags: rule.recovery_point_tags.clone(),
    }
}

fn copies(topology: &Topology, rule: &Rule, regions: &[Region]) -> Vec<CopyAction> {
    let mut destinations: IndexMap<usize, CopyAction> = IndexMap::new();
    for copy in &rule.copies {
        let vault = &topology.central_vaults[copy.vault];
        if !regions
            .iter()
            .any(|region| vault.region_for(region).is_some())
        {
            continue;
        }
        let destination = match single_destination(vault) {
            Some(region) => vault_arn(topology, vault, region),
            None => Value::Lookup(table_name(vault)),
        };
        let action = CopyAction {
            destination,
            lifecycle: lifecycle(copy.lifecycle, None),
        };
        destinations.insert(copy.vault, action);
    }
    destinations.into_values().collect()
}

/// A lifecycle in AWS's terms.
pub(super) fn lifecycle(lifecycle: Lifecycle, keep: Option<Days>) -> backup::Lifecycle {
    backup::Lifecycle {
        cold_after: lifecycle.cold_after.map(|days| days.0),
        delete_after: keep.or(lifecycle.keep).map(|days| days.0),
    }
}
