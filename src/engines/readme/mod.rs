//! The README of a rendered tree: what is there, in which order to apply it, what to know.

mod concerns;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::blueprint::{Layout, Wave};
use crate::engines::Engine;
use crate::engines::prose::filled;
use crate::engines::terraform;
use crate::facts::ResourceType;
use crate::spec::model::{LockMode, OnDelete};
use crate::spec::time::duration::Days;
use crate::topology::{Lock, Role, Topology};

const TEMPLATE: &str = include_str!("../../../templates/README.md.tera");

/// The README's text.
///
/// # Errors
///
/// When the template asks for something that the data does not have.
pub(crate) fn text(
    topology: &Topology,
    layout: &Layout,
    engines: &[Engine],
) -> Result<String, tera::Error> {
    filled(TEMPLATE, &Data::of(topology, layout, engines))
}

/// What the template is given.
#[derive(Serialize)]
struct Data {
    name: String,
    organization: String,
    source_accounts: usize,
    source_regions: Vec<String>,
    waves: Vec<WaveData>,
    vaults: Vec<VaultData>,
    plans: Vec<PlanData>,
    has_policies: bool,
    has_emails: bool,
    has_stack_sets: bool,
    restores: bool,
    copy_back: bool,
    local_locks: Vec<String>,
    protected: Vec<String>,
    break_glass: Vec<String>,
    buckets: bool,
    own_role: bool,
    single_root_policy: bool,
    terraform: bool,
    cloudformation: bool,
    concerns: Vec<concerns::Concern>,
    delegated_administrators: Vec<(String, String)>,
}

#[derive(Serialize)]
struct WaveData {
    number: u8,
    title: &'static str,
    roots: Vec<RootData>,
}

#[derive(Serialize)]
struct RootData {
    name: String,
}

#[derive(Serialize)]
struct VaultData {
    name: String,
    account: String,
    pairs: Vec<(String, String)>,
    lock: String,
}

#[derive(Serialize)]
struct PlanData {
    name: String,
    delivery: &'static str,
    rules: Vec<RuleData>,
}

#[derive(Serialize)]
struct RuleData {
    name: String,
    schedule: String,
    kept: String,
    copies: String,
}

impl Data {
    fn of(topology: &Topology, layout: &Layout, engines: &[Engine]) -> Self {
        let members = || topology.groups.iter().flat_map(|group| group.members());
        let regions: BTreeSet<&str> = members()
            .flat_map(|member| &member.regions)
            .map(|region| region.as_str())
            .collect();
        let emails = topology
            .events
            .iter()
            .filter_map(|route| route.topic.as_ref());
        Self {
            name: topology.name.to_string(),
            organization: topology.organization.id.to_string(),
            source_accounts: members().count(),
            source_regions: regions.into_iter().map(str::to_owned).collect(),
            waves: waves(topology, layout),
            vaults: topology.central_vaults.iter().map(vault).collect(),
            plans: plans(topology),
            has_policies: layout
                .stacks
                .iter()
                .any(|stack| stack.wave == Wave::Policies),
            has_emails: emails.into_iter().any(|topic| !topic.emails.is_empty()),
            has_stack_sets: topology.cloudformation.stack_sets.is_some(),
            restores: topology.cloudformation.on_delete == OnDelete::Restore,
            copy_back: topology.copy_paths().any(|path| path.group.copy_back),
            local_locks: local_locks(topology),
            protected: protected(topology),
            break_glass: topology
                .administration
                .break_glass
                .iter()
                .map(|(role, _)| format!("`{role}`"))
                .collect(),
            // A plan that names no type may meet buckets as well.
            buckets: topology.plans.iter().any(|plan| {
                let types = &plan.selection.types;
                types.is_empty() || types.contains(&ResourceType::S3)
            }),
            terraform: engines.contains(&Engine::Terraform),
            cloudformation: engines.contains(&Engine::CloudFormation),
            concerns: concerns::concerns(topology, engines),
            own_role: topology
                .groups
                .iter()
                .flat_map(|group| &group.shapes)
                .any(|shape| matches!(shape.role, Role::Existing { .. })),
            single_root_policy: !topology.organization.delegated_administrators.is_empty(),
            delegated_administrators: topology
                .organization
                .delegated_administrators
                .iter()
                .map(|(account, _)| {
                    (
                        terraform::label(account.name.as_str()),
                        account.id.to_string(),
                    )
                })
                .collect(),
        }
    }
}

