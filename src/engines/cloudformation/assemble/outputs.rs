//! What a stack gives back, for people: nothing reads it, since every ARN is computed.

use crate::engines::cloudformation::document::{Output, Template};

/// Adds an output for each resource that has one; its id is the resource's, with `Arn`.
pub(super) fn add_to(template: &mut Template) {
    for (id, resource) in &template.resources {
        let Some((about, arn)) = &resource.output else {
            continue;
        };
        template.outputs.insert(
            format!("{id}Arn"),
            Output {
                description: (*about).to_owned(),
                condition: resource.condition.clone(),
                value: arn.clone(),
            },
        );
    }
}
