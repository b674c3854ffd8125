//! The kinds that Azure programs are made of: one row each.

use crate::design::{Flow, NodeId};

use super::access::{Grant, Request};
use super::{
    Azure, bucket, container, email, event_bus, events, function, http_api, network, outside, parameter, queue,
    resource, schedule, secret, sql, static_site, stream, table, topic, user_pool, websocket_api, workflow,
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
    pub(super) lower: fn(&mut Azure, &NodeId),
    /// What an access to a node takes.
    pub(super) grant: fn(&mut Azure, &Request) -> Grant,
    /// Makes the resources of a flow that starts at a node.
    pub(super) flow: fn(&mut Azure, &Flow),
}

const KINDS: &[Kind] = &[
    Kind {
        name: "function",
        class: function::CLASS,
        handles: &[
            "runtime",
            "memory",
            "timeout",
            "concurrency.reserved",
            "concurrency.provisioned",
            "environment",
            "log_retention",
            "version",
            "network",
            "alarms",
        ],
        lower: function::lower,
        grant: no_grant,
        flow: function::flow,
    },
    Kind {
        name: "http-api",
        class: http_api::CLASS,
        handles: &["cors", "access_logs", "log_retention", "alarms"],
        lower: http_api::lower,
        grant: http_api::grant,
        flow: http_api::flow,
    },
    Kind {
        name: "websocket-api",
        class: websocket_api::CLASS,
        handles: &["access_logs", "log_retention", "alarms"],
        lower: websocket_api::lower,
        grant: websocket_api::grant,
        flow: websocket_api::flow,
    },
    Kind {
        name: "queue",
        class: queue::CLASS,
        handles: &["fifo", "visibility", "retention", "max_receives", "dead_letters", "alarms"],
        lower: queue::lower,
        grant: queue::grant,
        flow: no_flow,
    },
    Kind {
        name: "topic",
        class: topic::CLASS,
        handles: &["fifo"],
        lower: topic::lower,
        grant: topic::grant,
        flow: topic::flow,
    },
    Kind {
        name: "event-bus",
        class: event_bus::CLASS,
        handles: &[],
        lower: event_bus::lower,
        grant: event_bus::grant,
        flow: events::flow,
    },
    Kind {
        name: "schedule",
        class: schedule::CLASS,
        handles: &["cron", "every"],
        lower: schedule::lower,
        grant: schedule::grant,
        flow: no_flow,
    },
    Kind {
        name: "stream",
        class: stream::CLASS,
        handles: &["partitions", "retention"],
        lower: stream::lower,
        grant: stream::grant,
        flow: stream::flow,
    },
    Kind {
        name: "table",
        class: table::CLASS,
        handles: &["key", "indexes", "ttl", "deletion_protection", "recovery"],
        lower: table::lower,
        grant: table::grant,
        flow: table::flow,
    },
    Kind {
        name: "bucket",
        class: bucket::CLASS,
        handles: &["versioning", "expire", "expire_versions", "cors", "deletion_protection", "replication"],
        lower: bucket::lower,
        grant: bucket::grant,
        flow: events::flow,
    },
    Kind {
        name: "secret",
        class: secret::CLASS,
        handles: &["generate", "length", "value"],
        lower: secret::lower,
        grant: secret::grant,
        flow: no_flow,
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
        handles: &[],
        lower: user_pool::lower,
        grant: user_pool::grant,
        flow: user_pool::flow,
    },
    Kind {
        name: "static-site",
        class: static_site::CLASS,
        handles: &["directory", "spa", "domain", "waf", "access_logs", "log_retention"],
        lower: static_site::lower,
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
            "alarms",
            "health_check",
        ],
        lower: container::lower,
        grant: no_grant,
        flow: no_flow,
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
            "allow_from",
            "max_connections",
            "require_tls",
            "min_tls",
        ],
        lower: sql::lower,
        grant: sql::grant,
        flow: no_flow,
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
        name: "network",
        class: network::CLASS,
        handles: &["zones", "cidr", "nat", "endpoints"],
        lower: network::lower,
        grant: no_grant,
        flow: no_flow,
    },
    Kind {
        name: "workflow",
        class: workflow::CLASS,
        handles: &["steps", "log_retention", "logs", "alarms"],
        lower: workflow::lower,
        grant: workflow::grant,
        flow: workflow::flow,
    },
    Kind {
        name: "external",
        class: outside::CLASS,
        handles: &["url"],
        lower: outside::lower,
        grant: outside::grant,
        flow: no_flow,
    },
];

/// The row of a kind.
pub(super) fn row(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

fn no_grant(_: &mut Azure, _: &Request) -> Grant {
    Grant::default()
}

fn no_flow(_: &mut Azure, _: &Flow) {}
