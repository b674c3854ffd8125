//! Rules about performance: sizes that a cloud offers or refuses.

pub(super) mod functions;
