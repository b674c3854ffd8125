//! The tests of each service: its flows, then its roles and policies.

use std::collections::{BTreeSet, HashMap};

use crate::design::model::SHARED;
use crate::design::{Design, Flow};
use crate::program::{Origin, Program};
use crate::register::{Registered, Value};

use super::cloud::Cloud;
use super::value::{Expected, Reader};
use super::{Case, Check, Suite};

/// The suites of the components that have something to test, in order.
pub(super) fn suites(
    cloud: &'static Cloud,
    design: &Design,
    program: &Program,
    resources: &[Registered],
) -> Vec<Suite> {
    let reader = Reader::new(cloud, program, resources);
    let origins = by_origin(resources);
    let touched = |flow: &Flow| origins.get(&Origin::Flow(flow.id.0)).map(Vec::as_slice).unwrap_or_default();
    let mut parts: HashMap<&str, (Vec<&Flow>, Vec<&Registered>)> = HashMap::new();
    for flow in &design.flows {
        parts.entry(home(flow)).or_default().0.push(flow);
    }
    for resource in resources.iter().filter(|resource| !resource.existing) {
        parts.entry(&resource.id.service).or_default().1.push(resource);
    }
    let services = program.components.iter().map(|component| component.name.as_str());
    services
        .map(|service| {
            let (flows, own) = parts.remove(service).unwrap_or_default();
            let mut cases: Vec<Case> =
                flows.into_iter().map(|flow| self::flow(cloud, &reader, flow, touched(flow))).collect();
            cases.extend(own.into_iter().filter_map(|resource| (cloud.closed)(&reader, resource)));
            cases.retain(|case| !case.checks.is_empty());
            distinguish(&mut cases);
            Suite { name: service.to_owned(), cases }
        })
        .filter(|suite| !suite.cases.is_empty())
        .collect()
}

/// The resources that come from each part of the design, as a whole or with a part of them.
fn by_origin(resources: &[Registered]) -> HashMap<&Origin, Vec<&Registered>> {
    let mut found: HashMap<&Origin, Vec<&Registered>> = HashMap::new();
    for resource in resources.iter().filter(|resource| !resource.existing) {
        let mut origins: BTreeSet<&Origin> = BTreeSet::from([&resource.origin]);
        resource.inputs.iter().for_each(|(_, value)| gather(value, &mut origins));
        for origin in origins {
            found.entry(origin).or_default().push(resource);
        }
    }
    found
}

/// The parts of the design that a value and what is in it come from.
fn gather<'a>(value: &'a Value, found: &mut BTreeSet<&'a Origin>) {
    match value {
        Value::From(origins, inner) => {
            found.extend(origins);
            gather(inner, found);
        }
        Value::Json(inner) => gather(inner, found),
        Value::Joined(items) | Value::List(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Object(entries) => entries.iter().for_each(|(_, item)| gather(item, found)),
        _ => {}
    }
}

/// The service that a flow belongs to: its target's, or its source's where the target is shared.
fn home(flow: &Flow) -> &str {
    if flow.to.service == SHARED { &flow.from.service } else { &flow.to.service }
}

/// What a flow is, as a title.
fn title(flow: &Flow) -> String {
    let text = |property: &str| flow.text(property).map(|text| format!(" {text}")).unwrap_or_default();
    let what = match flow.kind.as_str() {
        "route" => format!("{}{}", text("method"), text("path")),
        "trigger" => text("on"),
        _ => flow.event().map(|event| format!(" {event}")).unwrap_or_default(),
    };
    format!("{}{what} from {} to {}", flow.kind, flow.from, flow.to)
}

/// Cases of one title get numbers.
fn distinguish(cases: &mut [Case]) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for case in cases {
        let plain = case.title.clone();
        let mut number = 2;
        while !taken.insert(case.title.clone()) {
            case.title = format!("{plain} ({number})");
            number += 1;
        }
    }
}

/// What a flow takes: its own resources, and what is there for it in others.
fn flow(cloud: &Cloud, reader: &Reader<'_>, flow: &Flow, touched: &[&Registered]) -> Case {
    let origin = Origin::Flow(flow.id.0);
    let mut checks = Vec::new();
    for resource in touched {
        let own = resource.origin == origin && resource.id.kind.contains(':');
        if own && !cloud.in_parts.contains(&resource.id.kind.as_str()) {
            let inputs = resource.inputs.iter().filter(|(name, _)| !cloud.told.contains(&name.as_str()));
            let inputs = inputs.map(|(name, value)| (name.clone(), reader.expected(value)));
            checks.push(Check::about("expect-registered", resource, Expected::Object(inputs.collect())));
            checks.extend((cloud.further)(reader, resource));
        } else {
            checks.extend((cloud.parts)(reader, resource, &origin));
        }
    }
    Case { title: title(flow), checks }
}

/// The entries that come from a part of the design, as a check of a function of that name; none where nothing is told.
pub(super) fn variables(
    reader: &Reader<'_>,
    function: &Registered,
    entries: &[(String, Value)],
    origin: &Origin,
) -> Option<Check> {
    let mine = entries.iter().filter(|(_, value)| value.origins().contains(origin));
    let expected: Vec<(String, Expected)> = mine.map(|(name, value)| (name.clone(), reader.expected(value))).collect();
    let told = expected.iter().any(|(_, value)| *value != Expected::Anything);
    told.then(|| Check::new("expect-variables", [Expected::Text(function.id.name.clone()), Expected::Object(expected)]))
}
