//! What a stack gives back, for people: nothing reads it, since every ARN is computed.

use super::node::Node;
use super::template::{Output, Template};

/// The types that people ask for, with what they want of them.
const WANTED: [(&str, &str, &str); 5] = [
    (
        "AWS::Backup::BackupVault",
        "BackupVaultArn",
        "The backup vault.",
    ),
    (
        "AWS::Backup::BackupPlan",
        "BackupPlanArn",
        "The backup plan.",
    ),
    ("AWS::KMS::Key", "Arn", "The key."),
    (
        "AWS::Events::EventBus",
        "Arn",
        "The bus that collects job events.",
    ),
    ("AWS::IAM::Role", "Arn", "The role."),
];

/// Adds an output for each of them; its id is the resource's, with `Arn`.
pub(super) fn add_to(template: &mut Template) {
    for (id, resource) in &template.resources {
        let wanted = WANTED.iter().find(|(kind, _, _)| *kind == resource.kind);
        // The role of the switches has no name and is nobody else's business.
        let named = super::assemble::has_property(resource, "RoleName")
            || resource.kind != "AWS::IAM::Role";
        let Some((_, attribute, about)) = wanted.filter(|_| named) else {
            continue;
        };
        template.outputs.insert(
            format!("{id}Arn"),
            Output {
                description: (*about).to_owned(),
                condition: resource.condition.clone(),
                value: Node::attribute(id, attribute),
            },
        );
    }
}
