//! topic, event-bus and stream: Pub/Sub topics. Messages carry their event as the attribute `type`, by which
//! subscriptions ask for them.

use crate::design::{Flow, NodeId};
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, of};
use super::super::places::with_suffix;
use super::access::{Access, Grant, Request, Role};
use super::{Gcp, delivery, labels, region, workflow};

pub(super) const CLASS: &str = "gcp.pubsub.Topic";
/// The class of who may publish.
pub(super) const MEMBER: &str = "gcp.pubsub.TopicIAMMember";

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let kind = cx.design.kind_of(id).unwrap_or_default().to_owned();
    let suffix = if kind == "event-bus" { "bus" } else { kind.as_str() };
    let wish = with_suffix(&id.node, suffix);
    let name = cx.logical(id);
    let main = New::sdk(CLASS, &key, name.clone(), Origin::Node(key.clone())).variable(wish.clone(), "topic");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    // A topic keeps what subscriptions have had already, so that they can ask for it again.
    let retention = cx.seconds(id, &["retention"]).map(delivery::in_seconds);
    let extra = labels::extra(cx, id);
    let item = main
        .argument("messageRetentionDuration", retention)
        .argument("messageStoragePolicy", storage())
        .overriding(extra)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

/// Whether messages of such a kind of node go to whatever asks for them, each asking by a subscription of its own.
pub(super) fn spreads(kind: Option<&str>) -> bool {
    matches!(kind, Some("topic" | "event-bus"))
}

/// Messages stay in the region.
pub(super) fn storage() -> Expression {
    Expression::properties([("allowedPersistenceRegions", Expression::List(vec![region()]))])
}

/// The role of whoever publishes to a topic.
pub(super) fn publisher(key: &str) -> Role {
    Role::on("publishes-to", MEMBER, "roles/pubsub.publisher", vec![("topic", of(key, "name"))])
}

pub(super) fn grant(_: &mut Gcp, request: &Request) -> Grant {
    if request.access != Access::Publish {
        return Grant::default();
    }
    let key = request.node.to_string();
    Grant::role(publisher(&key)).variable("topic", of(&key, "id"))
}

pub(super) fn flow(cx: &mut Gcp, flow: &Flow) {
    if flow.kind != "subscribe" {
        return;
    }
    // Queues and delivery streams ask for their messages themselves.
    match cx.design.kind_of(&flow.to) {
        Some("function" | "container" | "external") => delivery::from_topic(cx, flow),
        Some("workflow") => workflow::by_messages(cx, flow, &flow.from.to_string()),
        _ => {}
    }
}
