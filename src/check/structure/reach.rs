//! What nothing leads to: nodes without flows, nodes out of reach, designs without an entry.

use crate::check::context::graphs::reachable;
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
fn is_entry(context: &Context<'_>, node: &NodeView<'_>) -> bool {
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
    let own_address = node.is("function") && node.node.get("url").is_some();
    let standing = node.existing() && (node.is_channel() || node.is_store());
    // Files come into a bucket from outside when nothing in the design writes there.
    let uploads = node.is("bucket") && !node.incoming.iter().filter_map(|flow| context.joined(*flow)).any(writes);
    node.is_any(&interfaces) || own_address || standing || uploads
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
    let seen = reachable(&context.graphs.reach, entries.into_iter().chain(deciders).chain(enrichers));
    for node in context.nodes.iter().filter(|node| node.is_compute() && node.degree() > 0) {
        if seen.get(node.index) == Some(&false) {
            report.add(
                node.place(),
                format!("Nothing leads to {}: join it to a route, an event or a schedule.", node.id),
            );
        }
    }
}

fn isolated(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.degree() == 0 && !node.existing()) {
        // These are told by rules of their own, or need no flows.
        let elsewhere = node.is_any(&["network", "secret", "parameter", "resource", "http-api", "websocket-api"])
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
