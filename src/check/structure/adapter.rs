//! Puts a node into a flow that a cloud does only through one.

use crate::check::legal;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

/// The edit that splits a flow with a new node of that kind in the middle; `None` where the two halves would not be
/// legal.
pub(in crate::check) fn insert_adapter(context: &Context<'_>, joined: Joined<'_, '_>, through: &str) -> Option<Edit> {
    let (from, to) = (joined.from, joined.to);
    let first = half(&joined.flow().kind, &from.node.kind, through, context)?;
    let second = half(&joined.flow().kind, through, &to.node.kind, context)?;
    let service = &to.id.service;
    let wish = format!("{}-to-{}", from.id.node, to.id.node);
    let middle = NodeId::new(service.clone(), context.design.free_name(service, &wish));
    let (_, properties) = legal::new_node_defaults(context.design, service, through);
    let flow = |offset: u32, kind: &str, from: &NodeId, to: &NodeId| {
        let properties = if kind == joined.flow().kind {
            joined.flow().properties.clone()
        } else {
            let event = joined.flow().event().filter(|_| matches!(kind, "publish" | "subscribe"));
            event.map(|event| ("event".to_owned(), Value::from(event))).into_iter().collect()
        };
        let id = FlowId(context.design.next_flow + offset);
        Flow { id, kind: kind.to_owned(), from: from.clone(), to: to.clone(), properties }
    };
    let position = context.design.flows.iter().position(|flow| flow.id == joined.flow().id);
    let mut second = flow(1, second, &middle, &to.id);
    // What limits and gathers messages stays on the first half.
    if second.kind == joined.flow().kind && second.kind == "subscribe" {
        second.properties.retain(|key, _| key == "event");
    }
    Some(Edit::Batch(vec![
        Edit::RemoveFlow(joined.flow().id),
        Edit::AddNode { id: middle.clone(), node: Node { kind: through.to_owned(), properties }, index: None },
        Edit::AddFlow { flow: flow(0, first, &from.id, &middle), index: position },
        Edit::AddFlow { flow: second, index: position.map(|position| position + 1) },
    ]))
}

/// The flow kind of one half: the flow's own where it is legal, else what moves messages on.
fn half(kind: &str, from: &str, to: &str, context: &Context<'_>) -> Option<&'static str> {
    let legal = legal::direct(from, to, context.provider);
    let own = legal.iter().find(|name| **name == kind);
    let moving = ["publish", "subscribe", "route", "invoke"];
    own.or_else(|| moving.iter().find_map(|name| legal.iter().find(|legal| *legal == name))).copied()
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
