//! Calls of functions that nobody waits for: how often and how long Lambda tries, and where what failed for good is set aside.
//! Lambda has one answer to each for a function, whoever calls it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::Aws;
use super::dead_letters::Target;

const CLASS: &str = "aws.lambda.FunctionEventInvokeConfig";
/// How often Lambda tries again at the most, which is what it does by itself, and how long (API model of Lambda).
const MOST_ATTEMPTS: i64 = 2;
const AGE_SECONDS: std::ops::RangeInclusive<i64> = 60..=21_600;

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let design = cx.design;
    let flows: Vec<&Flow> = design.flows_to(id).collect();
    let destination = destination(cx, id, &flows);
    let attempts = agreed(cx, &flows, "max_attempts", Value::as_integer);
    let age =
        agreed(cx, &flows, "max_age", |value| Some(Duration::parse(value.as_str()?)?.seconds().min(100_000) as i64));
    if let Some((flow, _)) = attempts.filter(|(_, attempts)| !(0..=MOST_ATTEMPTS).contains(attempts)) {
        cx.refuse(
            Place::flow_property(flow.id, "max_attempts"),
            format!("{flow} is tried again more than twice, and Lambda gives up then"),
            "set max_attempts to 2 or less, or put a queue between",
        );
    }
    if let Some((flow, _)) = age.filter(|(_, seconds)| !AGE_SECONDS.contains(seconds)) {
        cx.refuse(
            Place::flow_property(flow.id, "max_age"),
            format!("{flow} waits for a time that Lambda does not know"),
            "set max_age to between 1m and 6h",
        );
    }
    if destination.is_none() && attempts.is_none() && age.is_none() {
        return;
    }
    let name = cx.companion(id, CLASS, &format!("{}-async", id.node));
    let aliases = cx.former(id, &name);
    let destination = destination.map(|target| {
        let destination = Expression::properties([("destination", target.arn())]);
        Expression::properties([("onFailure", destination)])
    });
    let attempts = attempts.map_or(MOST_ATTEMPTS, |(_, attempts)| attempts);
    let item = New::sdk(CLASS, "", name, Origin::Node(id.to_string()))
        .argument("functionName", of(&id.to_string(), "name"))
        .argument("qualifier", of(&id.to_string(), "qualifier"))
        .argument("maximumRetryAttempts", Expression::Integer(attempts))
        .argument("maximumEventAgeInSeconds", age.map(|(_, seconds)| Expression::Integer(seconds)))
        .argument("destinationConfig", destination)
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// Where failed calls go, the same for all that calls the function.
fn destination(cx: &mut Aws, id: &NodeId, flows: &[&Flow]) -> Option<Target> {
    let mut targets: Vec<(Target, &Flow)> = Vec::new();
    for flow in flows {
        let kept_by_the_mapping =
            flow.kind == "subscribe" && matches!(cx.design.kind_of(&flow.from), Some("table" | "stream"));
        if let Some(target) = cx.failure_target(flow).filter(|_| !kept_by_the_mapping) {
            targets.push((target, flow));
        }
    }
    let (first, _) = targets.first()?;
    if let Some((_, flow)) = targets.iter().find(|(target, _)| target != first) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{id} would set failed events aside in two places, and Lambda has one for each function"),
            "use one queue for all that starts the function, or give the flow no place of its own",
        );
    }
    targets.into_iter().next().map(|(target, _)| target)
}

/// What the calls that nobody waits for say of a property, the same for all.
fn agreed<'a>(
    cx: &mut Aws,
    flows: &[&'a Flow],
    property: &str,
    read: impl Fn(&Value) -> Option<i64>,
) -> Option<(&'a Flow, i64)> {
    let mut found: Option<(&Flow, i64)> = None;
    for flow in flows {
        let Some(value) = flow.get(property).and_then(&read) else { continue };
        let waits = match (flow.kind.as_str(), cx.design.kind_of(&flow.from)) {
            ("invoke", Some("function")) => flow.text("mode") != Some("async"),
            ("invoke", Some("schedule")) | ("subscribe", Some("topic" | "bucket")) => false,
            _ => continue,
        };
        let differs = found.is_some_and(|(_, present)| present != value);
        if waits || differs {
            let reason = if waits { "its caller waits for the answer" } else { "Lambda has one for each function" };
            cx.refuse(
                Place::flow_property(flow.id, property),
                format!("{property} of {flow} cannot be followed: {reason}"),
                if waits { "set mode: async, or leave it out" } else { "give all callers the same" },
            );
            continue;
        }
        found = Some((flow, value));
    }
    found
}
