//! The lines that each entry of a collection in lines takes up.

use crate::design::file::tree::{Content, Item, Style};
use crate::value::Value;

use super::plan::Cell;
use super::{Irregular, Patch};

/// The lines of an entry.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// The key or the dash.
    pub(super) start: usize,
    /// The columns before it.
    pub(super) indent: usize,
    /// Whether something else stands before it on its line: the dash of the item that begins with it.
    pub(super) shared: bool,
    /// Where the comment lines that belong to it begin; its own line where there are none.
    pub(super) lead: usize,
    /// Where the line after it begins.
    pub(super) end: usize,
}

impl Patch<'_> {
    /// The rows of the cells of a collection in lines.
    pub(super) fn rows(&self, cells: &[Cell<'_>]) -> Result<Vec<Row>, Irregular> {
        let mut rows: Vec<Row> = Vec::with_capacity(cells.len());
        for cell in cells {
            let start = match &cell.key {
                Some((_, span)) => span.start,
                None => self.dash(cell.value).ok_or(Irregular)?,
            };
            let line = self.lines.start_of_line(start);
            let before = self.text.get(line..start).ok_or(Irregular)?.trim_start_matches('\u{feff}');
            // The sign of a key that is spelled out, an anchor or a tag may stand before a key.
            let margin = before.chars().take_while(|c| *c == ' ').count();
            let marks = before.split(' ').filter(|mark| !mark.is_empty());
            let own = |mark: &str| mark == "?" || mark.starts_with(['&', '!']);
            let shared = !(cell.key.is_some() && marks.clone().all(own) || before.len() == margin);
            if shared && !rows.is_empty() {
                return Err(Irregular);
            }
            let indent = if shared { before.chars().count() } else { margin };
            let previous = rows.last().map_or(0, |row| row.end);
            if line < previous {
                return Err(Irregular);
            }
            let lead = if shared { line } else { self.lead(line, indent, previous) };
            let key_end = cell.key.as_ref().map_or(0, |(_, span)| span.end);
            let end = self.end_of_rows(cell.value, key_end);
            rows.push(Row { start, indent, shared, lead, end });
        }
        Ok(rows)
    }

    /// Where the comment lines directly above a line, indented as it is, begin.
    fn lead(&self, line: usize, indent: usize, previous: usize) -> usize {
        let mut lead = line;
        while lead > previous {
            let above = self.lines.start_of_line(lead - 1);
            let text = self.text.get(above..lead).unwrap_or_default();
            let comment = text.trim_start_matches(' ');
            if above < previous || !comment.starts_with('#') || text.len() - comment.len() != indent {
                break;
            }
            lead = above;
        }
        lead
    }

    /// Where the line after a value begins.
    fn end_of_rows(&self, value: &Item, key_end: usize) -> usize {
        let end = self.end_of_content(value, true).max(key_end);
        if end > 0 && self.text.as_bytes().get(end - 1) == Some(&b'\n') {
            return end;
        }
        self.lines.start_of_next_line(self.text, end)
    }

    /// Where the text of a value ends. A block scalar's span takes in the empty lines after it, which are part of it
    /// only where its header says so (`+`).
    pub(super) fn end_of_content(&self, value: &Item, with_kept_lines: bool) -> usize {
        if value.alias {
            return value.span.end;
        }
        match (&value.content, value.style) {
            (Content::Scalar(_), Style::BlockScalar) => {
                if with_kept_lines && self.keeps_lines(value) {
                    return value.span.end;
                }
                let text = self.text.get(value.span.clone()).unwrap_or_default();
                value.span.start + text.trim_end().len()
            }
            (Content::List(items), Style::Block) => {
                items.last().map_or(value.span.end, |item| self.end_of_content(item, with_kept_lines))
            }
            (Content::Map(entries), Style::Block) => entries.last().map_or(value.span.end, |(_, entry)| {
                self.end_of_content(&entry.value, with_kept_lines).max(entry.key_span.end)
            }),
            _ => value.span.end,
        }
    }

    /// Whether the header of a block scalar keeps the empty lines after it.
    fn keeps_lines(&self, value: &Item) -> bool {
        let before = self.text.get(..value.span.start).unwrap_or_default();
        let header = before.trim_end().lines().last().unwrap_or_default();
        let header = header.rsplit(['|', '>']).next().unwrap_or_default();
        header.split('#').next().unwrap_or_default().contains('+')
    }

    /// The dash of an item of a sequence in lines.
    fn dash(&self, value: &Item) -> Option<usize> {
        let mut end = value.span.start;
        let mut first = true;
        loop {
            let line = self.lines.start_of_line(end);
            let mut before = self.text.get(line..end)?;
            if !first {
                // A line above: without its comment.
                before = if before.trim_start().starts_with('#') { "" } else { before };
                before = before.split(" #").next().unwrap_or(before);
            }
            loop {
                before = before.trim_end();
                let Some(last) = before.split(' ').next_back().filter(|last| !last.is_empty()) else { break };
                if last == "-" {
                    return Some(line + before.len() - 1);
                }
                // Between the dash and the value: an anchor, a tag, the header of a block scalar.
                if !last.starts_with(['&', '!', '|', '>']) {
                    return None;
                }
                before = before.get(..before.len() - last.len())?;
            }
            if line == 0 {
                return None;
            }
            end = line - 1;
            first = false;
        }
    }

    /// Where the colon after a key stands.
    pub(super) fn colon(&self, key_end: usize) -> Option<usize> {
        let rest = self.text.get(key_end..)?;
        let trimmed = rest.trim_start();
        trimmed.starts_with(':').then(|| key_end + rest.len() - trimmed.len())
    }

    /// Whether the line above an offset (the start of a line) is empty; where that line begins.
    pub(super) fn empty_line_above(&self, line: usize) -> Option<usize> {
        let end = line.checked_sub(1)?;
        let start = self.lines.start_of_line(end);
        self.text.get(start..end)?.trim().is_empty().then_some(start)
    }

    /// Whether the line that begins there is empty, or there is none.
    pub(super) fn is_empty_line(&self, line: usize) -> bool {
        let end = self.lines.start_of_next_line(self.text, line);
        self.text.get(line..end).unwrap_or_default().trim().is_empty()
    }
}

/// Whether nothing is written for a value.
pub(super) fn is_absent(item: &Item) -> bool {
    item.span.is_empty() && matches!(item.content, Content::Scalar(Value::Null))
}
