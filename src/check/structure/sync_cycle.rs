//! Services that wait for one another in a circle.

use crate::check::context::graphs::{cyclic_components, shortest_cycle};
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::error("STR002", "structure/sync-cycle", run).allowable().says(
    "Nodes that wait for one another in a circle.",
    "Each call holds its caller until it answers: the circle can wait for ever, and one slow node stops all of them.",
    "Let one of the calls go through a queue, or invoke with mode async, so that its caller does not wait.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let graph = &context.graphs.synchronous;
    for component in cyclic_components(graph) {
        let Some(cycle) = shortest_cycle(graph, &component, |_| true) else { continue };
        let flows: Vec<Joined<'_, '_>> = cycle.iter().filter_map(|position| context.joined(*position)).collect();
        let Some(first) = flows.first() else { continue };
        let steps: Vec<String> =
            flows.iter().map(|joined| joined.from.id.to_string()).chain([first.from.id.to_string()]).collect();
        let more = match component.len() - flows.len() {
            0 => String::new(),
            1 => " One more node is part of such circles.".to_owned(),
            more => format!(" {more} more nodes are part of such circles."),
        };
        let message = format!(
            "{} wait for one another in a circle: take one of these calls away, or let an event do its work.{more}",
            way(&steps)
        );
        // A queue in place of a call would leave a loop of events: only a flow less opens the circle.
        let Some(last) = flows.last() else { continue };
        report.add(first.from.place(), message).related(flows.iter().map(|joined| joined.view.place())).fix(
            format!("Remove the {} flow from {} to {}", last.flow().kind, last.from.id, last.to.id),
            Edit::RemoveFlow(last.flow().id),
        );
    }
}
