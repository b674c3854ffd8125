//! Event source mappings: Lambda fetches from a queue, a stream or a table's changes, with the function's own rights.

use crate::design::model::SHARED;
use crate::design::{Flow, Place};
use crate::program::{Expression, Origin};
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::{Aws, pattern, stream};

/// The batch of a flow: messages at the most, and seconds to gather them.
pub(super) fn batch(flow: &Flow) -> (Option<i64>, Option<i64>) {
    let size = flow.effective(&["batch", "size"]).and_then(|value| value.as_integer());
    let window = flow.effective(&["batch", "window"]).and_then(|value| value.as_str().and_then(Duration::parse));
    (size, window.map(|window| window.seconds() as i64).filter(|seconds| *seconds > 0))
}

/// The name of what joins two nodes. It stands beside the target, so a source of another service says its own: two
/// services may each have one of that name.
pub(super) fn between(flow: &Flow) -> String {
    let foreign = flow.from.service != flow.to.service && flow.from.service != SHARED && flow.to.service != SHARED;
    if foreign || flow.from.node == flow.to.node {
        format!("{}-{}-to-{}", flow.from.service, flow.from.node, flow.to.node)
    } else {
        format!("{}-to-{}", flow.from.node, flow.to.node)
    }
}

/// Queue to function.
pub(super) fn from_queue(cx: &mut Aws, flow: &Flow) {
    let fifo = cx.is_fifo(&flow.from);
    let (size, window) = batch(flow);
    // Lambda takes ten messages at once at the most from a queue in order, and without a window.
    let size = size.map(|size| if fifo || window.is_none() { size.min(10) } else { size });
    let concurrency = flow.get("max_concurrency").and_then(Value::as_integer);
    let scaling = concurrency.map(|count| Expression::properties([("maximumConcurrency", Expression::Integer(count))]));
    let filter = pattern::of_queue(cx, flow);
    let item = mapping(cx, flow, of(&flow.from.to_string(), "arn"))
        .argument("batchSize", size.map(Expression::Integer))
        .argument("maximumBatchingWindowInSeconds", window.filter(|_| !fifo).map(Expression::Integer))
        .argument("functionResponseTypes", partial(flow))
        .argument("scalingConfig", scaling)
        .argument("filterCriteria", criteria(filter));
    push(cx, flow, item);
}

/// A table's changes to a function.
pub(super) fn from_table(cx: &mut Aws, flow: &Flow) {
    let filter = pattern::of_table(cx, flow);
    in_order(cx, flow, of(&flow.from.to_string(), "streamArn"), filter.into_iter().collect());
}

/// A stream's records to a function, where the flow says so by a channel that is shared with nobody.
pub(super) fn from_stream(cx: &mut Aws, flow: &Flow) {
    let source = if stream::fans_out(flow) { stream::consumer(cx, flow) } else { flow.from.to_string() };
    let filter = pattern::of_stream(cx, flow);
    in_order(cx, flow, of(&source, "arn"), filter);
}

/// From a source that keeps order: what fails holds up what comes after it, so attempts are counted.
fn in_order(cx: &mut Aws, flow: &Flow, source: Expression, filter: Vec<Expression>) {
    let (size, window) = batch(flow);
    let parallel = flow.get("parallelization").and_then(Value::as_integer).filter(|batches| *batches > 1);
    let target = cx.failure_target(flow);
    let failure = target.map(|target| {
        Expression::properties([("onFailure", Expression::properties([("destinationArn", target.arn())]))])
    });
    let age = record_age(cx, flow);
    let item = mapping(cx, flow, source)
        .argument("startingPosition", start(flow))
        .argument("batchSize", size.map(Expression::Integer))
        .argument("maximumBatchingWindowInSeconds", window.map(Expression::Integer))
        .argument("bisectBatchOnFunctionError", Expression::Boolean(is_on(flow, "bisect")))
        .argument("maximumRetryAttempts", attempts(flow))
        .argument("maximumRecordAgeInSeconds", age)
        .argument("parallelizationFactor", parallel.map(Expression::Integer))
        .argument("functionResponseTypes", partial(flow))
        .argument("destinationConfig", failure)
        .argument("filterCriteria", criteria(filter));
    push(cx, flow, item);
}

/// Where a new reader begins.
pub(super) fn start(flow: &Flow) -> Expression {
    let oldest = flow.effective(&["start"]).is_some_and(|start| start.as_str() == Some("oldest"));
    Expression::text(if oldest { "TRIM_HORIZON" } else { "LATEST" })
}

/// How often a batch that fails is tried again.
pub(super) fn attempts(flow: &Flow) -> Expression {
    Expression::Integer(flow.get("max_attempts").and_then(Value::as_integer).unwrap_or(10))
}

/// How old a record may get before it is given up, in seconds; the service takes a minute to a week.
pub(super) fn record_age(cx: &mut Aws, flow: &Flow) -> Option<Expression> {
    let age = flow.text("max_age").and_then(Duration::parse)?.seconds() as i64;
    if !(60..=604_800).contains(&age) {
        cx.refuse(
            Place::flow_property(flow.id, "max_age"),
            format!("{flow}: records are given up after one minute at the least, and seven days at the most"),
            "set max_age from 1m to 7d, or leave it out: then a record is tried as often as max_attempts says",
        );
    }
    Some(Expression::Integer(age))
}

/// Whether a property of the flow that is on by default is on.
pub(super) fn is_on(flow: &Flow, property: &str) -> bool {
    flow.effective(&[property]).and_then(|value| value.as_bool()).unwrap_or(true)
}

/// Whether the function names the messages that failed, so that only they come again.
fn partial(flow: &Flow) -> Option<Expression> {
    is_on(flow, "partial_batch").then(|| Expression::texts(["ReportBatchItemFailures"]))
}

/// Filter criteria: what one of the patterns lets through passes. None without patterns.
pub(super) fn criteria(patterns: impl IntoIterator<Item = Expression>) -> Option<Expression> {
    let filters: Vec<Expression> = patterns
        .into_iter()
        .map(|pattern| Expression::properties([("pattern", Expression::Json(Box::new(pattern)))]))
        .collect();
    (!filters.is_empty()).then(|| Expression::properties([("filters", Expression::List(filters))]))
}

fn mapping(cx: &mut Aws, flow: &Flow, source: Expression) -> New {
    let class = "aws.lambda.EventSourceMapping";
    let twin = |other: &&Flow| other.kind == flow.kind && other.from == flow.from && other.to == flow.to;
    if cx.design.flows.iter().find(twin).is_some_and(|first| first.id != flow.id) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: Lambda takes from {} for {} once, and another flow says so already", flow.from, flow.to),
            "make one flow of them, or put another function beside it",
        );
    }
    let name = cx.companion(Aws::home(flow), class, &between(flow));
    New::sdk(class, "", name, Origin::Flow(flow.id.0))
        .argument("eventSourceArn", source)
        .argument("functionName", of(&flow.to.to_string(), "arn"))
}

fn push(cx: &mut Aws, flow: &Flow, item: New) {
    let home = Aws::home(flow).clone();
    let item = item.at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}
