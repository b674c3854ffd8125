//! Rules about performance: sizes that a cloud offers or refuses, and what makes callers wait.

mod environment;
mod flows;
mod interfaces;
mod sizes;
mod starts;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    sizes::DEFAULT,
    sizes::MEMORY,
    sizes::STORAGE,
    environment::ENVIRONMENT_SIZE,
    environment::NAME,
    sizes::LAYERS,
    starts::COLD,
    flows::BATCH,
    flows::PARALLEL,
    flows::HOT,
    interfaces::SCAN,
    flows::PER_ITEM,
    interfaces::WEBSOCKET,
    interfaces::ROUTES,
    interfaces::PAYLOAD,
    starts::ONE_CALL,
];
