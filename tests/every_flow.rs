//! Every flow that may be drawn is wired: with it the program makes other things than without it, or it is refused. Of all kinds,
//! on all clouds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, unreachable_pub)]

use pulumi_designer::catalog::{Kind, Provider, catalog_on};
use pulumi_designer::check::legal::{legal_flows, new_flow_defaults};
use pulumi_designer::design::{Design, Node, NodeId, Service};
use pulumi_designer::lower::lower;
use pulumi_designer::program::{Component, EntryPoint};
use pulumi_designer::value::{Map, Value};

fn text(entries: &[(&str, &str)]) -> Map {
    entries.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect()
}

/// A node of a kind with what it must be told.
fn node(kind: &Kind) -> Node {
    let mut node = Node::of_kind(&kind.name);
    let said = match kind.name.as_str() {
        "container" => text(&[("image", "nginx:1.29")]),
        "external" => text(&[("url", "https://partner.example")]),
        "graphql-api" => text(&[("schema", "schema.graphql")]),
        "parameter" => text(&[("value", "on")]),
        "email" => text(&[("from", "shop@shop.example")]),
        "schedule" => text(&[("every", "1h")]),
        "table" => [("key".to_owned(), Value::Map(text(&[("partition", "id")])))].into_iter().collect(),
        "secret" => [("generate".to_owned(), Value::Boolean(true))].into_iter().collect(),
        _ => Map::new(),
    };
    node.properties.extend(said);
    node
}

/// Two nodes, each in a service of its own.
fn pair(provider: Provider, from: &Kind, to: &Kind) -> (Design, NodeId, NodeId) {
    let mut design = Design { name: "pair".to_owned(), provider: Some(provider), ..Design::default() };
    let mut place = |service: &str, kind: &Kind| {
        let id = NodeId { service: service.to_owned(), node: service.to_owned() };
        let held: &mut Service = design.services.entry(service.to_owned()).or_default();
        held.nodes.insert(id.node.clone(), node(kind));
        id
    };
    let (from, to) = (place("one", from), place("two", to));
    (design, from, to)
}

/// What a design's program makes, without the code of functions.
fn resources(design: &Design) -> Option<(Vec<Component>, EntryPoint)> {
    lower(design).ok().map(|program| (program.components, program.entry))
}

/// The flows that leave the program as it was.
fn ignored(provider: Provider) -> Vec<String> {
    let mut found = Vec::new();
    let kinds = &catalog_on(provider).kinds;
    for from in kinds.values() {
        for to in kinds.values() {
            let (design, one, two) = pair(provider, from, to);
            let Some(without) = resources(&design) else { continue };
            for kind in legal_flows(&design, &one, &two).flows() {
                let mut drawn = design.clone();
                let mut flow = drawn.new_flow(kind, one.clone(), two.clone());
                flow.properties = new_flow_defaults(&drawn, kind, &one, &two);
                drawn.flows.push(flow);
                if resources(&drawn).is_some_and(|with| with == without) {
                    found.push(format!("{kind}: {} → {}", from.name, to.name));
                }
            }
        }
    }
    found
}

/// Flows that shape what other flows bring: who authorizes decides for those routes of an API that ask.
const WAITING: &[&str] = &["authorize: user-pool → http-api", "authorize: function → websocket-api"];

#[test]
fn no_flow_is_drawn_for_nothing() {
    for provider in Provider::ALL {
        let found: Vec<String> =
            ignored(provider).into_iter().filter(|flow| !WAITING.contains(&flow.as_str())).collect();
        assert_eq!(found, [""; 0], "{provider:?}");
    }
}
