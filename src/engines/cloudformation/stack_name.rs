//! What stacks and stack sets are called.

use crate::topology::Topology;

/// What a stack or a stack set is called after a template; their names have no other signs than the
/// hyphen.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>
pub(super) fn stack_name(topology: &Topology, template: &str) -> String {
    format!("{}-{}", topology.name, template.replace(['.', '_'], "-"))
}
