//! Rules about names.

mod names;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[names::INVALID, names::COLLISION, names::VARIABLE, names::UNCLEAR, names::DOUBLED];
