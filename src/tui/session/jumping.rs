//! Jump mode: letters on every box that can be seen; typing them puts the focus there.

use std::collections::BTreeMap;

use crate::layout::Rect;
use crate::render::{Focus, View};

use super::{Mode, Session};

/// The letters, those under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// Choosing where to go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Jumping {
    /// Each box with its letters.
    pub labels: BTreeMap<Focus, String>,
    /// The letters typed so far.
    pub typed: String,
}

impl Session {
    /// Begins to jump: the boxes nearest to the focus get the best letters. Whether there is anything to jump to.
    pub(crate) fn begin_jump(&mut self, canvas: (u16, u16)) -> bool {
        let window = View { offset: self.offset, ..View::default() }.window(canvas.0, canvas.1);
        let here = self.focus.as_ref().and_then(|focus| self.scene.focus_rect(focus)).unwrap_or(window).centre();
        let far = |rect: &Rect| {
            let there = rect.centre();
            i64::from((there.x - here.x).abs()) + 2 * i64::from((there.y - here.y).abs())
        };
        let mut boxes = self.scene.boxes_within(window);
        boxes.retain(|(focus, _)| self.focus.as_ref() != Some(focus));
        boxes.sort_by_key(|(_, rect)| far(rect));
        if boxes.is_empty() {
            return false;
        }
        let labels = boxes.iter().map(|(focus, _)| focus.clone()).zip(labels(boxes.len())).collect();
        self.mode = Mode::Jump(Jumping { labels, typed: String::new() });
        true
    }

    /// Takes a letter; whether it leads anywhere.
    pub(crate) fn jump_letter(&mut self, letter: char) -> bool {
        let Mode::Jump(jumping) = &mut self.mode else { return false };
        let typed = format!("{}{letter}", jumping.typed);
        if let Some(focus) = jumping.labels.iter().find(|(_, label)| **label == typed).map(|(focus, _)| focus.clone()) {
            self.mode = Mode::Normal;
            self.jump_to(focus);
            return true;
        }
        let leads = jumping.labels.values().any(|label| label.starts_with(&typed));
        if leads {
            jumping.typed = typed;
        }
        leads
    }
}

/// So many labels, none the beginning of another: single letters, or pairs when there are more boxes than letters.
fn labels(count: usize) -> Vec<String> {
    let letters: Vec<char> = LETTERS.chars().collect();
    if count <= letters.len() {
        return letters.iter().map(ToString::to_string).collect();
    }
    // As few first letters as needed begin pairs, the last ones, so that the nearest boxes keep single letters.
    let pairs = (count - letters.len()).div_ceil(letters.len() - 1).min(letters.len());
    let (single, first) = letters.split_at(letters.len() - pairs);
    let pairs = first.iter().flat_map(|first| letters.iter().map(move |second| format!("{first}{second}")));
    single.iter().map(ToString::to_string).chain(pairs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_labels_enough_and_none_begins_another() {
        for count in [1, 26, 27, 51, 52, 200, 676] {
            let labels = labels(count);
            assert!(labels.len() >= count, "{count}");
            for (position, one) in labels.iter().enumerate() {
                let others = labels.iter().enumerate().filter(|(other, _)| *other != position);
                assert!(others.clone().all(|(_, other)| !other.starts_with(one.as_str())), "{one}");
            }
        }
    }
}
