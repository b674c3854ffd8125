//! Rules about operations: environments, what can be seen of them, and what is accepted.

mod allow;
mod arn;
mod descriptions;
mod drift;
mod environments;
mod observing;
mod places;
mod runtimes;
mod traffic;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    observing::TRACING,
    observing::ACCESS_LOG,
    traffic::THROTTLING,
    observing::WORKFLOW_LOG,
    observing::INSIGHTS,
    runtimes::DEPRECATED,
    runtimes::ENDED,
    observing::ALARM,
    environments::MISSING,
    environments::REGION,
    drift::RULE,
    places::ACCOUNT,
    observing::EXISTING,
    descriptions::RULE,
    allow::UNUSED,
    allow::INVALID,
    observing::KEY,
    places::REGIONS,
    places::CERTIFICATE,
    environments::DEBUG,
];