fn waves(topology: &Topology, layout: &Layout) -> Vec<WaveData> {
    let others = topology.central_accounts().into_iter().any(|account| {
        let route = topology.events.as_ref();
        route.is_some_and(|route| route.account != *account)
    });
    let titles = [
        (Wave::Management, "Switches, in the management account"),
        (
            Wave::Central,
            match topology.central_vaults.is_empty() {
                true => "Events, in the account of the bus",
                false => "Vaults, keys and events, in the central accounts",
            },
        ),
        (
            Wave::Sources,
            match others {
                true => {
                    "Roles, vaults and plans, in the source accounts; job events of central accounts without the bus"
                }
                false => "Roles, vaults and plans, in the source accounts",
            },
        ),
        (Wave::Policies, "Backup policies, in the management account"),
    ];
    let waves = titles.into_iter().map(|(wave, title)| {
        let roots = layout.stacks.iter().filter(|stack| stack.wave == wave);
        let roots = roots.map(|stack| RootData {
            name: stack.name.clone(),
        });
        WaveData {
            number: wave.number(),
            title,
            roots: roots.collect(),
        }
    });
    waves.filter(|wave| !wave.roots.is_empty()).collect()
}

fn vault(vault: &crate::topology::CentralVault) -> VaultData {
    VaultData {
        name: vault.vault.to_string(),
        account: vault.account.name.to_string(),
        pairs: vault
            .pairs
            .iter()
            .map(|(source, to)| (source.to_string(), to.to_string()))
            .collect(),
        lock: match &vault.lock {
            Some(lock) => bounds(lock),
            None => "none".to_owned(),
        },
    }
}

/// A lock in words.
fn bounds(lock: &Lock) -> String {
    let bound = |days: Option<Days>| days.map_or_else(|| "any".to_owned(), |days| days.to_string());
    let mode = match lock.mode {
        LockMode::Governance => "governance",
        LockMode::Compliance => "compliance",
    };
    let bounds = format!("{mode}, {} to {}", bound(lock.min), bound(lock.max));
    match (lock.mode, lock.changeable_for) {
        (LockMode::Compliance, Some(days)) => format!(
            "{bounds}; **final {days} after it is deployed**: then nobody, AWS included, can lift it or delete early"
        ),
        _ => bounds,
    }
}

/// The locks of local vaults, in words.
fn local_locks(topology: &Topology) -> Vec<String> {
    let groups = topology.groups.iter();
    let locked = groups.filter_map(|group| {
        let lock = group.lock.as_ref()?;
        Some(format!(
            "`{}` of {} ({})",
            group.vault,
            group.name,
            bounds(lock)
        ))
    });
    locked.collect()
}

/// The protected vaults, as words; local ones with their group.
fn protected(topology: &Topology) -> Vec<String> {
    let central = topology.central_vaults.iter().filter(|one| one.protect);
    let central = central.map(|one| format!("`{}`", one.vault));
    let local = topology.groups.iter().filter(|one| one.protect);
    let local = local.map(|one| format!("`{}` of {}", one.vault, one.name));
    central.chain(local).collect()
}

fn plans(topology: &Topology) -> Vec<PlanData> {
    let kept =
        |days: Option<Days>| days.map_or_else(|| "for ever".to_owned(), |days| days.to_string());
    let plans = topology.plans.iter().map(|plan| PlanData {
        name: plan.name.to_string(),
        delivery: match plan.delivery {
            crate::spec::model::Delivery::Plan => "backup plan",
            crate::spec::model::Delivery::Policy => "backup policy",
        },
        rules: plan
            .rules
            .iter()
            .map(|rule| {
                let copies = rule.copies.iter().map(|copy| {
                    let vault = &topology.central_vaults[copy.vault];
                    format!("{} ({})", vault.vault, kept(copy.lifecycle.keep))
                });
                let copies: Vec<String> = copies.collect();
                RuleData {
                    name: rule.name.to_string(),
                    schedule: match &rule.timezone {
                        Some(zone) => format!("{} {zone}", rule.schedule),
                        None => format!("{} UTC", rule.schedule),
                    },
                    kept: kept(rule.lifecycle.keep),
                    copies: if copies.is_empty() {
                        "none".to_owned()
                    } else {
                        copies.join(", ")
                    },
                }
            })
            .collect(),
    });
    plans.collect()
}
