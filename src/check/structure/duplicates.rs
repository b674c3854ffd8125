//! Things that are there twice: flows, ways to one store, ids.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::check::prelude::*;
use crate::design::{Flow, NodeId};

use super::routes::route_key;

pub(in crate::check) const FLOW: Rule = Rule::warning("STR011", "structure/duplicate-flow", flow).says(
    "Two flows of one kind between the same nodes that say the same.",
    "The second adds nothing and hides which one counts.",
    "Take the second away.",
);

pub(in crate::check) const ACCESS: Rule = Rule::info("STR012", "structure/overlapping-access", access).says(
    "Several data flows between the same two nodes.",
    "One read-write flow says it once.",
    "Make one read-write flow of them.",
);

pub(in crate::check) const ID: Rule = Rule::error("STR030", "structure/duplicate-id", id).says(
    "Two nodes of a service whose ids differ only in case.",
    "Files and resources of both would get one name.",
    "Give one of them another name.",
);

/// What makes two flows of one kind between two nodes the same.
fn content(flow: &Flow) -> Cow<'_, str> {
    let event = flow.event().unwrap_or_default();
    match flow.kind.as_str() {
        "route" => Cow::Owned(route_key(flow)),
        "subscribe" => match flow.get("filter") {
            Some(filter) => Cow::Owned(format!("{event} {filter}")),
            None => Cow::Borrowed(event),
        },
        "trigger" => Cow::Borrowed(flow.text("on").unwrap_or_default()),
        _ => Cow::Borrowed(event),
    }
}

fn flow(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut seen: HashMap<(usize, usize, &str, Cow<'_, str>), &Flow> = HashMap::new();
    for joined in context.all() {
        let flow = joined.flow();
        // Two routes with one method and path are told as duplicate-route.
        if flow.kind == "route" && joined.from.is("http-api") {
            continue;
        }
        let key = (joined.from.index, joined.to.index, flow.kind.as_str(), content(flow));
        let Some(first) = seen.get(&key).copied() else {
            seen.insert(key, flow);
            continue;
        };
        let missing = flow.properties.iter().filter(|(name, _)| first.get(name).is_none());
        let mut edits: Vec<Edit> = missing
            .map(|(name, value)| Edit::SetFlowProperty {
                id: first.id,
                path: vec![name.clone()],
                value: Some(value.clone()),
            })
            .collect();
        edits.push(Edit::RemoveFlow(flow.id));
        report
            .add(joined.view.place(), format!("The flow {flow} is there twice: take the second away."))
            .related([Place::flow(first.id)])
            .fix("Remove the second", Edit::Batch(edits));
    }
}

fn access(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut seen: HashMap<(usize, usize), Vec<Joined<'_, '_>>> = HashMap::new();
    let kinds = ["read", "write", "read-write"];
    for joined in context.all().filter(|joined| kinds.contains(&joined.flow().kind.as_str())) {
        let pair = seen.entry((joined.from.index, joined.to.index)).or_default();
        if pair.iter().any(|other| other.flow().kind == joined.flow().kind) {
            continue;
        }
        pair.push(joined);
        let [first, second] = pair.as_slice() else { continue };
        let merged = Flow { kind: "read-write".to_owned(), ..first.flow().clone() };
        let mut edits = vec![Edit::ReplaceFlow(merged)];
        let others = context.outgoing(joined.from).filter(|other| {
            other.to.index == joined.to.index
                && kinds.contains(&other.flow().kind.as_str())
                && other.flow().id != first.flow().id
        });
        edits.extend(others.map(|other| Edit::RemoveFlow(other.flow().id)));
        report
            .add(
                second.view.place(),
                format!(
                    "{} has both {} and {} to {}: one read-write flow says it once.",
                    joined.from.id,
                    first.flow().kind,
                    second.flow().kind,
                    joined.to.id
                ),
            )
            .related([first.view.place()])
            .fix("Make one read-write flow of them", Edit::Batch(edits));
    }
}

fn id(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let capital = |node: &NodeView<'_>| node.id.node.chars().any(char::is_uppercase);
    if !context.nodes.iter().any(capital) {
        return;
    }
    let mut seen: HashMap<(&str, String), &NodeId> = HashMap::new();
    for node in &context.nodes {
        let key = (node.id.service.as_str(), node.id.node.to_lowercase());
        if let Some(first) = seen.get(&key) {
            let name = context.design.free_name(&node.id.service, &format!("{}-2", node.id.node.to_lowercase()));
            let to = NodeId::new(node.id.service.clone(), name);
            report
                .add(node.place(), format!("{} and {first} differ only in case: rename one of them.", node.id))
                .related([Place::node(first)])
                .fix(format!("Rename it to {}", to.node), context.design.rename(&node.id, &to));
        } else {
            seen.insert(key, &node.id);
        }
    }
}
