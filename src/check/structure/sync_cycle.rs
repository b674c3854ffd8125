//! Services that wait for one another in a circle.

use crate::check::context::graphs::{cyclic_components, shortest_cycle};
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

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
        let way: Vec<String> =
            flows.iter().map(|joined| joined.from.id.to_string()).chain([first.from.id.to_string()]).collect();
        let more = match component.len() - flows.len() {
            0 => String::new(),
            1 => " One more node is part of such circles.".to_owned(),
            more => format!(" {more} more nodes are part of such circles."),
        };
        let message = format!(
            "{} wait for one another in a circle: put a queue in place of one of these calls.{more}",
            way.join(" → ")
        );
        let fix = flows.iter().rev().find_map(|joined| decouple(context, *joined));
        report
            .add(first.from.place(), message)
            .related(flows.iter().map(|joined| joined.view.place()))
            .maybe_fix(fix.as_ref().map_or_else(String::new, |fix| fix.0.clone()), fix.map(|fix| fix.1));
    }
}

/// The edit that puts a queue in place of a call from one computing node to another that can take messages.
pub(in crate::check) fn decouple(context: &Context<'_>, joined: Joined<'_, '_>) -> Option<(String, Edit)> {
    let (from, to) = (joined.from, joined.to);
    if !from.is_any(&["function", "container", "workflow"]) || !to.is("function") {
        return None;
    }
    let wish = format!("{}-requests", to.id.node);
    let queue = NodeId::new(to.id.service.clone(), context.design.free_name(&to.id.service, &wish));
    let flow = |offset: u32, kind: &str, from: &NodeId, to: &NodeId| Flow {
        id: FlowId(context.design.next_flow + offset),
        kind: kind.to_owned(),
        from: from.clone(),
        to: to.clone(),
        properties: Map::new(),
    };
    let position = context.design.flows.iter().position(|flow| flow.id == joined.flow().id);
    let edits = vec![
        Edit::RemoveFlow(joined.flow().id),
        Edit::AddNode { id: queue.clone(), node: Node::of_kind("queue"), index: None },
        Edit::AddFlow { flow: flow(0, "publish", &from.id, &queue), index: position },
        Edit::AddFlow { flow: flow(1, "subscribe", &queue, &to.id), index: position.map(|position| position + 1) },
    ];
    Some((format!("Put a queue between {} and {}", from.id, to.id), Edit::Batch(edits)))
}
