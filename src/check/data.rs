//! Rules about data: how it is kept, found and lost.

pub(super) mod keys;
pub(super) mod protection;
pub(super) mod usage;
