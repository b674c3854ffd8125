//! A few designs that together have each kind of node, each flow between two kinds and each property that can be drawn.

use std::collections::BTreeSet;

use pulumi_designer::catalog::{Provider, Support, catalog_on};
use pulumi_designer::design::{Design, Environment, NodeId};
use pulumi_designer::value::{Map, Value};

use super::choices::Choices;
use super::{add_flow, add_node, exportable_of, frame, kinds, known, vary};

/// What a design can have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// A flow of a kind between two kinds of node.
    Flow(String, String, String),
    /// A property of a kind of node.
    Property(String, String),
    /// A property of a kind of flow.
    FlowProperty(String, String),
}

/// Designs, and what none of them has.
#[derive(Debug)]
pub struct Cover {
    /// The designs.
    pub designs: Vec<Design>,
    /// What was tried and cannot be had, or not yet.
    pub left: BTreeSet<Want>,
    /// How much was wanted.
    pub wanted: usize,
    /// What was refused.
    pub refused: Vec<String>,
}

/// Flows of one design, and nodes that have properties alone.
const FLOWS: usize = 24;
const NODES: usize = 6;

/// Everything that can be wanted of a program for a cloud.
fn wants(provider: Provider) -> BTreeSet<Want> {
    let names: Vec<&str> = kinds(provider).into_iter().map(|kind| kind.name.as_str()).collect();
    let mut all = BTreeSet::new();
    for kind in kinds(provider) {
        let properties =
            kind.properties.iter().filter(|(_, property)| property.lacking.is_none() && !property.declared);
        all.extend(properties.map(|(name, _)| Want::Property(kind.name.clone(), name.clone())));
    }
    for (flow, described) in &catalog_on(provider).flows {
        for from in &names {
            for to in &names {
                if described.support(from, to, provider) == Some(Support::Direct) {
                    all.insert(Want::Flow(flow.clone(), (*from).to_owned(), (*to).to_owned()));
                }
            }
        }
        let properties =
            described.properties.iter().filter(|(_, property)| property.lacking.is_none() && !property.declared);
        all.extend(properties.map(|(name, _)| Want::FlowProperty(flow.clone(), name.clone())));
    }
    all
}

/// What a design has.
fn had(design: &Design) -> BTreeSet<Want> {
    let mut had = BTreeSet::new();
    for (_, node) in design.nodes() {
        had.extend(node.properties.keys().map(|name| Want::Property(node.kind.clone(), name.clone())));
    }
    for flow in &design.flows {
        let kind = |id| design.kind_of(id).unwrap_or_default().to_owned();
        had.insert(Want::Flow(flow.kind.clone(), kind(&flow.from), kind(&flow.to)));
        had.extend(flow.properties.keys().map(|name| Want::FlowProperty(flow.kind.clone(), name.clone())));
    }
    had
}

/// So many designs at the most that together have what can be had; a few numbers decide the rest.
pub fn cover(provider: Provider, choices: &mut Choices, most: usize) -> Result<Cover, String> {
    let mut left = wants(provider);
    let wanted = left.len();
    let mut tried: BTreeSet<Want> = BTreeSet::new();
    let (mut designs, mut refused) = (Vec::new(), Vec::new());
    // What a cloud refuses is in no design, however often it is drawn.
    for _ in 0..2 * most {
        if designs.len() == most || left.is_empty() {
            break;
        }
        let mut open: Vec<Want> = left.difference(&tried).cloned().collect();
        if open.is_empty() {
            // What did not last once may last in other company.
            tried.clear();
            open = left.iter().cloned().collect();
        }
        let (drawn, asked) = draw(provider, choices, &open);
        tried.extend(asked);
        let (design, said) = exportable_of(drawn)?;
        refused.extend(said);
        let before = left.len();
        for have in had(&design) {
            left.remove(&have);
        }
        if left.len() < before {
            designs.push(design);
        }
    }
    Ok(Cover { designs, left, wanted, refused })
}

/// A design that has some of what is wanted, and what that is.
fn draw(provider: Provider, choices: &mut Choices, open: &[Want]) -> (Design, BTreeSet<Want>) {
    let mut design = frame(provider, choices);
    for name in ["dev", "prod"] {
        design.environments.insert(name.to_owned(), Environment::default());
    }
    let mut asked = BTreeSet::new();
    // What stands in a network needs one that is there before it.
    node(&mut design, choices, "network", open, &mut asked);
    let flows = open.iter().filter_map(|want| match want {
        Want::Flow(flow, from, to) => Some((flow, from, to)),
        _ => None,
    });
    // From all over the vocabulary, so that a design is no list of one kind.
    let flows: Vec<_> = flows.collect();
    let stride = flows.len().div_ceil(FLOWS).max(1);
    for (flow, from, to) in flows.into_iter().step_by(stride) {
        let source = some(&mut design, choices, from, None, open, &mut asked);
        let target = some(&mut design, choices, to, Some(&source), open, &mut asked);
        let Some(described) = catalog_on(provider).flow(flow) else { continue };
        let fits = |name: &String| described.properties.get(name).is_some_and(|property| property.only.admit(from, to));
        let wished: Vec<String> = open
            .iter()
            .filter_map(|want| match want {
                Want::FlowProperty(kind, name) if kind == flow && fits(name) && !asked.contains(want) => {
                    Some(name.clone())
                }
                _ => None,
            })
            .take(2)
            .collect();
        asked.extend(wished.iter().map(|name| Want::FlowProperty(flow.clone(), name.clone())));
        asked.insert(Want::Flow(flow.clone(), from.clone(), to.clone()));
        let around = known(&design);
        together(&mut design, &source, &target);
        add_flow(&mut design, choices, (flow.as_str(), source, target), &wished, &around);
        if flow == "route" && from == "http-api" {
            guarded(&mut design, from);
        }
    }
    for _ in 0..NODES {
        let next = open.iter().find_map(|want| match want {
            Want::Property(kind, _) if !asked.contains(want) => Some(kind.clone()),
            _ => None,
        });
        if let Some(kind) = next {
            node(&mut design, choices, &kind, open, &mut asked);
        }
    }
    steps(&mut design);
    let around = known(&design);
    vary(&mut design, choices, &around);
    (design, asked)
}

