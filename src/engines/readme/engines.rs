//! How each engine says what: concern by concern, with what stays manual.

use serde::Serialize;

use crate::engines::Engine;
use crate::spec::model::PermissionModel;
use crate::topology::{EventRoute, Names, Topology};

/// One concern in both engines.
#[derive(Debug, Serialize)]
pub(super) struct Concern {
    name: &'static str,
    terraform: &'static str,
    cloudformation: &'static str,
    manual: String,
}

/// The concerns that a topology has; what is left to do by hand is that of these engines.
pub(super) fn concerns(topology: &Topology, engines: &[Engine]) -> Vec<Concern> {
    let organization = &topology.organization;
    let home = organization.home_region.as_str();
    let delegates = !organization.delegated_administrators.is_empty();
    let terraform = engines.contains(&Engine::Terraform);
    let cloudformation = engines.contains(&Engine::CloudFormation);
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
        "`aws_cloudformation_stack` with the same function: the provider's resource switches off what it does not list, \
         and refuses policy types newer than itself; a `check` says what was switched off since",
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
        "`aws_backup_global_settings`, imported twice: to read all settings, and to add to them",
        "`Custom::OrganizationSwitches`, which switches on only",
        if off.is_empty() || !cloudformation {
            none()
        } else {
            // Whole: what becomes of a setting that is left out, AWS does not say.
            format!(
                "CloudFormation, to switch off: `aws backup update-global-settings --region {home} \
                 --global-settings isCrossAccountBackupEnabled=true,{}`",
                off.join(",")
            )
        },
    );
    add(
        "Opt-in and full management of resource types",
        "`aws_backup_region_settings`, imported twice: to read all types, and to add to them",
        "`Custom::OrganizationSwitches` in each account and region",
        none(),
    );
    if delegates {
        add(
            "Delegated administrators",
            "`aws_organizations_delegated_administrator`",
            "`Custom::OrganizationSwitches`",
            match terraform {
                true => "with Terraform, an import where the account is registered already (below)"
                    .to_owned(),
                false => none(),
            },
        );
        let mut manual =
            "where there is one already, take its statements over into the spec first: \
                          `aws organizations describe-resource-policy`"
                .to_owned();
        if cloudformation {
            manual.push_str(
                "; the script imports it into its stack, and nobody loses what it allows",
            );
        }
        add(
            "The organization's resource policy",
            "`aws_organizations_resource_policy`",
            "`AWS::Organizations::ResourcePolicy`",
            manual,
        );
    }
    add(
        "Vaults with policy and lock",
        "`aws_backup_vault`, `_policy`, `_lock_configuration`; `prevent_destroy`",
        "`AWS::Backup::BackupVault`; `DeletionPolicy: RetainExceptOnCreate`; termination protection of stacks \
         that the script deploys",
        none(),
    );
    add(
        "Keys, roles, plans, selections, events",
        "a resource each",
        "a resource each; policies of a role and targets of a rule are its properties",
        none(),
    );
    let sets = topology.cloudformation.stack_sets.as_ref();
    add(
        "Tags",
        "`default_tags` of every provider",
        match sets {
            Some(_) => "tags of every stack and stack set, which CloudFormation hands on",
            None => "tags of every stack, which CloudFormation hands on",
        },
        none(),
    );
    let (reach, manual) = match sets {
        None => ("a stack in each account and region", none()),
        Some(sets) => match sets.permission_model {
            PermissionModel::ServiceManaged => (
                "stack sets, whose trusted access `Custom::OrganizationSwitches` activates; plain stacks \
                 in the management account",
                none(),
            ),
            PermissionModel::SelfManaged => (
                "stack sets; plain stacks in the management account",
                format!(
                    "before the first deployment, the role `{0}` in each account (`aws iam get-role \
                     --role-name {0}`) and `AWSCloudFormationStackSetAdministrationRole`, which may assume it",
                    sets.execution_role
                ),
            ),
        },
    };
    add(
        "Reaching the source accounts",
        "a root and a provider for each account",
        reach,
        match cloudformation {
            true => manual,
            false => none(),
        },
    );
    let route = topology.events.as_ref();
    let topic = |route: &&EventRoute| {
        let topic = route.topic.as_ref();
        topic.is_some_and(|topic| !topic.emails.is_empty())
    };
    if let Some(route) = route.filter(topic) {
        add(
            "Subscribed addresses",
            "`aws_sns_topic_subscription`",
            "`AWS::SNS::Subscription`",
            format!(
                "each address confirms by the link in its mail; what is pending shows, in account {}: \
                 `aws sns list-subscriptions --region {}`",
                route.account.id, route.region
            ),
        );
    }
    if let Some(route) = route.filter(|route| route.chat) {
        add(
            "Chat channels",
            "`aws_sns_topic`",
            "`AWS::SNS::Topic`",
            format!(
                "a channel of Amazon Q Developer in chat applications with the topic `{}` of account {} in {}",
                Names(&topology.name).chat_topic(),
                route.account.id,
                route.region
            ),
        );
    }
    concerns
}
