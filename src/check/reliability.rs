//! Rules about reliability: what is lost, done twice, or given up too early.

pub(super) mod dead_letters;
pub(super) mod functions;
pub(super) mod visibility;
