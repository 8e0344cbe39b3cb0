//! The two switches of the organization itself: service access for AWS Backup (cross-account
//! monitoring) and the policy type of backup policies.

use crate::blueprint::Placed;
use crate::resources::organization::{CurrentOrganization, Organization, StackSetsAccess};
use crate::resources::{Address, Resource};
use crate::spec::model::PermissionModel;
use crate::topology::Topology;

const CONCERN: &str = "organization";

/// The organization, adopted, with what backups need switched on.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-backup.html>
pub(super) fn organization(topology: &Topology) -> Vec<Placed> {
    let current = Address::new(CurrentOrganization.terraform_type(), "current");
    let organization = Organization {
        current: current.clone(),
        service_principals: vec!["backup.amazonaws.com".to_owned()],
        policy_types: vec!["BACKUP_POLICY".to_owned()],
        stack_sets: topology
            .cloudformation
            .stack_sets
            .as_ref()
            .filter(|sets| sets.permission_model == PermissionModel::ServiceManaged)
            .map(|sets| StackSetsAccess {
                administrator: sets.administrator.as_ref().map(|one| one.id.to_string()),
            }),
    };
    vec![
        Placed::new(CONCERN, "current", CurrentOrganization)
            .comment("What is enabled now; nothing of it is switched off."),
        Placed::new(CONCERN, "this", organization)
            .comment(
                "The organization is adopted as it is. Service access for backup.amazonaws.com is what the \
                 console calls cross-account monitoring; BACKUP_POLICY lets backup policies be attached.",
            )
            .adopting(current.attribute("id"))
            .protected(),
    ]
}

/// The organization's address, for what must wait for its switches.
pub(super) fn address() -> Address {
    Address::new("aws_organizations_organization", "this")
}
