//! Why somebody may do something, in the words of the design. Knows no cloud.

use crate::design::{Design, FlowId};
use crate::program::Origin;
use crate::register::ResourceId;

use super::row::Reason;

/// A resource by its service and its name.
pub(super) fn name(id: &ResourceId) -> String {
    format!("{}.{}", id.service, id.name)
}

/// The part of the design that something comes from, as a reason.
pub(super) fn reason(design: &Design, origin: &Origin) -> Reason {
    match origin {
        Origin::Flow(id) => match design.flow(FlowId(*id)) {
            Some(flow) => {
                Reason::Flow { kind: flow.kind.clone(), from: flow.from.to_string(), to: flow.to.to_string() }
            }
            None => Reason::Frame("a flow".to_owned()),
        },
        Origin::Node(node) => Reason::Node(node.clone()),
        Origin::Service(service) => Reason::Node(service.clone()),
        Origin::Frame => Reason::Frame("every program".to_owned()),
    }
}
