//! What keeps a design from becoming a program.

use thiserror::Error;

use crate::design::Place;

/// A part of a design that no program can be made of.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {message}; {help}")]
pub struct LowerError {
    /// Where.
    pub place: Place,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}
