//! Alarms: on backups and copies that do not come, and on events that are not delivered.
//!
//! What an alarm sees is an event, too, and is forwarded like those of jobs. An alarm on the hub does not
//! travel by way of the hub: it publishes to the topics itself.

use super::job_events;
use crate::blueprint::Placed;
use crate::policies::iam::arn;
use crate::resources::cloudwatch_metric_alarm::{Metric, MetricAlarm, Missing, Watched, Wrong};
use crate::topology::{Awaited, EventRoute, Group, Names, Shape, Topology};
use crate::value::Value;

const CONCERN: &str = "alarms";

/// The length of a period, in seconds, of alarms on what should not be there.
const PERIOD: u32 = 300;

/// The length of a period, in seconds, of alarms on silence: only with an hour or more an alarm can look
/// back further than a day.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>
const HOUR: u32 = 3600;

/// The alarms on silence in a region of each account of a shape: one for the local vault and one for each
/// central vault that is copied to, where what comes the most often comes often enough.
///
/// Metrics of AWS Backup have no value while nothing completes. An alarm asks for more periods than it
/// evaluates, and while one of them has a value, missing ones count as wrong only as far as values lack;
/// so each period gets a value by `FILL`, and the alarm goes off on time. A metric that never had a
/// value may have nothing to fill, so what is missing is wrong as well.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html>
pub(super) fn silence(topology: &Topology, group: &Group, shape: &Shape) -> Vec<Placed> {
    let route = topology.events.as_ref();
    let Some(longest) = route.and_then(|route| route.silence) else {
        return Vec::new();
    };
    let names = Names(&topology.name);
    let awaited = topology.awaited(group, shape);
    let awaited = awaited.iter().filter(|one| one.away <= longest);
    let alarms = awaited.map(|one| {
        let (what, metric) = match one.central {
            None => ("backup", "NumberOfBackupJobsCompleted"),
            Some(_) => ("copy", "NumberOfCopyJobsCompleted"),
        };
        let hours = longest.0.div_ceil(60);
        let completed = Metric {
            namespace: "AWS/Backup",
            name: metric,
            dimensions: vec![("BackupVaultName", one.vault().to_owned())],
            statistic: "Sum",
            period: HOUR,
        };
        let alarm = MetricAlarm {
            name: names.alarm(&format!("no-{what}-in-{}", one.vault())),
            description: format!("No {what} was completed for {hours} hours."),
            watched: Watched::Computed {
                expression: "FILL(completed, 0)",
                of: vec![("completed".to_owned(), completed)],
            },
            wrong: Wrong::BelowOne,
            periods: hours,
            missing: Missing::Wrong,
            actions: Vec::new(),
        };
        Placed::new(CONCERN, label(what, one), alarm)
    });
    alarms.collect()
}

fn label(what: &str, awaited: &Awaited<'_>) -> String {
    let vault = awaited.central.map(|central| central.name.as_str());
    match vault {
        None => format!("no_{what}"),
        Some(name) => format!("no_{what}_{}", name.replace('-', "_")),
    }
}

/// The alarm on events that wait in a queue because they could not be delivered.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>
pub(super) fn undelivered(name: String, label: &str, queue: String, actions: &[Value]) -> Placed {
    let waiting = Metric {
        namespace: "AWS/SQS",
        name: "ApproximateNumberOfMessagesVisible",
        dimensions: vec![("QueueName", queue)],
        statistic: "Maximum",
        period: PERIOD,
    };
    let alarm = MetricAlarm {
        name,
        description: "Events could not be delivered, and wait in a queue.".to_owned(),
        watched: Watched::Metric(waiting),
        wrong: Wrong::AboveZero,
        periods: 1,
        missing: Missing::Right,
        actions: actions.to_vec(),
    };
    Placed::new(CONCERN, label, alarm)
}

/// The alarms on the bus: on its queue, and on all its rules.
pub(super) fn on_the_hub(topology: &Topology, route: &EventRoute) -> Vec<Placed> {
    let topics = topics(topology, route);
    let queue = undelivered(
        name_on_hub(topology, &topics, "undelivered-alerts"),
        "alerts_undelivered",
        Names(&topology.name).alerts_dead_letter_queue(),
        &topics,
    );
    vec![queue, failed_invocations(topology, route, topics)]
}

/// The alarm on rules of the bus that could not reach those who hear of events: one for all rules.
///
/// A rule of a bus other than the default one has a metric by both names.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html>
fn failed_invocations(topology: &Topology, route: &EventRoute, topics: Vec<Value>) -> Placed {
    let names = Names(&topology.name);
    let metrics = job_events::watched(topology, route)
        .into_iter()
        .map(|events| {
            let metric = Metric {
                namespace: "AWS/Events",
                name: "FailedInvocations",
                dimensions: vec![
                    ("EventBusName", names.bus()),
                    ("RuleName", names.event_rule(&events.name)),
                ],
                statistic: "Sum",
                period: PERIOD,
            };
            (events.label, metric)
        });
    let alarm = MetricAlarm {
        name: name_on_hub(topology, &topics, "failed-invocations"),
        description: format!("Rules of event bus {} fail for good.", names.bus()),
        watched: Watched::Computed {
            expression: "SUM(METRICS())",
            of: metrics.collect(),
        },
        wrong: Wrong::AboveZero,
        periods: 1,
        missing: Missing::Right,
        actions: topics,
    };
    Placed::new(CONCERN, "failed_invocations", alarm)
}

/// The name of an alarm on the hub: one that has topics of its own is not reported by the bus as well; without a
/// topic the bus is the only way there is.
pub(super) fn name_on_hub(topology: &Topology, topics: &[Value], what: &str) -> String {
    let names = Names(&topology.name);
    match topics {
        [] => names.alarm(what),
        _ => names.alarm_on_hub(what),
    }
}

/// The topics to which an alarm publishes that is in the account and region of the bus.
pub(super) fn topics(topology: &Topology, route: &EventRoute) -> Vec<Value> {
    let names = Names(&topology.name);
    let arn = |name: String| {
        let region = route.region.as_str();
        arn(topology.partition, "sns", region, Value::Account, name)
    };
    let topic = route.topic.as_ref().map(|topic| match &topic.existing {
        Some(existing) => existing.to_string().into(),
        None => arn(names.topic()),
    });
    let chat = route.chat.then(|| arn(names.chat_topic()));
    topic.into_iter().chain(chat).collect()
}
