//! Splices: parts of a text and what comes in their place.

use std::ops::Range;

/// A part of a text and what comes in its place.
#[derive(Debug, Clone)]
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }
}

/// The part of the text with the splices made. Insertions at one place keep their order and come before what is taken
/// away there; where two splices overlap, the first wins.
pub(super) fn splice(text: &str, part: Range<usize>, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| (splice.range.start, !splice.range.is_empty()));
    let mut result = String::with_capacity(part.len());
    let mut at = part.start;
    for splice in &splices {
        if splice.range.start < at || splice.range.end > part.end {
            continue;
        }
        result.push_str(text.get(at..splice.range.start).unwrap_or_default());
        result.push_str(&splice.text);
        at = splice.range.end;
    }
    result.push_str(text.get(at..part.end).unwrap_or_default());
    result
}
