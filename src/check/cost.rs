//! Rules about what the design will cost.

mod compute;
mod development;
mod fan_out;
mod logs;
mod nat;
mod orphans;
mod pollers;
mod retention;
mod steady;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    logs::RULE,
    development::PROVISIONED,
    development::NAT,
    nat::RULE,
    steady::RULE,
    fan_out::RULE,
    pollers::RULE,
    compute::X86,
    development::PREMIUM,
    compute::WARM,
    compute::REST,
    retention::RULE,
    orphans::RULE,
];
