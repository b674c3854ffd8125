//! Every property that may be written counts: with a value other than its default the program is another, or the value is
//! refused. Of all kinds of node and flow, on all clouds. What counts only beside something else is listed with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

#[allow(dead_code, reason = "values are drawn, and nothing else")]
#[path = "support/legal/choices.rs"]
mod choices;
#[allow(dead_code, reason = "values need its texts alone")]
#[path = "support/legal/names.rs"]
mod names;
#[path = "support/pairs.rs"]
mod pairs;
#[path = "support/legal/values.rs"]
mod values;

use std::collections::BTreeSet;

use pulumi_designer::catalog::{Kind, Property, Provider, catalog_on};
use pulumi_designer::check::legal::legal_flows;
use pulumi_designer::design::{Design, NodeId};
use pulumi_designer::lower::lower;
use pulumi_designer::program::Program;
use pulumi_designer::value::Value;

use choices::Choices;
use pairs::design;
use values::Known;

/// Properties without an effect of their own: `kind.property` or `flow: from → to.property`, `*` for any, and why.
const WITHOUT_EFFECT: &[(&str, &str)] = &[
    ("function.image", "counts with runtime: container"),
    ("table.capacity", "counts with billing: provisioned"),
    ("container.egress", "counts in a network"),
    ("network.zones", "subnets of Google Cloud span a region, as the page of kinds says"),
    ("network.endpoints", "all services of Google Cloud are reached without the internet, as the page of kinds says"),
    ("route: http-api → workflow.mode", "only express workflows are waited for"),
    ("external.url", "counts where somebody calls"),
    ("graphql-api.auth", "counts beside who authorizes; the value that is left is what happens anyway"),
    ("table.key", "Firestore has documents, and their fields are known to code alone"),
    ("topic.fifo", "order is kept by deliveries, so it counts with a flow"),
    ("user-pool.deletion_protection", "Identity Platform keeps people always"),
    ("*.event", "counts where something else is published as well, or on changes of files and items"),
    ("invoke: schedule → *.mode", "a schedule never waits, as the page of flows says"),
    ("invoke: * → *.mode", "the value that is left is what happens anyway"),
    ("authorize: user-pool → http-api.scopes", "counts with a route that asks for tokens"),
    ("call: function → email.retries", "no retries are the retries of the SDK for mail"),
    ("read: * → table.scan", "the rights to read a table include all of it"),
    ("read-write: * → table.scan", "the rights to read a table include all of it"),
    ("subscribe: * → *.batch", "one message at a time is what Pub/Sub delivers"),
];

