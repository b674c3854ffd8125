//! APIs without routes, and sign-in that no route asks for.

use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const WITHOUT_ROUTES: Rule = Rule::error("STR014", "structure/api-without-routes", without_routes)
    .says(
        "An API without a route.",
        "It has a public address that answers nothing.",
        "Join it to a function with a route, or take it away.",
    );

pub(in crate::check) const AUTHORIZE: Rule = Rule::warning("STR037", "structure/authorize-without-routes", authorize)
    .says(
        "A user pool that authorizes an API none of whose routes asks who is calling.",
        "Sign-in is set up, and yet every route is open.",
        "Set auth: jwt on the routes that need it, or take the authorize flow away.",
    );

fn without_routes(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for api in context.nodes.iter().filter(|node| node.is_any(&["http-api", "websocket-api"])) {
        if api.existing() || context.outgoing(api).any(|joined| joined.is("route")) {
            continue;
        }
        let (name, function) = new_function(context, api);
        let mut properties = Map::new();
        if api.is("http-api") {
            properties.insert("method".to_owned(), "GET".into());
            properties.insert("path".to_owned(), "/".into());
        } else {
            properties.insert("key".to_owned(), "$default".into());
        }
        let flow = Flow {
            id: FlowId(context.design.next_flow),
            kind: "route".to_owned(),
            from: api.id.clone(),
            to: name.clone(),
            properties,
        };
        let edits =
            vec![Edit::AddNode { id: name.clone(), node: function, index: None }, Edit::AddFlow { flow, index: None }];
        report
            .add(api.place(), format!("{} has no route: join it to a function.", api.id))
            .fix(format!("Add the function {name} with a route"), Edit::Batch(edits));
    }
}

/// A new function beside an API; not in the shared service when there is another.
fn new_function(context: &Context<'_>, api: &NodeView<'_>) -> (NodeId, Node) {
    let service = &api.id.service;
    let wish = format!("{}-handler", api.id.node);
    (NodeId::new(service.clone(), context.design.free_name(service, &wish)), Node::of_kind("function"))
}

fn authorize(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("authorize").filter(|joined| joined.from.is("user-pool") && joined.to.is("http-api"))
    {
        let routes: Vec<Joined<'_, '_>> = context.outgoing(joined.to).filter(|route| route.is("route")).collect();
        let asks = |route: &Joined<'_, '_>| route.flow().text("auth").is_some_and(|auth| auth != "none");
        if routes.is_empty() || routes.iter().any(asks) {
            continue;
        }
        let changing = routes
            .iter()
            .filter(|route| !matches!(route.flow().text("method"), None | Some("GET" | "HEAD" | "OPTIONS")));
        let mut edits: Vec<Edit> = changing.map(|route| require(route.flow().id)).collect();
        if edits.is_empty() {
            edits = routes.iter().map(|route| require(route.flow().id)).collect();
        }
        let count = edits.len();
        report
            .add(
                joined.view.place(),
                format!(
                    "{} authorizes {}, but no route of it asks who is calling: set auth: jwt where it matters.",
                    joined.from.id, joined.to.id
                ),
            )
            .fix(format!("Ask for a token on {count} route{}", if count == 1 { "" } else { "s" }), Edit::Batch(edits));
    }
}

/// The edit that lets a route ask for a token.
fn require(route: FlowId) -> Edit {
    Edit::SetFlowProperty { id: route, path: vec!["auth".to_owned()], value: Some("jwt".into()) }
}
