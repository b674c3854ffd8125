//! Findings: what a rule has to say about a place in a design.

use std::fmt;

use crate::design::{Edit, Place};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The cloud or the generator would refuse it, or the design cannot work; blocks export.
    Error,
    /// Works, but a reviewer would object.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }

    /// The sign for it, one cell wide, never alone: always with the word or a colour-free context.
    pub const fn glyph(self) -> &'static str {
        match self {
            Self::Error => "✗",
            Self::Warning => "!",
            Self::Info => "i",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a rule found at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's short stable code, such as `STR002`.
    pub code: &'static str,
    /// The rule's name, such as `structure/sync-cycle`.
    pub rule: &'static str,
    /// How much it weighs here.
    pub severity: Severity,
    /// What is wrong, with the actual names and numbers, as one sentence.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Further places, such as the flows of a cycle, in order.
    pub related: Vec<Place>,
    /// The environments it holds in; empty when it holds in all.
    pub environments: Vec<String>,
    /// What would mend it, the best first.
    pub fixes: Vec<Fix>,
    /// Whether the design may accept it, with a reason: no error may, unless its rule says so.
    pub acceptable: bool,
}

/// A change of the design that would clear a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// What it does, as an order: "Insert a queue between notify and digest".
    pub title: String,
    /// The change.
    pub edit: Edit,
    /// Whether it may be applied without asking.
    pub safety: Safety,
}

/// Whether a fix may be applied without asking. The more it needs a person, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// It loses nothing, and changes nothing that works as the author wrote it.
    Safe,
    /// It takes something away, or changes what the author chose.
    Unsafe,
    /// It leaves a gap that only the author can fill, such as the reason for accepting a finding.
    Asks,
}

impl Safety {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Asks => "asks",
        }
    }
}
