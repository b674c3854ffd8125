//! Rules about events: what is sent and taken, in which order, how often, under which contract.

pub(super) mod batches;
pub(super) mod buckets;
pub(super) mod consumers;
mod cron;
pub(super) mod fifo;
pub(super) mod filters;
pub(super) mod names;
pub(super) mod protocols;
pub(super) mod schedules;
pub(super) mod schemas;
pub(super) mod streams;
