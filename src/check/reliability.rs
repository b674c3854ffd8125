//! Rules about reliability: what is lost, done twice, or given up too early.

mod concurrency;
mod containers;
mod databases;
mod dead_letter_queues;
mod dead_letters;
mod external_calls;
mod failure_destination;
mod functions;
mod ignored_failures;
mod locks;
mod retries;
mod timeouts;
mod visibility;
mod workflows;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    dead_letters::QUEUE,
    dead_letters::TOPIC,
    dead_letters::RULE,
    failure_destination::RULE,
    dead_letters::STREAM,
    retries::POISON,
    visibility::BELOW_TIMEOUT,
    visibility::BELOW_SIX,
    locks::RULE,
    visibility::RECEIVES,
    dead_letter_queues::RETENTION,
    dead_letter_queues::UNWATCHED,
    dead_letters::LOOP,
    retries::PARTIAL,
    timeouts::RANGE,
    timeouts::DEFAULT,
    timeouts::CALLER,
    retries::DEFAULT,
    retries::RANGE,
    external_calls::UNBUFFERED,
    workflows::EXPRESS,
    workflows::UNCAUGHT,
    workflows::BEHIND_API,
    databases::RULE,
    concurrency::NEVER,
    concurrency::QUEUE,
    containers::SINGLE,
    containers::PROBE,
    ignored_failures::RULE,
    functions::PLAN,
    functions::ORDER,
    functions::IDEMPOTENCY,
    timeouts::CALL,
    external_calls::BREAKER,
];
