//! queue: a queue of Service Bus. What cannot be worked off goes to the queue's own dead-letter queue, which is part of it.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::alarm::Alarm;
use super::platform::{MESSAGES, Undrawn};
use super::{Azure, with_suffix};

pub(super) const CLASS: &str = "azure-native.servicebus.Queue";

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "queue");
    let main = New::sdk(CLASS, &key, cx.logical(id), Origin::Node(key.clone())).variable(wish.clone(), "queue");
    if cx.refuse_existing(id) {
        return;
    }
    cx.need(Undrawn::Messages);
    let fifo = cx.flag(id, &["fifo"]);
    let ordered = |value: bool| fifo.then_some(Expression::Boolean(value));
    let forward = dead_letters(cx, id);
    let extra = cx.extra_of(id, false);
    let item = main
        .argument("resourceGroupName", Azure::group())
        .argument("namespaceName", of(MESSAGES, "name"))
        .argument("requiresSession", ordered(true))
        .argument("requiresDuplicateDetection", ordered(true))
        .argument("lockDuration", cx.iso(id, &["visibility"]))
        .argument("defaultMessageTimeToLive", cx.iso(id, &["retention"]))
        .argument("deadLetteringOnMessageExpiration", Expression::Boolean(true))
        .argument("maxDeliveryCount", cx.integer(id, &["max_receives"]))
        .argument("forwardDeadLetteredMessagesTo", forward)
        .overriding(extra)
        .aliases(cx.former(id, &cx.logical(id)))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    cx.alarm(
        id,
        Alarm {
            suffix: "dead-letters",
            description: format!("Messages of {} could not be worked off", id.node),
            scope: of(MESSAGES, "id"),
            metric: ("Microsoft.ServiceBus/namespaces", "DeadletteredMessages"),
            dimension: ("EntityName", of(&key, "name")),
            aggregation: "Average",
        },
    );
}

/// The queue that messages are set aside in, where it is not the queue's own.
fn dead_letters(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    match cx.fixed(id, &["dead_letters"]) {
        Some(Value::Boolean(false)) => {
            cx.refuse(
                Place::property(id, "dead_letters"),
                format!("{id} would lose messages that cannot be worked off, and Service Bus sets them aside always"),
                "leave dead_letters out",
            );
            None
        }
        Some(Value::String(text)) => {
            let node = NodeId::parse(&text).filter(|node| cx.design.kind_of(node) == Some("queue"));
            if node.is_none() {
                cx.refuse(
                    Place::property(id, "dead_letters"),
                    format!("there is no queue {text} to set messages aside in"),
                    "name a queue of the design, or true for one of its own",
                );
            }
            node.map(|node| of(&node.to_string(), "name"))
        }
        _ => None,
    }
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    let key = request.node.to_string();
    let role = match request.access {
        Access::Publish => "Azure Service Bus Data Sender",
        Access::Consume => "Azure Service Bus Data Receiver",
        _ => return Grant::default(),
    };
    Grant::allow(role, of(&key, "id")).variable("queue", of(&key, "name")).messages()
}

impl Azure<'_> {
    /// Whether the node refers to what is there already, which Azure's programs cannot yet.
    pub(super) fn refuse_existing(&mut self, id: &NodeId) -> bool {
        let existing = self.is_existing(id);
        if existing {
            self.refuse(
                Place::property(id, "existing"),
                format!("{id}: programs for Azure cannot refer to what is there already yet"),
                "leave existing out, and import the resource into the stack (pulumi import)",
            );
        }
        existing
    }
}
