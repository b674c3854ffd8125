//! Rules about reliability: what is lost, done twice, or given up too early.

mod dead_letters;
mod functions;
mod visibility;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    dead_letters::QUEUE,
    dead_letters::TOPIC,
    dead_letters::RULE,
    dead_letters::STREAM,
    visibility::BELOW_TIMEOUT,
    visibility::BELOW_SIX,
    visibility::RECEIVES,
    dead_letters::LOOP,
    functions::TIMEOUT,
    functions::API_LIMIT,
    functions::NEVER,
    functions::ORDER,
    functions::IDEMPOTENCY,
    functions::CALL_TIMEOUT,
];
