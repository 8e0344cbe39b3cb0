//! The function behind the switches that CloudFormation has no resource for, with its role and its
//! log group: one for each template that needs it.

use std::collections::BTreeSet;

use super::document::{Capability, Node, Removal, Resource, Template};
use crate::resources::Properties;
use crate::spec::model::OnDelete;
use crate::topology::Topology;
use crate::value::Address;

/// The type of the custom resource.
pub(super) const KIND: &str = "Custom::OrganizationSwitches";

const CODE: &str = include_str!("../../../templates/switches.py");

/// What follows the code where the resource policy is written: few templates need it, and all are short of room.
const POLICY_CODE: &str = include_str!("../../../templates/resource_policy.py");

/// The property with the resource policy that is written.
const RESOURCE_POLICY: &str = "ResourcePolicy";

/// The newest Python that the function is tested with.
const RUNTIME: &str = "python3.13";

/// Seconds that the function may take; it answers before.
const TIMEOUT: i64 = 300;

/// Seconds after which CloudFormation gives up, instead of an hour.
const SERVICE_TIMEOUT: u32 = 420;

/// Days that the function's log is kept: long enough to see what it switched.
const RETENTION: i64 = 365;

/// The property for which the function makes roles. They are never deleted, whatever becomes of the
/// stack: an account that copies recovery points cannot do without.
const LINKED_ROLES: &str = "ServiceLinkedRoles";

/// The properties of the settings of a region; all others but that for roles are the organization's.
const REGIONAL: [&str; 3] = ["Region", "OptIn", "FullManagement"];

/// The function's logical id.
pub(super) const FUNCTION: &str = "SwitchesFunction";
const ROLE: &str = "SwitchesRole";
const LOG: &str = "SwitchesLogGroup";

const DELEGATE: [&str; 2] = [
    "organizations:ListDelegatedAdministrators",
    "organizations:RegisterDelegatedAdministrator",
];

const UNDELEGATE: [&str; 1] = ["organizations:DeregisterDelegatedAdministrator"];

/// What a property needs: to read and to switch on, and to switch off again.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html>
const ACTIONS: [(&str, &[&str], &[&str]); 9] = [
    (
        "ServicePrincipals",
        &[
            "organizations:EnableAWSServiceAccess",
            "organizations:ListAWSServiceAccessForOrganization",
        ],
        &["organizations:DisableAWSServiceAccess"],
    ),
    (
        "PolicyTypes",
        &["organizations:EnablePolicyType", "organizations:ListRoots"],
        &["organizations:DisablePolicyType"],
    ),
    (
        "GlobalSettings",
        &[
            "backup:DescribeGlobalSettings",
            "backup:UpdateGlobalSettings",
        ],
        &[],
    ),
    (
        "OrganizationsAccess",
        // Stack sets enable service access in the caller's name.
        &[
            "cloudformation:ActivateOrganizationsAccess",
            "cloudformation:DescribeOrganizationsAccess",
            "organizations:DescribeOrganization",
            "organizations:EnableAWSServiceAccess",
            "organizations:ListAWSServiceAccessForOrganization",
        ],
        &[
            "cloudformation:DeactivateOrganizationsAccess",
            "organizations:DisableAWSServiceAccess",
        ],
    ),
    (
        RESOURCE_POLICY,
        // It is read here, and written as a resource of its own.
        &["organizations:DescribeResourcePolicy"],
        &[],
    ),
    ("DelegatedAdministrators", &DELEGATE, &UNDELEGATE),
    ("StackSetsAdministrators", &DELEGATE, &UNDELEGATE),
    (
        "OptIn",
        &[
            "backup:DescribeRegionSettings",
            "backup:UpdateRegionSettings",
        ],
        &[],
    ),
    (
        "FullManagement",
        &[
            "backup:DescribeRegionSettings",
            "backup:UpdateRegionSettings",
        ],
        &[],
    ),
];

/// The custom resources of a template, and what their function must be allowed.
pub(super) struct Switches<'a> {
    topology: &'a Topology,
    on_delete: OnDelete,
    used: BTreeSet<String>,
}

impl<'a> Switches<'a> {
    /// None yet.
    pub(super) fn new(topology: &'a Topology) -> Self {
        Self {
            topology,
            on_delete: topology.cloudformation.on_delete,
            used: BTreeSet::new(),
        }
    }

    /// None yet, and none that is undone when its stack goes.
    pub(super) fn that_stay(topology: &'a Topology) -> Self {
        Self {
            on_delete: OnDelete::Keep,
            ..Self::new(topology)
        }
    }

    /// The properties of a custom resource, with what each needs.
    pub(super) fn properties(&mut self, switched: Properties) -> Properties {
        self.used
            .extend(switched.iter().map(|(name, _)| name.to_owned()));
        let on_delete = match self.on_delete {
            OnDelete::Keep => "keep",
            OnDelete::Restore => "restore",
        };
        Properties::new()
            .set("ServiceToken", address().attribute("arn"))
            .set("ServiceTimeout", SERVICE_TIMEOUT)
            .set("OnDelete", on_delete)
            .then(switched)
    }

