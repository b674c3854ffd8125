//! Rules about names.

pub(super) mod names;
