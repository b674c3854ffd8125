//! external: something outside of the design. It has an address, and makes no resource of its own.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};

use super::super::settings::Derived;
use super::Azure;
use super::access::{Access, Grant, Request};

pub(super) const CLASS: &str = "";

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
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

pub(super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    let url = address(cx, request.node);
    Grant::default().variable("url", url)
}

/// The address of something outside: that of the design, or one that each stack names.
pub(super) fn address(cx: &mut Azure, id: &NodeId) -> Expression {
    cx.text(id, &["url"]).unwrap_or_else(|| {
        Expression::Setting(cx.settings.derive(Derived {
            wish: format!("{}-{}-url", id.service, id.node),
            documentation: format!("The address of {id}."),
            origin: Origin::Node(id.to_string()),
            ..Derived::default()
        }))
    })
}
