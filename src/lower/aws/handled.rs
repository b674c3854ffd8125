//! Which properties count: what a design says and no resource would follow is refused, never ignored.
//!
//! The properties of kinds stand in their rows in `kinds`, those of flows in the table below, by the kinds they join.

use crate::catalog::{Property, PropertyType, Provider, catalog};
use crate::design::effective::is_production;
use crate::design::{Design, Flow, NodeId, Place};
use crate::value::{Map, Value};

use super::{Aws, kinds};

/// Properties that count between the nodes that a flow joins.
struct FlowRow {
    flow: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
    handles: &'static [&'static str],
}

const fn row(
    flow: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
    handles: &'static [&'static str],
) -> FlowRow {
    FlowRow { flow, from, to, handles }
}

const FLOWS: &[FlowRow] = &[
    row("route", &["http-api"], &["workflow"], &["method", "path", "auth", "timeout", "mode"]),
    row(
        "route",
        &["http-api"],
        &["function", "container", "queue", "event-bus", "stream"],
        &["method", "path", "auth", "timeout"],
    ),
    row("route", &["websocket-api"], &["function"], &["key", "auth", "timeout"]),
    row("authorize", &["user-pool"], &["http-api"], &["scopes"]),
    row("authorize", &["function"], &["http-api", "websocket-api"], &[]),
    row("trigger", &["user-pool"], &["function"], &["on"]),
    row(
        "publish",
        &["function", "container", "bucket", "schedule", "workflow"],
        &["event-bus", "topic", "queue"],
        &["event"],
    ),
    row("publish", &["function", "container"], &["stream"], &["event", "partition_key"]),
    row("publish", &["function", "container"], &["delivery-stream"], &["event"]),
    row("publish", &["schedule"], &["stream", "delivery-stream"], &["event"]),
    row(
        "subscribe",
        &["queue"],
        &["function"],
        &["event", "filter", "enrich", "batch", "max_concurrency", "partial_batch"],
    ),
    row("subscribe", &["queue"], &["queue", "topic", "event-bus"], &["event", "filter", "enrich", "batch"]),
    row(
        "subscribe",
        &["table"],
        &["function"],
        &[
            "event",
            "filter",
            "enrich",
            "batch",
            "max_attempts",
            "dead_letters",
            "bisect",
            "partial_batch",
            "parallelization",
            "max_age",
            "start",
        ],
    ),
    row(
        "subscribe",
        &["stream"],
        &["function"],
        &[
            "event",
            "filter",
            "enrich",
            "batch",
            "max_attempts",
            "dead_letters",
            "bisect",
            "partial_batch",
            "parallelization",
            "max_age",
            "start",
            "fan_out",
        ],
    ),
    row("subscribe", &["queue"], &["workflow"], &["event", "filter", "enrich"]),
    row(
        "subscribe",
        &["stream", "table"],
        &["workflow"],
        &["event", "filter", "enrich", "max_attempts", "dead_letters", "bisect", "parallelization", "max_age", "start"],
    ),
    row(
        "subscribe",
        &["stream", "table"],
        &["queue", "topic", "event-bus"],
        &[
            "event",
            "filter",
            "enrich",
            "batch",
            "max_attempts",
            "dead_letters",
            "bisect",
            "parallelization",
            "max_age",
            "start",
        ],
    ),
    row("subscribe", &["stream"], &["delivery-stream"], &[]),
    row("subscribe", &["topic"], &["function", "queue", "delivery-stream"], &["event", "filter", "dead_letters"]),
    row("subscribe", &["topic"], &["external"], &["event", "filter", "dead_letters", "protocol"]),
    row(
        "subscribe",
        &["event-bus"],
        &["function", "queue", "topic", "event-bus", "delivery-stream", "external", "workflow"],
        &["event", "filter", "max_attempts", "dead_letters", "protocol"],
    ),
    row("subscribe", &["bucket"], &["function"], &["event", "filter", "dead_letters"]),
    row("subscribe", &["bucket"], &["event-bus"], &["event", "dead_letters", "max_attempts"]),
    row("subscribe", &["bucket"], &["queue", "topic"], &["event", "filter"]),
    row("invoke", &["function"], &["function"], &["mode", "on_failure"]),
    row("invoke", &["function"], &["workflow"], &["mode"]),
    row("invoke", &["function"], &["container"], &[]),
    row("invoke", &["schedule"], &["container"], &["input", "on_failure"]),
    row("invoke", &["schedule"], &["function", "workflow"], &["mode", "input", "on_failure"]),
    row("invoke", &["workflow"], &["function"], &["mode", "input", "on_failure"]),
    row("invoke", &["workflow"], &["workflow"], &["mode", "input"]),
    row("call", &["workflow"], &["external", "email"], &["timeout", "retries"]),
    row("call", &["function", "container"], &["websocket-api", "email"], &["timeout", "retries"]),
    row("call", &["function", "container"], &["http-api", "external"], &["timeout", "retries", "breaker"]),
    row("call", &["static-site"], &["http-api"], &[]),
    row("read", &["function", "container"], &["table"], &["scan"]),
    row("read", &["function", "container"], &["sql"], &["auth", "pool", "via"]),
    row("write", &["function", "container"], &["sql"], &["auth", "pool", "via"]),
    row("read", &["function", "container"], &["cache"], &[]),
    row("write", &["function", "container"], &["cache"], &[]),
    row("read-write", &["function", "container"], &["cache"], &[]),
    row("read-write", &["function", "container"], &["table"], &["scan"]),
    row("read-write", &["function", "container"], &["sql"], &["auth", "pool", "via"]),
    row("use", &["container"], &["secret"], &["as", "inject"]),
    row("use", &["function", "container"], &["secret", "parameter", "user-pool"], &["as"]),
];

