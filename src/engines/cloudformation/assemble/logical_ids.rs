//! What the resources of a template are called in it, and how others refer to them.

use indexmap::IndexMap;

use crate::blueprint::Placed;
use crate::engines::cloudformation::document::Node;
use crate::engines::cloudformation::function;
use crate::facts::Partition;
use crate::resources::{ArnReference, CloudFormation, pascal_case};
use crate::value::Address;

/// The resources of a template by address; a part stands for what it is a part of.
#[derive(Debug, Default)]
pub(in crate::engines::cloudformation) struct LogicalIds(IndexMap<Address, Referable>);

/// A resource that others may refer to.
#[derive(Debug, Clone)]
pub(super) struct Referable {
    /// Its logical id.
    pub(super) id: String,
    arn: ArnReference,
}

impl Referable {
    pub(super) fn new(id: impl Into<String>, arn: ArnReference) -> Self {
        Self { id: id.into(), arn }
    }

    /// A reference to its ARN.
    pub(super) fn arn(&self, partition: Partition) -> Node {
        let id = &self.id;
        match self.arn {
            ArnReference::Attribute(name) => Node::attribute(id, name),
            ArnReference::Ref => Node::reference(id.as_str()),
            ArnReference::Composed { service, prefix } => Node::call(
                "Sub",
                format!(
                    "arn:{partition}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{prefix}${{{id}}}"
                ),
            ),
        }
    }
}

impl LogicalIds {
    /// The function alone, to which custom resources refer.
    pub(in crate::engines::cloudformation) fn of_the_function() -> Self {
        let function = Referable::new(function::FUNCTION, ArnReference::Attribute("Arn"));
        Self(IndexMap::from([(function::address(), function)]))
    }

    /// Those of these resources, and of the function.
    pub(super) fn new<'a>(resources: impl Iterator<Item = &'a Placed>) -> Self {
        let Self(mut ids) = Self::of_the_function();
        let mut parents = Vec::new();
        for one in resources {
            if ids.contains_key(&one.address()) {
                continue;
            }
            let (noun, arn) = match one.resource.cloudformation() {
                CloudFormation::Resource(own) => {
                    let noun = own.kind.rsplit("::").next().unwrap_or(own.kind);
                    (noun, own.arn)
                }
                CloudFormation::Switches { noun, .. } => (noun, ArnReference::Ref),
                CloudFormation::PartOf { parent, .. } => {
                    parents.push((one.address(), parent));
                    continue;
                }
                CloudFormation::Nothing => continue,
            };
            let label = match one.label.as_str() {
                "this" => String::new(),
                label => pascal_case(label),
            };
            let name = format!("{label}{noun}");
            // Labels that differ in punctuation only are the same in a logical id.
            let mut unique = name.clone();
            let mut number = 2;
            while ids.values().any(|taken| taken.id == unique) {
                unique = format!("{name}{number}");
                number += 1;
            }
            ids.insert(one.address(), Referable::new(unique, arn));
        }
        for (address, parent) in parents {
            if let Some(resource) = ids.get(&parent).cloned() {
                ids.insert(address, resource);
            }
        }
        Self(ids)
    }

    /// The resource with this address.
    pub(super) fn get(&self, address: &Address) -> Option<&Referable> {
        self.0.get(address)
    }

    /// The logical id of the resource with this address.
    pub(super) fn id(&self, address: &Address) -> Option<&String> {
        self.get(address).map(|resource| &resource.id)
    }
}
