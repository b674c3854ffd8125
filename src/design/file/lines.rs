//! Byte offsets as lines and columns. Knows text only.

use std::ops::Range;

/// A place in a text for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, the first being 1.
    pub line: usize,
    /// The column in characters, the first being 1.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// The lines of the text; they end with a line feed.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(index, _)| index + 1));
        Self { starts }
    }

    /// The line (the first being 0) that holds the byte.
    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The line and column of a byte offset.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line_of(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = text.get(start..offset.min(text.len())).unwrap_or_default();
        Position { line: line + 1, column: before.trim_start_matches('\u{feff}').chars().count() + 1 }
    }

    /// The offset at which the line with the byte begins.
    pub fn start_of_line(&self, offset: usize) -> usize {
        self.starts.get(self.line_of(offset)).copied().unwrap_or(0)
    }

    /// The offset at which the line after the one with the byte begins; the text's length when there is none.
    pub fn start_of_next_line(&self, text: &str, offset: usize) -> usize {
        self.starts.get(self.line_of(offset) + 1).copied().unwrap_or(text.len())
    }

    /// The part of the span that lies on its first line, without the line's end.
    pub fn first_line(&self, text: &str, span: &Range<usize>) -> Range<usize> {
        let end = self.start_of_next_line(text, span.start).min(span.end);
        let part = text.get(span.start..end).unwrap_or_default();
        span.start..span.start + part.trim_end().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns_in_characters() {
        let text = "é: 1\r\nb\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(text, 0), Position { line: 1, column: 1 });
        assert_eq!(lines.position(text, 4), Position { line: 1, column: 4 });
        assert_eq!(lines.position(text, 7), Position { line: 2, column: 1 });
        assert_eq!(lines.position(text, 9), Position { line: 3, column: 1 });
        assert_eq!(lines.start_of_next_line(text, 7), 9);
        assert_eq!(lines.first_line(text, &(0..8)), 0..5);
    }
}
