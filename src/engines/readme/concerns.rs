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

impl Concern {
    /// A concern with which nothing is left to do by hand.
    fn new(name: &'static str, terraform: &'static str, cloudformation: &'static str) -> Self {
        Self {
            name,
            terraform,
            cloudformation,
            manual: "nothing".to_owned(),
        }
    }

    /// Says what is left to do by hand.
    fn by_hand(mut self, manual: Option<String>) -> Self {
        if let Some(manual) = manual {
            self.manual = manual;
        }
        self
    }
}

/// The concerns that a topology has; what is left to do by hand is that of these engines.
pub(super) fn concerns(topology: &Topology, engines: &[Engine]) -> Vec<Concern> {
    let mut concerns = vec![
        organization(),
        global_settings(topology, engines),
        region_settings(),
    ];
    concerns.extend(delegation(topology, engines));
    concerns.extend([vaults(), others(), tags(topology), reach(topology, engines)]);
    if let Some(route) = &topology.events {
        concerns.extend(subscriptions(topology, route));
        concerns.extend(readers(topology, route));
        concerns.extend(chat(topology, route));
    }
    concerns
}

fn organization() -> Concern {
    Concern::new(
        "Service access, policy type",
        "`aws_cloudformation_stack` with the same function: the provider's resource switches off what it does not list, \
         and refuses policy types newer than itself; a `check` says what was switched off since",
        "`Custom::OrganizationSwitches`: there is no resource; a function adds what is missing",
    )
}

fn global_settings(topology: &Topology, engines: &[Engine]) -> Concern {
    let organization = &topology.organization;
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
    let by_hand = !off.is_empty() && engines.contains(&Engine::CloudFormation);
    Concern::new(
        "Organization-wide settings of AWS Backup",
        "`aws_backup_global_settings`, imported twice: to read all settings, and to add to them",
        "`Custom::OrganizationSwitches`, which switches on only",
    )
    .by_hand(by_hand.then(|| {
        // Whole: what becomes of a setting that is left out, AWS does not say.
        format!(
            "CloudFormation, to switch off: `aws backup update-global-settings --region {} \
             --global-settings isCrossAccountBackupEnabled=true,{}`",
            organization.home_region,
            off.join(",")
        )
    }))
}

fn region_settings() -> Concern {
    Concern::new(
        "Opt-in and full management of resource types",
        "`aws_backup_region_settings`, imported twice: to read all types, and to add to them",
        "`Custom::OrganizationSwitches` in each account and region",
    )
}

fn delegation(topology: &Topology, engines: &[Engine]) -> Vec<Concern> {
    if topology.organization.delegated_administrators.is_empty() {
        return Vec::new();
    }
    let import = "with Terraform, an import where the account is registered already (below)";
    let import = engines
        .contains(&Engine::Terraform)
        .then(|| import.to_owned());
    let mut manual = "where there is one already, take its statements over into the spec first: \
                      `aws organizations describe-resource-policy`"
        .to_owned();
    if engines.contains(&Engine::CloudFormation) {
        manual.push_str("; the script imports it into its stack, and nobody loses what it allows");
    }
    vec![
        Concern::new(
            "Delegated administrators",
            "`aws_organizations_delegated_administrator`",
            "`Custom::OrganizationSwitches`",
        )
        .by_hand(import),
        Concern::new(
            "The organization's resource policy",
            "`aws_organizations_resource_policy`",
            "`AWS::Organizations::ResourcePolicy`",
        )
        .by_hand(Some(manual)),
    ]
}

fn vaults() -> Concern {
    Concern::new(
        "Vaults with policy and lock",
        "`aws_backup_vault`, `_policy`, `_lock_configuration`; `prevent_destroy`",
        "`AWS::Backup::BackupVault`; `DeletionPolicy: RetainExceptOnCreate`; termination protection of stacks \
         that the script deploys",
    )
}

fn others() -> Concern {
    Concern::new(
        "Keys, roles, plans, selections, events",
        "a resource each",
        "a resource each; policies of a role and targets of a rule are its properties",
    )
}

fn tags(topology: &Topology) -> Concern {
    Concern::new(
        "Tags",
        "`default_tags` of every provider",
        match topology.cloudformation.stack_sets {
            Some(_) => "tags of every stack and stack set, which CloudFormation hands on",
            None => "tags of every stack, which CloudFormation hands on",
        },
    )
}

fn reach(topology: &Topology, engines: &[Engine]) -> Concern {
    let (reach, manual) = match &topology.cloudformation.stack_sets {
        None => ("a stack in each account and region", None),
        Some(sets) => match sets.permission_model {
            PermissionModel::ServiceManaged => (
                "stack sets, whose trusted access `Custom::OrganizationSwitches` activates; plain stacks \
                 in the management account",
                None,
            ),
            PermissionModel::SelfManaged => (
                "stack sets; plain stacks in the management account",
                Some(format!(
                    "before the first deployment, the role `{0}` in each account (`aws iam get-role \
                     --role-name {0}`) and `AWSCloudFormationStackSetAdministrationRole`, which may assume it",
                    sets.execution_role
                )),
            ),
        },
    };
    Concern::new(
        "Reaching the source accounts",
        "a root and a provider for each account",
        reach,
    )
    .by_hand(manual.filter(|_| engines.contains(&Engine::CloudFormation)))
}

fn subscriptions(topology: &Topology, route: &EventRoute) -> Option<Concern> {
    let topic = route.topic.as_ref()?;
    let (account, region) = (&route.account.id, &route.region);
    let name = match &topic.existing {
        Some(arn) => arn.to_string(),
        None => Names(&topology.name).topic(),
    };
    let by_hand = match topic.emails.as_slice() {
        [] => format!(
            "nobody is subscribed by this: subscribe whoever is to hear of jobs to `{name}`, in account {account}: \
             `aws sns subscribe --region {region}`"
        ),
        _ => format!(
            "each address confirms by the link in its mail; what is pending shows, in account {account}: \
             `aws sns list-subscriptions --region {region}`"
        ),
    };
    let concern = Concern::new(
        "Subscribed addresses",
        "`aws_sns_topic_subscription`",
        "`AWS::SNS::Subscription`",
    );
    Some(concern.by_hand(Some(by_hand)))
}

fn readers(topology: &Topology, route: &EventRoute) -> Option<Concern> {
    route.queue.as_ref()?;
    let concern = Concern::new("Queue of alerts", "`aws_sqs_queue`", "`AWS::SQS::Queue`");
    Some(concern.by_hand(Some(format!(
        "a program that reads `{}`, in account {} in {}; what it does not read is gone after 14 days",
        Names(&topology.name).queue(),
        route.account.id,
        route.region
    ))))
}

fn chat(topology: &Topology, route: &EventRoute) -> Option<Concern> {
    route.chat.then(|| {
        Concern::new("Chat channels", "`aws_sns_topic`", "`AWS::SNS::Topic`").by_hand(Some(format!(
            "a channel of Amazon Q Developer in chat applications with the topic `{}` of account {} in {}",
            Names(&topology.name).chat_topic(),
            route.account.id,
            route.region
        )))
    })
}
