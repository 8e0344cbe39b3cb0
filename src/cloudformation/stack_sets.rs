//! Stack sets: one template for all accounts that look alike, the account-wide and the regional one
//! apart. The management account, which stack sets of the organization leave out, gets plain stacks.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs.html>

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::limits::INLINE_BYTES;
use super::node::Node;
use super::template::{Counts, Removal, Resource, Template};
use super::templates::{TemplateFile, ending};
use super::value::pascal;
use super::{bucket, header, stack_name};
use crate::blueprint::Scope;
use crate::facts::Region;
use crate::spec::ids::{AccountId, UnitId};
use crate::spec::model::{PermissionModel, RegionConcurrency};
use crate::topology::{Account, Group, StackSets, Topology};

/// The parameter with the root below which account lists are looked up.
pub(super) const ROOT: &str = "OrganizationRoot";

/// The share of accounts, in percent, that a region's operation works on at once.
const CONCURRENT: i64 = 25;

/// A template with stack sets.
#[derive(Debug)]
pub(super) struct StackSetFile {
    /// Its name.
    pub(super) file: String,
    /// The name without its ending.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
    /// What its limits count.
    pub(super) counts: Counts,
    /// Whether the root is asked for at deployment.
    pub(super) asks_root: bool,
}

/// The stack sets of all source accounts: in one template or, where that grows too large for its
/// own inline limit, in one for each source group.
pub(super) fn of(topology: &Topology, templates: &[TemplateFile]) -> Vec<StackSetFile> {
    let Some(sets) = &topology.cloudformation.stack_sets else {
        return Vec::new();
    };
    let groups = topology.groups.iter().map(|group| {
        let resources = resources(topology, sets, group, templates);
        (group.name.as_str(), resources)
    });
    let mut whole: Vec<_> = groups.collect();
    whole.retain(|(_, resources)| !resources.is_empty());
    if whole.is_empty() {
        return Vec::new();
    }
    let all = whole.iter().flat_map(|(_, resources)| resources.clone());
    let one = file(topology, "stacksets", all.collect());
    if one.text.len() <= INLINE_BYTES || whole.len() == 1 {
        return vec![one];
    }
    whole
        .into_iter()
        .map(|(group, resources)| file(topology, &format!("stacksets-{group}"), resources))
        .collect()
}

fn file(topology: &Topology, name: &str, resources: Vec<(String, Resource)>) -> StackSetFile {
    let mut template = Template {
        description: format!(
            "Stack sets for the source accounts. Spec {}, by offsite.",
            topology.name
        ),
        metadata: IndexMap::from([(
            "Offsite".to_owned(),
            Node::map([("Spec", Node::from(topology.name.as_str()))]),
        )]),
        resources: resources.into_iter().collect(),
        ..Template::default()
    };
    let mut found = Vec::new();
    for resource in template.resources.values() {
        super::assemble::references(&resource.properties, &mut found);
    }
    let root = topology.organization.root.as_ref();
    let asked = found.iter().any(|name| name == ROOT);
    if asked {
        let mut parameter = IndexMap::from([
            ("Type".to_owned(), Node::from("String")),
            (
                "Description".to_owned(),
                "The organization's root, below which the accounts are looked up.".into(),
            ),
            ("AllowedPattern".to_owned(), "^r-[0-9a-z]{4,32}$".into()),
        ]);
        if let Some(root) = root {
            parameter.insert("Default".to_owned(), root.to_string().into());
        }
        template
            .parameters
            .insert(ROOT.to_owned(), Node::Map(parameter));
    }
    super::assemble::drop_implied(&mut template);
    let format = topology.cloudformation.format;
    StackSetFile {
        file: format!("{name}.{}", ending(format)),
        name: name.to_owned(),
        text: template.text(format, &header(topology)),
        counts: template.counts(),
        asks_root: asked && root.is_none(),
    }
}

