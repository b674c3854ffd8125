//! Which properties count: what a design says and no resource would follow is refused, never ignored. Knows no cloud;
//! each has its own tables.

use crate::catalog::{Property, PropertyType, Provider, catalog};
use crate::design::effective::is_production;
use crate::design::{Design, Flow, NodeId, Place};
use crate::value::{Map, Value};

use super::values::Context;

/// The properties of a kind that count in its resources, `concurrency.reserved` for a part of one; none of an unknown kind.
pub(super) type Handles = fn(&str) -> Option<&'static [&'static str]>;

/// Properties that count between the nodes that a flow joins.
pub(super) struct FlowRow {
    flow: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
    handles: &'static [&'static str],
}

/// A row: the kind of flow, from which kinds, to which kinds, and the properties that count.
pub(super) const fn row(
    flow: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
    handles: &'static [&'static str],
) -> FlowRow {
    FlowRow { flow, from, to, handles }
}

/// Refuses what the design says of its nodes and flows and no resource would follow.
pub(super) fn check<Facts>(cx: &mut Context<Facts>, handles: Handles, flows: &[FlowRow]) {
    let design = cx.design;
    for (id, node) in design.nodes() {
        let Some(handles) = handles(&node.kind) else { continue };
        if node.get("existing").is_some() {
            continue;
        }
        for (place, path) in unheeded_of_node(design, &id, &node.kind, handles) {
            cx.refuse(
                place,
                format!("{path} of {id} has no counterpart in the program yet"),
                "leave it out for now, or say it under extra in the provider's own words",
            );
        }
    }
    for flow in &design.flows {
        for path in unheeded_of_flow(design, flow, flows) {
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
            // What has no resource of its own has nothing to put tags on, and schedules of some clouds take none.
            let tagged = name != "tags" || !matches!(kind, "external" | "schedule");
            let known = catalog().common.contains_key(name) && tagged;
            let at = At { provider: design.provider(), production };
            for path in unheeded(name, property, value, handles, at).into_iter().filter(|_| !known) {
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

fn unheeded_of_flow(design: &Design, flow: &Flow, flows: &[FlowRow]) -> Vec<String> {
    let (Some(from), Some(to)) = (design.kind_of(&flow.from), design.kind_of(&flow.to)) else { return Vec::new() };
    let Some(kind) = catalog().flow(&flow.kind) else { return Vec::new() };
    let named = |kinds: &[&str], kind: &str| kinds.contains(&kind);
    let Some(row) = flows.iter().find(|row| row.flow == flow.kind && named(row.from, from) && named(row.to, to)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (name, value) in &flow.properties {
        if let Some(property) = kind.properties.get(name).filter(|property| property.only.admit(from, to)) {
            found.extend(unheeded(
                name,
                property,
                value,
                row.handles,
                At { provider: design.provider(), production: false },
            ));
        }
    }
    found
}

/// Where a value counts.
#[derive(Debug, Clone, Copy)]
struct At {
    provider: Provider,
    production: bool,
}

/// The parts of a written value that differ from their defaults and are not among the paths that count.
fn unheeded(path: &str, property: &Property, value: &Value, handles: &[&str], at: At) -> Vec<String> {
    if property.declared || property.lacking_on(at.provider).is_some() || handles.contains(&path) {
        return Vec::new();
    }
    let default = property.default_in_production.as_ref().filter(|_| at.production).or(property.default.as_ref());
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
            .flat_map(|(key, field, value)| unheeded(&format!("{path}.{key}"), field, value, handles, at))
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
