//! Rules about events: what is sent and taken, in which order, how often, under which contract.

mod batches;
mod buckets;
mod bus_chain;
mod consumers;
mod cron;
mod fifo;
mod filters;
pub(in crate::check) mod names;
mod protocols;
mod schedules;
mod schemas;
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
    schedules::EXPRESSION,
    schedules::TOO_OFTEN,
    schedules::TIMEZONE,
    buckets::OVERLAP,
    buckets::NATIVE,
    protocols::RULE,
    schemas::RULE,
    bus_chain::RULE,
];