/// The stack sets of a group: first the one for roles, then the one for regions.
fn resources(
    topology: &Topology,
    sets: &StackSets,
    group: &Group,
    templates: &[TemplateFile],
) -> Vec<(String, Resource)> {
    let mut resources: Vec<(String, Resource)> = Vec::new();
    for scope in [Scope::Account, Scope::Region] {
        let suffix = match scope {
            Scope::Account => "account",
            Scope::Region => "region",
        };
        let name = format!("{}-{suffix}", group.name);
        let known = |one: &&TemplateFile| one.shared && one.name == format!("3-{name}");
        let Some(template) = templates.iter().find(known) else {
            continue;
        };
        let targets = targets(topology, sets, group, template, scope);
        if targets.is_empty() {
            continue;
        }
        let first = resources.first().map(|(first, _)| first.clone());
        let mut resource = Resource::new(
            "AWS::CloudFormation::StackSet",
            properties(topology, sets, template, (&name, first.as_deref()), targets),
        );
        // Also when its own creation fails: with it would go the stacks that it has made, and leave
        // their vaults and keys behind in every account.
        resource.on_removal = Some(Removal::Retain);
        if let Some(first) = first {
            resource.depends_on.push(first);
            resource
                .comments
                .push("AWS takes a plan whose role is not there yet, and its jobs fail.");
        }
        resources.push((format!("{}StackSet", pascal(&name)), resource));
    }
    resources
}

fn properties(
    topology: &Topology,
    sets: &StackSets,
    template: &TemplateFile,
    (name, first): (&str, Option<&str>),
    targets: Vec<Node>,
) -> Node {
    let mut properties: IndexMap<String, Node> = IndexMap::new();
    let mut set = |key: &str, node: Node| properties.insert(key.to_owned(), node);
    set("StackSetName", stack_name(topology, name).into());
    set("Description", template.about.as_str().into());
    match sets.permission_model {
        PermissionModel::ServiceManaged => {
            set("PermissionModel", "SERVICE_MANAGED".into());
            let caller = match sets.administrator {
                None => "SELF",
                Some(_) => "DELEGATED_ADMIN",
            };
            set("CallAs", caller.into());
            let joins = targets.iter().any(reaches_whole_unit);
            // An account that leaves takes its recovery points along. AWS takes this only where it deploys by
            // itself: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_AutoDeployment.html
            let retains = joins.then_some(("RetainStacksOnAccountRemoval", Node::Bool(true)));
            // An account that joins gets its roles first as well.
            let first = first.filter(|_| joins).map(|first| {
                let arn = stack_set_arn(topology, first);
                ("DependsOn", Node::List(vec![arn]))
            });
            let automatic = [("Enabled", Node::Bool(joins))];
            set(
                "AutoDeployment",
                Node::map(automatic.into_iter().chain(retains).chain(first)),
            );
        }
        PermissionModel::SelfManaged => {
            set("PermissionModel", "SELF_MANAGED".into());
            set("ExecutionRoleName", sets.execution_role.as_str().into());
        }
    }
    if let Some(capability) = template.capability {
        set("Capabilities", Node::texts([capability]));
    }
    set("ManagedExecution", Node::map([("Active", true.into())]));
    let concurrency = match sets.region_concurrency {
        RegionConcurrency::Parallel => "PARALLEL",
        RegionConcurrency::Sequential => "SEQUENTIAL",
    };
    set(
        "OperationPreferences",
        Node::map([
            ("RegionConcurrencyType", Node::from(concurrency)),
            ("MaxConcurrentPercentage", Node::Number(CONCURRENT)),
            (
                "FailureTolerancePercentage",
                Node::Number(i64::from(sets.failure_tolerance)),
            ),
            // Otherwise the tolerance bounds how many accounts are worked on at once.
            ("ConcurrencyMode", "SOFT_FAILURE_TOLERANCE".into()),
        ]),
    );
    set("StackInstancesGroup", Node::List(targets));
    if !topology.tags.is_empty() {
        let tags = topology.tags.iter().map(|(key, value)| {
            Node::map([
                ("Key", Node::from(key.as_str())),
                ("Value", value.as_str().into()),
            ])
        });
        set("Tags", Node::List(tags.collect()));
    }
    match &topology.cloudformation.bucket {
        Some(_) => set("TemplateURL", bucket::url(topology, template).into()),
        None => set("TemplateBody", template.text.as_str().into()),
    };
    Node::Map(properties)
}

/// The ARN of another stack set of the template. It belongs to the management account, whoever
/// administers it.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html>
fn stack_set_arn(topology: &Topology, id: &str) -> Node {
    Node::call(
        "Sub",
        format!(
            "arn:{}:cloudformation:${{AWS::Region}}:{}:stackset/${{{id}}}",
            topology.partition, topology.organization.management.id
        ),
    )
}

