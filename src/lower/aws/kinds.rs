//! The kinds that AWS programs are made of: one row each.

use crate::design::{Flow, NodeId};

use super::access::{Grant, Request};
use super::{
    Aws, bucket, event_bus, external, function, http_api, parameter, queue, schedule, secret, table, topic, user_pool,
};

/// What lowering knows of a kind.
pub(super) struct Kind {
    /// Its name in the catalogue.
    pub(super) name: &'static str,
    /// The class of its main resource.
    pub(super) class: &'static str,
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
        lower: function::lower,
        grant: function::grant,
        flow: function::flow,
    },
    Kind {
        name: "http-api",
        class: http_api::CLASS,
        lower: http_api::lower,
        grant: http_api::grant,
        flow: http_api::flow,
    },
    Kind { name: "queue", class: queue::CLASS, lower: queue::lower, grant: queue::grant, flow: queue::flow },
    Kind { name: "topic", class: topic::CLASS, lower: topic::lower, grant: topic::grant, flow: topic::flow },
    Kind {
        name: "event-bus",
        class: event_bus::CLASS,
        lower: event_bus::lower,
        grant: event_bus::grant,
        flow: event_bus::flow,
    },
    Kind { name: "schedule", class: schedule::CLASS, lower: schedule::lower, grant: no_grant, flow: schedule::flow },
    Kind { name: "table", class: table::CLASS, lower: table::lower, grant: table::grant, flow: table::flow },
    Kind { name: "bucket", class: bucket::CLASS, lower: bucket::lower, grant: bucket::grant, flow: bucket::flow },
    Kind { name: "secret", class: secret::CLASS, lower: secret::lower, grant: secret::grant, flow: no_flow },
    Kind {
        name: "parameter",
        class: parameter::CLASS,
        lower: parameter::lower,
        grant: parameter::grant,
        flow: no_flow,
    },
    Kind {
        name: "user-pool",
        class: user_pool::CLASS,
        lower: user_pool::lower,
        grant: user_pool::grant,
        flow: user_pool::flow,
    },
    Kind { name: "external", class: external::CLASS, lower: external::lower, grant: external::grant, flow: no_flow },
];

/// The row of a kind.
pub(super) fn row(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

fn no_grant(_: &mut Aws, _: &Request) -> Grant {
    Grant::default()
}

fn no_flow(_: &mut Aws, _: &Flow) {}
