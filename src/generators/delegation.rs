//! Delegated administrators, and the resource policy as a resource.

use super::{resource_policy, switches};
use crate::blueprint::Placed;
use crate::resources::organizations_delegated_administrator::DelegatedAdministrator;
use crate::resources::organizations_resource_policy::ResourcePolicy;
use crate::topology::Topology;
use crate::value::Address;

const CONCERN: &str = "delegation";

/// The delegated administrators and, if there are any, the organization's resource policy.
pub(super) fn delegation(topology: &Topology) -> Vec<Placed> {
    let organization = &topology.organization;
    let mut placed: Vec<Placed> = organization
        .delegated_administrators
        .iter()
        .map(|(account, _)| {
            let administrator = DelegatedAdministrator {
                account: account.id.to_string(),
            };
            Placed::new(CONCERN, account.name.as_str(), administrator).after(switches::address())
        })
        .collect();
    let Some(document) = resource_policy::document(topology) else {
        return placed;
    };
    let administrators: Vec<Address> = placed.iter().map(Placed::address).collect();
    let policy = ResourcePolicy { policy: document };
    let mut policy = Placed::new(CONCERN, "this", policy)
        .comment(
            "An organization has one resource policy, and writing it replaces all it held: statements of \
             other teams belong into `organization.resource_policy` of the spec. The function behind the \
             switches fails when one that is there would be lost.",
        )
        .protected();
    policy.depends_on = administrators;
    placed.push(policy);
    placed
}
