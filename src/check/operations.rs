//! Rules about operations: environments, what can be seen of them, and what is accepted.

pub(super) mod allow;
pub(super) mod environments;
pub(super) mod observing;
