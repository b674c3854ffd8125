//! Long chains of nodes that wait for one another behind a route.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use crate::check::context::graphs::component_numbers;
use crate::check::limits::synchronous_depth;
use crate::check::prelude::*;

use super::adapter::decouple;

pub(in crate::check) const RULE: Rule = Rule::warning("STR019", "structure/sync-chain-too-deep", run).says(
    "A route behind which more than three nodes wait for one another in a row.",
    "Delays and failures of all of them add up for the caller, and each waiting one is paid for.",
    "Let the last one be told by a queue or an event.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let graph = &context.graphs.synchronous;
    let deepest_allowed = synchronous_depth(context.provider);
    // Components come with what they lead to first, so one pass finds the longest chain from each node.
    let mut depth: Vec<usize> = vec![0; graph.node_count()];
    let mut next: Vec<Option<usize>> = vec![None; graph.node_count()];
    let components = kosaraju_scc(graph);
    let numbers = component_numbers(&components, graph.node_count());
    let number = |node: NodeIndex| numbers.get(node.index()).copied();
    for component in &components {
        let mut best: (usize, Option<usize>) = (0, None);
        for node in component {
            for edge in graph.edges(*node).filter(|edge| number(edge.source()) != number(edge.target())) {
                let below = depth.get(edge.target().index()).copied().unwrap_or(0);
                if below > best.0 || (below == best.0 && best.1.is_some_and(|flow| flow > *edge.weight())) {
                    best = (below, Some(*edge.weight()));
                }
            }
        }
        let own = usize::from(component.iter().any(|node| context.node(node.index()).is_compute()));
        for node in component.iter().map(|node: &NodeIndex| node.index()) {
            if let (Some(depth), Some(next)) = (depth.get_mut(node), next.get_mut(node)) {
                (*depth, *next) = (best.0 + own, best.1);
            }
        }
    }
    for api in context.nodes.iter().filter(|node| node.is_any(&["http-api", "websocket-api", "graphql-api"])) {
        let routes = context.outgoing(api).filter(|joined| joined.is("route"));
        let deepest =
            routes.max_by_key(|joined| (depth.get(joined.to.index).copied(), std::cmp::Reverse(joined.flow().id)));
        let Some(route) = deepest else { continue };
        let hops = depth.get(route.to.index).copied().unwrap_or(0);
        if hops <= deepest_allowed {
            continue;
        }
        let mut chain = vec![route];
        let mut at = next.get(route.to.index).copied().flatten();
        while let Some(joined) = at.and_then(|position| context.joined(position)).filter(|_| chain.len() <= hops) {
            chain.push(joined);
            at = next.get(joined.to.index).copied().flatten();
        }
        let steps: Vec<String> = chain.iter().map(|joined| joined.to.id.to_string()).collect();
        // The call at which the row gets too long; else one before it, so that the rest is short enough.
        let fix = chain.iter().take(deepest_allowed + 1).skip(1).rev().find_map(|joined| decouple(context, *joined));
        report
            .add(
                api.place(),
                format!(
                    "Behind {} {hops} nodes wait for one another in a row ({}), more than {deepest_allowed}: let one of them be told by a queue.",
                    api.id,
                    way(&steps)
                ),
            )
            .related(chain.iter().map(|joined| joined.view.place()))
            .maybe_fix(fix.as_ref().map_or_else(String::new, |fix| fix.0.clone()), fix.map(|fix| fix.1));
    }
}
