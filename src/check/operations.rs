//! Rules about operations.
