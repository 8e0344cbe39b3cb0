//! Alarms on silence, and on events that are not delivered.

use std::collections::BTreeSet;

use offsite::topology::Names;
use serde_json::{Value, json};

use super::{Held, names};

/// The alarms of every place: how many there are.
pub(crate) fn alarms(held: &Held<'_>) -> usize {
    let topology = &held.topology;
    let Some(route) = &topology.events else {
        return 0;
    };
    let mut seen = 0;
    let at_work = Names(&topology.name);
    let waiting = at_work.alarm("undelivered-events");
    for (group, shape, member) in held.sources() {
        for region in &member.regions {
            let found = &held.place(member.account.id.as_str(), region.as_str())["alarms"];
            let mut expected = BTreeSet::from([waiting.clone()]);
            if let Some(silence) = route.silence {
                for one in topology.awaited(group, shape) {
                    let what = match one.central {
                        None => "backup",
                        Some(_) => "copy",
                    };
                    let name = at_work.alarm(&format!("no-{what}-in-{}", one.vault()));
                    if one.away > silence {
                        continue;
                    }
                    on_silence(&found[&name], one.vault(), silence.0.div_ceil(60));
                    expected.insert(name);
                }
            }
            let found: BTreeSet<String> = names(found).into_iter().map(str::to_owned).collect();
            assert_eq!(
                found, expected,
                "{}: {} in {region}",
                held.name, member.account.id
            );
            seen += found.len();
        }
    }
    let place = held.place(route.account.id.as_str(), route.region.as_str());
    let topics = place["topics"].as_object().unwrap().keys();
    let existing = route
        .topic
        .as_ref()
        .and_then(|topic| topic.existing.as_ref());
    let topics: BTreeSet<String> = topics
        .cloned()
        .chain(existing.map(ToString::to_string))
        .collect();
    for what in ["undelivered-alerts", "failed-invocations"] {
        let name = match topics.is_empty() {
            true => at_work.alarm(what),
            false => at_work.alarm_on_hub(what),
        };
        let alarm = &place["alarms"][&name];
        let actions = alarm["AlarmActions"].as_array().into_iter().flatten();
        let actions: BTreeSet<String> = actions
            .map(|action| action.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(actions, topics, "{}: {name}: {alarm:#}", held.name);
        seen += 1;
    }
    seen
}

/// An alarm that goes off when nothing completes for so many hours.
fn on_silence(alarm: &Value, vault: &str, hours: u32) {
    assert_eq!(alarm["EvaluationPeriods"], hours, "{alarm:#}");
    assert_eq!(alarm["ComparisonOperator"], "LessThanThreshold");
    assert_eq!(alarm["Threshold"], 1.0);
    assert_eq!(alarm["TreatMissingData"], "breaching");
    let queries = alarm["Metrics"].as_array().unwrap();
    let computed = queries.iter().find(|one| one["ReturnData"] == true);
    assert_eq!(computed.unwrap()["Expression"], "FILL(completed, 0)");
    let completed = queries.iter().find(|one| one["Id"] == "completed");
    let stat = &completed.unwrap()["MetricStat"];
    assert_eq!(stat["Period"], 3600, "{alarm:#}");
    let dimension = json!([{ "Name": "BackupVaultName", "Value": vault }]);
    assert_eq!(stat["Metric"]["Dimensions"], dimension, "{alarm:#}");
}
