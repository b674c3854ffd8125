//! How runs of a workflow are started: by requests of identities that it names, and by the times of schedules.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::super::draft::{data, of};
use super::super::access::{Access, Grant, Request};
use super::super::{Azure, identity, schedule};
use super::scope::Actions;
use super::words;

/// The trigger that takes requests.
const REQUEST: &str = "manual";
/// The most callers that a workflow names, a policy each (Logic Apps: limits, authorization policies).
const CALLERS: usize = 5;

/// Where a run is started.
pub(super) fn address(id: &NodeId) -> Expression {
    Expression::Interpolate(vec![
        Part::Value(of(&id.to_string(), "accessEndpoint")),
        Part::Text(format!("/triggers/{REQUEST}/paths/invoke?api-version=2016-10-01")),
    ])
}

/// What whoever starts runs must know. Whom a workflow admits stands with the workflow.
pub(in super::super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    if request.access != Access::Invoke {
        return Grant::default();
    }
    let flows: Vec<Flow> = cx.design.flows_from(request.holder).cloned().collect();
    for flow in flows.iter().filter(|flow| flow.kind == "invoke" && flow.to == *request.node) {
        if flow.text("mode") == Some("sync") {
            cx.refuse(
                Place::flow_property(flow.id, "mode"),
                format!("{flow}: a run of Logic Apps is started and not waited for"),
                "leave mode out, and ask for the state of the run later",
            );
        }
    }
    Grant::default().variable("workflow url", address(request.node))
}

/// The flows by which others start runs at a request.
fn requests(cx: &Azure, id: &NodeId) -> Vec<Flow> {
    cx.design.flows_to(id).filter(|flow| flow.kind == "invoke" && !is_scheduled(cx, flow)).cloned().collect()
}

/// The flows by which schedules start runs.
fn schedules(cx: &Azure, id: &NodeId) -> Vec<Flow> {
    cx.design.flows_to(id).filter(|flow| flow.kind == "invoke" && is_scheduled(cx, flow)).cloned().collect()
}

fn is_scheduled(cx: &Azure, flow: &Flow) -> bool {
    cx.design.kind_of(&flow.from) == Some("schedule")
}

/// The triggers of a workflow: one for requests, unless nothing but times starts runs, and one for each schedule.
pub(super) fn triggers(cx: &mut Azure, id: &NodeId) -> Actions {
    let mut made = Actions::new();
    let schedules = schedules(cx, id);
    if schedules.is_empty() || !requests(cx, id).is_empty() {
        let inputs = Expression::data([("schema", Expression::data([]))]);
        let fields = [("type", Expression::text("Request")), ("kind", Expression::text("Http")), ("inputs", inputs)];
        made.push((REQUEST.to_owned(), Expression::data(fields)));
    }
    for flow in schedules {
        let Some(recurrence) = recurrence(cx, &flow) else { continue };
        let fields = Expression::data([("type", Expression::text("Recurrence")), ("recurrence", recurrence)]);
        let value = Expression::From { origins: vec![Origin::Flow(flow.id.0)], remark: None, value: Box::new(fields) };
        made.push((trigger(&flow), value));
    }
    made
}

/// The name of the trigger of a schedule.
fn trigger(flow: &Flow) -> String {
    format!("{}_{}", words::name(&flow.from.service), words::name(&flow.from.node))
}

/// The state with which a run begins: what a request brings, or what the schedule says.
pub(super) fn input(cx: &mut Azure, id: &NodeId) -> Expression {
    let plain = format!("coalesce(triggerBody(), {})", words::NOTHING);
    let mut value = plain;
    for flow in schedules(cx, id) {
        let Some(input) = flow.get("input") else { continue };
        let Ok(text) = serde_json::to_string(input) else { continue };
        if contains_setting(input) {
            cx.refuse(
                Place::flow_property(flow.id, "input"),
                format!("{flow}: what a schedule hands on is written out in the workflow, without settings"),
                "write the value, or let a step name the setting",
            );
        }
        let mine = format!("equals(trigger()?['name'], {})", words::quoted(&trigger(&flow)));
        value = format!("if({mine}, json({}), {value})", words::quoted(&text));
    }
    Expression::Text(words::marked(&value))
}

fn contains_setting(value: &Value) -> bool {
    value.as_setting().is_some()
        || match value {
            Value::List(items) => items.iter().any(contains_setting),
            Value::Map(map) => map.values().any(contains_setting),
            _ => false,
        }
}

/// When a schedule starts runs.
fn recurrence(cx: &mut Azure, flow: &Flow) -> Option<Expression> {
    let id = &flow.from;
    let place = |property: &str| Place::property(id, property);
    if let Some(every) = cx.fixed(id, &["every"]) {
        let made = every.as_str().and_then(Duration::parse).and_then(schedule::interval);
        if made.is_none() {
            cx.refuse(
                place("every"),
                format!("{id} counts in parts of a second, and Logic Apps in whole ones"),
                "write whole seconds",
            );
        }
        return made.map(|(frequency, interval)| recur(frequency, interval, Vec::new()));
    }
    let cron = cx.fixed(id, &["cron"])?;
    let times = cron.as_str().and_then(schedule::calendar);
    if times.is_none() {
        cx.refuse(
            place("cron"),
            format!("{id} asks for days of the month or for months, which recurrences of Logic Apps do not count by"),
            "use days of the week, or let the schedule start a function, which starts the workflow",
        );
    }
    let times = times?;
    let numbers = |values: Vec<i64>| Expression::List(values.into_iter().map(Expression::Integer).collect());
    let mut schedule = vec![("hours", numbers(times.hours)), ("minutes", numbers(times.minutes))];
    let mut frequency = "Day";
    if !times.weekdays.is_empty() {
        frequency = "Week";
        schedule.push(("weekDays", Expression::texts(times.weekdays)));
    }
    Some(recur(frequency, 1, vec![("schedule", Expression::data(schedule))]))
}

/// A recurrence. Without a time at which it begins, a run would start whenever the workflow is deployed.
fn recur(frequency: &str, interval: i64, further: Vec<(&str, Expression)>) -> Expression {
    let mut fields = vec![
        ("frequency", Expression::text(frequency)),
        ("interval", Expression::Integer(interval)),
        ("startTime", Expression::text("2025-01-01T00:00:00Z")),
        ("timeZone", Expression::text("UTC")),
    ];
    fields.extend(further);
    Expression::data(fields)
}

/// Whom a workflow lets start runs: the identities of those that the design lets, by name.
pub(super) fn callers(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let mut found: Vec<(NodeId, Vec<Flow>)> = Vec::new();
    for flow in requests(cx, id) {
        match found.iter_mut().find(|(caller, _)| *caller == flow.from) {
            Some((_, flows)) => flows.push(flow),
            None => found.push((flow.from.clone(), vec![flow])),
        }
    }
    if found.len() > CALLERS {
        cx.refuse(
            Place::node(id),
            format!("{} nodes start {id}, and a workflow of Logic Apps admits {CALLERS}", found.len()),
            "let them send to a queue, and one function start the workflow",
        );
    }
    let named = found.into_iter().map(|(caller, flows)| {
        let origins = flows.iter().map(|flow| Origin::Flow(flow.id.0)).collect();
        let name = format!("{}-{}", caller.service, caller.node);
        (name, Expression::From { origins, remark: None, value: Box::new(of(&identity::key(&caller), "principalId")) })
    });
    let named: Vec<_> = named.collect();
    (!named.is_empty()).then(|| data(named))
}
