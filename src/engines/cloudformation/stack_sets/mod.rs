//! Stack sets: one template for all accounts that look alike, the account-wide and the regional one
//! apart. The management account, which stack sets of the organization leave out, gets plain stacks.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs.html>

mod targets;

use indexmap::IndexMap;

pub(super) use targets::{ROOT, Target};

use super::assemble::drop_implied;
use super::deployment::bucket;
use super::document::{self, Counts, Node, Removal, Resource, Template};
use super::stack_name::stack_name;
use super::templates::TemplateFile;
use crate::blueprint::{Scope, Wave};
use crate::engines::header::header;
use crate::resources::pascal_case;
use crate::spec::model::{PermissionModel, RegionConcurrency};
use crate::topology::{Group, StackSets, Topology};

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
    /// The stack sets, in the order in which they are made.
    pub(super) sets: Vec<StackSet>,
}

/// A stack set, as the script looks after it.
#[derive(Debug)]
pub(super) struct StackSet {
    /// Its name.
    pub(super) name: String,
    /// Where it is to have stacks.
    pub(super) targets: Vec<Target>,
}

/// The stack sets of the source accounts, in a template for each group: in one for several, how
/// large they are would decide which stack they belong to, and the other would find their names
/// taken.
pub(super) fn files(topology: &Topology, templates: &[TemplateFile]) -> Vec<StackSetFile> {
    let Some(sets) = &topology.cloudformation.stack_sets else {
        return Vec::new();
    };
    let files = topology.groups.iter().filter_map(|group| {
        let (resources, sets) = resources(topology, sets, group, templates);
        (!sets.is_empty()).then(|| file(topology, group, resources, sets))
    });
    files.collect()
}

fn file(
    topology: &Topology,
    group: &Group,
    resources: Vec<(String, Resource)>,
    sets: Vec<StackSet>,
) -> StackSetFile {
    let mut template = Template {
        description: format!(
            "Stack sets for the source accounts of group {}. Spec {}, by offsite.",
            group.name, topology.name
        ),
        metadata: IndexMap::from([(
            "Offsite".to_owned(),
            Node::map([("Spec", Node::from(topology.name.as_str()))]),
        )]),
        resources: resources.into_iter().collect(),
        ..Template::default()
    };
    let mut found = template
        .resources
        .values()
        .flat_map(|one| one.properties.references());
    let root = topology.organization.root.as_ref();
    let asked = found.any(|name| name == ROOT);
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
    drop_implied(&mut template);
    let format = topology.cloudformation.format;
    let name = format!("stacksets-{}", group.name);
    StackSetFile {
        file: format!("{name}.{}", document::ending(format)),
        name,
        text: document::text(&template, format, &header(topology)),
        counts: template.counts(),
        asks_root: asked && root.is_none(),
        sets,
    }
}

/// The stack sets of a group: first the one for roles, then the one for regions.
fn resources(
    topology: &Topology,
    sets: &StackSets,
    group: &Group,
    templates: &[TemplateFile],
) -> (Vec<(String, Resource)>, Vec<StackSet>) {
    let mut resources: Vec<(String, Resource)> = Vec::new();
    let mut made = Vec::new();
    for scope in [Scope::Account, Scope::Region] {
        let suffix = match scope {
            Scope::Account => "account",
            Scope::Region => "region",
        };
        let name = format!("{}-{suffix}", group.name);
        let known = |one: &&TemplateFile| one.shared && one.name == Wave::Sources.stack(&name);
        let Some(template) = templates.iter().find(known) else {
            continue;
        };
        let placed = template.places.iter().map(|(account, _)| &account.id);
        let targets = targets::targets(topology, sets, (group, scope), &placed.collect());
        if targets.is_empty() {
            continue;
        }
        let first = resources.first().map(|(first, _)| first.clone());
        let mut resource = Resource::new(
            "AWS::CloudFormation::StackSet",
            properties(
                topology,
                sets,
                template,
                (&name, first.as_deref()),
                &targets,
            ),
        );
        // Also when its own creation fails: with it would go the stacks that it has made, and leave
        // their vaults and keys behind in every account.
        resource.on_removal = Some(Removal::Retain);
        if let Some(first) = first {
            resource.depends_on.push(first);
            resource.comments.push(
                "AWS refuses a selection whose role it cannot assume, so the role is there first.",
            );
        }
        resources.push((format!("{}StackSet", pascal_case(&name)), resource));
        made.push(StackSet {
            name: stack_name(topology, &name),
            targets,
        });
    }
    (resources, made)
}

fn properties(
    topology: &Topology,
    sets: &StackSets,
    template: &TemplateFile,
    (name, first): (&str, Option<&str>),
    targets: &[Target],
) -> Node {
    let mut properties: IndexMap<String, Node> = IndexMap::new();
    let mut set = |key: &str, node: Node| properties.insert(key.to_owned(), node);
    set("StackSetName", stack_name(topology, name).into());
    set("Description", template.about.as_str().into());
    match sets.permission_model {
        PermissionModel::ServiceManaged => {
            set("PermissionModel", "SERVICE_MANAGED".into());
            set("CallAs", caller(sets).into());
            let joins = targets.iter().any(Target::reaches_whole_units);
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
    let targets = targets.iter().map(Target::node);
    set("StackInstancesGroup", Node::List(targets.collect()));
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
        Some(_) => set(
            "TemplateURL",
            bucket::url(topology, &template.file, &template.text).into(),
        ),
        None => set("TemplateBody", template.text.as_str().into()),
    };
    Node::Map(properties)
}

/// As whom the account with the stack sets calls.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html>
pub(super) fn caller(sets: &StackSets) -> &'static str {
    match sets.administrator {
        None => "SELF",
        Some(_) => "DELEGATED_ADMIN",
    }
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
