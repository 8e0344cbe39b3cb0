//! Opt-in and full management, in one account and region.

use std::collections::BTreeSet;

use crate::blueprint::{Placed, Table};
use crate::facts::{Region, ResourceType};
use crate::resources::Value;
use crate::resources::backup_region_settings::RegionSettings;
use crate::topology::Topology;

/// The table of a shared blueprint whose regions do not all have the same types.
const TABLE: &str = "opted_in_types";

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
) -> Option<(Placed, Option<Table>)> {
    let wanted: BTreeSet<ResourceType> = types
        .iter()
        .chain(&topology.extra_opt_in)
        .copied()
        .collect();
    let within = |region: &Region| -> BTreeSet<ResourceType> {
        let exists = |one: &ResourceType| region.supports(*one).unwrap_or(true);
        wanted.iter().copied().filter(exists).collect()
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
    let settings = RegionSettings {
        opted_in: match &table {
            Some(table) => Value::Lookup(table.name.clone()),
            None => on(first),
        },
        full_management: (!full_management.is_empty()).then(|| on(&full_management)),
    };
    let all = || ResourceType::ALL.iter();
    let others = all().filter(|one| !somewhere.contains(one));
    let unmanaged =
        all().filter(|one| one.has_management_preference() && !full_management.contains(one));
    let placed = Placed::new("region_settings", label, settings)
        .comment(
            "A type that is not opted in is skipped without an error. The settings of a region always \
             exist, so they are adopted, and every type that no plan protects stays as it is.",
        )
        .adopting(Value::Region)
        .leaving("resource_type_opt_in_preference", others.map(ToString::to_string))
        .leaving("resource_type_management_preference", unmanaged.map(ToString::to_string));
    Some((placed, table))
}

/// A map of `true`s by type.
fn on(types: &BTreeSet<ResourceType>) -> Value {
    Value::map(types.iter().map(|one| (one.to_string(), Value::Bool(true))))
}
