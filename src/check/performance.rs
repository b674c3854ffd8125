//! Rules about performance: sizes that a cloud offers or refuses.

mod functions;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[functions::MEMORY, functions::ENVIRONMENT_SIZE, functions::NAME];
