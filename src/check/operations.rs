//! Rules about operations: environments, what can be seen of them, and what is accepted.

mod allow;
mod environments;
mod observing;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    observing::TRACING,
    observing::ACCESS_LOG,
    environments::MISSING,
    environments::REGION,
    observing::EXISTING,
    allow::UNUSED,
    allow::INVALID,
    environments::DEBUG,
];
