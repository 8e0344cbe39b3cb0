//! In which order the resources of a template are made.

use indexmap::IndexMap;

use crate::engines::cloudformation::document::Template;

/// Makes resources wait for the one before them where AWS takes one change at a time.
pub(super) fn one_after_the_other(template: &mut Template) {
    let mut before: IndexMap<String, String> = IndexMap::new();
    for (id, resource) in &mut template.resources {
        if resource.one_at_a_time
            && let Some(before) = before.insert(resource.kind.clone(), id.clone())
            && !resource.depends_on.contains(&before)
        {
            resource.depends_on.push(before);
        }
    }
}

/// Leaves out of `DependsOn` what a reference says already, or another entry: a chain says it once.
pub(in crate::engines::cloudformation) fn drop_implied(template: &mut Template) {
    let needs: IndexMap<String, Vec<String>> = template
        .resources
        .iter()
        .map(|(id, resource)| {
            let mut needs = resource.depends_on.clone();
            needs.extend(resource.properties.references());
            (id.clone(), needs)
        })
        .collect();
    for resource in template.resources.values_mut() {
        let referred = resource.properties.references();
        let named = resource.depends_on.clone();
        resource.depends_on.retain(|id| {
            let others = named.iter().filter(|other| *other != id).chain(&referred);
            !referred.contains(id) && !others.into_iter().any(|other| reaches(&needs, other, id))
        });
    }
}

fn reaches(needs: &IndexMap<String, Vec<String>>, from: &str, to: &str) -> bool {
    let mut open = vec![from];
    let mut seen = Vec::new();
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        for next in needs.get(id).into_iter().flatten() {
            if next == to {
                return true;
            }
            open.push(next);
        }
    }
    false
}
