//! Who may open a connection to a WebSocket API.

use crate::catalog::Provider;
use crate::check::legal::new_node_defaults;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

use super::routes::auth;

pub(in crate::check) const CONNECT: Rule =
    Rule::warning("SEC008", "security/websocket-connect-unauthenticated", connect).in_production(Severity::Error).says(
        "A WebSocket API to which everybody may connect.",
        "Who is calling can only be asked when a connection is opened; later messages carry no proof.",
        "Join a function to the API with authorize, and set auth: custom on the route $connect.",
    );

pub(in crate::check) const USER_POOL: Rule = Rule::error("SEC009", "security/websocket-user-pool-direct", user_pool)
    .says(
        "A user pool that authorizes a WebSocket API of AWS by itself.",
        "Such an API asks a function or signed requests; it cannot read the tokens of a user pool.",
        "Let a function authorize the API, which checks the pool's tokens.",
    );

fn is_decider(joined: &Joined<'_, '_>) -> bool {
    joined.is("authorize") && joined.from.is("function")
}

fn connect(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    for api in context.nodes_of("websocket-api").filter(|node| !node.existing()) {
        let decided = context.incoming(api).any(|joined| is_decider(&joined));
        // A user pool that tries to is told by the rule below, which mends the route too.
        if !decided && context.incoming(api).any(|joined| joined.is("authorize")) {
            continue;
        }
        let routes: Vec<Joined<'_, '_>> = context.outgoing(api).filter(|joined| joined.is("route")).collect();
        let Some(opening) = routes.iter().find(|joined| joined.flow().text("key") == Some("$connect")) else {
            if !routes.is_empty() {
                report.add(
                    api.place(),
                    format!("Everybody may connect to {}: add a route with the key $connect and auth: custom.", api.id),
                );
            }
            continue;
        };
        let asked = auth(opening);
        if asked == "iam" || (asked == "custom" && decided) {
            continue;
        }
        let set = Edit::SetFlowProperty {
            id: opening.flow().id,
            path: vec!["auth".to_owned()],
            value: Some(Value::from("custom")),
        };
        let draft = report.add(
            opening.view.place(),
            format!("Everybody may connect to {}: let a function authorize it, and set auth: custom.", api.id),
        );
        if decided {
            draft.fix("Set auth: custom", set);
        } else {
            let (id, mut edits) = add_function(context, api, 0);
            edits.push(set);
            draft
                .fix(format!("Let a new function {id} authorize {}, and set auth: custom", api.id), Edit::Batch(edits));
        }
    }
}

/// The edits that add a function which authorizes an API; flows are numbered from `offset` on.
fn add_function(context: &Context<'_>, api: &NodeView<'_>, offset: u32) -> (NodeId, Vec<Edit>) {
    let service = &api.id.service;
    let (_, properties) = new_node_defaults(context.design, service, "function");
    let name = context.design.free_name(service, &format!("authorize-{}", api.id.node));
    let id = NodeId::new(service.clone(), name);
    let node = Node { kind: "function".to_owned(), properties };
    let flow = flow(context, offset, "authorize", &id, &api.id);
    (id.clone(), vec![Edit::AddNode { id, node, index: None }, Edit::AddFlow { flow, index: None }])
}

fn flow(context: &Context<'_>, offset: u32, kind: &str, from: &NodeId, to: &NodeId) -> Flow {
    let id = FlowId(context.design.next_flow + offset);
    Flow { id, kind: kind.to_owned(), from: from.clone(), to: to.clone(), properties: Map::new() }
}

fn user_pool(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Aws {
        return;
    }
    let direct = |joined: &Joined<'_, '_>| joined.from.is("user-pool") && joined.to.is("websocket-api");
    for joined in context.of_kind("authorize").filter(direct) {
        let (pool, api) = (joined.from, joined.to);
        let mut edits = vec![Edit::RemoveFlow(joined.flow().id)];
        let present = context.incoming(api).find(is_decider).map(|joined| joined.from.id.clone());
        let function = present.unwrap_or_else(|| {
            let (id, added) = add_function(context, api, 1);
            edits.extend(added);
            id
        });
        let uses = context.incoming(pool).any(|other| other.is("use") && other.from.id == function);
        if !uses {
            edits.push(Edit::AddFlow { flow: flow(context, 0, "use", &function, &pool.id), index: None });
        }
        let opening =
            context.outgoing(api).find(|joined| joined.is("route") && joined.flow().text("key") == Some("$connect"));
        edits.extend(opening.map(|opening| Edit::SetFlowProperty {
            id: opening.flow().id,
            path: vec!["auth".to_owned()],
            value: Some(Value::from("custom")),
        }));
        let message = format!(
            "{} cannot authorize {}: a WebSocket API of AWS asks a function, which checks the pool's tokens.",
            pool.id, api.id
        );
        report
            .add(joined.view.place(), message)
            .fix(format!("Let the function {function} check the tokens of {}", pool.id), Edit::Batch(edits));
    }
}
