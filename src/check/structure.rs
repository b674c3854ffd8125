//! Rules about the shape of the design: what may be joined, what leads where, what is missing.

pub(super) mod sync_cycle;
