//! What is reported and is no job.

use super::watched::Watched;
use super::words::Words;
use crate::facts::{JobType, Notice, Part};
use crate::spec::model::Occasion;
use crate::topology::{EventRoute, Names, Topology};
use crate::value::Value;

/// What a route reports beside jobs: the changes that it asks for; plans that make no jobs, wherever
/// backup jobs are reported; and offsite's own alarms.
pub(super) fn notices(topology: &Topology, route: &EventRoute) -> impl Iterator<Item = Watched> {
    Notice::all()
        .iter()
        .filter_map(|notice| watched(topology, notice, route))
}

fn watched(topology: &Topology, notice: &'static Notice, route: &EventRoute) -> Option<Watched> {
    let wanted = |part: &&Part| match part.change {
        Some(change) => route.also.contains(&change),
        None => notice.of_alarms || route.jobs.contains(&JobType::Backup),
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
    let alarms = notice.of_alarms.then(|| alarms(topology, route));
    (!parts.is_empty()).then(|| Watched {
        name: notice.name.clone(),
        label: notice.name.replace('-', "_"),
        about: notice.about.clone(),
        source: &notice.source,
        detail_types,
        detail: Value::map(
            values
                .chain(calls)
                .chain(present)
                .chain(alarms.into_iter().flatten()),
        ),
        of_keys: notice.of_keys,
        of_alarms: notice.of_alarms,
        of_vaults: !notice.vault_events.is_empty(),
        fields: notice.normalized(),
        words: Words::for_notice(notice),
    })
}

/// Which alarms are reported: those of this spec by their names, since an account may have others, too;
/// and in which states.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html>
fn alarms(topology: &Topology, route: &EventRoute) -> [(&'static str, Value); 2] {
    let ours = Value::map([("prefix", Names(&topology.name).alarms().into())]);
    let states: &[&str] = match route.occasion {
        Occasion::Failures => &["ALARM"],
        Occasion::Finished => &["ALARM", "OK"],
        Occasion::All => &["ALARM", "OK", "INSUFFICIENT_DATA"],
    };
    let states = Value::texts(states.iter().copied());
    [
        ("alarmName", Value::List(vec![ours])),
        ("state", Value::map([("value", states)])),
    ]
}
