//! Timeouts along calls that wait.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::NodeIndex;

use crate::catalog::catalog;
use crate::check::context::graphs::{component_numbers, reachable};
use crate::check::context::requests::waits;
use crate::check::limits::api_timeout;
use crate::check::prelude::*;

pub(in crate::check) const CHAIN: Rule = Rule::error("STR020", "structure/sync-chain-timeout", chain).says(
    "A function behind a route that may take longer than the API waits.",
    "The caller gets an error while the function still runs.",
    "Lower the timeouts so that they fit, or let the slow part be told by a queue.",
);

pub(in crate::check) const CALLEE: Rule = Rule::warning("STR021", "structure/callee-outlives-caller", callee).says(
    "A function that waits for another which may run as long as itself or longer.",
    "The caller gives up first and its work is lost, while the other goes on.",
    "Give the caller more time than the function that it waits for.",
);

/// The longest timeout of a function among a node and those that it waits for, with that function.
type Longest = Option<(Duration, usize)>;

fn chain(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let graph = &context.graphs.synchronous;
    let apis: Vec<&NodeView<'_>> =
        context.nodes.iter().filter(|node| api_timeout(&node.node.kind, context.provider).is_some()).collect();
    if apis.is_empty() {
        return;
    }
    let components = kosaraju_scc(graph);
    let longest: Vec<Vec<Longest>> = context.stages.iter().map(|stage| longest(context, &components, *stage)).collect();
    for api in apis {
        let Some(limit) = api_timeout(&api.node.kind, context.provider) else { continue };
        for route in context.outgoing(api).filter(|joined| joined.is("route") && waits(joined)) {
            let mut stage_position = 0;
            report.each_stage(|stage| {
                let longest =
                    longest.get(stage_position).and_then(|stage| stage.get(route.to.index)).copied().flatten();
                stage_position += 1;
                too_long(context, route, longest, limit, stage)
            });
        }
    }
}

fn longest<'d>(context: &Context<'d>, components: &[Vec<NodeIndex>], stage: Stage<'d>) -> Vec<Longest> {
    let graph = &context.graphs.synchronous;
    let mut longest: Vec<Longest> = vec![None; graph.node_count()];
    for component in components {
        let mut best: Longest = None;
        for node in component {
            let view = context.node(node.index());
            // An API gives up by itself; what lies behind it is told where its own routes are looked at.
            let own = view
                .is("function")
                .then(|| context.duration(view, "timeout", stage))
                .flatten()
                .map(|timeout| (timeout, node.index()));
            let stops = view.is_any(&["http-api", "websocket-api", "graphql-api"]);
            let below = graph
                .neighbors(*node)
                .filter(|_| !stops)
                .filter_map(|next| longest.get(next.index()).copied().flatten());
            for candidate in below.chain(own) {
                best = match best {
                    Some(known) if known.0 >= candidate.0 => Some(known),
                    _ => Some(candidate),
                };
            }
        }
        for node in component {
            if let Some(slot) = longest.get_mut(node.index()) {
                *slot = best;
            }
        }
    }
    longest
}

