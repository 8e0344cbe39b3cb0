//! Alarms: which there are, what they watch, when they go off, and who hears of it.

use std::collections::BTreeSet;

use offsite::facts::limits::{ALARM_SPAN_MAX_MINUTES, METRICS_PER_ALARM};
use offsite::spec::time::cron::Day;
use offsite::topology::{Awaited, EventRoute};
use serde_json::{Value, json};

use crate::World;
use crate::deployed::Resource;
use crate::evaluate::{fits, texts};
use crate::events::{RULE, routes, targets};
use crate::examples;

mod evaluation;

use evaluation::{Alarm, State};

const ALARM: &str = "aws_cloudwatch_metric_alarm";
const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

fn name(alarm: &Resource) -> &str {
    alarm.body["alarm_name"].as_str().unwrap()
}

/// The vault that an alarm on silence watches, and the metric.
fn silence(alarm: &Resource) -> Option<(&str, &str)> {
    let queries = alarm.body["metric_query"].as_array()?;
    let mut metrics = queries.iter().filter_map(|query| query["metric"].get(0));
    let metric = metrics.find(|metric| metric["namespace"] == "AWS/Backup")?;
    let vault = metric["dimensions"]["BackupVaultName"].as_str().unwrap();
    assert_eq!(metric["dimensions"].as_object().unwrap().len(), 1);
    assert_eq!(metric["stat"], "Sum", "{}", alarm.place());
    Some((metric["metric_name"].as_str().unwrap(), vault))
}

/// What should come, of the sources of a spec: group, metric and vault. Weekly and monthly copies have no alarm, nor
/// has a spec that says nothing of silence.
fn wanted(world: &str, group: &str) -> &'static [(&'static str, &'static str)] {
    const BACKUPS: &str = "NumberOfBackupJobsCompleted";
    const COPIES: &str = "NumberOfCopyJobsCompleted";
    match (world, group) {
        ("acme", _) => &[(BACKUPS, "acme-local"), (COPIES, "acme-central")],
        ("watched", _) => &[(BACKUPS, "watched-local"), (COPIES, "watched-central")],
        _ => &[],
    }
}

#[test]
fn every_source_has_an_alarm_where_backups_and_copies_come_often_enough_and_nowhere_else() {
    let mut seen = 0;
    for (world, _) in routes() {
        let mut all = world
            .deployed
            .of(ALARM)
            .filter(|one| silence(one).is_some())
            .count();
        for (group, _, member) in world.sources() {
            for region in &member.regions {
                let here = world.deployed.of(ALARM).filter(|one| {
                    one.account == member.account.id.as_str() && one.region == region.as_str()
                });
                let found: BTreeSet<_> = here.filter_map(silence).collect();
                let wanted = wanted(&world.name, group.name.as_str());
                let wanted: BTreeSet<_> = wanted.iter().copied().collect();
                assert_eq!(found, wanted, "{}: {}", world.name, member.account.name);
                all -= found.len();
                seen += found.len();
            }
        }
        assert_eq!(all, 0, "{}: alarms on silence elsewhere", world.name);
    }
    assert!(seen > 50, "{seen}");
}

/// The moments, in seconds, at which jobs of a rule complete that starts as late as it may each other time.
fn completions(awaited: &Awaited<'_>) -> Vec<u64> {
    let cron = awaited.rule.schedule.cron().unwrap();
    let (from, to) = (Day::of(2026, 1, 1).unwrap(), Day::of(2026, 2, 28).unwrap());
    let starts = cron.starts(from, to).enumerate();
    let times = starts.map(|(index, start)| {
        let late = u64::from(awaited.rule.start_window.0) * 60 * (index as u64 % 2);
        let day = u64::from(start.day.number() - from.number());
        day * DAY + u64::from(start.minute) * 60 + late
    });
    times.collect()
}