/// Whether a target is a whole unit, so that accounts which join it later are reached too.
fn reaches_whole_unit(target: &Node) -> bool {
    let Node::Map(target) = target else {
        return false;
    };
    let Some(Node::Map(deployment)) = target.get("DeploymentTargets") else {
        return false;
    };
    deployment.get("AccountFilterType") != Some(&Node::from("INTERSECTION"))
}

/// Where a stack set puts stacks: accounts with the same regions together.
fn targets(
    topology: &Topology,
    sets: &StackSets,
    group: &Group,
    template: &TemplateFile,
    scope: Scope,
) -> Vec<Node> {
    let management = &topology.organization.management;
    let placed: BTreeSet<&AccountId> = template.places.iter().map(|(one, _)| &one.id).collect();
    let mut by_regions: Vec<(Vec<Region>, Vec<&Account>)> = Vec::new();
    for member in group
        .members()
        .filter(|one| one.account.id != management.id && placed.contains(&one.account.id))
    {
        let regions = match scope {
            Scope::Account => member.regions.iter().take(1).cloned().collect(),
            Scope::Region => member.regions.clone(),
        };
        match by_regions.iter_mut().find(|(known, _)| *known == regions) {
            Some((_, accounts)) => accounts.push(&member.account),
            None => by_regions.push((regions, vec![&member.account])),
        }
    }
    let units = sets.units.get(&group.name);
    let service_managed = sets.permission_model == PermissionModel::ServiceManaged;
    // An account that joins a unit is like those without an exception, and has the regions of most
    // of them.
    let ordinary: BTreeSet<&AccountId> = group
        .shapes
        .iter()
        .filter(|shape| shape.label == group.name.as_str())
        .flat_map(|shape| shape.members.iter().map(|member| &member.account.id))
        .collect();
    let count = |accounts: &[&Account]| {
        let ids = accounts.iter().map(|account| &account.id);
        ids.filter(|id| ordinary.contains(id)).count()
    };
    let common = by_regions
        .iter()
        .enumerate()
        .map(|(index, (_, accounts))| (count(accounts), index))
        .filter(|(count, _)| *count > 0)
        .max_by_key(|(count, index)| (*count, std::cmp::Reverse(*index)))
        .map(|(_, index)| index);
    let targets = by_regions
        .iter()
        .enumerate()
        .map(|(index, (regions, accounts))| {
            let ids = || Node::texts(accounts.iter().map(|account| account.id.to_string()));
            let deployment = match units {
                _ if !service_managed => vec![("Accounts", ids())],
                Some(units) if common == Some(index) => {
                    let inside: Vec<String> =
                        accounts.iter().map(|one| one.id.to_string()).collect();
                    whole_units(group, management, units, &inside)
                }
                _ => listed(ids()),
            };
            let regions = Node::texts(regions.iter().map(Region::as_str));
            Node::map([
                ("DeploymentTargets", Node::map(deployment)),
                ("Regions", regions),
            ])
        });
    targets.collect()
}

/// These accounts, wherever they are below the root.
fn listed(accounts: Node) -> Vec<(&'static str, Node)> {
    vec![
        (
            "OrganizationalUnitIds",
            Node::List(vec![Node::reference(ROOT)]),
        ),
        ("AccountFilterType", "INTERSECTION".into()),
        ("Accounts", accounts),
    ]
}

/// Every account of the units but those of the group that have stacks of another kind.
fn whole_units(
    group: &Group,
    management: &Account,
    units: &[UnitId],
    inside: &[String],
) -> Vec<(&'static str, Node)> {
    let others: Vec<String> = group
        .members()
        .filter(|one| one.account.id != management.id)
        .map(|member| member.account.id.to_string())
        .filter(|id| !inside.contains(id))
        .collect();
    let mut targets = vec![("OrganizationalUnitIds", unit_ids(units))];
    if !others.is_empty() {
        targets.push(("AccountFilterType", "DIFFERENCE".into()));
        targets.push(("Accounts", Node::texts(others)));
    }
    targets
}

fn unit_ids(units: &[UnitId]) -> Node {
    Node::texts(units.iter().map(ToString::to_string))
}
