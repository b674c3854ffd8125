//! topic: a topic of Service Bus, with one subscription for each subscriber.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::alarm::Alarm;
use super::platform::{MESSAGES, Undrawn, enumeration};
use super::{Azure, with_suffix};

pub(super) const CLASS: &str = "azure-native.servicebus.Topic";
const SUBSCRIPTION: &str = "azure-native.servicebus.Subscription";
const RULE: &str = "azure-native.servicebus.Rule";

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "topic");
    let main = New::sdk(CLASS, &key, cx.logical(id), Origin::Node(key.clone())).variable(wish.clone(), "topic");
    if cx.refuse_existing(id) {
        return;
    }
    cx.need(Undrawn::Messages);
    let fifo = cx.flag(id, &["fifo"]);
    let extra = cx.extra_of(id, false);
    let item = main
        .argument("resourceGroupName", Azure::group())
        .argument("namespaceName", of(MESSAGES, "name"))
        .argument("supportOrdering", fifo.then_some(Expression::Boolean(true)))
        .argument("requiresDuplicateDetection", fifo.then_some(Expression::Boolean(true)))
        .overriding(extra)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
}

/// The key of the subscription that brings a topic's messages to a node.
fn subscription_key(topic: &NodeId, to: &NodeId) -> String {
    format!("{to}/subscription-of-{topic}")
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    let key = request.node.to_string();
    match request.access {
        Access::Publish => {
            Grant::allow("Azure Service Bus Data Sender", of(&key, "id")).variable("topic", of(&key, "name")).messages()
        }
        Access::Consume => {
            let subscription = subscription_key(request.node, request.holder);
            Grant::allow("Azure Service Bus Data Receiver", of(&subscription, "id"))
                .variable("topic", of(&key, "name"))
                .variable("subscription", of(&subscription, "name"))
                .messages()
        }
        _ => Grant::default(),
    }
}

/// All flows between a topic and a subscriber are one subscription: each message comes once.
pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    if flow.kind != "subscribe" || !cx.facts.subscriptions.insert((flow.from.clone(), flow.to.clone())) {
        return;
    }
    let target = cx.design.kind_of(&flow.to).unwrap_or("node");
    if !matches!(target, "function" | "queue") {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: messages for a {target} cannot be exported yet"),
            "let a function take them, and pass them on",
        );
        return;
    }
    let all: Vec<Flow> = cx
        .design
        .flows_from(&flow.from)
        .filter(|other| other.kind == flow.kind && other.to == flow.to)
        .cloned()
        .collect();
    let home = Azure::home(flow).clone();
    let topic = flow.from.to_string();
    let key = subscription_key(&flow.from, &flow.to);
    let wish = format!("{}-to-{}", flow.from.node, flow.to.node);
    let name = cx.companion(&home, SUBSCRIPTION, &wish);
    let to_queue = cx.design.kind_of(&flow.to) == Some("queue");
    let attempts = flow.get("max_attempts").and_then(crate::value::Value::as_integer).unwrap_or(10);
    let aliases = cx.former(&home, &name);
    let item = New::sdk(SUBSCRIPTION, &key, name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{wish}-subscription"), "subscription")
        .argument("resourceGroupName", Azure::group())
        .argument("namespaceName", of(MESSAGES, "name"))
        .argument("topicName", of(&topic, "name"))
        .argument("forwardTo", to_queue.then(|| of(&flow.to.to_string(), "name")))
        .argument("maxDeliveryCount", Expression::Integer(attempts))
        .argument("deadLetteringOnMessageExpiration", Expression::Boolean(true))
        .aliases(aliases)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
    rule(cx, &home, &all, &key, &wish);
    if !to_queue {
        dead_letters_alarm(cx, &flow.from);
    }
}

/// Tells once of what functions could not work off: Azure counts by topic, not by subscription.
fn dead_letters_alarm(cx: &mut Azure, topic: &NodeId) {
    if !cx.facts.subscriptions.insert((topic.clone(), topic.clone())) {
        return;
    }
    cx.alarm(
        topic,
        Alarm {
            suffix: "dead-letters",
            description: format!("Messages of {} could not be worked off", topic.node),
            scope: of(MESSAGES, "id"),
            metric: ("Microsoft.ServiceBus/namespaces", "DeadletteredMessages"),
            dimension: ("EntityName", of(&topic.to_string(), "name")),
            aggregation: "Average",
        },
    );
}

/// Only messages of the events that somebody asks for; without a name, all.
fn rule(cx: &mut Azure, home: &NodeId, flows: &[Flow], subscription: &str, wish: &str) {
    let mut events: Vec<&str> = Vec::new();
    for flow in flows {
        match flow.event() {
            None => return,
            Some(event) if !events.contains(&event) => events.push(event),
            Some(_) => {}
        }
    }
    let Some(first) = flows.first() else { return };
    let listed: Vec<String> = events.iter().map(|event| format!("'{}'", event.replace('\'', "''"))).collect();
    let filter = match events.as_slice() {
        [only] => (
            ("filterType", enumeration(&["servicebus", "FilterType"], "CorrelationFilter", "CORRELATION_FILTER")),
            (
                "correlationFilter",
                Expression::properties([
                    ("label", Expression::text(*only)),
                    ("requiresPreprocessing", Expression::Boolean(true)),
                ]),
            ),
        ),
        _ => (
            ("filterType", enumeration(&["servicebus", "FilterType"], "SqlFilter", "SQL_FILTER")),
            (
                "sqlFilter",
                Expression::properties([
                    ("sqlExpression", Expression::text(format!("sys.Label IN ({})", listed.join(", ")))),
                    ("requiresPreprocessing", Expression::Boolean(true)),
                ]),
            ),
        ),
    };
    let name = cx.companion(home, RULE, wish);
    let aliases = cx.former(home, &name);
    let item = New::sdk(RULE, "", name, Origin::Flow(first.id.0))
        .argument("resourceGroupName", Azure::group())
        .argument("namespaceName", of(MESSAGES, "name"))
        .argument("topicName", of(&first.from.to_string(), "name"))
        .argument("subscriptionName", of(subscription, "name"))
        // In place of the rule that lets all through.
        .argument("ruleName", Expression::text("$Default"))
        .argument(filter.0.0, filter.0.1)
        .argument(filter.1.0, filter.1.1)
        .aliases(aliases)
        .at(cx.position(home, Stage::Flow));
    cx.push(&home.service, item);
}