#[test]
fn silence_is_reported_on_time_and_ends_with_the_next_job() {
    let mut seen = 0;
    for (world, route) in routes() {
        for (group, shape, member) in world.sources() {
            for awaited in world.topology.awaited(group, shape) {
                let metric = match awaited.central {
                    None => "NumberOfBackupJobsCompleted",
                    Some(_) => "NumberOfCopyJobsCompleted",
                };
                let mut all = world.deployed.of(ALARM);
                let alarm = all.find(|one| {
                    one.account == member.account.id.as_str()
                        && silence(one) == Some((metric, awaited.vault()))
                });
                let Some(alarm) = alarm else { continue };
                on_time(&Alarm::read(alarm), &awaited, route, &alarm.place());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

fn on_time(alarm: &Alarm, awaited: &Awaited<'_>, route: &EventRoute, place: &str) {
    let silence = u64::from(route.silence.unwrap().0) * 60;
    assert!(
        alarm.span() <= u64::from(ALARM_SPAN_MAX_MINUTES) * 60,
        "{place}"
    );
    let all = completions(awaited);
    let (first, last) = (all[0], *all.last().unwrap());
    // Nothing has ever been completed.
    assert_eq!(alarm.state(first + silence, &[]), State::Alarm, "{place}");
    for hour in first / HOUR + 1..last / HOUR {
        let state = alarm.state(hour * HOUR, &all);
        assert_eq!(
            state,
            State::Ok,
            "{place}: hour {hour} of a plan that works"
        );
    }
    // It is told neither early nor late, but for the length of a period.
    let before = alarm.state(last + silence - 2 * HOUR, &all);
    assert_eq!(before, State::Ok, "{place}: too early");
    let after = alarm.state(last + silence + HOUR, &all);
    assert_eq!(after, State::Alarm, "{place}: too late");
    let much_later = last + 30 * DAY;
    assert_eq!(alarm.state(much_later, &all), State::Alarm, "{place}");
    let again = [all, vec![much_later]].concat();
    assert_eq!(
        alarm.state(much_later + HOUR, &again),
        State::Ok,
        "{place}: does not end"
    );
}

#[test]
fn every_queue_of_undelivered_events_has_an_alarm_beside_it() {
    let mut seen = 0;
    for (world, _) in routes() {
        let queues = world.deployed.of("aws_sqs_queue");
        for queue in queues.filter(|queue| {
            let name = queue.body["name"].as_str().unwrap();
            name.ends_with("-undelivered")
        }) {
            let mut alarms = world.deployed.of(ALARM).filter(|alarm| {
                (&alarm.account, &alarm.region) == (&queue.account, &queue.region)
                    && alarm.body["dimensions"] == json!({ "QueueName": queue.body["name"] })
            });
            let alarm = alarms.next();
            let alarm = alarm.unwrap_or_else(|| panic!("{}: no alarm", queue.place()));
            assert!(alarms.next().is_none(), "{}", queue.place());
            assert_eq!(alarm.body["namespace"], "AWS/SQS");
            assert_eq!(
                alarm.body["metric_name"],
                "ApproximateNumberOfMessagesVisible"
            );
            let alarm = Alarm::read(alarm);
            // Nothing was ever in it; something was; something is.
            assert_eq!(alarm.state(DAY, &[]), State::Ok);
            assert_eq!(alarm.state(DAY, &[DAY - 2 * HOUR]), State::Ok);
            assert_eq!(alarm.state(DAY, &[DAY - 1]), State::Alarm);
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn rules_of_the_bus_that_fail_are_seen_by_one_alarm_with_both_dimensions() {
    let mut seen = 0;
    for (world, _) in routes() {
        let on_the_bus = world.deployed.of(RULE);
        let on_the_bus = on_the_bus.filter(|rule| !rule.body["event_bus_name"].is_null());
        let rules: BTreeSet<&str> = on_the_bus
            .map(|rule| rule.body["name"].as_str().unwrap())
            .collect();
        let bus = world
            .deployed
            .of("aws_cloudwatch_event_bus")
            .next()
            .unwrap();
        let watched = |alarm: &&Resource| alarm.body.to_string().contains("FailedInvocations");
        let alarms: Vec<&Resource> = world.deployed.of(ALARM).filter(watched).collect();
        let [alarm] = alarms[..] else {
            panic!("{}: not one alarm", world.name);
        };
        assert_eq!((&alarm.account, &alarm.region), (&bus.account, &bus.region));
        let queries = alarm.body["metric_query"].as_array().unwrap();
        let metrics = queries.iter().filter_map(|query| query["metric"].get(0));
        let mut named = BTreeSet::new();
        for metric in metrics {
            assert_eq!(metric["namespace"], "AWS/Events");
            assert_eq!(metric["dimensions"]["EventBusName"], bus.body["name"]);
            named.insert(metric["dimensions"]["RuleName"].as_str().unwrap());
        }
        assert_eq!(named, rules, "{}", alarm.place());
        assert!(named.len() <= METRICS_PER_ALARM, "{}", alarm.place());
        seen += 1;
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn the_guide_says_what_the_alarms_of_acme_cost() {
    let world = crate::world("acme");
    let metrics = world.deployed.of(ALARM).map(|alarm| {
        let queries = alarm.body["metric_query"].as_array().into_iter().flatten();
        queries
            .filter(|query| query.get("metric").is_some())
            .count()
            .max(1)
    });
    let (alarms, metrics) = (world.deployed.of(ALARM).count(), metrics.sum::<usize>());
    let facts = std::fs::read_to_string(examples::project().join("facts/events.toml")).unwrap();
    let facts: toml::Table = facts.parse().unwrap();
    let price = facts["metrics"]["alarm_price_usd"].as_float().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "hundreds of metrics")]
    let cost = metrics as f64 * price;
    let text = format!(
        "The spec `acme`, with 14 accounts, has {alarms} alarms on {metrics} metrics: {cost:.2} USD a month, and nothing in accounts \
         with no more than ten.\n"
    );
    let path = examples::project().join("docs/guides/alerts.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        "<!-- cost of acme: begin -->\n",
        "<!-- cost of acme: end -->",
    );
    let (head, rest) = page.split_once(begin).unwrap();
    let (found, tail) = rest.split_once(end).unwrap();
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        std::fs::write(path, format!("{head}{begin}{text}{end}{tail}")).unwrap();
    } else {
        assert_eq!(found, text, "`cargo bless` writes it");
    }
}

/// The topics by which an alarm can be heard of without the bus, where a spec has such.
fn topics(route: &EventRoute) -> usize {
    usize::from(route.topic.is_some()) + usize::from(route.chat)
}

#[test]
fn an_alarm_on_the_hub_does_not_travel_by_way_of_the_hub() {
    let (mut beside, mut elsewhere) = (0, 0);
    for (world, route) in routes() {
        let prefix = format!("{}-backup-alarm-", world.topology.name);
        for alarm in world.deployed.of(ALARM) {
            let here =
                alarm.account == route.account.id.as_str() && alarm.region == route.region.as_str();
            let actions = texts(&alarm.body["alarm_actions"]);
            if !here || topics(route) == 0 {
                assert!(actions.is_empty(), "{}", alarm.place());
                assert!(name(alarm).starts_with(&prefix), "{}", alarm.place());
                assert!(forwarded(world, alarm), "{}: nobody hears", alarm.place());
                elsewhere += 1;
                continue;
            }
            assert!(
                !name(alarm).starts_with(&prefix),
                "{}: heard twice",
                alarm.place()
            );
            assert_eq!(actions.len(), topics(route), "{}", alarm.place());
            for action in actions {
                let mut topics = world.deployed.of("aws_sns_topic");
                let topic = topics.find(|topic| topic.is_named_by(&json!(action), "arn"));
                match topic {
                    Some(topic) => admits(world, topic, alarm),
                    // Its policy is not ours.
                    None => assert!(action.ends_with(":backup-events"), "{action}"),
                }
            }
            beside += 1;
        }
    }
    assert!(beside >= 10 && elsewhere > 50, "{beside} {elsewhere}");
}

/// Whether a rule of the alarm's account and region takes it to the bus.
fn forwarded(world: &World, alarm: &Resource) -> bool {
    let mut rules = world.deployed.of(RULE).filter(|rule| {
        (&rule.account, &rule.region) == (&alarm.account, &alarm.region)
            && rule.body["event_bus_name"].is_null()
    });
    rules.any(|rule| {
        let pattern = &rule.body["event_pattern"];
        let prefix = pattern["detail"]["alarmName"][0]["prefix"].as_str();
        prefix.is_some_and(|prefix| name(alarm).starts_with(prefix))
            && texts(&pattern["detail"]["state"]["value"]).contains(&"ALARM")
            && targets(world, rule).count() == 1
    })
}

/// Fails unless a topic and its key let the alarm publish.
fn admits(world: &World, topic: &Resource, alarm: &Resource) {
    let service =
        |statement: &&Value| statement["Principal"]["Service"] == "cloudwatch.amazonaws.com";
    let mut policies = world.deployed.beside(topic, "aws_sns_topic_policy");
    let policy = policies.find(|one| topic.is_named_by(&one.body["arn"], "arn"));
    let statements = policy.unwrap().body["policy"]["Statement"]
        .as_array()
        .unwrap();
    let statement = statements.iter().find(service);
    let statement = statement.unwrap_or_else(|| panic!("{}: closed", topic.place()));
    assert_eq!(statement["Action"], "sns:Publish");
    let sources = &statement["Condition"]["ArnLike"]["aws:SourceArn"];
    let arn = |name: &str| {
        format!(
            "arn:aws:cloudwatch:{}:{}:alarm:{name}",
            alarm.region, alarm.account
        )
    };
    let source = sources.as_str().unwrap();
    assert!(
        fits(source, &arn(name(alarm))),
        "{source}: {}",
        alarm.place()
    );
    assert!(!fits(source, &arn("of-somebody-else")), "{source}");
    let key = world
        .deployed
        .referred(topic, &topic.body["kms_master_key_id"], "id");
    let statements = key.body["policy"]["Statement"].as_array().unwrap();
    let actions = statements
        .iter()
        .find(service)
        .map(|one| texts(&one["Action"]));
    assert_eq!(actions.unwrap(), ["kms:Decrypt", "kms:GenerateDataKey*"]);
}
