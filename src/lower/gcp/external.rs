//! external: something outside of the design. It has an address, and makes no resource of its own.

use crate::design::{Flow, NodeId, Place};
use crate::program::Expression;
use crate::value::Value;

use super::Gcp;
use super::access::{Access, Grant, Request};

pub(super) const CLASS: &str = "external";

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    for property in ["existing", "extra"] {
        if cx.design.node(id).and_then(|node| node.get(property)).is_some() {
            cx.refuse(
                Place::property(id, property),
                format!("{id} is outside of the program, so {property} has nothing to apply to"),
                format!("leave {property} out"),
            );
        }
    }
}

pub(super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    let url = address(cx, request.node, "call").unwrap_or_else(|| Expression::text(""));
    Grant::default().variable("url", url)
}

/// The address; without one, nothing can be done with it.
fn address(cx: &mut Gcp, id: &NodeId, verb: &str) -> Option<Expression> {
    let url = cx.text(id, &["url"]);
    if url.is_none() {
        cx.refuse(
            Place::property(id, "url"),
            format!("{id} has no address to {verb}"),
            "set url, such as https://api.example.com",
        );
    }
    url
}

/// The address to which messages are delivered: Pub/Sub speaks HTTPS and nothing else.
pub(super) fn https(cx: &mut Gcp, flow: &Flow) -> Option<Expression> {
    let id = &flow.to;
    let protocol = flow.text("protocol").filter(|protocol| *protocol != "https").map(str::to_owned);
    let known = cx.known(id, &["url"]);
    let mut addresses = known.iter().filter_map(Value::as_str);
    let other = addresses.find(|url| !url.starts_with("https://")).map(str::to_owned);
    if let Some(other) = protocol.or(other) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: Pub/Sub delivers by https, and {other} is something else"),
            "let a function take it and tell the system in its own way",
        );
        return None;
    }
    address(cx, id, "deliver to")
}
