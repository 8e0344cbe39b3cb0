//! Alarms of CloudWatch on one metric, or on what is computed of several.

use super::{Arguments, CloudFormation, Properties, Resource, Value};

/// An alarm that compares each of the last periods with a threshold, and changes its state when all of
/// them are on the wrong side.
///
/// Every change of state is an event on the account's default bus as well.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>
#[derive(Debug)]
pub struct MetricAlarm {
    /// The alarm's name, unique in its account and region.
    pub name: String,
    /// What it means, for people.
    pub description: String,
    /// What is watched.
    pub watched: Watched,
    /// Which side of the threshold is wrong, and the threshold.
    pub wrong: Wrong,
    /// How many periods must all be wrong. Together with the period no more than seven days.
    pub periods: u32,
    /// What a period without a value counts as.
    pub missing: Missing,
    /// ARNs of topics in the alarm's own region that hear of it when it goes off.
    pub actions: Vec<Value>,
}

/// What an alarm watches.
#[derive(Debug)]
pub enum Watched {
    /// A metric as it is.
    Metric(Metric),
    /// A value computed of metrics, each with its name in the expression: a letter in lower case, then letters,
    /// digits and `_`.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html>
    Computed {
        /// The expression.
        expression: &'static str,
        /// The metrics.
        of: Vec<(String, Metric)>,
    },
}

/// A metric of an AWS service, added up or taken at its greatest in each period.
#[derive(Debug)]
pub struct Metric {
    /// The namespace, such as `AWS/SQS`.
    pub namespace: &'static str,
    /// The metric's name.
    pub name: &'static str,
    /// Its dimensions, all of them: another set of them is another metric.
    pub dimensions: Vec<(&'static str, String)>,
    /// `Sum` or `Maximum`.
    pub statistic: &'static str,
    /// The length of a period, in seconds: a multiple of 60.
    pub period: u32,
}

/// Values that an alarm goes off for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Greater than nothing.
    AboveZero,
    /// Less than one.
    BelowOne,
}

/// What a period without a value counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// As right: the metric has values only when something went wrong.
    Right,
    /// As wrong: the metric has values only when something went well.
    Wrong,
}

impl Wrong {
    fn comparison(self) -> &'static str {
        match self {
            Self::AboveZero => "GreaterThanThreshold",
            Self::BelowOne => "LessThanThreshold",
        }
    }

    fn threshold(self) -> u32 {
        match self {
            Self::AboveZero => 0,
            Self::BelowOne => 1,
        }
    }
}

impl Missing {
    fn as_str(self) -> &'static str {
        match self {
            Self::Right => "notBreaching",
            Self::Wrong => "breaching",
        }
    }
}

impl Metric {
    /// As arguments of Terraform; those of a metric within an expression are called `stat` for short.
    fn form(&self, form: Arguments, statistic: &'static str) -> Arguments {
        let dimensions = self.dimensions.iter();
        let dimensions = dimensions.map(|(name, value)| (*name, Value::from(value.as_str())));
        form.argument("namespace", self.namespace)
            .argument("metric_name", self.name)
            .argument("dimensions", Value::map(dimensions))
            .argument(statistic, self.statistic)
            .argument("period", self.period)
    }

    /// Namespace, name and dimensions in CloudFormation.
    fn properties(&self) -> Properties {
        let dimensions = self.dimensions.iter();
        let dimensions = dimensions.map(|(name, value)| {
            let one = Properties::new().set("Name", *name);
            one.set("Value", value.as_str()).into()
        });
        Properties::new()
            .set("Namespace", self.namespace)
            .set("MetricName", self.name)
            .set("Dimensions", Value::List(dimensions.collect()))
    }
}

/// The name of the computed value, beside those of the metrics.
const COMPUTED: &str = "computed";

impl Resource for MetricAlarm {
    fn terraform_type(&self) -> &'static str {
        "aws_cloudwatch_metric_alarm"
    }

    fn terraform(&self) -> Arguments {
        let mut form = Arguments::new()
            .argument("alarm_name", self.name.as_str())
            .argument("alarm_description", self.description.as_str())
            .blank();
        if let Watched::Metric(metric) = &self.watched {
            form = metric.form(form, "statistic");
        }
        form = form
            .argument("evaluation_periods", self.periods)
            .argument("comparison_operator", self.wrong.comparison())
            .argument("threshold", self.wrong.threshold())
            .argument("treat_missing_data", self.missing.as_str());
        if !self.actions.is_empty() {
            form = form.argument("alarm_actions", Value::List(self.actions.clone()));
        }
        if let Watched::Computed { expression, of } = &self.watched {
            let query = Arguments::new()
                .argument("id", COMPUTED)
                .argument("expression", *expression)
                .argument("return_data", true);
            form = form.block("metric_query", query);
            for (id, metric) in of {
                let metric = metric.form(Arguments::new(), "stat");
                let query = Arguments::new()
                    .argument("id", id.as_str())
                    .block("metric", metric);
                form = form.block("metric_query", query);
            }
        }
        form
    }

    fn cloudformation(&self) -> CloudFormation {
        let properties = Properties::new()
            .set("AlarmName", self.name.as_str())
            .set("AlarmDescription", self.description.as_str());
        let properties = match &self.watched {
            Watched::Metric(metric) => properties
                .then(metric.properties())
                .set("Statistic", metric.statistic)
                .set("Period", metric.period),
            Watched::Computed { expression, of } => {
                let computed = Properties::new()
                    .set("Id", COMPUTED)
                    .set("Expression", *expression)
                    .set("ReturnData", true);
                let metrics = of.iter().map(|(id, metric)| {
                    let stat = Properties::new()
                        .set("Metric", metric.properties())
                        .set("Stat", metric.statistic)
                        .set("Period", metric.period);
                    let one = Properties::new().set("Id", id.as_str());
                    one.set("MetricStat", stat).set("ReturnData", false).into()
                });
                let all = std::iter::once(computed.into()).chain(metrics);
                properties.set("Metrics", Value::List(all.collect()))
            }
        };
        let properties = properties
            .set("EvaluationPeriods", self.periods)
            .set("ComparisonOperator", self.wrong.comparison())
            .set("Threshold", self.wrong.threshold())
            .set("TreatMissingData", self.missing.as_str())
            .list("AlarmActions", self.actions.clone());
        CloudFormation::resource("AWS::CloudWatch::Alarm", properties)
    }
}