fn matches(pattern: &str, found: &str) -> bool {
    let mut rest = found;
    for (index, part) in pattern.split('*').enumerate() {
        let Some(at) = rest.find(part).filter(|at| index > 0 || *at == 0) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

/// A design with a node of a kind, which a program can be made of.
fn with(provider: Provider, kind: &Kind) -> Option<(Design, Program)> {
    const BESIDE: &[(&str, &str, &str)] = &[
        ("schedule", "function", "invoke"),
        ("delivery-stream", "bucket", "write"),
        ("websocket-api", "function", "route"),
        ("http-api", "function", "route"),
    ];
    let kinds = &catalog_on(provider).kinds;
    let beside = BESIDE.iter().find(|(name, ..)| *name == kind.name);
    let made = match beside {
        Some((_, other, flow)) => design(provider, kind, kinds.get(*other), Some(flow))?,
        None => design(provider, kind, None, None)?,
    };
    if let Ok(program) = lower(&made) {
        return Some((made, program));
    }
    // Some stand in a network only.
    let mut made = design(provider, kind, kinds.get("network"), None)?;
    let node = made.node_mut(&NodeId::parse("one.one")?)?;
    node.properties.insert("network".to_owned(), "two.two".into());
    let program = lower(&made).ok()?;
    Some((made, program))
}

/// Whether no value of a property counts: each leaves the program as it was, and not all are refused.
fn is_ignored(provider: Provider, name: &str, property: &Property, set: &dyn Fn(Value) -> Option<bool>) -> bool {
    let known = Known { provider, nodes: Vec::new() };
    let mut left = false;
    for number in 0..24_u32 {
        let numbers = (0..60_u32).map(|at| (at * 7 + number * 13 + 1).wrapping_mul(2_654_435_761) >> 5).collect();
        let Some(value) = values::value(&mut Choices::of(numbers), name, property, &known) else { continue };
        if Some(&value) == property.default.as_ref() {
            continue;
        }
        match set(value) {
            Some(true) => return false,
            Some(false) => left = true,
            None => {}
        }
    }
    left
}

fn counts(property: &Property) -> bool {
    property.lacking.is_none() && !property.declared
}

/// What of a kind's properties is ignored.
fn of_nodes(provider: Provider, kind: &Kind) -> Vec<String> {
    let Some((design, without)) = with(provider, kind) else { return Vec::new() };
    let id = NodeId::parse("one.one").unwrap();
    let ignored = kind.properties.iter().filter(|(_, property)| counts(property)).filter(|(name, property)| {
        is_ignored(provider, name, property, &|value| {
            let mut drawn = design.clone();
            let before = drawn.node_mut(&id)?.properties.insert((*name).clone(), value.clone());
            (before != Some(value)).then(|| lower(&drawn).ok().map(|program| program != without))?
        })
    });
    ignored.map(|(name, _)| format!("{}.{name}", kind.name)).collect()
}

/// What of the properties of the flows between two kinds is ignored.
fn of_flows(provider: Provider, from: &Kind, to: &Kind) -> Vec<String> {
    let design = |flow: Option<&str>| design(provider, from, Some(to), flow).unwrap();
    let pair = design(None);
    let (one, two) = (NodeId::parse("one.one").unwrap(), NodeId::parse("two.two").unwrap());
    let mut found = Vec::new();
    for flow in legal_flows(&pair, &one, &two).flows() {
        let design = design(Some(flow));
        let Ok(without) = lower(&design) else { continue };
        let properties = &catalog_on(provider).flow(flow).unwrap().properties;
        let mine = properties
            .iter()
            .filter(|(_, property)| counts(property) && property.only.admit(&from.name, &to.name))
            .filter(|(name, property)| {
                is_ignored(provider, name, property, &|value| {
                    let value = if *name == "event" { Value::from("OrderPlaced") } else { value };
                    let mut drawn = design.clone();
                    let before = drawn.flows[0].properties.insert((*name).clone(), value.clone());
                    (before != Some(value)).then(|| lower(&drawn).ok().map(|program| program != without))?
                })
            });
        found.extend(mine.map(|(name, _)| format!("{flow}: {} → {}.{name}", from.name, to.name)));
    }
    found
}

#[test]
fn no_property_is_written_for_nothing() {
    let mut used = BTreeSet::new();
    let mut ignored = Vec::new();
    for provider in Provider::ALL {
        let kinds = &catalog_on(provider).kinds;
        for kind in kinds.values() {
            let of_pairs = kinds.values().flat_map(|to| of_flows(provider, kind, to));
            for found in of_nodes(provider, kind).into_iter().chain(of_pairs) {
                match WITHOUT_EFFECT.iter().find(|(pattern, _)| matches(pattern, &found)) {
                    Some((pattern, _)) => drop(used.insert(*pattern)),
                    None => ignored.push(format!("{provider:?} {found}")),
                }
            }
        }
    }
    assert_eq!(ignored, [""; 0]);
    let idle: Vec<&str> =
        WITHOUT_EFFECT.iter().map(|(pattern, _)| *pattern).filter(|pattern| !used.contains(pattern)).collect();
    assert_eq!(idle, [""; 0], "these count by now");
}
