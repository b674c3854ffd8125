//! Rules about data: how it is kept, found and lost.

mod keys;
mod protection;
mod usage;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    keys::INDEXES,
    keys::CARDINALITY,
    protection::RECOVERY,
    protection::BACKUP,
    protection::DELETION,
    protection::VERSIONING,
    usage::UNREAD,
    usage::UNWRITTEN,
    usage::UNUSED,
    keys::TTL,
];
