//! How many masters a function has: identities that are shared, and kinds of callers that are mixed.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Provider;
use crate::check::prelude::*;

use super::provider_properties::values;

pub(in crate::check) const SHARED_ROLE: Rule = Rule::warning("SEC014", "security/shared-role", shared_role).says(
    "Functions with different flows that run as one identity.",
    "Each may do what any of them needs, and the log does not tell which of them it was.",
    "Take the setting away: each function gets an identity of its own, with what its flows need.",
);

pub(in crate::check) const MANY_PRINCIPALS: Rule = Rule::warning("SEC015", "security/many-principals", many_principals)
    .says(
        "A function that is started by services of different kinds, such as an API and a bucket.",
        "It has the rights of all its tasks at once, and must guess from the event which one it is.",
        "Give each kind of caller a function of its own; what they share goes into a module.",
    );

/// Where the SDK's inputs name the identity of a function.
const IDENTITIES: &[(Provider, &str)] = &[
    (Provider::Aws, "role"),
    (Provider::Azure, "identity.userAssignedIdentities.*"),
    (Provider::Gcp, "serviceConfig.serviceAccountEmail"),
];

fn shared_role(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some((_, path)) = IDENTITIES.iter().find(|(provider, _)| *provider == context.provider) else { return };
    let mut by_identity: BTreeMap<String, Vec<&NodeView<'_>>> = BTreeMap::new();
    for function in context.with_provider_properties().filter(|node| node.is("function")) {
        let identities: BTreeSet<&str> = context
            .stages
            .iter()
            .flat_map(|stage| values(context, function, path, *stage))
            .filter_map(Value::as_str)
            .collect();
        for identity in identities {
            by_identity.entry(identity.to_owned()).or_default().push(function);
        }
    }
    for (identity, functions) in by_identity {
        let Some((first, others)) = functions.split_first() else { continue };
        let own = needs(context, first);
        if !others.iter().any(|function| needs(context, function) != own) {
            continue;
        }
        let names: Vec<String> = functions.iter().map(|function| function.id.to_string()).collect();
        let property = path.split('.').next().unwrap_or(path);
        let edits = functions.iter().map(|function| Edit::SetProperty {
            id: function.id.clone(),
            path: vec!["extra".to_owned(), property.to_owned()],
            value: None,
        });
        let in_nodes = functions.iter().all(|function| {
            let extra = function.node.get("extra");
            extra.is_some_and(|extra| extra.get(property).is_some())
        });
        let fix = in_nodes.then(|| Edit::Batch(edits.collect()));
        report
            .add(
                Place::Node { id: first.id.clone(), path: vec!["extra".to_owned(), property.to_owned()] },
                format!(
                    "{} have different flows and run as one identity, {identity}: let each have its own.",
                    list(&names)
                ),
            )
            .related(others.iter().map(|function| function.place()))
            .maybe_fix("Give each an identity of its own", fix);
    }
}

/// What a function's own flows need: their kinds and targets.
fn needs<'d>(context: &Context<'d>, function: &NodeView<'d>) -> BTreeSet<(&'d str, usize)> {
    context.outgoing(function).map(|joined| (joined.flow().kind.as_str(), joined.to.index)).collect()
}

/// The service of AWS that calls a function for a flow, where it needs a permission on the function.
fn principal(joined: &Joined<'_, '_>) -> Option<&'static str> {
    let from = joined.from.node.kind.as_str();
    Some(match (joined.flow().kind.as_str(), from) {
        ("route", "http-api" | "websocket-api") => "an API",
        ("route", "graphql-api") => "a GraphQL API",
        ("subscribe", "bucket") => "a bucket",
        ("subscribe", "topic") => "a topic",
        ("subscribe", "event-bus") => "an event bus",
        ("invoke", "schedule") => "a schedule",
        ("trigger", "user-pool") => "a user pool",
        _ => return None,
    })
}

fn many_principals(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for function in context.nodes_of("function") {
        let mut callers: Vec<&'static str> = Vec::new();
        let mut places = Vec::new();
        for joined in context.incoming(function) {
            if let Some(caller) = principal(&joined).filter(|caller| !callers.contains(caller)) {
                callers.push(caller);
                places.push(joined.view.place());
            }
        }
        // What authorizes an API is called by it.
        let api = ["http-api", "websocket-api"];
        if let Some(joined) = context.outgoing(function).find(|joined| joined.is("authorize") && joined.to.is_any(&api))
            && !callers.contains(&"an API")
        {
            callers.push("an API");
            places.push(joined.view.place());
        }
        if callers.len() < 2 {
            continue;
        }
        report
            .add(
                function.place(),
                format!(
                    "{} is started by {}: give each kind of caller a function of its own.",
                    function.id,
                    list(&callers)
                ),
            )
            .related(places);
    }
}