/// A node of the kind, one that is there already or another.
fn some(
    design: &mut Design,
    choices: &mut Choices,
    kind: &str,
    but: Option<&NodeId>,
    open: &[Want],
    asked: &mut BTreeSet<Want>,
) -> NodeId {
    let there: Vec<NodeId> =
        design.nodes().filter(|(id, node)| node.kind == kind && Some(id) != but).map(|(id, _)| id).collect();
    if there.is_empty() || choices.below(3) == 0 {
        return node(design, choices, kind, open, asked);
    }
    there[choices.below(there.len())].clone()
}

/// Another node of the kind, with three properties that are wanted still. Its name is one that is free.
fn node(design: &mut Design, choices: &mut Choices, kind: &str, open: &[Want], asked: &mut BTreeSet<Want>) -> NodeId {
    let wished: Vec<String> = open
        .iter()
        .filter_map(|want| match want {
            Want::Property(of, name) if of == kind && !asked.contains(want) => Some(name.clone()),
            _ => None,
        })
        .take(3)
        .collect();
    asked.extend(wished.iter().map(|name| Want::Property(kind.to_owned(), name.clone())));
    let described = kinds(design.provider())
        .into_iter()
        .find(|row| row.name == kind)
        .unwrap_or_else(|| kinds(design.provider())[0]);
    for _ in 0..20 {
        let count = design.node_count();
        let id = add_node(design, choices, described, &wished);
        if design.node_count() > count {
            company(design, choices, &id, kind);
            return id;
        }
    }
    let first = design.nodes().find(|(_, node)| node.kind == kind).map(|(id, _)| id);
    first.unwrap_or_else(|| NodeId { service: "orders".to_owned(), node: "orders".to_owned() })
}

/// What a node cannot be without: a place to deliver to, a network to stand in.
fn company(design: &mut Design, choices: &mut Choices, id: &NodeId, kind: &str) {
    let first = |design: &Design, kind: &str| design.nodes().find(|(_, node)| node.kind == kind).map(|(id, _)| id);
    if kind == "delivery-stream" {
        let bucket = kinds(design.provider()).into_iter().find(|row| row.name == "bucket");
        if let Some(bucket) = first(design, "bucket").or_else(|| Some(add_node(design, choices, bucket?, &[]))) {
            let around = known(design);
            add_flow(design, choices, ("write", id.clone(), bucket), &[], &around);
        }
    }
    if matches!(kind, "http-api" | "websocket-api") {
        let function = kinds(design.provider()).into_iter().find(|row| row.name == "function");
        if let Some(function) = first(design, "function").or_else(|| Some(add_node(design, choices, function?, &[]))) {
            let around = known(design);
            add_flow(design, choices, ("route", id.clone(), function), &[], &around);
            guarded(design, kind);
        }
    }
    let network = first(design, "network");
    if let (true, Some(network), Some(node)) =
        (matches!(kind, "sql" | "cache" | "container"), network, design.node_mut(id))
    {
        node.properties.insert("network".to_owned(), Value::String(network.to_string()));
    }
}

/// Lets the last flow, a route, be called by those who have a right to.
fn guarded(design: &mut Design, kind: &str) {
    if let Some(flow) = design.flows.last_mut() {
        flow.properties.insert("auth".to_owned(), "iam".into());
        if kind == "websocket-api" {
            flow.properties.insert("key".to_owned(), "$connect".into());
        }
    }
}

/// Puts the source of a flow into the network in which its target stands.
fn together(design: &mut Design, source: &NodeId, target: &NodeId) {
    let network = design.node(target).and_then(|node| node.get("network")).cloned();
    let reaches = matches!(design.kind_of(source), Some("function" | "container"));
    if let (true, Some(network), Some(node)) = (reaches, network, design.node_mut(source)) {
        node.properties.insert("network".to_owned(), network);
    }
}

/// Gives workflows a step for each flow that starts there.
fn steps(design: &mut Design) {
    let workflows: Vec<NodeId> = design.nodes().filter(|(_, node)| node.kind == "workflow").map(|(id, _)| id).collect();
    for id in workflows {
        let mut steps = Vec::new();
        let flows = design.flows.iter().filter(|flow| flow.from == id);
        for (number, flow) in flows.enumerate() {
            let deeds: &[&str] = match flow.kind.as_str() {
                "read-write" => &["read", "write"],
                "invoke" => &["invoke"],
                "call" => &["call"],
                "publish" => &["publish"],
                "read" => &["read"],
                "write" => &["write"],
                _ => &[],
            };
            for deed in deeds {
                let mut step = Map::new();
                step.insert("name".to_owned(), Value::String(format!("{deed}-{number}")));
                step.insert((*deed).to_owned(), Value::String(flow.to.to_string()));
                if *deed == "publish"
                    && let Some(event) = flow.event()
                {
                    step.insert("event".to_owned(), Value::from(event));
                }
                steps.push(Value::Map(step));
            }
        }
        if let Some(node) = design.node_mut(&id).filter(|_| !steps.is_empty()) {
            node.properties.insert("steps".to_owned(), Value::List(steps));
        }
    }
}
