//! delivery-stream: subscriptions of Pub/Sub that write into a bucket, from the stream's own topic and from those that
//! lead to it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::Role;
use super::delivery::in_seconds;
use super::{Gcp, filter, topic};

pub(super) const CLASS: &str = "gcp.pubsub.Topic";
const SUBSCRIPTION: &str = "gcp.pubsub.Subscription";
const MEMBER: &str = "gcp.storage.BucketIAMMember";
const MEBIBYTE: i64 = 1_048_576;

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let design = cx.design;
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: a delivery that is there already cannot be given what is drawn to it"),
            "leave existing out",
        );
        return;
    }
    let Some(write) = design.flows_from(id).find(|flow| flow.kind == "write").cloned() else {
        cx.refuse(Place::node(id), format!("{id} writes nowhere"), "draw a write flow to a bucket");
        return;
    };
    for flow in design.flows_from(id).filter(|flow| flow.kind != "write") {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: a delivery stream only writes, and what it wrote is for others to read"),
            "draw a write flow instead",
        );
    }
    let sources = sources(cx, id);
    let own = sources.is_empty() || design.flows_to(id).any(|flow| flow.kind == "publish");
    if own {
        let item = New::sdk(CLASS, &id.to_string(), id.node.clone(), Origin::Node(id.to_string()))
            .variable(id.node.clone(), "topic")
            .argument("messageStoragePolicy", topic::storage())
            .aliases(cx.former(id, &id.node))
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
    }
    let rights = rights(cx, id, &write);
    if own {
        writer(cx, id, &write, &id.node.clone(), &id.to_string(), std::slice::from_ref(&write), &rights);
    }
    for (source, flows) in &sources {
        let name = format!("{}-from-{}", id.node, source.node);
        writer(cx, id, &write, &name, &source.to_string(), flows, &rights);
    }
}

/// What feeds the delivery stream, each once and in order, with the flows that say so.
fn sources(cx: &Gcp, id: &NodeId) -> Vec<(NodeId, Vec<Flow>)> {
    let mut found: Vec<(NodeId, Vec<Flow>)> = Vec::new();
    for flow in cx.design.flows_to(id).filter(|flow| flow.kind == "subscribe") {
        match found.iter_mut().find(|(source, _)| *source == flow.from) {
            Some((_, flows)) => flows.push(flow.clone()),
            None => found.push((flow.from.clone(), vec![flow.clone()])),
        }
    }
    found
}

/// Lets Pub/Sub look at the bucket and write into it.
fn rights(cx: &mut Gcp, id: &NodeId, write: &Flow) -> Vec<String> {
    let bucket = || vec![("bucket", of(&write.to.to_string(), "name"))];
    let roles = [
        Role::on("writes", MEMBER, "roles/storage.objectCreator", bucket()),
        Role::on("looks-at", MEMBER, "roles/storage.legacyBucketReader", bucket()),
    ];
    // Several may write to one bucket, and Pub/Sub has each role once. Components wait for what is theirs.
    let mut rights = Vec::new();
    for role in &roles {
        let agent = cx.pubsub_agent();
        rights.push(cx.member_once(&write.to, role, agent, "pubsub", write));
    }
    if write.to.service == id.service { rights } else { Vec::new() }
}

/// A subscription that writes what comes into the bucket.
fn writer(cx: &mut Gcp, id: &NodeId, write: &Flow, wish: &str, topic: &str, flows: &[Flow], rights: &[String]) {
    let asked = filter::of_flows(cx, flows);
    let origin = flows.first().map_or(Origin::Node(id.to_string()), |flow| Origin::Flow(flow.id.0));
    let name = cx.companion(id, SUBSCRIPTION, wish);
    let size = cx.fixed(id, &["buffer", "size"]).and_then(|value| value.as_integer()).unwrap_or(5);
    let interval = cx.seconds(id, &["buffer", "interval"]).unwrap_or(Expression::Integer(300));
    let prefix = cx.fixed(id, &["prefix"]).as_ref().and_then(Value::as_str).map(str::to_owned);
    let files = Expression::properties([
        ("bucket", of(&write.to.to_string(), "name")),
        ("filenamePrefix", Expression::text(prefix.unwrap_or_else(|| format!("{}/", id.node)))),
        ("maxBytes", Expression::Integer(size * MEBIBYTE)),
        ("maxDuration", in_seconds(interval)),
    ]);
    let mut item = New::sdk(SUBSCRIPTION, "", name.clone(), origin)
        .argument("topic", of(topic, "id"))
        .argument("filter", asked.map(Expression::Text))
        .argument("cloudStorageConfig", files)
        .argument("ackDeadlineSeconds", Expression::Integer(600))
        .argument("messageRetentionDuration", Expression::text("604800s"))
        .argument("expirationPolicy", Expression::properties([("ttl", Expression::text(""))]))
        .aliases(cx.former(id, &name));
    for right in rights {
        item = item.depends_on(right);
    }
    let item = item.at(cx.position(id, Stage::Flow));
    cx.push(&id.service, item);
}
