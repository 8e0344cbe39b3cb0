//! Regions: what they have, whether they are on, whether they are known.

pub(super) mod region_must_be_enabled;
pub(super) mod region_without_facts;
pub(super) mod region_without_type;
pub(super) mod regions_of_different_partitions;

use crate::checks::places::source_region;
use crate::facts::Region;
use crate::place::Path;
use crate::topology::{Group, Topology};

/// Every region that the spec speaks of, with the place that names it first.
fn named_regions(topology: &Topology) -> Vec<(&Region, Path)> {
    let mut named: Vec<(&Region, Path)> = Vec::new();
    let mut add = |region, path| {
        if !named.iter().any(|(known, _)| *known == region) {
            named.push((region, path));
        }
    };
    for member in topology.groups.iter().flat_map(Group::members) {
        for region in &member.regions {
            add(region, source_region(member, region));
        }
    }
    for vault in &topology.central_vaults {
        for (source, destination) in &vault.pairs {
            add(destination, vault.destination_path(source));
        }
    }
    let home = Path::root().key("organization").key("home_region");
    add(&topology.organization.home_region, home);
    if let Some(events) = &topology.events {
        add(&events.region, events.path.key("region"));
    }
    named
}
