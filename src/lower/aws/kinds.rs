//! The kinds that AWS programs are made of: one row each.

use crate::design::{Flow, NodeId};

use super::access::{Grant, Request};
use super::{
    Aws, bucket, cache, container, delivery_stream, email, event_bus, external, function, graphql_api, http_api,
    network, parameter, queue, resource, schedule, search, secret, sql, static_site, stream, table, topic, user_pool,
    websocket_api, workflow,
};

/// What lowering knows of a kind.
pub(super) struct Kind {
    /// Its name in the catalogue.
    pub(super) name: &'static str,
    /// The class of its main resource.
    pub(super) class: &'static str,
    /// The properties that count in its resources, `concurrency.reserved` for a part of one; any other is refused where
    /// it differs from its default.
    pub(super) handles: &'static [&'static str],
    /// Makes a node's resources.
    pub(super) lower: fn(&mut Aws, &NodeId),
    /// What an access to a node takes.
    pub(super) grant: fn(&mut Aws, &Request) -> Grant,
    /// Makes the resources of a flow that starts at a node.
    pub(super) flow: fn(&mut Aws, &Flow),
}

const KINDS: &[Kind] = &[
    Kind {
        name: "function",
        class: function::CLASS,
        handles: &[
            "runtime",
            "image",
            "memory",
            "timeout",
            "architecture",
            "concurrency.reserved",
            "concurrency.provisioned",
            "environment",
            "canary",
            "log_retention",
            "tracing",
            "alarms",
            "url",
            "version",
            "ephemeral_storage",
            "layers",
            "network",
        ],
        lower: function::lower,
        grant: function::grant,
        flow: function::flow,
    },
    Kind {
        name: "container",
        class: container::CLASS,
        handles: &[
            "image",
            "cpu",
            "memory",
            "port",
            "min",
            "max",
            "environment",
            "network",
            "log_retention",
            "public_access",
            "require_tls",
            "certificate",
            "tracing",
            "alarms",
            "health_check",
        ],
        lower: container::lower,
        grant: container::grant,
        flow: no_flow,
    },
    Kind {
        name: "http-api",
        class: http_api::CLASS,
        handles: &["cors", "throttle", "alarms", "domain", "certificate", "access_logs", "log_retention"],
        lower: http_api::lower,
        grant: http_api::grant,
        flow: http_api::flow,
    },
    Kind {
        name: "queue",
        class: queue::CLASS,
        handles: &[
            "fifo",
            "visibility",
            "alarms",
            "retention",
            "delay",
            "max_receives",
            "dead_letters",
            "encryption_key",
        ],
        lower: queue::lower,
        grant: queue::grant,
        flow: queue::flow,
    },
    Kind {
        name: "topic",
        class: topic::CLASS,
        handles: &["fifo", "email", "retention", "encryption_key"],
        lower: topic::lower,
        grant: topic::grant,
        flow: topic::flow,
    },
    Kind {
        name: "event-bus",
        class: event_bus::CLASS,
        handles: &["archive"],
        lower: event_bus::lower,
        grant: event_bus::grant,
        flow: event_bus::flow,
    },
    Kind {
        name: "schedule",
        class: schedule::CLASS,
        handles: &["cron", "every", "timezone"],
        lower: schedule::lower,
        grant: no_grant,
        flow: schedule::flow,
    },
    Kind {
        name: "stream",
        class: stream::CLASS,
        handles: &["shards", "retention", "encryption_key", "alarms"],
        lower: stream::lower,
        grant: stream::grant,
        flow: stream::flow,
    },
    Kind {
        name: "delivery-stream",
        class: delivery_stream::CLASS,
        handles: &["buffer", "compression", "prefix", "log_retention", "encryption_key", "alarms"],
        lower: delivery_stream::lower,
        grant: delivery_stream::grant,
        flow: delivery_stream::flow,
    },
    Kind {
        name: "table",
        class: table::CLASS,
        handles: &["key", "indexes", "ttl", "billing", "capacity", "deletion_protection", "recovery", "encryption_key"],
        lower: table::lower,
        grant: table::grant,
        flow: table::flow,
    },
    Kind {
        name: "sql",
        class: sql::CLASS,
        handles: &[
            "engine",
            "version",
            "capacity.min",
            "capacity.max",
            "backup",
            "deletion_protection",
            "network",
            "multi_zone",
            "proxy",
            "max_connections",
            "encryption_key",
            "require_tls",
            "min_tls",
        ],
        lower: sql::lower,
        grant: sql::grant,
        flow: no_flow,
    },
    Kind {
        name: "bucket",
        class: bucket::CLASS,
        handles: &["versioning", "expire", "cors", "deletion_protection", "encryption_key"],
        lower: bucket::lower,
        grant: bucket::grant,
        flow: bucket::flow,
    },
    Kind {
        name: "cache",
        class: cache::CLASS,
        handles: &["engine", "size", "network", "encryption_key"],
        lower: cache::lower,
        grant: cache::grant,
        flow: no_flow,
    },
    Kind {
        name: "search",
        class: search::CLASS,
        handles: &["public_access", "encryption_key"],
        lower: search::lower,
        grant: search::grant,
        flow: no_flow,
    },
    Kind {
        name: "secret",
        class: secret::CLASS,
        handles: &["generate", "length", "value", "rotation", "encryption_key"],
        lower: secret::lower,
        grant: secret::grant,
        flow: no_flow,
    },
    Kind {
        name: "static-site",
        class: static_site::CLASS,
        handles: &[
            "directory",
            "spa",
            "domain",
            "certificate",
            "zone",
            "min_tls",
            "waf",
            "access_logs",
            "log_retention",
            "served_from",
        ],
        lower: static_site::lower,
        grant: no_grant,
        flow: static_site::flow,
    },
    Kind {
        name: "parameter",
        class: parameter::CLASS,
        handles: &["value"],
        lower: parameter::lower,
        grant: parameter::grant,
        flow: no_flow,
    },
    Kind {
        name: "user-pool",
        class: user_pool::CLASS,
        handles: &[
            "sign_in",
            "mfa",
            "password",
            "clients.name",
            "clients.callbacks",
            "clients.secret",
            "deletion_protection",
        ],
        lower: user_pool::lower,
        grant: user_pool::grant,
        flow: user_pool::flow,
    },
    Kind {
        name: "email",
        class: email::CLASS,
        handles: &["from"],
        lower: email::lower,
        grant: email::grant,
        flow: no_flow,
    },
    Kind {
        name: "websocket-api",
        class: websocket_api::CLASS,
        handles: &["throttle", "access_logs", "log_retention", "alarms"],
        lower: websocket_api::lower,
        grant: websocket_api::grant,
        flow: websocket_api::flow,
    },
    Kind {
        name: "graphql-api",
        class: graphql_api::CLASS,
        handles: &["schema", "auth", "tracing", "access_logs", "log_retention", "alarms"],
        lower: graphql_api::lower,
        grant: no_grant,
        flow: graphql_api::flow,
    },
    Kind {
        name: "workflow",
        class: workflow::CLASS,
        handles: &["steps", "express", "timeout", "log_retention", "tracing", "logs", "alarms"],
        lower: workflow::lower,
        grant: workflow::grant,
        flow: no_flow,
    },
    Kind {
        name: "network",
        class: network::CLASS,
        handles: &["zones", "cidr", "nat", "endpoints"],
        lower: network::lower,
        grant: no_grant,
        flow: no_flow,
    },
    Kind {
        name: "resource",
        class: resource::CLASS,
        handles: &["type", "properties"],
        lower: resource::lower,
        grant: no_grant,
        flow: no_flow,
    },
    Kind {
        name: "external",
        class: external::CLASS,
        handles: &["url"],
        lower: external::lower,
        grant: external::grant,
        flow: no_flow,
    },
];

/// The row of a kind.
pub(super) fn row(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

fn no_grant(_: &mut Aws, _: &Request) -> Grant {
    Grant::default()
}

fn no_flow(_: &mut Aws, _: &Flow) {}
