//! When CloudWatch changes the state of an alarm, after its pages: for metrics that count completed jobs or
//! waiting messages, and for the two expressions that offsite writes.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html>

use serde_json::Value;

use crate::deployed::Resource;

/// By how many periods more than an alarm evaluates its range reaches back. AWS does not say how many; its
/// example has two.
const MORE_PERIODS: u64 = 2;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum State {
    Ok,
    Alarm,
}

/// An alarm as its arguments say.
pub(super) struct Alarm {
    periods: u64,
    period: u64,
    /// Whether a value is on the wrong side of the threshold.
    wrong: fn(u64, u64) -> bool,
    threshold: u64,
    /// What a period without a value gets, where the expression fills it.
    filled: Option<u64>,
    /// Whether a missing value counts as wrong.
    missing_is_wrong: bool,
}

impl Alarm {
    pub(super) fn read(alarm: &Resource) -> Self {
        let body = &alarm.body;
        let number = |value: &Value| value.as_u64().unwrap();
        let queries = body["metric_query"]
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        let expression = queries.iter().find(|query| query["return_data"] == true);
        let metrics = queries.iter().filter_map(|query| query["metric"].get(0));
        let mut metrics = metrics.chain(body.get("namespace").map(|_| body));
        let filled = match expression.map(|query| query["expression"].as_str().unwrap()) {
            None | Some("SUM(METRICS())") => None,
            Some(text) => {
                let inside = text
                    .strip_prefix("FILL(")
                    .unwrap()
                    .strip_suffix(')')
                    .unwrap();
                let (id, value) = inside.split_once(", ").unwrap();
                assert!(queries.iter().any(|query| query["id"] == id), "{text}");
                Some(value.parse().unwrap())
            }
        };
        Self {
            periods: number(&body["evaluation_periods"]),
            period: number(&metrics.next().unwrap()["period"]),
            wrong: match body["comparison_operator"].as_str().unwrap() {
                "LessThanThreshold" => |value, threshold| value < threshold,
                "GreaterThanThreshold" => |value, threshold| value > threshold,
                other => panic!("{}: {other}", alarm.place()),
            },
            threshold: number(&body["threshold"]),
            filled,
            missing_is_wrong: match body["treat_missing_data"].as_str().unwrap() {
                "breaching" => true,
                "notBreaching" => false,
                other => panic!("{}: {other}", alarm.place()),
            },
        }
    }

    /// How far it looks back, in seconds.
    pub(super) fn span(&self) -> u64 {
        self.periods * self.period
    }

    /// The state at a moment, with one count at each of these moments; all in seconds.
    pub(super) fn state(&self, now: u64, counts: &[u64]) -> State {
        let counted = |back: u64| {
            let end = now.saturating_sub(back * self.period);
            let start = end.saturating_sub(self.period);
            let within = counts.iter().filter(|at| (start..end).contains(at)).count() as u64;
            (within > 0).then_some(within)
        };
        // The latest first.
        let range = (0..self.periods + MORE_PERIODS).map(counted);
        let mut range: Vec<Option<u64>> = range.collect();
        // What is filled where there is no value at all is not documented: take it as nothing.
        if let Some(value) = self.filled
            && range.iter().any(Option::is_some)
        {
            range.iter_mut().for_each(|one| *one = one.or(Some(value)));
        }
        let real: Vec<u64> = range.into_iter().flatten().collect();
        let periods = usize::try_from(self.periods).unwrap();
        let evaluated = &real[..real.len().min(periods)];
        let wrong = |value: &u64| (self.wrong)(*value, self.threshold);
        // Missing data fills up what the values lack, and is wrong or right itself.
        let enough = evaluated.len() == periods || self.missing_is_wrong;
        match enough && evaluated.iter().all(wrong) {
            true => State::Alarm,
            false => State::Ok,
        }
    }
}
