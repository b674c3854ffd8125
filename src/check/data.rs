//! Rules about data: how it is kept, found and lost.

mod changes;
mod firestore;
mod keys;
mod lifetimes;
mod protection;
mod truth;
mod usage;
mod zones;

use super::rule::Rule;

/// The rules, in the order of their codes.
pub(super) static RULES: &[Rule] = &[
    keys::REQUIRED,
    keys::TYPE,
    keys::INDEXES,
    keys::CARDINALITY,
    keys::PARTITION,
    protection::RECOVERY,
    protection::BACKUP,
    protection::DELETION,
    protection::VERSIONING,
    usage::UNREAD,
    usage::UNWRITTEN,
    usage::UNUSED,
    changes::RULE,
    truth::DUAL_WRITE,
    keys::TTL,
    lifetimes::TRANSIENT,
    zones::SQL,
    zones::CACHE,
    truth::CACHE,
    firestore::DIFFERENT,
    firestore::DATABASE,
    zones::REPLICATION,
    lifetimes::LIFECYCLE,
];
