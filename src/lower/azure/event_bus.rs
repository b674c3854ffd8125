//! event-bus: a topic of Event Grid, whose events have the form of `CloudEvents`.

use crate::design::NodeId;
use crate::program::Origin;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::{Azure, events};

pub(super) const CLASS: &str = events::SOURCE;

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    let key = id.to_string();
    let name = cx.logical(id);
    let item = New::component(CLASS, &key, name.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "event-bus")
        .aliases(cx.former(id, &name));
    let item = events::source(cx, id, item, None).at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-endpoint", id.node), of(&key, "endpoint"));
}

pub(super) fn grant(cx: &mut Azure, request: &Request) -> Grant {
    let key = request.node.to_string();
    match request.access {
        Access::Publish => Grant::allow("EventGrid Data Sender", of(&key, "topicId"))
            .variable("event bus endpoint", of(&key, "endpoint")),
        Access::Consume => events::grant(cx, request),
        _ => Grant::default(),
    }
}
