//! Calls to outside systems for which somebody waits at an API.

use crate::check::context::requests::{changes, waits};
use crate::check::legal;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const UNBUFFERED: Rule =
    Rule::warning("REL020", "reliability/external-without-buffer", unbuffered).says(
        "A request that changes something and waits for an outside system.",
        "When the outside system is down or slow, the change fails and what was asked for is lost.",
        "Take the request in, put it into a queue, and let a function work it off; or accept the finding where the caller needs the answer.",
    );

pub(in crate::check) const BREAKER: Rule = Rule::info("REL035", "reliability/breaker-missing", breaker).says(
    "A request that waits for an outside system which is asked again and again.",
    "While the outside system is down, every request waits for all attempts, and the attempts keep it down.",
    "Set breaker: true, so that calls fail at once for a while.",
);

fn outside<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = Joined<'c, 'd>> {
    context.of_kind("call").filter(|joined| joined.from.is_compute() && joined.to.is("external"))
}

fn route(joined: &Joined<'_, '_>) -> String {
    let text = |property: &str| joined.flow().text(property).unwrap_or_default();
    match (text("method"), text("path"), text("key")) {
        ("", "", "") => format!("A request to {}", joined.from.id),
        ("", "", key) => key.to_owned(),
        (method, path, _) => format!("{} {path}", if method.is_empty() { "GET" } else { method }).trim().to_owned(),
    }
}

fn unbuffered(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let behind = context.behind_routes(changes);
    for call in outside(context) {
        let Some(first) = behind.get(call.from.index).copied().flatten().and_then(|route| context.joined(route)) else {
            continue;
        };
        let draft = report
            .add(
                call.view.place(),
                format!(
                    "{} waits until {} has called {}, and fails when that is down: put a queue before {}.",
                    route(&first),
                    call.from.id,
                    call.to.id,
                    call.from.id
                ),
            )
            .related([first.view.place()]);
        if let Some((title, edit)) = buffer(context, call.from, &behind) {
            draft.fix(title, edit);
        }
    }
}

/// Puts one queue before a node, in the place of each flow by which changing requests wait for it.
fn buffer(context: &Context<'_>, node: &NodeView<'_>, behind: &[Option<usize>]) -> Option<(String, Edit)> {
    let service = &node.id.service;
    let queue = NodeId::new(service.clone(), context.design.free_name(service, &format!("{}-requests", node.id.node)));
    let legal = |from: &str, to: &str, kind: &str| legal::direct(from, to, context.provider).contains(&kind);
    if !legal("queue", &node.node.kind, "subscribe") {
        return None;
    }
    let mut edits = vec![Edit::AddNode { id: queue.clone(), node: Node::of_kind("queue"), index: None }];
    let mut next = context.design.next_flow;
    let mut add = |kind: &str, from: &NodeId, to: &NodeId, properties: Map, index: Option<usize>| {
        let flow = Flow { id: FlowId(next), kind: kind.to_owned(), from: from.clone(), to: to.clone(), properties };
        next += 1;
        Edit::AddFlow { flow, index }
    };
    for position in &node.incoming {
        let Some(joined) = context.joined(*position).filter(waits) else { continue };
        let route = joined.is("route");
        let changing =
            if route { changes(&joined) } else { behind.get(joined.from.index).is_some_and(Option::is_some) };
        if !changing {
            continue;
        }
        let kind = if route { "route" } else { "publish" };
        if !legal(&joined.from.node.kind, "queue", kind) {
            return None;
        }
        let properties = if route { joined.flow().properties.clone() } else { Map::new() };
        edits.push(Edit::RemoveFlow(joined.flow().id));
        edits.push(add(kind, &joined.from.id, &queue, properties, Some(*position)));
    }
    edits.push(add("subscribe", &queue, &node.id, Map::new(), None));
    Some((format!("Put the queue {queue} before {}", node.id), Edit::Batch(edits)))
}

fn breaker(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let behind = context.behind_routes(|_| true);
    for call in outside(context) {
        let Some(first) = behind.get(call.from.index).copied().flatten().and_then(|route| context.joined(route)) else {
            continue;
        };
        let retries = call.view.value(&["retries"]).and_then(Value::as_integer).unwrap_or_default();
        let guarded = call.view.value(&["breaker"]).and_then(Value::as_bool) == Some(true);
        if guarded || retries < 1 {
            continue;
        }
        let edit = Edit::SetFlowProperty {
            id: call.flow().id,
            path: vec!["breaker".to_owned()],
            value: Some(Value::Boolean(true)),
        };
        report
            .add(
                call.view.place(),
                format!(
                    "While {} is down, {} waits for {} attempts of {}: set breaker: true.",
                    call.to.id,
                    route(&first),
                    retries + 1,
                    call.from.id
                ),
            )
            .related([first.view.place()])
            .fix("Stop calling for a while after repeated failures", edit);
    }
}