/// Refuses what the design says of its nodes and flows and no resource would follow.
pub(super) fn check(cx: &mut Aws) {
    let design = cx.design;
    for (id, node) in design.nodes() {
        let Some(row) = kinds::row(&node.kind) else { continue };
        if node.get("existing").is_some() {
            continue;
        }
        for (place, path) in unheeded_of_node(design, &id, &node.kind, row.handles) {
            cx.refuse(
                place,
                format!("{path} of {id} has no counterpart in the program yet"),
                "leave it out for now, or say it under extra in the provider's own words",
            );
        }
    }
    for flow in &design.flows {
        for path in unheeded_of_flow(design, flow) {
            let head = path.split('.').next().unwrap_or_default();
            cx.refuse(
                Place::flow_property(flow.id, head),
                format!("{path} of the flow {flow} has no counterpart in the program"),
                "leave it out",
            );
        }
    }
}

/// The properties of a node that differ from their defaults and do not count, with where they are said.
fn unheeded_of_node(design: &Design, id: &NodeId, kind: &str, handles: &[&str]) -> Vec<(Place, String)> {
    let mut found: Vec<(Place, String)> = Vec::new();
    let mut gather = |map: &Map, production: bool, place: &dyn Fn(&str) -> Place| {
        for (name, value) in map {
            let Some(property) = catalog().property(kind, name) else { continue };
            // What has no resource of its own has nothing to put tags on, and schedules take none.
            let tagged = name != "tags" || !matches!(kind, "external" | "schedule");
            let known = catalog().common.contains_key(name) && tagged;
            for path in unheeded(name, property, value, handles, production).into_iter().filter(|_| !known) {
                if found.iter().all(|(_, present)| *present != path) {
                    found.push((place(name), path));
                }
            }
        }
    };
    if let Some(node) = design.node(id) {
        gather(&node.properties, false, &|name| Place::property(id, name));
    }
    for (name, environment) in &design.environments {
        if let Some(set) = environment.set.get(&id.to_string()) {
            gather(set, is_production(name), &|property| Place::Environment {
                name: name.clone(),
                path: vec!["set".to_owned(), id.to_string(), property.to_owned()],
            });
        }
    }
    found
}

fn unheeded_of_flow(design: &Design, flow: &Flow) -> Vec<String> {
    let (Some(from), Some(to)) = (design.kind_of(&flow.from), design.kind_of(&flow.to)) else { return Vec::new() };
    let Some(kind) = catalog().flow(&flow.kind) else { return Vec::new() };
    let named = |kinds: &[&str], kind: &str| kinds.contains(&kind);
    let Some(row) = FLOWS.iter().find(|row| row.flow == flow.kind && named(row.from, from) && named(row.to, to)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (name, value) in &flow.properties {
        if let Some(property) = kind.properties.get(name).filter(|property| property.only.admit(from, to)) {
            found.extend(unheeded(name, property, value, row.handles, false));
        }
    }
    found
}

/// The parts of a written value that differ from their defaults and are not among the paths that count.
fn unheeded(path: &str, property: &Property, value: &Value, handles: &[&str], production: bool) -> Vec<String> {
    if property.declared || property.lacking_on(Provider::Aws).is_some() || handles.contains(&path) {
        return Vec::new();
    }
    let default = property.default_in_production.as_ref().filter(|_| production).or(property.default.as_ref());
    if default == Some(value) {
        return Vec::new();
    }
    let inside = format!("{path}.");
    if !handles.iter().any(|handled| handled.starts_with(&inside)) {
        return vec![path.to_owned()];
    }
    let parts = |property: &Property, value: &Value| -> Vec<String> {
        let fields = value.as_map().into_iter().flatten();
        fields
            .filter_map(|(key, value)| Some((key, property.fields.get(key)?, value)))
            .flat_map(|(key, field, value)| unheeded(&format!("{path}.{key}"), field, value, handles, production))
            .collect()
    };
    match (property.kind, &property.of) {
        (PropertyType::List, Some(of)) => {
            let mut found: Vec<String> =
                value.as_list().unwrap_or_default().iter().flat_map(|item| parts(of, item)).collect();
            found.dedup();
            found
        }
        _ => parts(property, value),
    }
}
