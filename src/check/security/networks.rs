//! Who can reach whom through private networks.

use std::collections::BTreeSet;

use crate::catalog::Provider;
use crate::check::prelude::*;
use crate::design::model::SHARED;
use crate::design::{Node, NodeId};

pub(in crate::check) const NO_NETWORK: Rule = Rule::error("SEC021", "security/database-without-network", no_network)
    .says(
        "A database or cache that stands in no network.",
        "It has only a private address: without a network there is nowhere to put it, and nobody who reaches it.",
        "Set network, and place those who use it in the same one.",
    );

pub(in crate::check) const CANNOT_REACH: Rule =
    Rule::error("SEC022", "security/function-cannot-reach-store", cannot_reach).says(
        "A database or cache in a network, used by something that is not in it.",
        "It has only a private address there: every connection from outside fails after a long wait.",
        "Place the function or container in the same network.",
    );

pub(in crate::check) const NO_EGRESS: Rule =
    Rule::warning("SEC023", "security/function-in-network-without-egress", no_egress).says(
        "A function in a network that uses something outside of it, with no way out.",
        "From inside a network nothing of the cloud and nothing on the internet can be reached but through an endpoint or NAT.",
        "Add the endpoints to the network, or nat: single for what has none.",
    );

/// What stands in a network.
const PLACED: [&str; 2] = ["sql", "cache"];

/// Flows that open a connection from their source to their target.
const CONNECTING: [&str; 3] = ["read", "write", "read-write"];

fn network<'d>(context: &Context<'d>, node: &NodeView<'d>, stage: Stage<'d>) -> Option<&'d str> {
    context.value(node, &["network"], stage).and_then(Value::as_str)
}

/// Whether a flow goes by an API of the database, which answers outside of the network too.
fn by_api(joined: &Joined<'_, '_>) -> bool {
    joined.view.value(&["via"]).and_then(Value::as_str) == Some("data-api")
}

/// Those who use a store.
fn users<'c, 'd>(context: &'c Context<'d>, store: &NodeView<'d>) -> impl Iterator<Item = Joined<'c, 'd>> {
    context
        .incoming(store)
        .filter(|joined| CONNECTING.contains(&joined.flow().kind.as_str()) && joined.from.is_compute())
}

fn no_network(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_any(&PLACED) && !node.existing()) {
        // One that nobody uses yet is being drawn.
        if users(context, store).next().is_none() {
            continue;
        }
        report.each_stage(|stage| {
            let public = context.value(store, &["public_access"], stage).and_then(Value::as_bool) == Some(true);
            if public || network(context, store, stage).is_some() {
                return None;
            }
            let message = format!("{} stands in no network, so that nobody can reach it: set network.", store.id);
            let (title, edit) = place_in_network(context, store);
            Some(Outcome::new(store.place(), message).mend(title, edit))
        });
    }
}

/// The edit that places a store and those who use it in a network: the design's first, or a new one.
fn place_in_network(context: &Context<'_>, store: &NodeView<'_>) -> (String, Edit) {
    let mut edits = Vec::new();
    let own = |node: &&NodeView<'_>| node.id.service == store.id.service || node.id.service == SHARED;
    let (network, title) = if let Some(found) = context.nodes_of("network").find(own) {
        (found.id.clone(), format!("Place {} and those who use it in {}", store.id, found.id))
    } else {
        let service = &store.id.service;
        let id = NodeId::new(service.clone(), context.design.free_name(service, "private"));
        edits.push(Edit::AddNode { id: id.clone(), node: Node::of_kind("network"), index: None });
        let title = format!("Place {} and those who use it in a new network {id}", store.id);
        (id, title)
    };
    let mut placed = BTreeSet::new();
    let homeless = users(context, store).map(|joined| joined.from).filter(|node| node.node.get("network").is_none());
    for node in std::iter::once(store).chain(homeless) {
        if placed.insert(node.index) {
            edits.push(Edit::SetProperty {
                id: node.id.clone(),
                path: vec!["network".to_owned()],
                value: Some(Value::String(network.to_string())),
            });
        }
    }
    (title, Edit::Batch(edits))
}

