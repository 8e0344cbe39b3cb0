//! The two switches of the organization itself: service access for AWS Backup (cross-account
//! monitoring) and the policy type of backup policies.

use super::resource_policy;
use crate::blueprint::Placed;
use crate::resources::organization::{CurrentOrganization, Organization, StackSetsAccess};
use crate::spec::ids::RootId;
use crate::spec::model::PermissionModel;
use crate::topology::{Names, Topology};
use crate::value::Address;

const CONCERN: &str = "organization";
const LABEL: &str = "organization";
const SERVICE: &str = "backup.amazonaws.com";
const POLICY_TYPE: &str = "BACKUP_POLICY";

/// The organization with what backups need switched on, and everything else as it is.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-backup.html>
pub(super) fn organization(topology: &Topology) -> Vec<Placed> {
    let organization = Organization {
        stack: Names(&topology.name).organization_stack(),
        service_principals: vec![SERVICE.to_owned()],
        policy_types: vec![POLICY_TYPE.to_owned()],
        resource_policy: resource_policy::document(topology),
        stack_sets: topology
            .cloudformation
            .stack_sets
            .as_ref()
            .filter(|sets| sets.permission_model == PermissionModel::ServiceManaged)
            .map(|sets| StackSetsAccess {
                administrator: sets.administrator.as_ref().map(|one| one.id.to_string()),
            }),
    };
    let organization = Placed::new(CONCERN, LABEL, organization)
        .comment(
            "Service access for backup.amazonaws.com is what the console calls cross-account monitoring; \
             BACKUP_POLICY lets backup policies be attached. Both are added to what is on, and nothing is \
             switched off.",
        )
        .in_place_of(Address::new("aws_organizations_organization", "this"))
        .protected();
    let current = Placed::new(CONCERN, "current", CurrentOrganization)
        .comment(
            "What is on. The function adds once; what is switched off later, the next plan says.",
        )
        .after(organization.address());
    let reads = |name| current.address().attribute(name);
    let root = topology
        .organization
        .root
        .as_ref()
        .map_or("<root id>", RootId::as_str);
    let (services, types) = (
        reads("aws_service_access_principals"),
        reads("enabled_policy_types"),
    );
    let current = current
        .expecting(
            services,
            SERVICE,
            format!(
                "Service access for {SERVICE} is off. In the management account: aws organizations \
                 enable-aws-service-access --service-principal {SERVICE}"
            ),
        )
        .expecting(
            types,
            POLICY_TYPE,
            format!(
                "The policy type {POLICY_TYPE} is off, and no backup policy has an effect. In the management \
                 account: aws organizations enable-policy-type --root-id {root} --policy-type {POLICY_TYPE}"
            ),
        );
    vec![organization, current]
}

/// The address of the organization's switches, for what must wait for them.
pub(super) fn address() -> Address {
    Address::new("aws_cloudformation_stack", LABEL)
}
