//! Who may call a route.

use crate::check::legal::new_node_defaults;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const PUBLIC_MUTATION: Rule =
    Rule::warning("SEC004", "security/public-mutation-route", public_mutation)
        .in_production(Severity::Error)
        .allowable()
        .says(
            "A route that changes something and that everybody may call.",
            "Anybody on the internet can use it, as often as they like.",
            "Set auth: jwt with a user pool that authorizes the API, or accept the finding with the reason.",
        );

pub(in crate::check) const NO_AUTHORISER: Rule =
    Rule::warning("SEC006", "security/api-without-authoriser", no_authoriser).says(
        "An API with routes that ask who is calling, and nothing that could answer.",
        "No token can be checked: the routes refuse everybody, or nobody.",
        "Join a user pool to the API with authorize, or a function for auth: custom.",
    );

/// Methods that change something.
const CHANGING: [&str; 5] = ["POST", "PUT", "PATCH", "DELETE", "ANY"];

/// Paths that must be open: signing in, being told by others, saying that one is alive.
pub(super) fn must_be_open(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let starts = ["/webhook", "/auth/", "/health"].iter().any(|start| path.starts_with(start));
    let last = path.rsplit('/').next().unwrap_or_default();
    starts || matches!(last, "login" | "signup" | "sign-up" | "sign-in" | "register")
}

/// What routes of an API say to be decided by what authorizes it.
pub(super) fn asked_by(context: &Context<'_>, api: &NodeView<'_>) -> Option<&'static str> {
    let decider = context.incoming(api).find(|joined| joined.is("authorize"))?;
    Some(if decider.from.is("user-pool") { "jwt" } else { "custom" })
}

/// What a route asks of who calls it.
pub(super) fn auth<'a>(joined: &'a Joined<'_, '_>) -> &'a str {
    joined.flow().text("auth").unwrap_or("none")
}

fn public_mutation(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for api in context.nodes_of("http-api") {
        let asked = asked_by(context, api);
        for joined in context.outgoing(api).filter(|joined| joined.is("route")) {
            let flow = joined.flow();
            let method = flow.text("method").unwrap_or("GET");
            let path = flow.text("path").unwrap_or("/");
            if !CHANGING.contains(&method) || auth(&joined) != "none" || must_be_open(path) {
                continue;
            }
            let set = |auth: &str| Edit::SetFlowProperty {
                id: flow.id,
                path: vec!["auth".to_owned()],
                value: Some(Value::from(auth)),
            };
            let place = joined.view.place();
            if let Some(asked) = asked {
                report
                    .add(place, format!("Everybody may call {method} {path} of {}: set auth: {asked}.", api.id))
                    .fix(format!("Set auth: {asked}"), set(asked));
            } else {
                let (title, mut edits) = add_user_pool(context, api);
                edits.push(set("jwt"));
                report
                    .add(
                        place,
                        format!("Everybody may call {method} {path} of {}: let a user pool authorize it, and set auth: jwt.", api.id),
                    )
                    .fix(format!("{title} and set auth: jwt"), Edit::Batch(edits));
            }
        }
    }
}

/// The edits that add a user pool which authorizes an API, with their title.
fn add_user_pool(context: &Context<'_>, api: &NodeView<'_>) -> (String, Vec<Edit>) {
    let service = &api.id.service;
    let (name, properties) = new_node_defaults(context.design, service, "user-pool");
    let pool = NodeId::new(service.clone(), name);
    let flow = Flow {
        id: FlowId(context.design.next_flow),
        kind: "authorize".to_owned(),
        from: pool.clone(),
        to: api.id.clone(),
        properties: Map::new(),
    };
    let node = Node { kind: "user-pool".to_owned(), properties };
    let title = format!("Let a new user pool {pool} authorize {}", api.id);
    (title, vec![Edit::AddNode { id: pool, node, index: None }, Edit::AddFlow { flow, index: None }])
}

fn no_authoriser(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for api in context.nodes_of("http-api").filter(|node| !node.existing()) {
        let by = |pool: bool| {
            context.incoming(api).any(|joined| joined.is("authorize") && joined.from.is("user-pool") == pool)
        };
        let (pool, function) = (by(true), by(false));
        let lacking: Vec<Joined<'_, '_>> = context
            .outgoing(api)
            .filter(|joined| joined.is("route"))
            .filter(|joined| match auth(joined) {
                "jwt" => !pool,
                "custom" => !function,
                _ => false,
            })
            .collect();
        let Some(first) = lacking.first() else { continue };
        let (count, asked) = (lacking.len(), auth(first));
        let fix = (asked == "jwt").then(|| add_user_pool(context, api));
        let source = if asked == "jwt" { "a user pool" } else { "a function" };
        report
            .add(
                api.place(),
                format!(
                    "{count} route{} of {} ask{} for auth: {asked}, but nothing authorizes it: join {source} to it with authorize.",
                    if count == 1 { "" } else { "s" },
                    api.id,
                    if count == 1 { "s" } else { "" }
                ),
            )
            .related(lacking.iter().map(|joined| joined.view.place()))
            .maybe_fix(fix.as_ref().map_or_else(String::new, |fix| fix.0.clone()), fix.map(|fix| Edit::Batch(fix.1)));
    }
}
