//! Rules about names.

mod explicit;
mod identifiers;
mod names;
mod physical;
mod scope;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    names::INVALID,
    physical::LENGTH,
    physical::CHARSET,
    scope::GLOBAL,
    scope::STACK,
    physical::FIFO,
    physical::RESERVED,
    physical::HYPHENS,
    physical::ACCOUNT,
    names::VARIABLE,
    identifiers::EVENT,
    identifiers::PROJECT,
    names::UNCLEAR,
    names::DOUBLED,
];
