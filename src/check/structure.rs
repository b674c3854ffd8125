//! Rules about the shape of the design: what may be joined, what leads where, what is missing.

pub(super) mod adapter;
pub(super) mod api;
pub(super) mod bidirectional_call;
pub(super) mod connections;
pub(super) mod dead_letters;
pub(super) mod duplicates;
pub(super) mod event_cycle;
pub(super) mod kinds;
pub(super) mod load;
pub(super) mod overrides;
pub(super) mod ownership;
pub(super) mod properties;
pub(super) mod reach;
pub(super) mod routes;
pub(super) mod self_loop;
pub(super) mod services;
pub(super) mod settings;
pub(super) mod store_recursion;
pub(super) mod sync_cycle;
pub(super) mod sync_depth;
pub(super) mod timeouts;
