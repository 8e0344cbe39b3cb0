//! Wave 4: backup policies, once every role and vault they name is there.

use super::super::backup_policies;
use crate::blueprint::{Layout, Scope, Stack, Wave};
use crate::topology::Topology;

pub(super) fn add(topology: &Topology, layout: &mut Layout) {
    let organization = &topology.organization;
    let mut instances = Vec::new();
    layout.inline(
        &mut instances,
        "policies".to_owned(),
        "Backup policies and where they are attached.",
        (
            Scope::Account,
            &organization.management,
            &organization.home_region,
        ),
        backup_policies::backup_policies(topology),
    );
    if !instances.is_empty() {
        layout.stacks.push(Stack {
            name: Wave::Policies.stack("policies"),
            about: "Backup policies of the organization, in the management account.".to_owned(),
            wave: Wave::Policies,
            instances,
        });
    }
}
