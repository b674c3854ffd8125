//! What callers of an API wait for: the nodes behind its routes, each with a route that leads there.

use std::collections::VecDeque;

use crate::catalog::Class;

use super::{Context, Joined};

/// The methods of HTTP that change something.
const CHANGING: [&str; 5] = ["POST", "PUT", "PATCH", "DELETE", "ANY"];

/// Whether a request on that route may change something: by its method, or as a mutation of a graph API.
pub(crate) fn changes(route: &Joined<'_, '_>) -> bool {
    match route.from.node.kind.as_str() {
        "graphql-api" => route.flow().text("key").is_some_and(|key| key.starts_with("Mutation.")),
        "http-api" => route.flow().text("method").is_some_and(|method| CHANGING.contains(&method)),
        _ => false,
    }
}

/// Whether the source waits for the target.
pub(crate) fn waits(joined: &Joined<'_, '_>) -> bool {
    joined.view.class == Some(Class::Synchronous)
}

impl<'d> Context<'d> {
    /// For each node that a caller of an API waits for, by its position: the position of a route that leads there, the
    /// nearest first, among the routes that a test lets through. The ways end at other APIs, whose own routes are told
    /// apart from these.
    pub(crate) fn behind_routes(&self, keep: impl Fn(&Joined<'_, 'd>) -> bool) -> Vec<Option<usize>> {
        let mut behind: Vec<Option<usize>> = vec![None; self.nodes.len()];
        let mut open: VecDeque<(usize, usize)> = VecDeque::new();
        let routes = self.flows.iter().enumerate().filter(|(_, view)| view.flow.kind == "route");
        for position in routes.map(|(position, _)| position) {
            if let Some(route) = self.joined(position).filter(|route| waits(route) && keep(route)) {
                open.push_back((route.to.index, position));
            }
        }
        while let Some((node, route)) = open.pop_front() {
            let Some(slot) = behind.get_mut(node) else { continue };
            if slot.is_some() {
                continue;
            }
            *slot = Some(route);
            let view = self.node(node);
            if view.is_any(&["http-api", "websocket-api", "graphql-api"]) {
                continue;
            }
            open.extend(self.outgoing(view).filter(|joined| waits(joined)).map(|joined| (joined.to.index, route)));
        }
        behind
    }
}
