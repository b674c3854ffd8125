//! Words, names and safe text: small pure functions that every room may use.
//!
//! Knows nothing of designs, clouds or screens.

pub mod duration;
pub mod list;
pub mod nearest;
pub mod safe;
pub mod words;
