//! Wave 1: the switches, in the management account.

use std::collections::BTreeSet;

use super::super::{delegation, global_settings, region_settings, service_linked_role, switches};
use crate::blueprint::{Layout, Scope, Stack, Wave};
use crate::facts::{Region, ResourceType};
use crate::topology::Topology;

pub(super) fn add(topology: &Topology, layout: &mut Layout) {
    let organization = &topology.organization;
    let account = &organization.management;
    let mut instances = Vec::new();
    let mut resources = vec![service_linked_role::service_linked_role()];
    resources.extend(switches::organization(topology));
    resources.extend(global_settings::global_settings(topology));
    resources.extend(delegation::delegation(topology));
    layout.inline(
        &mut instances,
        "management".to_owned(),
        "The organization's switches, and who may manage its backup policies.",
        (Scope::Account, account, &organization.home_region),
        resources,
    );
    // The management account's opt-in decides for every backup policy, of this spec or of a
    // delegated administrator: https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
    for (region, types) in types_by_region(topology) {
        let settings = region_settings::region_settings(
            topology,
            &region_settings::protected(topology, types),
            std::slice::from_ref(&region),
            &region.identifier(),
        );
        layout.inline(
            &mut instances,
            format!("management-{region}"),
            "What backup policies may protect in this region.",
            (Scope::Region, account, &region),
            settings.map_or_else(Vec::new, |(settings, _)| settings.into()),
        );
    }
    layout.stacks.push(Stack {
        name: Wave::Management.stack("management"),
        about: "Switches of the organization, in the management account.".to_owned(),
        wave: Wave::Management,
        instances,
    });
}

/// The source regions, in the spec's order, with every type that is protected in each.
fn types_by_region(topology: &Topology) -> Vec<(Region, BTreeSet<ResourceType>)> {
    let mut regions: Vec<(Region, BTreeSet<ResourceType>)> = Vec::new();
    for (index, group) in topology.groups.iter().enumerate() {
        let plans = topology
            .plans
            .iter()
            .filter(|plan| plan.groups.contains(&index));
        let types: BTreeSet<ResourceType> = plans
            .flat_map(|plan| &plan.selection.types)
            .copied()
            .collect();
        for region in group.shapes.iter().flat_map(|shape| shape.regions()) {
            match regions.iter_mut().find(|(known, _)| *known == region) {
                Some((_, known)) => known.extend(&types),
                None => regions.push((region, types.clone())),
            }
        }
    }
    regions
}
