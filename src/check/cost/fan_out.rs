//! One event that leads to very many deliveries.
//!
//! A pass over the event graph, what is led to first: what leaves a channel reaches each of its subscribers, so their
//! deliveries add up; a node that publishes several events seldom publishes all of them for one message, so the most
//! counts; a queue gives each message to one of its consumers. What lies in a loop has no number; loops are told as
//! event-feedback-loop.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use crate::check::context::event_graph::NO_FLOW;
use crate::check::context::graphs::{component_numbers, reachable};
use crate::check::limits::count;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("CST006", "cost/fan-out-multiplication", run).says(
    "An event that leads, through subscribers that publish in turn, to more than fifty deliveries.",
    "Each is paid for, and a burst of events becomes a flood at the end.",
    "Let fewer subscribers publish in turn, filter closer to the source, or gather messages in batches.",
);

/// Deliveries from one vertex on, and the flow that leads to the most of them.
#[derive(Debug, Clone, Copy, Default)]
struct Reach {
    deliveries: u64,
    largest: Option<(usize, NodeIndex)>,
}

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(most) = count("fan-out", "", context.provider).and_then(|most| u64::try_from(most).ok()) else { return };
    let graph = &context.events.graph;
    let reach = deliveries(context);
    let of = |vertex: NodeIndex| reach.get(vertex.index()).copied().unwrap_or_default();
    let many = |vertex: NodeIndex| of(vertex).deliveries > most;
    let channel = |vertex: NodeIndex| graph.node_weight(vertex).is_some_and(|index| context.node(*index).is_channel());
    // What is published after an event that is told itself is part of its number.
    let told: Vec<usize> = graph
        .node_indices()
        .filter(|vertex| channel(*vertex) && many(*vertex))
        .flat_map(|vertex| graph.neighbors(vertex).filter(|next| !channel(*next)).map(NodeIndex::index))
        .collect();
    let later = reachable(graph, told);
    let mut seen = vec![false; graph.node_count()];
    for edge in graph.edge_references() {
        let (from, to) = (edge.source(), edge.target());
        let first = !later.get(from.index()).copied().unwrap_or_default();
        if channel(from) || !channel(to) || !many(to) || !first || seen.get(to.index()) != Some(&false) {
            continue;
        }
        let Some(joined) = context.joined(*edge.weight()) else { continue };
        if let Some(slot) = seen.get_mut(to.index()) {
            *slot = true;
        }
        let mut path = Vec::new();
        let mut names = vec![joined.from.id.to_string(), joined.to.id.to_string()];
        let mut at = of(to).largest;
        while let Some((flow, next)) = at.filter(|_| path.len() < graph.node_count()) {
            if let Some(step) = context.joined(flow) {
                path.push(step.view.place());
                names.push(step.to.id.to_string());
            }
            at = of(next).largest;
        }
        let what = joined.flow().event().map_or_else(|| "One message".to_owned(), |event| format!("One {event}"));
        report
            .add(
                joined.view.place(),
                format!(
                    "{what} of {} leads to {} deliveries, most of them by {}: let fewer subscribers publish in turn, or filter.",
                    joined.from.id,
                    of(to).deliveries,
                    way(&names)
                ),
            )
            .related(path);
    }
}

/// The deliveries that follow from each vertex.
fn deliveries(context: &Context<'_>) -> Vec<Reach> {
    let graph = &context.events.graph;
    // Components come with what they lead to first.
    let components = kosaraju_scc(graph);
    let numbers = component_numbers(&components, graph.node_count());
    let mut reach = vec![Reach::default(); graph.node_count()];
    for vertex in components.iter().flatten() {
        let Some(node) = graph.node_weight(*vertex).map(|index| context.node(*index)) else { continue };
        let copies = (node.is_channel() && !node.is("queue")) || node.is_store();
        let (mut sum, mut best, mut largest) = (0_u64, 0_u64, None);
        for edge in graph.edges(*vertex) {
            let next = edge.target();
            if numbers.get(next.index()) == numbers.get(vertex.index()) {
                continue;
            }
            let below = reach.get(next.index()).copied().unwrap_or_default();
            let arrives = graph.node_weight(next).is_some_and(|index| !context.node(*index).is_channel());
            let delivered = arrives
                && *edge.weight() != NO_FLOW
                && context.joined(*edge.weight()).is_some_and(|joined| joined.is("subscribe"));
            let amount = below.deliveries.saturating_add(u64::from(delivered));
            sum = sum.saturating_add(amount);
            if amount > best || largest.is_none() {
                best = amount;
                // The vertex of any event is the channel itself: its own largest goes on.
                largest = if *edge.weight() == NO_FLOW { below.largest } else { Some((*edge.weight(), next)) };
            }
        }
        if let Some(slot) = reach.get_mut(vertex.index()) {
            *slot = Reach { deliveries: if copies { sum } else { best }, largest };
        }
    }
    reach
}
