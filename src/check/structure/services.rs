//! Services: how they depend on one another, and how big they are.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::catalog::Class;
use crate::check::context::graphs::{cyclic_components, shortest_cycle};
use crate::check::prelude::*;
use crate::design::model::SHARED;
use crate::design::{NodeId, Service, Stacks};

pub(in crate::check) const CROSSING: Rule = Rule::info("STR024", "structure/cross-service-sync", crossing).says(
    "A service that calls three or more others and waits.",
    "It is down when any of them is.",
    "Let some of the calls be events.",
);

pub(in crate::check) const CYCLE: Rule = Rule::warning("STR025", "structure/service-cycle", cycle).says(
    "Services that need one another in a circle.",
    "None of them can be deployed or understood without the others; with one project a service the first deployment is impossible.",
    "Move the API or channel between them to the service shared.",
);

pub(in crate::check) const EMPTY: Rule = Rule::info("STR035", "structure/empty-service", empty).says(
    "A service without nodes.",
    "It exports to nothing.",
    "Add a node, or take the service away.",
);

pub(in crate::check) const SIZE: Rule = Rule::info("STR039", "structure/design-too-large", size).says(
    "A design of more than 300 nodes, or a service of more than 40.",
    "Nobody can hold it in mind; of 643 public designs the largest service has 14 nodes.",
    "Split the service, or the design.",
);

/// The most nodes of a design, and of a service, before it is said to be large.
const LARGE_DESIGN: usize = 300;
const LARGE_SERVICE: usize = 40;

/// How many services one may wait for before it is said.
const CALLED_SERVICES: usize = 3;

fn crossing(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut called: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
    for joined in context.all().filter(|joined| joined.view.class == Some(Class::Synchronous)) {
        let (from, to) = (joined.from.id.service.as_str(), joined.to.id.service.as_str());
        if from != to && to != SHARED && from != SHARED {
            called.entry(from).or_default().insert(to);
        }
    }
    for (service, others) in called.iter().filter(|(_, others)| others.len() >= CALLED_SERVICES) {
        report.add(
            Place::Service { name: (*service).to_owned() },
            format!(
                "{service} waits for {} other services ({}): let some of the calls be events.",
                others.len(),
                some(&others.iter().collect::<Vec<_>>())
            ),
        );
    }
}

/// Which service needs an output of which, for a flow; the service that needs comes first.
fn need<'c>(joined: &Joined<'c, '_>) -> (&'c str, &'c str) {
    let (from, to) = (joined.from.id.service.as_str(), joined.to.id.service.as_str());
    match joined.flow().kind.as_str() {
        "subscribe" | "authorize" => (to, from),
        _ => (from, to),
    }
}

fn cycle(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let positions: HashMap<&str, usize> =
        context.design.services.keys().enumerate().map(|(position, name)| (name.as_str(), position)).collect();
    let mut graph: DiGraph<(), usize, u32> = DiGraph::new();
    for _ in context.design.services.keys() {
        graph.add_node(());
    }
    for (position, view) in context.flows.iter().enumerate() {
        let Some(joined) = context.joined(position) else { continue };
        let (needs, needed) = need(&joined);
        // What is shared is created before the services, and what they add to it stands with them.
        if needs == needed || needs == SHARED || needed == SHARED || view.class.is_none() {
            continue;
        }
        if let (Some(needs), Some(needed)) = (positions.get(needs), positions.get(needed)) {
            graph.add_edge(NodeIndex::new(*needs), NodeIndex::new(*needed), position);
        }
    }
    let components = cyclic_components(&graph);
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (number, component) in components.iter().enumerate() {
        let names = component.iter().filter_map(|index| context.design.services.get_index(*index));
        numbers.extend(names.map(|(name, _)| (name.as_str(), number)));
    }
    // Circles in which some flow is more than an event.
    let mut tight: HashSet<usize> = HashSet::new();
    for joined in context.all().filter(|joined| joined.view.class != Some(Class::Asynchronous)) {
        let (needs, needed) = need(&joined);
        if let (Some(one), Some(other)) = (numbers.get(needs), numbers.get(needed))
            && one == other
            && needs != needed
        {
            tight.insert(*one);
        }
    }
    for (number, component) in components.iter().enumerate() {
        let Some(cycle) = shortest_cycle(&graph, component, |_| true) else { continue };
        let flows: Vec<Joined<'_, '_>> = cycle.iter().filter_map(|position| context.joined(*position)).collect();
        let Some(first) = flows.first() else { continue };
        let start = need(first).0;
        let steps: Vec<&str> = flows.iter().map(|joined| need(joined).0).chain([start]).collect();
        let separate = context.design.stacks == Some(Stacks::PerService);
        let severity = if separate {
            Severity::Error
        } else if !tight.contains(&number) {
            Severity::Info
        } else {
            Severity::Warning
        };
        let consequence = if separate { ", so none of their projects can be deployed first" } else { "" };
        let fix = if number < UNTANGLED { untangle(context, &graph, &flows, start) } else { None };
        let moved = fix.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
        report
            .add(
                Place::Service { name: start.to_owned() },
                format!(
                    "The services {} need one another in a circle{consequence}: move what lies between them to shared.",
                    way(&steps)
                ),
            )
            .severity(severity)
            .related(flows.iter().map(|joined| joined.view.place()))
            .maybe_fix(format!("Move {moved} to {SHARED}"), fix.map(|(_, edit)| edit));
    }
}

/// For how many circles a way out is looked for.
const UNTANGLED: usize = 8;

/// A channel or API of the circle without which its first service is in none, and the edit that moves it to what is
/// shared.
fn untangle(
    context: &Context<'_>,
    graph: &DiGraph<(), usize, u32>,
    circle: &[Joined<'_, '_>],
    start: &str,
) -> Option<(NodeId, Edit)> {
    let service = context.design.services.get_index_of(start)?;
    let apis = ["http-api", "websocket-api", "graphql-api"];
    let between = circle.iter().flat_map(|joined| [joined.to, joined.from]);
    let moved = between.filter(|node| node.is_channel() || node.is_any(&apis)).find(|node| {
        let flows: HashSet<&usize> = node.outgoing.iter().chain(&node.incoming).collect();
        let rest = graph.filter_map(|_, ()| Some(()), |_, position| (!flows.contains(position)).then_some(*position));
        cyclic_components(&rest).iter().all(|component| !component.contains(&service))
    })?;
    let to = NodeId::new(SHARED, context.design.free_name(SHARED, &moved.id.node));
    let mut edits = Vec::new();
    if !context.design.services.contains_key(SHARED) {
        edits.push(Edit::AddService { name: SHARED.to_owned(), service: Service::default(), index: Some(0) });
    }
    edits.push(context.design.rename(&moved.id, &to));
    Some((moved.id.clone(), Edit::Batch(edits)))
}

fn empty(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (name, service) in &context.design.services {
        if service.nodes.is_empty() {
            report
                .add(
                    Place::Service { name: name.clone() },
                    format!("The service {name} has no nodes: add one, or take it away."),
                )
                .fix(format!("Remove the service {name}"), Edit::RemoveService(name.clone()));
        }
    }
}

fn size(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let count = context.nodes.len();
    if count > LARGE_DESIGN {
        report.add(Place::design(), format!("The design has {count} nodes, more than {LARGE_DESIGN}: split it."));
    }
    for (name, service) in &context.design.services {
        let count = service.nodes.len();
        if count > LARGE_SERVICE {
            report.add(
                Place::Service { name: name.clone() },
                format!("The service {name} has {count} nodes, more than {LARGE_SERVICE}: split it."),
            );
        }
    }
}
