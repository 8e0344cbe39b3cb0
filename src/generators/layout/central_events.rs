//! Wave 3: job events of central accounts, where the bus is another one's.
//!
//! Their vaults are made in the wave of the bus, together with it and in any order. A target is refused
//! while its bus is not there, so what forwards to the bus comes a wave later, with the sources.

use super::super::job_events::Here;
use super::super::{event_forwarding, roles};
use crate::blueprint::{Layout, Scope, Stack, Wave};
use crate::facts::Region;
use crate::topology::Topology;

pub(super) fn add(topology: &Topology, layout: &mut Layout) {
    let Some(route) = &topology.events else {
        return;
    };
    for account in topology.central_accounts() {
        let vaults = topology.central_vaults.iter();
        let vaults = vaults.filter(|vault| vault.account == *account);
        let mut regions: Vec<&Region> = Vec::new();
        for region in vaults.flat_map(|vault| &vault.regions) {
            if !regions.contains(&region) {
                regions.push(region);
            }
        }
        let Some(first) = regions.first().filter(|_| *account != route.account) else {
            continue;
        };
        let mut instances = Vec::new();
        // The keys are made by another stack, which gives them their ids.
        let here = Here {
            keys: None,
            notifications: false,
        };
        let role = roles::forward_role(topology, route);
        let ready = vec![event_forwarding::permission()];
        layout.inline(
            &mut instances,
            format!("central-{}-events", account.name),
            "The role that puts job events of the central account on the bus.",
            (Scope::Account, account, first),
            role,
        );
        for region in regions {
            let prefix = format!("{}_", region.identifier());
            layout.inline(
                &mut instances,
                format!("central-{}-events-{region}", account.name),
                "Job events of the central account, in one region.",
                (Scope::Region, account, region),
                event_forwarding::forwarding(topology, route, &prefix, &ready, &here, &[]),
            );
        }
        layout.stacks.push(Stack {
            name: Wave::Sources.stack(&format!("central-{}-events", account.name)),
            about: format!("Job events of the central account {}.", account.name),
            wave: Wave::Sources,
            instances,
        });
    }
}