fn cannot_reach(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for store in context.nodes.iter().filter(|node| node.is_any(&PLACED)) {
        let mut seen = BTreeSet::new();
        for joined in users(context, store) {
            let user = joined.from;
            if by_api(&joined) || !user.is_any(&["function", "container"]) || !seen.insert(user.index) {
                continue;
            }
            report.each_stage(|stage| {
                let home = network(context, store, stage)?;
                if network(context, user, stage) == Some(home) {
                    return None;
                }
                let message = format!(
                    "{} cannot reach {}, which stands in the network {home}: place it there too.",
                    user.id, store.id
                );
                let edit = context.mend(user, &["network"], Some(Value::from(home)), stage);
                Some(Outcome::new(joined.view.place(), message).mend(format!("Place {} in {home}", user.id), edit))
            });
        }
    }
}

/// The endpoint that leads to what a flow needs, or `None` where only the internet does.
fn endpoint(kind: &str) -> Option<&'static str> {
    const ENDPOINTS: [&str; 10] =
        ["bucket", "table", "queue", "topic", "event-bus", "stream", "workflow", "secret", "parameter", "function"];
    ENDPOINTS.into_iter().find(|name| *name == kind)
}

fn no_egress(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    let leaving = ["call", "publish", "use", "invoke", "read", "write", "read-write"];
    for function in context.nodes_of("function") {
        // What the event source fetches for a function, such as messages of a queue, takes no way out of its own.
        let targets: Vec<Joined<'_, '_>> = context
            .outgoing(function)
            .filter(|joined| leaving.contains(&joined.flow().kind.as_str()) && !joined.to.is_any(&PLACED))
            .collect();
        if targets.is_empty() {
            continue;
        }
        report.each_stage(|stage| lost(context, function, &targets, stage));
    }
}

/// What a function cannot reach from its network.
fn lost(
    context: &Context<'_>,
    function: &NodeView<'_>,
    targets: &[Joined<'_, '_>],
    stage: Stage<'_>,
) -> Option<Outcome> {
    let home = context.value(function, &["network"], stage)?;
    let home = context.named(home).filter(|node| node.is("network") && !node.existing())?;
    if context.value(home, &["nat"], stage).and_then(Value::as_str).is_some_and(|nat| nat != "none") {
        return None;
    }
    let written = context.value(home, &["endpoints"], stage).and_then(Value::as_list).unwrap_or_default();
    let there = |name: &str| written.iter().any(|item| item.as_str() == Some(name));
    let mut unreached: Vec<String> = Vec::new();
    let mut missing: Vec<&'static str> = Vec::new();
    let mut outside = false;
    for joined in targets {
        let way = endpoint(&joined.to.node.kind);
        if way.is_some_and(there) {
            continue;
        }
        let id = joined.to.id.to_string();
        if !unreached.contains(&id) {
            unreached.push(id);
        }
        match way {
            Some(way) if !missing.contains(&way) => missing.push(way),
            Some(_) => {}
            None => outside = true,
        }
    }
    if unreached.is_empty() {
        return None;
    }
    let (advice, title, path, value) = if outside {
        let advice = format!("set nat: single on {}", home.id);
        (advice, format!("Set nat: single on {}", home.id), "nat", Value::from("single"))
    } else {
        let mut all: Vec<Value> = written.to_vec();
        all.extend(missing.iter().map(|name| Value::from(*name)));
        let ends = format!("endpoint{} for {}", if missing.len() == 1 { "" } else { "s" }, list(&missing));
        (format!("give it the {ends}"), format!("Give {} the {ends}", home.id), "endpoints", Value::List(all))
    };
    let message = format!(
        "{} runs in the network {}, from which nothing leads to {}: {advice}.",
        function.id,
        home.id,
        list(&unreached)
    );
    let edit = context.mend(home, &[path], Some(value), stage);
    Some(Outcome::new(context.place_of(function, &["network"], stage), message).mend(title, edit))
}
