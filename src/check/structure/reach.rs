//! What nothing leads to: nodes without flows, nodes out of reach, designs without an entry.

use std::collections::HashSet;

use petgraph::algo::kosaraju_scc;

use crate::catalog::PropertyType;
use crate::check::context::graphs::{reach_on, reachable};
use crate::check::prelude::*;

pub(in crate::check) const UNREACHABLE: Rule = Rule::warning("STR006", "structure/unreachable-node", unreachable).says(
    "A function, container or workflow that nothing from outside ever leads to.",
    "It is deployed and paid for, and never runs.",
    "Join it to a route, an event, a queue or a schedule, or take it away.",
);

pub(in crate::check) const ISOLATED: Rule = Rule::info("STR007", "structure/isolated-node", isolated).says(
    "A node without flows.",
    "Nothing uses it.",
    "Join it to another node, or take it away.",
);

pub(in crate::check) const NO_ENTRY: Rule = Rule::warning("STR036", "structure/no-entry", no_entry).says(
    "A design with code that nothing can start.",
    "Without an API, a schedule or another way in, none of it ever runs.",
    "Add an HTTP API, a schedule or a function with a public address.",
);

/// Whether work can begin at the node without anything in the design.
fn is_entry<'d>(context: &Context<'d>, node: &NodeView<'d>) -> bool {
    let interfaces = [
        "http-api",
        "websocket-api",
        "graphql-api",
        "schedule",
        "static-site",
        "external",
        "user-pool",
        "container",
        "resource",
    ];
    // A container without copies of its own starts by what reaches it; others run by themselves.
    let standing_by = node.is("container")
        && context.stages.iter().all(|stage| {
            context.value(node, &["min"], *stage).and_then(Value::as_integer) == Some(0)
                && context.value(node, &["public_access"], *stage).and_then(Value::as_bool) != Some(true)
        });
    let own_address = node.is("function") && node.node.get("url").is_some();
    let standing = node.existing() && (node.is_channel() || node.is_store());
    // Files come into a bucket from outside when nothing in the design writes there.
    let uploads = node.is("bucket") && !node.incoming.iter().filter_map(|flow| context.joined(*flow)).any(writes);
    (node.is_any(&interfaces) && !standing_by) || own_address || standing || uploads
}

fn writes(joined: Joined<'_, '_>) -> bool {
    joined.is("write") || joined.is("read-write")
}

fn unreachable(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let entries: Vec<usize> =
        context.nodes.iter().filter(|node| is_entry(context, node)).map(|node| node.index).collect();
    if entries.is_empty() {
        return;
    }
    // A function that decides who may call an API is reached by the API.
    let deciders = context.of_kind("authorize").map(|joined| joined.from.index);
    // A function that adds to messages on their way is reached by the message.
    let enrichers = context
        .of_kind("subscribe")
        .filter_map(|joined| joined.flow().get("enrich"))
        .filter_map(|value| context.named(value))
        .map(|node| node.index);
    // What could not be delivered comes to the queues that are named for it.
    let set_aside = context.graphs.dead_letter_targets.iter().copied();
    let graph = &context.graphs.reach;
    let mut explained = reachable(graph, entries.into_iter().chain(deciders).chain(enrichers).chain(set_aside));
    // That nothing comes to a channel is told of the channel.
    let dry = context.nodes.iter().filter(|node| node.is_channel() && !context.events.has_source(node.index));
    reach_on(graph, dry.map(|node| node.index), &mut explained);
    // What comes first is told first, and what only that leads to is not told besides.
    for component in kosaraju_scc(graph).iter().rev() {
        let nodes = component.iter().map(|node| context.node(node.index()));
        let first = nodes.filter(|node| node.is_compute() && node.degree() > 0).min_by_key(|node| node.index);
        let Some(node) = first.filter(|node| explained.get(node.index) == Some(&false)) else { continue };
        report.add(node.place(), format!("Nothing leads to {}: join it to a route, an event or a schedule.", node.id));
        reach_on(graph, [node.index], &mut explained);
    }
}

/// Nodes that a property of a flow or of another node names.
fn named(context: &Context<'_>) -> HashSet<usize> {
    let of_flows = context.flows.iter().flat_map(|view| {
        let kind = view.kind.into_iter().flat_map(|kind| &kind.properties);
        kind.filter_map(|(name, property)| (property.kind == PropertyType::Node).then(|| view.flow.get(name))?)
    });
    let of_nodes = context.nodes.iter().flat_map(|node| {
        let kind = node.kind.into_iter().flat_map(|kind| &kind.properties);
        kind.filter_map(|(name, property)| (property.kind == PropertyType::Node).then(|| node.node.get(name))?)
    });
    of_flows.chain(of_nodes).filter_map(|value| context.named(value)).map(|node| node.index).collect()
}

fn isolated(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let named = named(context);
    for node in context.nodes.iter().filter(|node| node.degree() == 0 && !node.existing()) {
        // These are told by rules of their own, or need no flows.
        let alone = ["network", "secret", "parameter", "resource", "static-site", "http-api", "websocket-api"];
        let elsewhere = node.is_any(&alone)
            || named.contains(&node.index)
            || node.is_store()
            || (node.is("function") && node.node.get("url").is_some())
            || context.is_dead_letter_target(node);
        if !elsewhere {
            report
                .add(node.place(), format!("{} has no flows: join it to another node, or take it away.", node.id))
                .fix(format!("Remove {}", node.id), Edit::RemoveNode(node.id.clone()));
        }
    }
}

fn no_entry(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let code = context.nodes.iter().find(|node| node.is_compute() && node.degree() > 0);
    if let Some(code) = code
        && !context.nodes.iter().any(|node| is_entry(context, node))
    {
        report
            .add(
                Place::design(),
                "Nothing can start this design: add an HTTP API, a schedule or another way in.".to_owned(),
            )
            .related([code.place()]);
    }
}
