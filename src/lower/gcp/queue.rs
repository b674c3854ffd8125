//! queue: a Pub/Sub topic for what is put into it, and a subscription for each way into it. Messages of a topic that is
//! drawn to it come straight from there.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::places::with_suffix;
use super::delivery::{DeadLetters, Delivery, Push};
use super::{Gcp, filter, labels, topic};

pub(super) const CLASS: &str = "gcp.pubsub.Topic";

/// Whether something puts messages into the queue itself, so that it needs a topic of its own.
pub(super) fn has_topic(cx: &Gcp, id: &NodeId) -> bool {
    let design = cx.design;
    let from_topic = |flow: &Flow| flow.kind == "subscribe" && topic::spreads(design.kind_of(&flow.from));
    let aside = Some(id.to_string());
    let set_aside =
        design.nodes().any(|(_, node)| node.get("dead_letters").and_then(Value::as_str) == aside.as_deref())
            || design.flows.iter().any(|flow| flow.text("dead_letters") == aside.as_deref());
    set_aside || !design.flows_to(id).any(from_topic) || design.flows_to(id).any(|flow| !from_topic(flow))
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: a queue that is there already cannot be given what is drawn to it"),
            "draw it as a topic that is there already",
        );
        return;
    }
    let own = has_topic(cx, id);
    if own {
        let name = cx.logical(id);
        let extra = labels::extra(cx, id);
        let item = New::sdk(CLASS, &id.to_string(), name.clone(), Origin::Node(id.to_string()))
            .variable(with_suffix(&id.node, "queue"), "queue")
            .argument("messageStoragePolicy", topic::storage())
            .overriding(extra)
            .aliases(cx.former(id, &name))
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
    }
    let consumers: Vec<Flow> = cx.design.flows_from(id).filter(|flow| flow.kind == "subscribe").cloned().collect();
    let consumer = consumer(cx, id, &consumers);
    let push = consumer.map(|flow| {
        cx.one_by_one(&flow);
        let account = cx.caller(
            id,
            &format!("{}-push", id.node),
            format!("Calls {} with messages of {}", cx.called(&flow.to), id.node),
        );
        let right = cx.invoker(id, &flow.to, of(&account, "member"), &id.node, std::slice::from_ref(&flow));
        (flow, account, right)
    });
    let place = place(cx, id);
    let retention = cx.seconds(id, &["retention"]).unwrap_or(Expression::Integer(345_600));
    let deadline = match (cx.seconds(id, &["visibility"]), &push) {
        (Some(visibility), _) => visibility,
        (None, Some((flow, _, _))) => cx.deadline(Some(flow), &flow.to.clone()),
        (None, None) => Expression::Integer(60),
    };
    let attempts = cx.integer(id, &["max_receives"]).unwrap_or(Expression::Integer(5));
    let mut ways: Vec<(String, Expression, Option<String>, Vec<Flow>)> = Vec::new();
    if own {
        ways.push((id.node.clone(), of(&id.to_string(), "id"), None, Vec::new()));
    }
    for source in sources(cx, id) {
        let flows: Vec<Flow> =
            cx.design.flows_to(id).filter(|flow| flow.kind == "subscribe" && flow.from == source).cloned().collect();
        let asked = filter::of_flows(cx, &flows);
        ways.push((format!("{}-from-{}", id.node, source.node), of(&source.to_string(), "id"), asked, flows));
    }
    for (name, topic, filter, mut flows) in ways {
        if flows.is_empty() {
            flows.extend(push.iter().map(|(flow, _, _)| flow.clone()));
        }
        cx.delivery(Delivery {
            home: id,
            name,
            topic,
            filter,
            push: push.as_ref().map(|(flow, account, _)| Push::to(&flow.to, account.clone())),
            deadline: deadline.clone(),
            retention: retention.clone(),
            ordered: cx.is_fifo(id),
            dead_letters: place.clone().map(|place| (place, attempts.clone())),
            after: push.iter().map(|(_, _, right)| right.clone()).collect(),
            flows,
        });
    }
}

/// The topics and buses that lead to the queue, each once, in order.
fn sources(cx: &Gcp, id: &NodeId) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = Vec::new();
    for flow in cx.design.flows_to(id) {
        let leads = flow.kind == "subscribe" && topic::spreads(cx.design.kind_of(&flow.from));
        if leads && !found.contains(&flow.from) {
            found.push(flow.from.clone());
        }
    }
    found
}

/// Who works the queue off: one function, since each subscription calls one address.
fn consumer(cx: &mut Gcp, id: &NodeId, flows: &[Flow]) -> Option<Flow> {
    let first = flows.first()?;
    if let Some(other) = flows.iter().find(|flow| flow.to != first.to) {
        cx.refuse(
            Place::flow(other.id),
            format!("{id} would be worked off by two, and a subscription of Pub/Sub calls one"),
            "give each a queue of its own behind a topic",
        );
    }
    Some(first.clone())
}

/// Where messages go that cannot be worked off.
fn place(cx: &mut Gcp, id: &NodeId) -> Option<DeadLetters> {
    match cx.fixed(id, &["dead_letters"]) {
        Some(Value::Boolean(false)) => None,
        Some(Value::String(text)) => {
            let node = NodeId::parse(&text).filter(|node| cx.design.kind_of(node) == Some("queue"));
            if node.is_none() {
                cx.refuse(
                    Place::property(id, "dead_letters"),
                    format!("there is no queue {text} to set messages aside in"),
                    "name a queue of the design, or true for one of its own",
                );
            }
            node.map(DeadLetters::Queue)
        }
        _ => Some(cx.dead_letters(id, format!("Messages of {} could not be worked off", id.node))),
    }
}
