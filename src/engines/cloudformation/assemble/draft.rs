//! A resource of a template while parts are still added to it.

use super::logical_ids::{LogicalIds, Referable};
use super::value::Spelling;
use crate::blueprint::Placed;
use crate::engines::cloudformation::document::{Capability, Node, Removal, Resource};
use crate::engines::cloudformation::function;
use crate::resources::{ArnReference, OwnResource, Properties};
use crate::value::Address;

/// A resource that still takes parts in.
pub(super) struct Draft<'a> {
    pub(super) resource: OwnResource,
    pub(super) depends_on: Vec<&'a Address>,
    pub(super) comments: Vec<&'static str>,
    /// Whether it stays when it leaves its stack.
    pub(super) retained: bool,
}

impl<'a> Draft<'a> {
    /// A resource of its own.
    pub(super) fn new(placed: &'a Placed, resource: OwnResource) -> Self {
        Self {
            resource,
            depends_on: placed.depends_on.iter().collect(),
            comments: placed.comment.into_iter().collect(),
            retained: placed.protected,
        }
    }

    /// Something that the function does. What becomes of it when it leaves its stack is said by a property of
    /// its own.
    pub(super) fn of_switches(placed: &'a Placed, properties: Properties) -> Self {
        let resource = OwnResource::new(function::KIND, properties)
            .arn(ArnReference::Ref)
            .one_at_a_time();
        Self {
            retained: false,
            ..Self::new(placed, resource)
        }
    }

    /// The resource as it stands in the template under this logical id.
    pub(super) fn finish(self, id: &str, ids: &LogicalIds, spelling: &Spelling<'_>) -> Resource {
        let own = self.resource;
        let properties = own
            .properties
            .iter()
            .map(|(name, value)| (name, spelling.node(value)));
        let mut resource = Resource::new(own.kind, Node::map(properties));
        resource.comments = self.comments;
        for first in self.depends_on.into_iter().filter_map(|one| ids.id(one)) {
            if first != id && !resource.depends_on.contains(first) {
                resource.depends_on.push(first.clone());
            }
        }
        resource.on_removal = match (self.retained, own.disposable) {
            (true, _) => Some(Removal::RetainExceptOnCreate),
            (false, true) => Some(Removal::Delete),
            (false, false) => None,
        };
        resource.one_at_a_time = own.one_at_a_time;
        resource.only_one = own.only_one;
        resource.capability = own.named_role.then_some(Capability::NamedIam);
        resource.output = own.output.map(|about| {
            let arn = Referable::new(id, own.arn).arn(spelling.partition);
            (about, arn)
        });
        resource
    }
}
