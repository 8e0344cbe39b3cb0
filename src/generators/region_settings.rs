//! Opt-in and full management, in one account and region.

use std::collections::BTreeSet;

use crate::blueprint::Placed;
use crate::facts::{Region, ResourceType};
use crate::resources::Value;
use crate::resources::backup_region_settings::RegionSettings;
use crate::topology::Topology;

/// The region settings for these protected types; `None` when the region has none of them.
///
/// Only types that exist in the region are named, since AWS refuses others. Every other entry is
/// left as it is, so that nothing is switched off. `region` is `None` for a shared blueprint, whose
/// types must then exist in every region it works in.
/// <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html>
pub(super) fn region_settings(
    topology: &Topology,
    types: &BTreeSet<ResourceType>,
    regions: &[Region],
    label: &str,
) -> Option<Placed> {
    let exists = |one: &ResourceType| {
        regions
            .iter()
            .all(|region| region.supports(*one).unwrap_or(true))
    };
    let wanted: BTreeSet<ResourceType> = types
        .iter()
        .chain(&topology.extra_opt_in)
        .copied()
        .filter(exists)
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let managed = |one: &&ResourceType| {
        one.has_management_preference() && topology.full_management.contains(one)
    };
    let full_management: Vec<ResourceType> = wanted.iter().filter(managed).copied().collect();
    let others = ResourceType::ALL.iter().filter(|one| !wanted.contains(one));
    let others = others.map(ToString::to_string).collect::<Vec<_>>();
    let unmanaged = ResourceType::ALL
        .iter()
        .filter(|one| one.has_management_preference() && !full_management.contains(one))
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    let settings = RegionSettings {
        opted_in: wanted.iter().map(ToString::to_string).collect(),
        full_management: full_management.iter().map(ToString::to_string).collect(),
    };
    Some(
        Placed::new("region_settings", label, settings)
            .comment(
                "A type that is not opted in is skipped without an error. The settings of a region always \
                 exist, so they are adopted, and every type that no plan protects stays as it is.",
            )
            .adopting(Value::Region)
            .leaving("resource_type_opt_in_preference", others)
            .leaving("resource_type_management_preference", unmanaged),
    )
}
