//! Problems of a file: what is wrong, where, and what was probably meant.

use std::ops::Range;

use super::lines::Position;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The file cannot be used as it is.
    Error,
    /// The file can be used, but something is doubtful.
    Warning,
    /// Worth knowing.
    Note,
}

impl Level {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How much it weighs.
    pub level: Level,
    /// What is wrong, as one sentence.
    pub message: String,
    /// Where, in bytes.
    pub span: Range<usize>,
    /// Where, for people.
    pub position: Position,
    /// What to do, when that is known.
    pub help: Option<String>,
}
