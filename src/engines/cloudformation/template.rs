//! A template: its sections in the order in which people read them.

use indexmap::IndexMap;

use super::node::Node;
use super::yaml;
use crate::spec::model::Format;

/// A template without its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Template {
    /// What it sets up.
    pub(super) description: String,
    /// What programs may want to know of it.
    pub(super) metadata: IndexMap<String, Node>,
    /// What a deployment gives it.
    pub(super) parameters: IndexMap<String, Node>,
    /// Values that differ by region.
    pub(super) mappings: IndexMap<String, Node>,
    /// Which accounts there are exceptions for.
    pub(super) conditions: IndexMap<String, Node>,
    /// The resources by logical id.
    pub(super) resources: IndexMap<String, Resource>,
    /// What a deployment gives back, by logical id.
    pub(super) outputs: IndexMap<String, Output>,
}

/// How much a template has of what CloudFormation counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    pub(super) parameters: usize,
    pub(super) mappings: usize,
    pub(super) resources: usize,
    pub(super) outputs: usize,
}

/// What a deployment gives back.
#[derive(Debug, Clone)]
pub(super) struct Output {
    /// What it is.
    pub(super) description: String,
    /// The condition of what it speaks of.
    pub(super) condition: Option<String>,
    /// Its value.
    pub(super) value: Node,
}

/// A resource of a template.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    /// Why it is as it is.
    pub(super) comments: Vec<&'static str>,
    /// Its type.
    pub(super) kind: String,
    /// The condition under which it is made; `None` is always.
    pub(super) condition: Option<String>,
    /// Logical ids of what must be there first, beyond what it refers to.
    pub(super) depends_on: Vec<String>,
    /// What happens to it when it leaves its stack; `None` is CloudFormation's default.
    pub(super) on_removal: Option<Removal>,
    /// Its properties.
    pub(super) properties: Node,
}

/// What happens to a resource that leaves its stack.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Removal {
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
    pub(super) fn head(&self) -> Vec<(&'static str, Node)> {
        vec![
            ("AWSTemplateFormatVersion", "2010-09-09".into()),
            ("Description", self.description.as_str().into()),
            ("Metadata", Node::Map(self.metadata.clone())),
        ]
    }

    /// The sections between head and resources that have something in them.
    pub(super) fn sections(&self) -> Vec<(&'static str, Node)> {
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

    pub(super) fn counts(&self) -> Counts {
        Counts {
            parameters: self.parameters.len(),
            mappings: self.mappings.len(),
            resources: self.resources.len(),
            outputs: self.outputs.len(),
        }
    }

    /// The outputs as a section.
    pub(super) fn outputs(&self) -> Node {
        Node::map(self.outputs.iter().map(|(id, output)| {
            let condition = output.condition.as_deref();
            let described = [("Description", Node::from(output.description.as_str()))];
            let condition = condition.map(|name| ("Condition", name.into()));
            let value = [("Value", output.value.clone())];
            let entries = described.into_iter().chain(condition).chain(value);
            (id.as_str(), Node::map(entries))
        }))
    }

    /// The template as a file.
    pub(super) fn text(&self, format: Format, header: &str) -> String {
        match format {
            Format::Yaml => yaml::text(self, header),
            Format::Json => self.json(header),
        }
    }

    fn json(&self, header: &str) -> String {
        let mut sections = self.head();
        // JSON has no comments; the header stands with what else programs may want to know.
        if let Some((_, Node::Map(metadata))) = sections.last_mut() {
            metadata.insert("Comment".to_owned(), header.into());
        }
        sections.extend(self.sections());
        let resources = self
            .resources
            .iter()
            .map(|(id, resource)| (id.as_str(), resource.node()));
        sections.push(("Resources", Node::map(resources)));
        if !self.outputs.is_empty() {
            sections.push(("Outputs", self.outputs()));
        }
        let text = serde_json::to_string_pretty(&Node::map(sections)).unwrap_or_default();
        // JSON takes it as it is; the readers of YAML that templates are read with do not.
        let text = text.replace('\u{7f}', "\\u007f");
        text + "\n"
    }
}

impl Resource {
    /// A resource without anything special.
    pub(super) fn new(kind: impl Into<String>, properties: Node) -> Self {
        Self {
            comments: Vec::new(),
            kind: kind.into(),
            condition: None,
            depends_on: Vec::new(),
            on_removal: None,
            properties,
        }
    }

    /// The resource in its usual order.
    pub(super) fn node(&self) -> Node {
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
