//! Rules about the shape of the design: what may be joined, what leads where, what is missing.

pub(super) mod adapter;
mod api;
mod bidirectional_call;
mod connections;
mod dead_letters;
mod duplicates;
mod event_cycle;
mod ingress;
mod kinds;
mod load;
mod overrides;
mod ownership;
pub(super) mod properties;
mod reach;
mod routes;
mod self_loop;
mod services;
mod settings;
mod steps;
mod store_recursion;
mod sync_cycle;
mod sync_depth;
mod timeouts;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    kinds::UNKNOWN,
    sync_cycle::RULE,
    self_loop::RULE,
    event_cycle::RULE,
    store_recursion::RULE,
    reach::UNREACHABLE,
    reach::ISOLATED,
    connections::DANGLING,
    connections::ILLEGAL,
    connections::ADAPTER,
    duplicates::FLOW,
    duplicates::ACCESS,
    bidirectional_call::RULE,
    api::WITHOUT_ROUTES,
    routes::DUPLICATE,
    routes::AMBIGUOUS,
    routes::PATH,
    routes::METHOD,
    sync_depth::RULE,
    timeouts::CHAIN,
    timeouts::CALLEE,
    ownership::WRITERS,
    ownership::READERS,
    services::CROSSING,
    services::CYCLE,
    load::GOD_FUNCTION,
    load::FAN_OUT,
    load::COMPETING,
    load::NO_CONSUMER,
    duplicates::ID,
    properties::UNKNOWN,
    properties::MISSING,
    properties::WRONG,
    kinds::UNSUPPORTED,
    services::EMPTY,
    reach::NO_ENTRY,
    api::AUTHORIZE,
    overrides::RULE,
    services::SIZE,
    ingress::RULE,
    settings::UNKNOWN,
    settings::WITHOUT_VALUE,
    settings::UNUSED,
    dead_letters::RULE,
];
