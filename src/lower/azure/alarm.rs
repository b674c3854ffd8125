//! Alarms: one metric, five minutes, to whom the platform tells.

use crate::design::NodeId;
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, whole};
use super::platform::PLATFORM;
use super::{Azure, support};

/// What an alarm watches.
pub(super) struct Alarm<'a> {
    /// What is behind the node's name, such as `dead-letters`.
    pub(super) suffix: &'a str,
    /// What it means when it goes off, as a sentence without a full stop.
    pub(super) description: String,
    /// The resource.
    pub(super) scope: Expression,
    /// The metric's namespace and name.
    pub(super) metric: (&'a str, &'a str),
    /// The metric's dimension.
    pub(super) dimension: (&'a str, Expression),
    /// How the values of five minutes are put together.
    pub(super) aggregation: &'a str,
}

impl Azure<'_> {
    /// Makes an alarm for a node that goes off above nothing, unless the node wants none.
    pub(super) fn alarm(&mut self, id: &NodeId, alarm: Alarm) {
        if self.fixed(id, &["alarms"]).and_then(|value| value.as_bool()) == Some(false) {
            return;
        }
        self.facts.support.insert(support::ALARM);
        let class = "azure-native.monitor.MetricAlert";
        let name = self.companion(id, class, &format!("{}-{}", id.node, alarm.suffix));
        let aliases = self.former(id, &name);
        let (namespace, metric) = alarm.metric;
        let (dimension, value) = alarm.dimension;
        let dimension = Expression::properties([("name", Expression::text(dimension)), ("value", value)]);
        let tags = self.tags(&id.service);
        let item = New::function("components/alarm:createAlarm", "", name, Origin::Node(id.to_string()))
            .argument("platform", whole(PLATFORM))
            .argument("description", Expression::text(alarm.description))
            .argument("scope", alarm.scope)
            .argument("namespace", Expression::text(namespace))
            .argument("metric", Expression::text(metric))
            .argument("dimension", dimension)
            .argument("aggregation", Expression::text(alarm.aggregation))
            .argument("threshold", Expression::Integer(0))
            .argument("tags", tags)
            .aliases(aliases)
            .at(self.position(id, Stage::Alarm));
        self.push(&id.service, item);
    }
}
