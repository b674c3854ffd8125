//! The kinds that programs for Google Cloud are made of: one row each.

use crate::design::{Flow, NodeId};

use super::access::{Grant, Request};
use super::{
    Gcp, bucket, container, delivery_stream, external, function, http_api, network, parameter, queue, resource,
    schedule, secret, sql, static_site, table, topic, user_pool, workflow,
};

/// What lowering knows of a kind.
pub(super) struct Kind {
    /// Its name in the catalogue.
    pub(super) name: &'static str,
    /// The class of its main resource.
    pub(super) class: &'static str,
    /// The APIs that it takes.
    pub(super) apis: &'static [&'static str],
    /// The properties that count in its resources; any other is refused where it differs from its default.
    pub(super) handles: &'static [&'static str],
    /// Makes a node's resources.
    pub(super) lower: fn(&mut Gcp, &NodeId),
    /// What an access to a node takes.
    pub(super) grant: fn(&mut Gcp, &Request) -> Grant,
    /// Makes the resources of a flow that starts at a node.
    pub(super) flow: fn(&mut Gcp, &Flow),
}

const KINDS: &[Kind] = &[
    Kind {
        name: "function",
        class: function::CLASS,
        apis: &[],
        handles: &[
            "runtime",
            "memory",
            "cpu",
            "timeout",
            "concurrency.reserved",
            "concurrency.provisioned",
            "concurrency.per_instance",
            "environment",
            "log_retention",
            "url",
            "version",
            "network",
        ],
        lower: function::lower,
        grant: function::grant,
        flow: no_flow,
    },
    Kind {
        name: "container",
        class: container::CLASS,
        apis: &["run"],
        handles: &[
            "image",
            "cpu",
            "memory",
            "port",
            "min",
            "max",
            "environment",
            "network",
            "egress",
            "ingress",
            "log_retention",
            "public_access",
            "alarms",
            "health_check",
        ],
        lower: container::lower,
        grant: function::grant,
        flow: no_flow,
    },
    Kind {
        name: "http-api",
        class: http_api::CLASS,
        apis: &["apigateway", "servicecontrol", "servicemanagement"],
        handles: &["cors.origins", "cors.methods", "cors.headers", "cors.credentials", "cors.max_age", "log_retention"],
        lower: http_api::lower,
        grant: http_api::grant,
        flow: http_api::flow,
    },
    Kind {
        name: "queue",
        class: queue::CLASS,
        apis: &["pubsub"],
        handles: &["fifo", "visibility", "retention", "max_receives", "dead_letters"],
        lower: queue::lower,
        grant: topic::grant,
        flow: no_flow,
    },
    Kind {
        name: "topic",
        class: topic::CLASS,
        apis: &["pubsub"],
        handles: &["fifo", "retention"],
        lower: topic::lower,
        grant: topic::grant,
        flow: topic::flow,
    },
    Kind {
        name: "event-bus",
        class: topic::CLASS,
        apis: &["pubsub"],
        handles: &[],
        lower: topic::lower,
        grant: topic::grant,
        flow: topic::flow,
    },
    Kind {
        name: "stream",
        class: topic::CLASS,
        apis: &["pubsub"],
        handles: &["retention"],
        lower: topic::lower,
        grant: topic::grant,
        flow: topic::flow,
    },
    Kind {
        name: "delivery-stream",
        class: delivery_stream::CLASS,
        apis: &["pubsub"],
        handles: &["buffer.size", "buffer.interval", "prefix"],
        lower: delivery_stream::lower,
        grant: topic::grant,
        flow: no_flow,
    },
    Kind {
        name: "schedule",
        class: schedule::CLASS,
        apis: &["cloudscheduler"],
        handles: &["cron", "every", "timezone"],
        lower: schedule::lower,
        grant: no_grant,
        flow: schedule::flow,
    },
    Kind {
        name: "workflow",
        class: workflow::CLASS,
        apis: &["workflows"],
        handles: &["steps", "timeout", "log_retention", "logs", "alarms"],
        lower: workflow::lower,
        grant: workflow::grant,
        flow: workflow::flow,
    },
    Kind {
        name: "table",
        class: table::CLASS,
        apis: &["firestore"],
        handles: &["key", "indexes", "ttl", "deletion_protection", "recovery"],
        lower: table::lower,
        grant: table::grant,
        flow: table::flow,
    },
    Kind {
        name: "bucket",
        class: bucket::CLASS,
        apis: &["storage"],
        handles: &["versioning", "expire", "cors", "deletion_protection"],
        lower: bucket::lower,
        grant: bucket::grant,
        flow: bucket::flow,
    },
    Kind {
        name: "secret",
        class: secret::CLASS,
        apis: &["secretmanager"],
        handles: &["generate", "length", "value"],
        lower: secret::lower,
        grant: secret::grant,
        flow: no_flow,
    },
    Kind {
        name: "parameter",
        class: parameter::CLASS,
        apis: &["parametermanager"],
        handles: &["value"],
        lower: parameter::lower,
        grant: parameter::grant,
        flow: no_flow,
    },
    Kind {
        name: "user-pool",
        class: user_pool::CLASS,
        apis: &["identitytoolkit"],
        handles: &["sign_in", "mfa", "clients", "deletion_protection"],
        lower: user_pool::lower,
        grant: user_pool::grant,
        flow: no_flow,
    },
    Kind {
        name: "sql",
        class: sql::CLASS,
        apis: &["compute", "servicenetworking", "sqladmin"],
        handles: &[
            "engine",
            "version",
            "capacity.min",
            "capacity.max",
            "backup",
            "deletion_protection",
            "network",
            "multi_zone",
            "require_tls",
        ],
        lower: sql::lower,
        grant: sql::grant,
        flow: no_flow,
    },
    Kind {
        name: "static-site",
        class: static_site::CLASS,
        apis: &["compute", "storage"],
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
        ],
        lower: static_site::lower,
        grant: no_grant,
        flow: no_flow,
    },
    Kind {
        name: "network",
        class: network::CLASS,
        apis: &["compute"],
        handles: &["zones", "cidr", "nat", "endpoints"],
        lower: network::lower,
        grant: no_grant,
        flow: no_flow,
    },
    Kind {
        name: "resource",
        class: resource::CLASS,
        apis: &[],
        handles: &["type", "properties"],
        lower: resource::lower,
        grant: no_grant,
        flow: no_flow,
    },
    Kind {
        name: "external",
        class: external::CLASS,
        apis: &[],
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

fn no_grant(_: &mut Gcp, _: &Request) -> Grant {
    Grant::default()
}

fn no_flow(_: &mut Gcp, _: &Flow) {}
