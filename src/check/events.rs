//! Rules about events: what is sent and taken, in which order, how often, under which contract.

mod batches;
mod buckets;
mod bus_chain;
mod consumers;
pub(in crate::check) mod cron;
mod event_grid;
mod event_hubs;
mod fifo;
mod filters;
pub(in crate::check) mod names;
mod payloads;
mod protocols;
mod pubsub;
mod schedules;
mod schemas;
mod service_bus;
mod streams;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    consumers::NEVER_CONSUMED,
    consumers::NEVER_PUBLISHED,
    consumers::NO_PUBLISHER,
    names::SPELLING,
    names::CASE,
    names::UNDECLARED,
    names::UNUSED,
    fifo::PAIRING,
    fifo::BUCKET,
    fifo::DEDUPLICATION,
    fifo::GROUP,
    batches::FIFO_WINDOW,
    batches::SIZE,
    batches::NEEDS_WINDOW,
    batches::WINDOW,
    filters::KEYS,
    filters::COUNT,
    filters::SIZE,
    filters::CATCH_ALL,
    streams::TABLE,
    streams::STREAM,
    event_hubs::GROUPS,
    event_hubs::RETENTION,
    event_hubs::PARTITIONS,
    service_bus::BASIC,
    service_bus::FILTERS,
    event_grid::RULE,
    pubsub::DEADLINE,
    pubsub::SHORTER,
    pubsub::RETENTION,
    pubsub::ATTEMPTS,
    pubsub::FILTER,
    pubsub::EXPIRY,
    payloads::RULE,
    schedules::EXPRESSION,
    schedules::TOO_OFTEN,
    schedules::TIMEZONE,
    buckets::OVERLAP,
    buckets::NATIVE,
    protocols::RULE,
    schemas::RULE,
    bus_chain::RULE,
];
