//! What the code of a function must know: what starts it, and what the messages hold that do.

use std::collections::BTreeSet;

use crate::design::{Flow, NodeId};
use crate::program::Expression;
use crate::text::duration::Duration;
use crate::text::words;

use super::{Aws, handler, mapping};

/// Writes the first code of a function, and what follows the design beside it.
pub(super) fn write(
    cx: &mut Aws,
    id: &NodeId,
    runtime: &str,
    environment: &[(String, Expression)],
    accesses: Vec<handler::Access>,
) {
    let mut triggers: BTreeSet<handler::Trigger> = BTreeSet::new();
    let mut ordered = Vec::new();
    for trigger in cx.design.flows_to(id).chain(cx.design.flows_from(id)).filter_map(|flow| trigger(cx, id, flow)) {
        if triggers.insert(trigger.clone()) {
            ordered.push(trigger);
        }
    }
    let typed =
        cx.fixed(id, &["version"]).and_then(|value| value.as_str().map(str::to_owned)).as_deref() != Some("3.10");
    let notes = notes(cx, id, &accesses, &ordered);
    let input = handler::HandlerInput {
        node: id.clone(),
        description: cx.description(id, &words::sentence(&id.node)),
        runtime: if runtime == "python" { handler::Runtime::Python } else { handler::Runtime::Nodejs },
        environment: environment.iter().map(|(name, _)| handler::EnvironmentVariable { name: name.clone() }).collect(),
        accesses,
        notes,
        triggers: ordered,
        messages: messages(cx, id),
        typed,
    };
    let design = cx.design;
    let writer = cx.facts.code.get_or_insert_with(|| handler::Writer::new(handler::EventTypes::of(&design.events)));
    let made = writer.handler(&input);
    cx.handlers.push(made);
}

/// What a flow starts the function with.
fn trigger(cx: &Aws, id: &NodeId, flow: &Flow) -> Option<handler::Trigger> {
    if flow.from == *id {
        let socket = cx.design.kind_of(&flow.to) == Some("websocket-api");
        let decides = if socket { handler::Trigger::SocketAuthorizer } else { handler::Trigger::Authorizer };
        return (flow.kind == "authorize").then_some(decides);
    }
    let text = |property: &str| flow.effective(&[property]).and_then(|value| value.as_str().map(str::to_owned));
    let partial = mapping::is_on(flow, "partial_batch");
    Some(match (flow.kind.as_str(), cx.design.kind_of(&flow.from)?) {
        ("route", "websocket-api") => handler::Trigger::Socket,
        ("route", "graphql-api") => handler::Trigger::Invoke,
        ("route", _) => handler::Trigger::Route {
            method: text("method").unwrap_or_default(),
            path: text("path").unwrap_or_default(),
        },
        // What is enriched comes through a pipe, which calls the function itself.
        ("subscribe", _) if flow.get("enrich").is_some() => handler::Trigger::Invoke,
        ("subscribe", "queue") => handler::Trigger::Queue { fifo: cx.is_fifo(&flow.from), partial },
        ("subscribe", "topic") => handler::Trigger::Topic,
        ("subscribe", "event-bus") => handler::Trigger::Bus,
        ("subscribe", "table") => handler::Trigger::Table { partial },
        ("subscribe", "stream") => handler::Trigger::Stream { partial },
        ("subscribe", "bucket") => handler::Trigger::Bucket,
        ("invoke", "schedule") => handler::Trigger::Schedule,
        ("trigger", _) => handler::Trigger::UserPool,
        _ => handler::Trigger::Invoke,
    })
}

/// Where the function notes which messages it has worked off: a table with the key and the expiry that are made for that.
fn notes(cx: &Aws, id: &NodeId, accesses: &[handler::Access], triggers: &[handler::Trigger]) -> Option<handler::Notes> {
    use handler::Trigger::{Bus, Queue, Topic};
    triggers.iter().find(|trigger| matches!(trigger, Queue { .. } | Topic | Bus))?;
    let everywhere = |node: &NodeId, path: &[&str]| {
        let values = cx.known(node, path);
        let first = values.first()?.as_str()?.to_owned();
        values.iter().all(|value| value.as_str() == Some(&first)).then_some(first)
    };
    let notes = |access: &&handler::Access| {
        access.flow == "read-write"
            && access.target_kind == "table"
            && everywhere(&access.target, &["key", "partition"]).as_deref() == Some("messageId")
            && cx.known(&access.target, &["key", "sort"]).is_empty()
    };
    let access = accesses.iter().find(notes)?;
    let lasts = |value: &crate::value::Value| Some(Duration::parse(value.as_str()?)?.seconds());
    let longest = cx.known(id, &["timeout"]).iter().map(lasts).collect::<Option<Vec<_>>>();
    Some(handler::Notes {
        table: access.target.clone(),
        variable: access.variable.clone(),
        expires: everywhere(&access.target, &["ttl"]).filter(|name| words::is_identifier(name))?,
        // No function runs longer than a quarter of an hour.
        lease: longest.and_then(|all| all.into_iter().max()).unwrap_or(900),
    })
}

/// The events that start the function, as far as the design says which these are.
fn messages(cx: &Aws, id: &NodeId) -> Vec<handler::Message> {
    let mut told = Vec::new();
    for flow in cx.design.flows_to(id).filter(|flow| flow.kind == "subscribe" && flow.get("enrich").is_none()) {
        let source = match cx.design.kind_of(&flow.from) {
            Some("queue") => handler::Source::Queue,
            Some("topic") => handler::Source::Topic,
            Some("event-bus") => handler::Source::Bus,
            Some("stream") => handler::Source::Stream,
            _ => continue,
        };
        for (event, enveloped) in carried(cx, flow) {
            told.push(handler::Message { source, event, enveloped });
        }
    }
    told
}

/// What a subscription hands on: each event, and whether EventBridge's envelope is around it.
fn carried(cx: &Aws, flow: &Flow) -> Vec<(Option<String>, bool)> {
    if cx.design.kind_of(&flow.from) == Some("event-bus") {
        return vec![(flow.event().map(str::to_owned), true)];
    }
    let channel = &flow.from;
    let mut told: Vec<(Option<String>, bool)> = Vec::new();
    for before in cx.design.flows_to(channel) {
        let kind = cx.design.kind_of(&before.from);
        match (before.kind.as_str(), kind) {
            ("publish", Some("function" | "container")) => told.push((before.event().map(str::to_owned), false)),
            // What a topic hands to a queue it hands on as it is.
            ("subscribe", Some("topic")) if cx.design.kind_of(channel) == Some("queue") => {
                let wanted = before.event();
                let all = carried(cx, before);
                told.extend(all.into_iter().filter(|(event, _)| wanted.is_none() || event.as_deref() == wanted));
            }
            ("subscribe", Some("event-bus")) if before.get("enrich").is_none() => {
                told.push((before.event().map(str::to_owned), true));
            }
            ("publish" | "route" | "subscribe" | "invoke", _) => told.push((None, false)),
            _ => {}
        }
    }
    // The subscription may ask for one event of several.
    match flow.event() {
        Some(wanted) if told.iter().all(|(event, _)| event.is_some()) => {
            told.retain(|(event, _)| event.as_deref() == Some(wanted));
            told
        }
        _ => told,
    }
}
