//! A template: its sections in the order in which people read them.

use indexmap::IndexMap;

use super::node::Node;

/// A template without its text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Template {
    /// What it sets up.
    pub(crate) description: String,
    /// What programs may want to know of it.
    pub(crate) metadata: IndexMap<String, Node>,
    /// What a deployment gives it.
    pub(crate) parameters: IndexMap<String, Node>,
    /// Values that differ by region.
    pub(crate) mappings: IndexMap<String, Node>,
    /// Which accounts there are exceptions for.
    pub(crate) conditions: IndexMap<String, Node>,
    /// The resources by logical id.
    pub(crate) resources: IndexMap<String, Resource>,
    /// What a deployment gives back, by logical id.
    pub(crate) outputs: IndexMap<String, Output>,
}

/// How much a template has of what CloudFormation counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) parameters: usize,
    pub(crate) mappings: usize,
    pub(crate) resources: usize,
    pub(crate) outputs: usize,
}

/// What a deployment gives back.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    /// What it is.
    pub(crate) description: String,
    /// The condition of what it speaks of.
    pub(crate) condition: Option<String>,
    /// Its value.
    pub(crate) value: Node,
}

/// A resource of a template.
#[derive(Debug, Clone)]
pub(crate) struct Resource {
    /// Why it is as it is.
    pub(crate) comments: Vec<&'static str>,
    /// Its type.
    pub(crate) kind: String,
    /// The condition under which it is made; `None` is always.
    pub(crate) condition: Option<String>,
    /// Logical ids of what must be there first, beyond what it refers to.
    pub(crate) depends_on: Vec<String>,
    /// What happens to it when it leaves its stack; `None` is CloudFormation's default.
    pub(crate) on_removal: Option<Removal>,
    /// Its properties.
    pub(crate) properties: Node,
    /// Whether AWS refuses to change two of its type at the same time.
    pub(crate) one_at_a_time: bool,
    /// Whether AWS makes no second one, so that one that is there has to be imported.
    pub(crate) only_one: bool,
    /// What a deployment must admit to for its sake.
    pub(crate) capability: Option<Capability>,
    /// What the deployment gives back of it, and what that is.
    pub(crate) output: Option<(&'static str, Node)>,
}

/// What a deployment must admit to.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Capability {
    /// It makes roles.
    Iam,
    /// It makes roles with names of its own.
    NamedIam,
}

impl Capability {
    /// CloudFormation's word for it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Iam => "CAPABILITY_IAM",
            Self::NamedIam => "CAPABILITY_NAMED_IAM",
        }
    }
}

/// What happens to a resource that leaves its stack.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Removal {
    /// It stays, also when its own creation fails.
    Retain,
    /// It stays, unless the operation that made it fails: it is empty then, and its name would be
    /// taken when the operation is repeated.
    RetainExceptOnCreate,
    /// It is deleted, although it holds data.
    Delete,
}

impl Removal {
    /// What happens when it leaves the stack, and when another one takes its place.
    fn policies(self) -> [(&'static str, &'static str); 2] {
        let (leaves, replaced) = match self {
            Self::Retain => ("Retain", "Retain"),
            Self::RetainExceptOnCreate => ("RetainExceptOnCreate", "Retain"),
            Self::Delete => ("Delete", "Delete"),
        };
        [
            ("DeletionPolicy", leaves),
            ("UpdateReplacePolicy", replaced),
        ]
    }
}

impl Template {
    /// The version, description and metadata.
    pub(crate) fn head(&self) -> Vec<(&'static str, Node)> {
        vec![
            ("AWSTemplateFormatVersion", "2010-09-09".into()),
            ("Description", self.description.as_str().into()),
            ("Metadata", Node::Map(self.metadata.clone())),
        ]
    }

    /// The sections between head and resources that have something in them.
    pub(crate) fn sections(&self) -> Vec<(&'static str, Node)> {
        [
            ("Parameters", &self.parameters),
            ("Mappings", &self.mappings),
            ("Conditions", &self.conditions),
        ]
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(name, entries)| (name, Node::Map(entries.clone())))
        .collect()
    }

    pub(crate) fn counts(&self) -> Counts {
        Counts {
            parameters: self.parameters.len(),
            mappings: self.mappings.len(),
            resources: self.resources.len(),
            outputs: self.outputs.len(),
        }
    }

    /// What a deployment must admit to.
    pub(crate) fn capability(&self) -> Option<Capability> {
        let all = self.resources.values();
        all.filter_map(|resource| resource.capability).max()
    }

    /// The outputs as a section.
    pub(crate) fn outputs(&self) -> Node {
        Node::map(self.outputs.iter().map(|(id, output)| {
            let condition = output.condition.as_deref();
            let described = [("Description", Node::from(output.description.as_str()))];
            let condition = condition.map(|name| ("Condition", name.into()));
            let value = [("Value", output.value.clone())];
            let entries = described.into_iter().chain(condition).chain(value);
            (id.as_str(), Node::map(entries))
        }))
    }
}

impl Resource {
    /// A resource without anything special.
    pub(crate) fn new(kind: impl Into<String>, properties: Node) -> Self {
        Self {
            comments: Vec::new(),
            kind: kind.into(),
            condition: None,
            depends_on: Vec::new(),
            on_removal: None,
            properties,
            one_at_a_time: false,
            only_one: false,
            capability: None,
            output: None,
        }
    }

    /// The resource in its usual order.
    pub(crate) fn node(&self) -> Node {
        let mut entries: IndexMap<String, Node> = IndexMap::new();
        entries.insert("Type".to_owned(), self.kind.as_str().into());
        if let Some(condition) = &self.condition {
            entries.insert("Condition".to_owned(), condition.as_str().into());
        }
        match self.depends_on.as_slice() {
            [] => {}
            [only] => {
                entries.insert("DependsOn".to_owned(), only.as_str().into());
            }
            several => {
                entries.insert("DependsOn".to_owned(), Node::texts(several));
            }
        }
        for (key, policy) in self.on_removal.into_iter().flat_map(Removal::policies) {
            entries.insert(key.to_owned(), policy.into());
        }
        entries.insert("Properties".to_owned(), self.properties.clone());
        Node::Map(entries)
    }
}
