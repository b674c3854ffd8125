//! external: something outside of the design. It has an address, and makes no resource of its own.

use crate::design::{NodeId, Place};
use crate::program::Expression;

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
    let url = cx.text(request.node, &["url"]).unwrap_or_else(|| {
        cx.refuse(
            Place::property(request.node, "url"),
            format!("{} has no address to call", request.node),
            "set url, such as https://api.example.com",
        );
        Expression::text("")
    });
    Grant::default().variable("url", url)
}
