//! Which properties of flows count on Google Cloud, by the kinds they join. Those of kinds stand in their rows in `kinds`.

use super::super::handled::{FlowRow, row};

/// One row a flow and the kinds that are alike in it.
pub(super) const FLOWS: &[FlowRow] = &[
    row("route", &["http-api"], &["function", "container"], &["method", "path", "auth", "timeout"]),
    row("authorize", &["user-pool"], &["http-api"], &[]),
    row("trigger", &["user-pool"], &["function"], &["on"]),
    row("publish", &["function", "container"], &["event-bus", "topic", "queue"], &["event"]),
    row("publish", &["function", "container"], &["stream"], &["event", "partition_key"]),
    row("publish", &["schedule"], &["event-bus", "topic", "queue"], &["event"]),
    row("publish", &["bucket"], &["queue", "topic", "event-bus"], &["event"]),
    row("subscribe", &["queue"], &["function", "container"], &["event", "batch.size", "ack_deadline"]),
    row(
        "subscribe",
        &["topic", "event-bus", "stream"],
        &["function", "container"],
        &["event", "filter", "batch.size", "ack_deadline", "retention", "max_attempts", "dead_letters"],
    ),
    row(
        "subscribe",
        &["topic", "event-bus"],
        &["external"],
        &["event", "filter", "batch.size", "ack_deadline", "retention", "max_attempts", "dead_letters", "protocol"],
    ),
    row("subscribe", &["topic"], &["queue"], &["event", "filter"]),
    row(
        "subscribe",
        &["bucket"],
        &["function"],
        &["event", "filter", "ack_deadline", "retention", "max_attempts", "dead_letters"],
    ),
    row("subscribe", &["bucket"], &["queue", "topic", "event-bus"], &["event", "filter"]),
    row("subscribe", &["table"], &["function"], &["event", "batch.size"]),
    row("invoke", &["function"], &["function", "container"], &["mode"]),
    row("invoke", &["schedule"], &["function", "container"], &["mode", "input"]),
    row("invoke", &["workflow"], &["function", "container", "workflow"], &["mode", "input"]),
    row("invoke", &["function"], &["workflow"], &["mode"]),
    row("invoke", &["schedule"], &["workflow"], &["mode", "input"]),
    row("publish", &["workflow"], &["event-bus", "topic", "queue"], &["event"]),
    row("call", &["static-site"], &["http-api"], &[]),
    row("call", &["workflow"], &["external"], &["timeout", "retries"]),
    row("call", &["function", "container"], &["http-api", "external"], &["timeout", "retries", "breaker"]),
    row("read", &["function", "container"], &["table"], &["scan"]),
    row("read-write", &["function", "container"], &["table"], &["scan"]),
    row("read", &["function", "container"], &["sql"], &["auth", "pool"]),
    row("write", &["function", "container"], &["sql"], &["auth", "pool"]),
    row("read-write", &["function", "container"], &["sql"], &["auth", "pool"]),
    row("use", &["function", "container"], &["secret"], &["as", "inject"]),
    row("use", &["function", "container"], &["parameter", "user-pool"], &["as"]),
    row("publish", &["function", "container"], &["delivery-stream"], &["event"]),
    row("subscribe", &["topic", "stream"], &["delivery-stream"], &[]),
];