    /// Adds the function, its role and its log group, when there is anything to switch.
    pub(super) fn add_to(&self, template: &mut Template) {
        if self.used.is_empty() {
            return;
        }
        let mut log = Resource::new(
            "AWS::Logs::LogGroup",
            Node::map([("RetentionInDays", Node::Number(RETENTION))]),
        );
        log.on_removal = Some(Removal::Delete);
        log.comments.push(
            "CloudFormation has no resource for what follows, so a function makes the calls. It reads \
             first, adds only what is missing, and leaves everything else alone.",
        );
        template.resources.insert(LOG.to_owned(), log);
        template.resources.insert(ROLE.to_owned(), self.role());
        template
            .resources
            .insert(FUNCTION.to_owned(), self.function());
    }

    fn role(&self) -> Resource {
        let statement = |sid: &str, actions: Vec<&str>, resource: Node| {
            Node::map([
                ("Sid", sid.into()),
                ("Effect", "Allow".into()),
                ("Action", Node::texts(actions)),
                ("Resource", resource),
            ])
        };
        let restores = self.on_delete == OnDelete::Restore;
        let mut actions: BTreeSet<&str> = BTreeSet::new();
        for (property, on, off) in ACTIONS {
            if self.used.contains(property) {
                actions.extend(on);
                actions.extend(off.iter().filter(|_| restores));
            }
        }
        let actions: Vec<&str> = actions.into_iter().collect();
        let mut statements = Vec::new();
        if !actions.is_empty() {
            // None of these actions knows resources.
            statements.push(statement("Switches", actions, "*".into()));
        }
        statements.push(statement(
            "Log",
            vec!["logs:CreateLogStream", "logs:PutLogEvents"],
            Node::attribute(LOG, "Arn"),
        ));
        if self.used.contains(LINKED_ROLES) {
            statements.push(self.backup_role());
        }
        if self.used.contains("OrganizationsAccess") {
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
            let role = format!(
                "arn:{}:iam::{}:role/aws-service-role/stacksets.cloudformation.amazonaws.com/\
                 AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
                self.topology.partition, self.topology.organization.management.id
            );
            let action = vec!["iam:CreateServiceLinkedRole"];
            statements.push(statement("StackSetsRole", action, role.into()));
        }
        if restores {
            statements.push(statement(
                "OwnStack",
                vec!["cloudformation:DescribeStackResource"],
                Node::reference("AWS::StackId"),
            ));
        }
        let document = |statements| {
            Node::map([
                ("Version", "2012-10-17".into()),
                ("Statement", Node::List(statements)),
            ])
        };
        let trust = Node::map([
            ("Sid", "Lambda".into()),
            ("Effect", "Allow".into()),
            (
                "Principal",
                Node::map([("Service", "lambda.amazonaws.com".into())]),
            ),
            ("Action", "sts:AssumeRole".into()),
        ]);
        let policy = Node::map([
            ("PolicyName", "switches".into()),
            ("PolicyDocument", document(statements)),
        ]);
        let mut role = Resource::new(
            "AWS::IAM::Role",
            Node::map([
                (
                    "Description",
                    Node::from("Assumed by the function that makes switches of AWS Backup."),
                ),
                ("AssumeRolePolicyDocument", document(vec![trust])),
                ("Policies", Node::List(vec![policy])),
            ]),
        );
        role.capability = Some(Capability::Iam);
        role
    }

    /// The statement that lets the function make the role of AWS Backup, and no other.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html>
    fn backup_role(&self) -> Node {
        let role = format!(
            "arn:{}:iam::${{AWS::AccountId}}:role/aws-service-role/backup.amazonaws.com/\
             AWSServiceRoleForBackup",
            self.topology.partition
        );
        let service = Node::map([("iam:AWSServiceName", "backup.amazonaws.com".into())]);
        Node::map([
            ("Sid", "BackupRole".into()),
            ("Effect", "Allow".into()),
            ("Action", Node::texts(["iam:CreateServiceLinkedRole"])),
            ("Resource", Node::call("Sub", role)),
            ("Condition", Node::map([("StringEquals", service)])),
        ])
    }

    fn function(&self) -> Resource {
        let mut switches = self.used.iter().filter(|name| *name != LINKED_ROLES);
        let about = if self.used.len() == 1 && self.used.contains(LINKED_ROLES) {
            "Makes the role by which AWS Backup acts in this account."
        } else if switches.all(|name| REGIONAL.contains(&name.as_str())) {
            "Makes the role by which AWS Backup acts in this account, and opts resource types in."
        } else {
            "Makes switches of the organization that CloudFormation has no resource for."
        };
        let code = match self.used.contains(RESOURCE_POLICY) {
            true => format!("{CODE}\n\n{POLICY_CODE}"),
            false => CODE.to_owned(),
        };
        Resource::new(
            "AWS::Lambda::Function",
            Node::map([
                ("Description", about.into()),
                ("Runtime", RUNTIME.into()),
                ("Handler", "index.handler".into()),
                ("Role", Node::attribute(ROLE, "Arn")),
                ("MemorySize", Node::Number(256)),
                ("Timeout", Node::Number(TIMEOUT)),
                (
                    "LoggingConfig",
                    Node::map([("LogGroup", Node::reference(LOG))]),
                ),
                ("Code", Node::map([("ZipFile", Node::from(code.as_str()))])),
            ]),
        )
    }
}

/// The function's address, by which custom resources refer to it.
pub(super) fn address() -> Address {
    Address::new(FUNCTION, "")
}