fn too_long<'d>(
    context: &Context<'d>,
    route: Joined<'_, 'd>,
    longest: Longest,
    limit: Duration,
    stage: Stage<'d>,
) -> Option<Outcome> {
    let own = route.flow().text("timeout").and_then(Duration::parse);
    if let Some(own) = own.filter(|own| *own > limit) {
        let edit = Edit::SetFlowProperty {
            id: route.flow().id,
            path: vec!["timeout".to_owned()],
            value: Some(limit.to_string().into()),
        };
        let message =
            format!("{} waits {limit} at the most, but this route has a timeout of {own}: lower it.", route.from.id);
        return Some(Outcome::new(route.view.at("timeout"), message).mend(format!("Lower it to {limit}"), edit));
    }
    if let Some((timeout, node)) = longest.filter(|(timeout, _)| *timeout > limit) {
        let node = context.node(node);
        let message = format!(
            "{} may run {timeout}, but {} waits {limit} at the most: lower its timeout, or let it be told by a queue.",
            node.id, route.from.id
        );
        let lower = Duration::from_seconds(limit.seconds().saturating_sub(1));
        let edit = context.mend(node, &["timeout"], Some(lower.to_string().into()), stage);
        return Some(
            Outcome::new(context.place_of(node, &["timeout"], stage), message)
                .mend(format!("Lower the timeout of {} to {lower}", node.id), edit),
        );
    }
    let called: Vec<(&NodeView<'_>, Duration)> = context
        .outgoing(route.to)
        .filter(|joined| joined.is("invoke") && joined.view.class == Some(crate::catalog::Class::Synchronous))
        .filter(|joined| joined.to.is("function") && joined.to.index != route.to.index)
        .filter_map(|joined| context.duration(joined.to, "timeout", stage).map(|timeout| (joined.to, timeout)))
        .collect();
    let sum = called.iter().fold(Duration::default(), |sum, (_, timeout)| {
        Duration::from_milliseconds(sum.milliseconds().saturating_add(timeout.milliseconds()))
    });
    if sum <= limit || called.len() < 2 {
        return None;
    }
    let names: Vec<String> = called.iter().map(|(node, timeout)| format!("{} {timeout}", node.id)).collect();
    let share = Duration::from_seconds((limit.seconds() / called.len() as u64).max(1));
    let edits: Vec<Edit> = called
        .iter()
        .filter(|(_, timeout)| *timeout > share)
        .map(|(node, _)| context.mend(node, &["timeout"], Some(share.to_string().into()), stage))
        .collect();
    let message = format!(
        "{} waits for {} in turn, {sum} together, but {} waits {limit} at the most: lower their timeouts.",
        route.to.id,
        list(&names),
        route.from.id
    );
    Some(Outcome::new(route.to.place(), message).mend(format!("Lower them to {share} each"), Edit::Batch(edits)))
}

/// The longest timeout of a function.
fn longest_timeout() -> Duration {
    let property = catalog().property("function", "timeout");
    let longest = property.and_then(|property| property.max.as_ref()).and_then(Value::as_str).and_then(Duration::parse);
    longest.unwrap_or_default()
}

fn callee(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let apis = context.nodes.iter().filter(|node| api_timeout(&node.node.kind, context.provider).is_some());
    let behind_apis = reachable(&context.graphs.synchronous, apis.map(|api| api.index));
    let shortest_api =
        ["http-api", "websocket-api"].iter().filter_map(|kind| api_timeout(kind, context.provider)).min();
    let components = kosaraju_scc(&context.graphs.synchronous);
    let circle = component_numbers(&components, context.nodes.len());
    for joined in context.of_kind("invoke") {
        let waits = joined.view.class == Some(crate::catalog::Class::Synchronous);
        if !waits || !joined.from.is("function") || !joined.to.is("function") || joined.from.index == joined.to.index {
            continue;
        }
        // In a circle no timeouts would do; it is told as sync-cycle.
        if circle.get(joined.from.index) == circle.get(joined.to.index) {
            continue;
        }
        report.each_stage(|stage| {
            let waiting = context.duration(joined.from, "timeout", stage)?;
            let waited = context.duration(joined.to, "timeout", stage)?;
            if waited < waiting {
                return None;
            }
            let message = format!(
                "{} may run {waiting} and waits for {}, which may run {waited}: give the caller more time.",
                joined.from.id, joined.to.id
            );
            let outcome = Outcome::new(joined.view.place(), message);
            let raised = Duration::from_seconds(waited.seconds() + 5);
            // Behind an API the caller may not take longer than the API waits.
            let waits = shortest_api.filter(|_| behind_apis.get(joined.from.index) == Some(&true));
            let most = waits.map_or_else(longest_timeout, |wait| Duration::from_seconds(wait.seconds() - 1));
            Some(if raised <= most {
                let edit = context.mend(joined.from, &["timeout"], Some(raised.to_string().into()), stage);
                outcome.mend(format!("Give {} {raised}", joined.from.id), edit)
            } else if waiting.seconds() > 5 {
                let lowered = Duration::from_seconds(waiting.seconds() - 5);
                let edit = context.mend(joined.to, &["timeout"], Some(lowered.to_string().into()), stage);
                outcome.mend(format!("Lower the timeout of {} to {lowered}", joined.to.id), edit)
            } else {
                outcome
            })
        });
    }
}
