//! How each engine says what: concern by concern, with what stays manual.

use serde::Serialize;

use crate::spec::model::PermissionModel;
use crate::topology::Topology;

/// One concern in both engines.
#[derive(Debug, Serialize)]
pub(super) struct Concern {
    name: &'static str,
    terraform: &'static str,
    cloudformation: &'static str,
    manual: String,
}

/// The concerns that a topology has.
pub(super) fn concerns(topology: &Topology) -> Vec<Concern> {
    let organization = &topology.organization;
    let home = organization.home_region.as_str();
    let delegates = !organization.delegated_administrators.is_empty();
    let mut concerns = Vec::new();
    let mut add = |name, terraform, cloudformation, manual: String| {
        concerns.push(Concern {
            name,
            terraform,
            cloudformation,
            manual,
        });
    };
    let none = || "nothing".to_owned();
    add(
        "Service access, policy type",
        "`aws_organizations_organization`, imported, with the union of what is on and what is needed",
        "`Custom::OrganizationSwitches`: there is no resource; a function adds what is missing",
        none(),
    );
    let off = [
        (
            "isDelegatedAdministratorEnabled",
            organization.global_settings.delegated_administrator_sync,
        ),
        (
            "isMpaEnabled",
            organization.global_settings.multi_party_approval,
        ),
    ];
    let off: Vec<String> = off
        .into_iter()
        .filter(|(_, on)| *on == Some(false))
        .map(|(key, _)| format!("{key}=false"))
        .collect();
    add(
        "Organization-wide settings of AWS Backup",
        "`aws_backup_global_settings`, imported",
        "`Custom::OrganizationSwitches`, which switches on only",
        if off.is_empty() {
            none()
        } else {
            format!(
                "CloudFormation, to switch off: `aws backup update-global-settings --region {home} \
                 --global-settings {}`",
                off.join(",")
            )
        },
    );
    add(
        "Opt-in and full management of resource types",
        "`aws_backup_region_settings`, imported; other types are left alone",
        "`Custom::OrganizationSwitches` in each account and region",
        none(),
    );
    if delegates {
        add(
            "Delegated administrators",
            "`aws_organizations_delegated_administrator`",
            "`Custom::OrganizationSwitches`",
            "with Terraform, an import where the account is registered already (below)".to_owned(),
        );
        add(
            "The organization's resource policy",
            "`aws_organizations_resource_policy`",
            "`AWS::Organizations::ResourcePolicy`",
            "where there is one already, take its statements over into the spec first: \
             `aws organizations describe-resource-policy`; CloudFormation makes no second one, so then \
             delete the old: `aws organizations delete-resource-policy`"
                .to_owned(),
        );
    }
    add(
        "Vaults with policy and lock",
        "`aws_backup_vault`, `_policy`, `_lock_configuration`; `prevent_destroy`",
        "`AWS::Backup::BackupVault`; `DeletionPolicy: RetainExceptOnCreate`, termination protection",
        none(),
    );
    add(
        "Keys, roles, plans, selections, events",
        "a resource each",
        "a resource each; policies of a role and targets of a rule are its properties",
        none(),
    );
    add(
        "Tags",
        "`default_tags` of every provider",
        "tags of every stack and stack set, which CloudFormation hands on",
        none(),
    );
    if let Some(sets) = &topology.cloudformation.stack_sets {
        let manual = match sets.permission_model {
            PermissionModel::ServiceManaged => none(),
            PermissionModel::SelfManaged => format!(
                "before the first deployment, the roles `AWSCloudFormationStackSetAdministrationRole` and, in \
                 each account, `{}`: check with `aws iam get-role --role-name {}`",
                sets.execution_role, sets.execution_role
            ),
        };
        add(
            "Reaching the source accounts",
            "a root and a provider for each account",
            "stack sets, whose trusted access `Custom::OrganizationSwitches` activates; plain stacks in the \
             management account",
            manual,
        );
    } else {
        add(
            "Reaching the source accounts",
            "a root and a provider for each account",
            "a stack in each account and region",
            none(),
        );
    }
    if topology.events.iter().any(|route| {
        route
            .topic
            .as_ref()
            .is_some_and(|topic| !topic.emails.is_empty())
    }) {
        add(
            "Subscribed addresses",
            "`aws_sns_topic_subscription`",
            "`AWS::SNS::Subscription`",
            "each address confirms by the link in its mail; what is pending shows: \
             `aws sns list-subscriptions`"
                .to_owned(),
        );
    }
    concerns
}
