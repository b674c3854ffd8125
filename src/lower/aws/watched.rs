//! What is watched of kinds whose alarms need no more than the node itself: one row an alarm. Those that follow from more, such
//! as limits and timeouts, stand with their kinds.

use crate::design::NodeId;
use crate::program::Expression;

use super::super::draft::of;
use super::alarm::{Alarm, Statistic};
use super::{Aws, shared};

/// An alarm that every node of a kind has, unless it wants none.
struct Row {
    kind: &'static str,
    /// What its name ends with.
    suffix: &'static str,
    /// What it means when it goes off; `{}` stands for the node.
    meaning: &'static str,
    namespace: &'static str,
    metric: &'static str,
    /// The metric's dimensions, each with the attribute of the node that it is found by; none: the account's id.
    dimensions: &'static [(&'static str, Option<&'static str>)],
    threshold: i64,
    statistic: Statistic,
}

/// Half of the 30 seconds after which API Gateway gives up, in milliseconds.
const SLOW_MILLISECONDS: i64 = 15_000;
const TABLE: &[(&str, Option<&str>)] = &[("TableName", Some("name"))];
const TOPIC: &[(&str, Option<&str>)] = &[("TopicName", Some("name"))];
const GROUP: &[(&str, Option<&str>)] = &[("ScheduleGroup", Some("name"))];
const COLLECTION: &[(&str, Option<&str>)] =
    &[("ClientId", None), ("CollectionId", Some("id")), ("CollectionName", Some("name"))];

const ROWS: &[Row] = &[
    Row {
        kind: "http-api",
        suffix: "latency",
        meaning: "One of a hundred requests to {} takes longer than 15 seconds",
        namespace: "AWS/ApiGateway",
        metric: "Latency",
        dimensions: &[("ApiId", Some("id"))],
        threshold: SLOW_MILLISECONDS,
        statistic: Statistic::Percentile99,
    },
    Row {
        kind: "table",
        suffix: "read-throttles",
        meaning: "Reads of the table {} are throttled",
        namespace: "AWS/DynamoDB",
        metric: "ReadThrottleEvents",
        dimensions: TABLE,
        threshold: 0,
        statistic: Statistic::Sum,
    },
    Row {
        kind: "table",
        suffix: "write-throttles",
        meaning: "Writes to the table {} are throttled",
        namespace: "AWS/DynamoDB",
        metric: "WriteThrottleEvents",
        dimensions: TABLE,
        threshold: 0,
        statistic: Statistic::Sum,
    },
    Row {
        kind: "topic",
        suffix: "failed",
        meaning: "Messages of {} could not be delivered",
        namespace: "AWS/SNS",
        metric: "NumberOfNotificationsFailed",
        dimensions: TOPIC,
        threshold: 0,
        statistic: Statistic::Sum,
    },
    Row {
        kind: "topic",
        suffix: "lost",
        meaning: "Messages of {} could neither be delivered nor set aside",
        namespace: "AWS/SNS",
        metric: "NumberOfNotificationsFailedToRedriveToDlq",
        dimensions: TOPIC,
        threshold: 0,
        statistic: Statistic::Sum,
    },
    Row {
        kind: "schedule",
        suffix: "dropped",
        meaning: "The schedule {} gave up on starting something",
        namespace: "AWS/Scheduler",
        metric: "InvocationDroppedCount",
        dimensions: GROUP,
        threshold: 0,
        statistic: Statistic::Sum,
    },
    Row {
        kind: "search",
        suffix: "server-errors",
        meaning: "The search {} answers with server errors",
        namespace: "AWS/AOSS",
        metric: "5xx",
        dimensions: COLLECTION,
        threshold: 0,
        statistic: Statistic::Sum,
    },
];

/// Makes the alarms of a node.
pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    if cx.is_existing(id) {
        return;
    }
    let kind = cx.design.kind_of(id).unwrap_or_default();
    for row in ROWS.iter().filter(|row| row.kind == kind) {
        let value = |attribute: Option<&str>| -> Expression {
            attribute.map_or_else(|| of(shared::ACCOUNT, ""), |attribute| of(&id.to_string(), attribute))
        };
        cx.alarm(
            id,
            Alarm {
                base: &cx.logical(id),
                suffix: row.suffix,
                description: row.meaning.replace("{}", &id.node),
                metric: (row.namespace, row.metric),
                dimensions: row.dimensions.iter().map(|(name, attribute)| (*name, value(*attribute))).collect(),
                threshold: row.threshold,
                statistic: row.statistic,
            },
        );
    }
}
