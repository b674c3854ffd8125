//! What differs between two texts: as a unified diff for people, as edits for programs. Knows nothing of designs.

use std::ops::Range;

use similar::{DiffTag, TextDiff};

/// A part of a text that gives way to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes that go.
    pub span: Range<usize>,
    /// What comes in their place.
    pub text: String,
}

/// The edits that make the one text the other, in order, none touching another: as little as lines that differ need.
pub fn edits(before: &str, after: &str) -> Vec<TextEdit> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (offsets(diff.old_slices()), offsets(diff.new_slices()));
    let at = |offsets: &[usize], range: Range<usize>| {
        let offset = |index: usize| offsets.get(index).copied().unwrap_or_default();
        offset(range.start)..offset(range.end)
    };
    let mut spans: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal) {
        let (old, new) = (at(&old, op.old_range()), at(&new, op.new_range()));
        match spans.last_mut() {
            Some(last) if last.0.end == old.start && last.1.end == new.start => {
                last.0.end = old.end;
                last.1.end = new.end;
            }
            _ => spans.push((old, new)),
        }
    }
    spans.into_iter().map(|(old, new)| narrow(before, after, old, new)).collect()
}

/// An edit without the characters that both ends have in common.
fn narrow(before: &str, after: &str, old: Range<usize>, new: Range<usize>) -> TextEdit {
    let (from, to) = (before.get(old.clone()).unwrap_or_default(), after.get(new).unwrap_or_default());
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let length = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(same).map(|(character, _)| character.len_utf8()).sum()
    };
    let start = length(&mut from.chars().zip(to.chars()));
    let (from, to) = (from.get(start..).unwrap_or_default(), to.get(start..).unwrap_or_default());
    let end = length(&mut from.chars().rev().zip(to.chars().rev()));
    let text = to.get(..to.len() - end).unwrap_or_default().to_owned();
    TextEdit { span: old.start + start..old.end - end, text }
}

fn offsets(slices: &[&str]) -> Vec<usize> {
    let ends = slices.iter().scan(0, |end, slice| {
        *end += slice.len();
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// How the one text becomes the other, as a unified diff with three lines around each change; empty when they are the
/// same.
pub fn unified(before: &str, after: &str, name: &str) -> String {
    TextDiff::from_lines(before, after).unified_diff().context_radius(3).header(name, name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(before: &str, edits: &[TextEdit]) -> String {
        let mut text = before.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.span.clone(), &edit.text);
        }
        text
    }

    #[test]
    fn edits_make_the_one_text_the_other_and_touch_little() {
        let before = "a: 1\nb: 2\nc: 3\n";
        for after in ["a: 1\nb: 20\nc: 3\n", "", "b: 2\nc: 3\nd: é\n", "a: 1\r\nb: 2", "x\ny\nz\n", before] {
            let edits = edits(before, after);
            assert_eq!(applied(before, &edits), after);
        }
        assert_eq!(edits(before, "a: 1\nb: 20\nc: 3\n"), [TextEdit { span: 9..9, text: "0".to_owned() }]);
        assert!(edits(before, before).is_empty());
        assert!(unified(before, "a: 1\nc: 3\n", "x").contains("-b: 2"));
    }
}
