//! Events that come back to where they started.

use std::collections::HashSet;

use petgraph::graph::DiGraph;

use crate::catalog::Class;
use crate::check::context::event_graph::NO_FLOW;
use crate::check::context::graphs::{cyclic_components, shortest_cycle};
use crate::check::prelude::*;
use crate::design::Accepted;

use super::store_recursion::recursions;

pub(in crate::check) const RULE: Rule = Rule::warning("STR004", "structure/event-feedback-loop", run)
    .in_production(Severity::Error)
    .allowable()
    .says(
        "Events that lead back to what published them.",
        "Each message makes another one: the loop runs without end and costs without limit.",
        "Break the loop with another event name or a filter. A loop on purpose, such as a retry that ends, is accepted under allow.",
    );

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    // Writes that a store's own subscription brings back are told as store-trigger-recursion.
    let told: HashSet<usize> = recursions(context).iter().map(|recursion| recursion.write).collect();
    let kept;
    let graph = if told.is_empty() {
        &context.events.graph
    } else {
        kept =
            context.events.graph.filter_map(|_, node| Some(*node), |_, flow| (!told.contains(flow)).then_some(*flow));
        &kept
    };
    for component in cyclic_components(graph) {
        tell(context, report, graph, &component);
    }
}

fn tell(context: &Context<'_>, report: &mut Report<'_, '_>, graph: &DiGraph<usize, usize, u32>, component: &[usize]) {
    // A circle of calls alone is a synchronous cycle and told as such.
    let detached = |position: usize| {
        context.flows.get(position).is_some_and(|flow| flow.class.is_some_and(|class| class != Class::Synchronous))
    };
    let Some(cycle) = shortest_cycle(graph, component, detached) else { return };
    let mut flows: Vec<Joined<'_, '_>> = cycle
        .iter()
        .filter(|position| **position != NO_FLOW)
        .filter_map(|position| context.joined(*position))
        .collect();
    // The way begins at the node that comes first in the file.
    let first = flows.iter().enumerate().min_by_key(|(_, joined)| joined.from.index).map_or(0, |(at, _)| at);
    flows.rotate_left(first);
    let Some(start) = flows.first() else { return };
    let steps: Vec<String> =
        flows.iter().map(|joined| joined.from.id.to_string()).chain([start.from.id.to_string()]).collect();
    let mut events: Vec<&str> = flows.iter().filter_map(|joined| joined.flow().event()).collect();
    events.dedup();
    let carried =
        if events.is_empty() || events.len() > 5 { String::new() } else { format!(" with {}", list(&events)) };
    let accepted = Accepted { rule: RULE.name.to_owned(), at: start.from.id.to_string(), because: String::new() };
    report
        .add(
            start.from.place(),
            format!(
                "{} is a loop{carried}: each message makes another. Break it with another event or a filter, or accept it with the reason why it ends.",
                way(&steps)
            ),
        )
        .related(flows.iter().map(|joined| joined.view.place()))
        .fix("Accept the loop, with the reason", Edit::AddAllow { accepted, index: None });
}
