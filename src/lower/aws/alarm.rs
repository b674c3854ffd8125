//! Alarms: one metric, five minutes, to the alarms topic of all.

use crate::design::NodeId;
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, of};
use super::{Aws, shared, support};

/// What an alarm watches.
pub(super) struct Alarm<'a> {
    /// What its name begins with: the node's name, mostly.
    pub(super) base: &'a str,
    /// What is behind that, such as `age`.
    pub(super) suffix: &'a str,
    /// What it means when it goes off, as a sentence without a full stop.
    pub(super) description: String,
    /// The metric's namespace and name.
    pub(super) metric: (&'a str, &'a str),
    /// The metric's dimensions, all that it has.
    pub(super) dimensions: Vec<(&'a str, Expression)>,
    /// It goes off above this.
    pub(super) threshold: i64,
    /// What counts of five minutes.
    pub(super) statistic: Statistic,
}

/// What counts of the values of five minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Statistic {
    /// Their sum.
    Sum,
    /// The greatest.
    Maximum,
    /// The one that 99 of a hundred do not exceed, for three times five minutes: one slow answer among few is no news.
    Percentile99,
}

impl Statistic {
    /// What the support module calls it, and for how many periods it counts; what is left out is its default.
    fn arguments(self) -> (Option<&'static str>, Option<i64>) {
        match self {
            Self::Sum => (None, None),
            Self::Maximum => (Some("Maximum"), None),
            Self::Percentile99 => (Some("p99"), Some(3)),
        }
    }
}

impl Aws<'_> {
    /// Makes an alarm for a node, unless the node wants none.
    pub(super) fn alarm(&mut self, id: &NodeId, alarm: Alarm) {
        let threshold = Expression::Integer(alarm.threshold);
        self.alarm_above(id, alarm, threshold);
    }

    /// As `alarm`, above a value that is not known here.
    pub(super) fn alarm_above(&mut self, id: &NodeId, alarm: Alarm, threshold: Expression) {
        if self.fixed(id, &["alarms"]).and_then(|value| value.as_bool()) == Some(false) {
            return;
        }
        self.facts.support.insert(support::ALARM);
        let class = "aws.cloudwatch.MetricAlarm";
        let name = self.companion(id, class, &format!("{}-{}", alarm.base, alarm.suffix));
        let aliases = self.former(id, &name);
        let (namespace, metric) = alarm.metric;
        let dimensions = Expression::data(alarm.dimensions);
        let (statistic, periods) = alarm.statistic.arguments();
        self.facts.alarming = true;
        let item = New::function("components/alarm:createAlarm", "", name, Origin::Node(id.to_string()))
            .argument("description", Expression::text(alarm.description))
            .argument("namespace", Expression::text(namespace))
            .argument("metric", Expression::text(metric))
            .argument("dimensions", dimensions)
            .argument("statistic", statistic.map(Expression::text))
            .argument("periods", periods.map(Expression::Integer))
            .argument("threshold", threshold)
            .argument("topicArn", of(shared::ALARMS, "arn"))
            .aliases(aliases)
            .at(self.position(id, Stage::Alarm));
        self.push(&id.service, item);
    }
}
