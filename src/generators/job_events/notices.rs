//! What is reported and is no job.

use super::watched::Watched;
use super::words::Words;
use crate::facts::{JobType, Notice, Part};
use crate::topology::EventRoute;
use crate::value::Value;

/// What a route reports beside jobs: the changes that it asks for, and plans that make no jobs,
/// wherever backup jobs are reported.
pub(super) fn notices(route: &EventRoute) -> impl Iterator<Item = Watched> {
    Notice::all()
        .iter()
        .filter_map(|notice| watched(notice, route))
}

fn watched(notice: &'static Notice, route: &EventRoute) -> Option<Watched> {
    let wanted = |part: &&Part| match part.change {
        Some(change) => route.also.contains(&change),
        None => route.jobs.contains(&JobType::Backup),
    };
    let parts: Vec<&Part> = notice.parts.iter().filter(wanted).collect();
    let mut detail_types: Vec<&str> = Vec::new();
    for part in &parts {
        if !detail_types.contains(&part.detail_type.as_str()) {
            detail_types.push(&part.detail_type);
        }
    }
    let values = notice
        .values
        .iter()
        .map(|(member, values)| (member.as_str(), Value::texts(values)));
    let calls: Vec<&String> = parts.iter().flat_map(|part| &part.calls).collect();
    let calls = (!calls.is_empty()).then(|| ("eventName", Value::texts(calls)));
    let exists = || Value::List(vec![Value::map([("exists", Value::Bool(true))])]);
    let present = notice
        .present
        .iter()
        .map(|member| (member.as_str(), exists()));
    (!parts.is_empty()).then(|| Watched {
        name: notice.name.clone(),
        label: notice.name.replace('-', "_"),
        about: notice.about.clone(),
        source: &notice.source,
        detail_types,
        detail: Value::map(values.chain(calls).chain(present)),
        of_keys: notice.of_keys,
        fields: notice.normalized(),
        words: Words::for_notice(notice),
    })
}
