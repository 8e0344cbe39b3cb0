//! Opt-in and full management, in one account and region.

use std::collections::BTreeSet;

use crate::blueprint::{Placed, Table};
use crate::facts::{Region, ResourceType};
use crate::resources::backup_region_settings::{FoundRegionSettings, RegionSettings};
use crate::topology::{Account, Topology};
use crate::value::Value;

const CONCERN: &str = "region_settings";

/// The table of a shared blueprint whose regions do not all have the same types.
const TABLE: &str = "opted_in_types";

/// The types that plans protect, with those that the spec wants opted in besides.
pub(super) fn protected(
    topology: &Topology,
    types: BTreeSet<ResourceType>,
) -> BTreeSet<ResourceType> {
    types
        .into_iter()
        .chain(topology.extra_opt_in.iter().copied())
        .collect()
}

/// The types that are copied into a region of a central account: opted in there, or they cannot be restored, and
/// managed in full as at the source, which copies of DynamoDB need at both ends.
///
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html>
pub(super) fn copied(
    topology: &Topology,
    account: &Account,
    region: &Region,
) -> BTreeSet<ResourceType> {
    let paths = topology.copy_routes();
    let here = paths.filter(|path| path.vault.account == *account && path.destination == region);
    let types = here.flat_map(|path| match path.plan.selection.types.is_empty() {
        // A plan for every type copies those that are opted in.
        true => topology.extra_opt_in.iter().copied().collect(),
        false => path.plan.selection.types.clone(),
    });
    types.collect()
}

/// The region settings for these protected types, with the table they need where the regions of a
/// shared blueprint differ; `None` when there is nothing to opt in.
///
/// Only types that exist in a region are named for it, since AWS refuses others. Every other entry
/// is left as it is, so that nothing is switched off.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html>
pub(super) fn region_settings(
    topology: &Topology,
    types: &BTreeSet<ResourceType>,
    regions: &[Region],
    label: &str,
) -> Option<([Placed; 2], Option<Table>)> {
    let within = |region: &Region| -> BTreeSet<ResourceType> {
        let exists = |one: &ResourceType| region.supports(*one).unwrap_or(true);
        types.iter().copied().filter(exists).collect()
    };
    let by_region: Vec<(&Region, BTreeSet<ResourceType>)> = regions
        .iter()
        .map(|region| (region, within(region)))
        .collect();
    let (_, first) = by_region.first()?;
    let somewhere: BTreeSet<ResourceType> = by_region
        .iter()
        .flat_map(|(_, types)| types)
        .copied()
        .collect();
    if somewhere.is_empty() {
        return None;
    }
    let table = by_region
        .iter()
        .any(|(_, types)| types != first)
        .then(|| Table {
            name: TABLE.to_owned(),
            about: "The protected types that exist in each region; AWS refuses others.".to_owned(),
            rows: by_region
                .iter()
                .map(|(region, types)| ((*region).clone(), on(types)))
                .collect(),
        });
    let managed = |one: &&ResourceType| {
        one.has_management_preference()
            && topology.full_management.contains(one)
            && by_region.iter().all(|(_, types)| types.contains(one))
    };
    let full_management: BTreeSet<ResourceType> =
        somewhere.iter().filter(managed).copied().collect();
    let found = match label {
        "this" => "found".to_owned(),
        label => format!("{label}_found"),
    };
    let found = Placed::new(CONCERN, found, FoundRegionSettings)
        .comment(
            "The settings as they are. This block reads them and changes nothing: the provider compares \
             whole maps, and a type that AWS brings later is no difference so.",
        )
        .adopting(Value::Region);
    let found = FoundRegionSettings::ARGUMENTS
        .into_iter()
        .fold(found, |found, argument| {
            found.leaving(argument, [String::new()])
        });
    let settings = RegionSettings {
        found: found.address(),
        opted_in: match &table {
            Some(table) => Value::Lookup(table.name.clone()),
            None => on(first),
        },
        full_management: (!full_management.is_empty()).then(|| on(&full_management)),
    };
    let settings = Placed::new(CONCERN, label, settings)
        .comment(
            "What plans select by tag, and backup policies, leave out a type that is not opted in, without an \
             error. The settings of a region always exist, so they are adopted; every type that no plan \
             protects stays as it is.",
        )
        .adopting(Value::Region);
    Some(([found, settings], table))
}

/// A map of `true`s by type.
fn on(types: &BTreeSet<ResourceType>) -> Value {
    Value::map(types.iter().map(|one| (one.to_string(), Value::Bool(true))))
}
