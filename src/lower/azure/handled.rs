//! Which properties of flows count on Azure, by the kinds they join. Those of kinds stand in their rows in `kinds`.

use super::super::handled::{FlowRow, row};

/// One row a flow and the kinds that are alike in it.
pub(super) const FLOWS: &[FlowRow] = &[
    row("route", &["http-api"], &["function"], &["method", "path", "auth", "timeout"]),
    row("route", &["websocket-api"], &["function"], &["key", "auth"]),
    row("authorize", &["function"], &["websocket-api"], &[]),
    row("authorize", &["user-pool"], &["http-api"], &["scopes"]),
    row("trigger", &["user-pool"], &["function"], &["on"]),
    row("publish", &["function"], &["queue", "topic"], &["event", "partition_key"]),
    row("publish", &["function"], &["event-bus"], &["event"]),
    row("publish", &["function"], &["stream"], &["event", "partition_key"]),
    row("publish", &["bucket"], &["queue", "topic"], &["event"]),
    row("subscribe", &["queue"], &["function"], &["event", "batch"]),
    row("subscribe", &["topic"], &["function", "queue"], &["event", "max_attempts"]),
    row("subscribe", &["event-bus"], &["function", "queue", "topic"], &["event", "max_attempts"]),
    row("subscribe", &["bucket"], &["function", "queue", "topic"], &["filter", "max_attempts"]),
    row("subscribe", &["stream"], &["function"], &["event", "batch", "max_attempts", "start"]),
    row("subscribe", &["table"], &["function"], &["event", "batch", "max_attempts", "start"]),
    row("invoke", &["schedule"], &["function"], &["mode"]),
    row("call", &["function"], &["websocket-api"], &["timeout", "retries"]),
    row("call", &["static-site"], &["http-api"], &[]),
    row("call", &["function"], &["http-api", "external"], &["timeout", "retries", "breaker"]),
    row("read", &["function"], &["table"], &["scan"]),
    row("read-write", &["function"], &["table"], &["scan"]),
    row("call", &["function"], &["email"], &["timeout", "retries"]),
    row("read", &["function"], &["sql"], &["auth", "pool"]),
    row("write", &["function"], &["sql"], &["auth", "pool"]),
    row("read-write", &["function"], &["sql"], &["auth", "pool"]),
    row("publish", &["container"], &["event-bus", "queue", "stream", "topic"], &["event", "partition_key"]),
    row("read", &["container"], &["table"], &["scan"]),
    row("read-write", &["container"], &["table"], &["scan"]),
    row(
        "call",
        &["container"],
        &["email", "external", "http-api", "websocket-api"],
        &["timeout", "retries", "breaker"],
    ),
    row("use", &["container"], &["parameter", "secret"], &["as"]),
    row("use", &["function"], &["secret", "parameter", "user-pool"], &["as"]),
];
