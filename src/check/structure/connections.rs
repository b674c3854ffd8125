//! Flows between nodes that may not be joined so, or that are not there.

use crate::catalog::{Support, catalog};
use crate::check::legal;
use crate::check::prelude::*;
use crate::design::{Flow, NodeId};

use super::adapter::insert_adapter;

pub(in crate::check) const DANGLING: Rule =
    Rule::error("STR008", "structure/dangling-flow", dangling).by_itself().says(
        "A flow that starts or ends at a node that does not exist.",
        "There is nothing to join.",
        "Correct the id, or take the flow away.",
    );

pub(in crate::check) const ILLEGAL: Rule = Rule::error("STR009", "structure/illegal-connection", illegal).says(
    "A flow of a kind that may not join these two kinds of node.",
    "No cloud offers it, so nothing could be created for it.",
    "Use a flow that is legal for the pair, turn it round, or put a node between them.",
);

pub(in crate::check) const ADAPTER: Rule = Rule::warning("STR010", "structure/adapter-needed", adapter).says(
    "A flow that the design's cloud does only through another node.",
    "The export would have to invent that node; in the design it can be seen, named and set.",
    "Put the node between the two.",
);

fn dangling(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut ids: Option<Vec<String>> = None;
    for view in &context.flows {
        let flow = view.flow;
        for (end, id, found) in [("from", &flow.from, view.from), ("to", &flow.to, view.to)] {
            if found.is_some() {
                continue;
            }
            let ids = ids.get_or_insert_with(|| context.nodes.iter().map(|node| node.id.to_string()).collect());
            let written = id.to_string();
            let meant = near(&written, ids).and_then(NodeId::parse);
            let hint = meant.as_ref().map_or_else(
                || "correct it, or take the flow away.".to_owned(),
                |meant| format!("did you mean {meant}?"),
            );
            let repaired = meant.clone().map(|meant| {
                let mut flow: Flow = flow.clone();
                *(if end == "from" { &mut flow.from } else { &mut flow.to }) = meant;
                Edit::ReplaceFlow(flow)
            });
            let title = meant.map_or_else(String::new, |meant| format!("Use {meant}"));
            report
                .add(view.at(end), format!("The flow {flow} names {written}, which there is not: {hint}"))
                .maybe_fix(title, repaired)
                .fix("Remove the flow", Edit::RemoveFlow(flow.id));
        }
    }
}

/// The nearest id, looked for only where the design is small enough for it to cost nothing.
fn near<'a>(written: &str, ids: &'a [String]) -> Option<&'a str> {
    let close = ids.iter().map(String::as_str).filter(|id| id.len().abs_diff(written.len()) <= 2);
    nearest(written, close.take(2000))
}

fn illegal(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.all().filter(|joined| joined.from.index != joined.to.index) {
        let (Some(from), Some(to)) = (joined.from.kind, joined.to.kind) else { continue };
        let flow = joined.flow();
        let Some(kind) = joined.view.kind else {
            let meant = nearest(&flow.kind, catalog().flows.keys().map(String::as_str));
            let hint = meant.map_or_else(String::new, |meant| format!(" Did you mean {meant}?"));
            report.add(joined.view.at("kind"), format!("There is no flow of kind {}.{hint}", flow.kind)).maybe_fix(
                format!("Make it {}", meant.unwrap_or_default()),
                meant.map(|meant| Edit::ReplaceFlow(Flow { kind: meant.to_owned(), ..flow.clone() })),
            );
            continue;
        };
        if kind.pair(&from.name, &to.name).is_some() {
            continue;
        }
        let instead = legal::direct(&from.name, &to.name, context.provider);
        let turned = legal::direct(&to.name, &from.name, context.provider);
        let hint = if instead.is_empty() {
            format!("{}.", legal::instead(&from.name, &to.name, context.provider))
        } else {
            format!("use {}.", choice(&instead))
        };
        let mut draft = report.add(
            joined.view.at("kind"),
            format!(
                "{} ({}) cannot be joined to {} ({}) by {}: {hint}",
                joined.from.id, from.name, joined.to.id, to.name, flow.kind
            ),
        );
        if let [only] = instead.as_slice() {
            draft = draft.fix(format!("Make it {only}"), changed(context, flow, only, false));
        }
        if turned.iter().any(|kind| *kind == flow.kind) {
            draft = draft.fix("Turn the flow round", changed(context, flow, &flow.kind, true));
        } else if let ([], [only]) = (instead.as_slice(), turned.as_slice()) {
            draft = draft.fix(format!("Turn it round and make it {only}"), changed(context, flow, only, true));
        }
        draft.fix("Remove the flow", Edit::RemoveFlow(flow.id));
    }
}

/// The flow as one of another kind, turned round or not, with the properties that still fit.
fn changed(context: &Context<'_>, flow: &Flow, kind: &str, turn: bool) -> Edit {
    let (from, to) = if turn { (&flow.to, &flow.from) } else { (&flow.from, &flow.to) };
    let mut properties = legal::new_flow_defaults(context.design, kind, from, to);
    let known = catalog().flow(kind).map(|kind| &kind.properties);
    for (key, value) in &flow.properties {
        if known.and_then(|known| known.get(key)).is_some_and(|property| property.check(value).is_ok()) {
            properties.insert(key.clone(), value.clone());
        }
    }
    Edit::ReplaceFlow(Flow { id: flow.id, kind: kind.to_owned(), from: from.clone(), to: to.clone(), properties })
}

fn adapter(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.all().filter(|joined| joined.from.index != joined.to.index) {
        let (Some(flow), Some(from), Some(to)) = (joined.view.kind, joined.from.kind, joined.to.kind) else { continue };
        let Some(pair) = flow.pair(&from.name, &to.name) else { continue };
        // A bucket that starts a workflow has a rule of its own among the events.
        let elsewhere = from.name == "bucket" && to.name == "workflow";
        if pair.support(context.provider) != Support::Adapter || elsewhere {
            continue;
        }
        let through = pair.through(context.provider);
        let fix = insert_adapter(context, joined, through);
        report
            .add(
                joined.view.place(),
                format!(
                    "On {} {} reaches {} only through {}: put one between them.",
                    context.provider.title(),
                    joined.from.id,
                    joined.to.id,
                    legal::title(through)
                ),
            )
            .maybe_fix(format!("Put {} between {} and {}", legal::title(through), joined.from.id, joined.to.id), fix);
    }
}
