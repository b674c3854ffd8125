//! Alarms of the support modules for Azure, and what those of components watch.

use super::super::Registered;
use super::super::parts::{given, object, of, text};
use super::super::value::Value;
use super::of_platform;

const ALERT: &str = "azure-native:monitor:MetricAlert";

/// What an alarm of a support component watches.
pub(super) struct Watched {
    /// What follows the component's name in the alarm's.
    pub(super) suffix: &'static str,
    /// What people are told.
    pub(super) told: String,
    pub(super) scope: Value,
    pub(super) namespace: &'static str,
    pub(super) metric: &'static str,
    pub(super) dimension: Option<(&'static str, Value)>,
    pub(super) aggregation: &'static str,
    pub(super) threshold: i64,
}

/// The alarm of a component that may be told to have none.
pub(super) fn wanted(whole: &Registered, watched: Watched) -> Option<Registered> {
    let alarms = given(whole, "alarms");
    (alarms == Value::Absent || alarms.holds() != Some(false)).then(|| of_component(whole, watched))
}

/// The alarm of a component.
pub(super) fn of_component(whole: &Registered, watched: Watched) -> Registered {
    let dimension =
        watched.dimension.map_or(Value::Absent, |(name, value)| object([("name", text(name)), ("value", value)]));
    let arguments = [
        ("platform", given(whole, "platform")),
        ("description", Value::Text(watched.told)),
        ("scope", watched.scope),
        ("namespace", text(watched.namespace)),
        ("metric", text(watched.metric)),
        ("dimension", dimension),
        ("aggregation", text(watched.aggregation)),
        ("threshold", Value::Integer(watched.threshold)),
    ];
    alarm(&of(whole, "createAlarm", watched.suffix, arguments))
}

/// What `createAlarm` makes.
pub(super) fn alarm(whole: &Registered) -> Registered {
    let dimension = given(whole, "dimension");
    let part = |name: &str| dimension.get(name).cloned().unwrap_or(Value::Unknown);
    let dimensions = if dimension == Value::Absent {
        Vec::new()
    } else {
        vec![object([
            ("name", part("name")),
            ("operator", text("Include")),
            ("values", Value::List(vec![part("value")])),
        ])]
    };
    let aggregation = whole.input("aggregation").cloned().unwrap_or_else(|| text("Total"));
    let criterion = object([
        ("criterionType", text("StaticThresholdCriterion")),
        ("name", text("above")),
        ("metricNamespace", given(whole, "namespace")),
        ("metricName", given(whole, "metric")),
        ("dimensions", Value::List(dimensions)),
        ("timeAggregation", aggregation),
        ("operator", text("GreaterThan")),
        ("threshold", given(whole, "threshold")),
    ]);
    let criteria = object([
        ("odataType", text("Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria")),
        ("allOf", Value::List(vec![criterion])),
    ]);
    let receivers = object([("actionGroupId", of_platform(whole, "alarms"))]);
    of(
        whole,
        ALERT,
        "",
        vec![
            ("description", given(whole, "description")),
            ("scopes", Value::List(vec![given(whole, "scope")])),
            ("criteria", criteria),
            ("actions", Value::List(vec![receivers])),
        ],
    )
}
