//! What can be seen of a scene, and what lies just out of sight.

use std::collections::BTreeSet;

use crate::design::model::SHARED;
use crate::layout::Rect;

use super::lines::{DOWN, LEFT, RIGHT, Tip, UP, head};
use super::scene::{Scene, Subject};
use super::view::{Charset, Focus};

/// Neighbours of the focused thing that lie beyond one side of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// The side: 0 above, 1 to the right, 2 below, 3 to the left.
    pub side: usize,
    /// Their names, the nearest first.
    pub names: Vec<String>,
}

impl Beyond {
    /// An arrow to that side, the nearest name, and how many more there are.
    pub fn text(&self, charset: Charset) -> String {
        let arrow = head(self.side, Tip::Filled, charset);
        let name = self.names.first().map(String::as_str).unwrap_or_default();
        let more = if self.names.len() > 1 { format!(" +{}", self.names.len() - 1) } else { String::new() };
        if self.side == LEFT { format!("{arrow} {name}{more}") } else { format!("{name}{more} {arrow}") }
    }
}

impl Scene {
    /// The boxes that a window shows some of, in the order of the design.
    pub fn boxes_within(&self, window: Rect) -> Vec<(Focus, Rect)> {
        let shown = self.items.iter().zip(&self.drawing.nodes).filter(|(_, rect)| window.overlaps(**rect));
        shown.map(|(item, rect)| (subject(&item.subject), *rect)).collect()
    }

    /// Every box with its colour; none for what services share.
    pub fn boxes(&self) -> impl Iterator<Item = (Option<u16>, Rect)> {
        self.items.iter().map(|item| item.hue).zip(self.drawing.nodes.iter().copied())
    }

    /// The neighbours of a focused box of which the window shows nothing, by side.
    pub fn beyond(&self, focus: &Focus, window: Rect) -> Vec<Beyond> {
        let Some(item) = self.item_of(focus) else { return Vec::new() };
        let mut found: Vec<(usize, i64, &Subject)> = Vec::new();
        let mut known = BTreeSet::new();
        for edge in self.graph.edges.iter().filter(|edge| (edge.source == item) != (edge.target == item)) {
            let other = if edge.source == item { edge.target } else { edge.source };
            let (Some(there), Some(rect)) = (self.items.get(other), self.drawing.nodes.get(other)) else { continue };
            if window.overlaps(*rect) || !known.insert(other) {
                continue;
            }
            let (right, left) = (i64::from(rect.x - window.right()), i64::from(window.x - rect.right()));
            let (below, above) = (2 * i64::from(rect.y - window.bottom()), 2 * i64::from(window.y - rect.bottom()));
            let sides = [(above, UP), (right, RIGHT), (below, DOWN), (left, LEFT)];
            if let Some((far, side)) = sides.into_iter().max() {
                found.push((side, far, &there.subject));
            }
        }
        found.sort_by_key(|(side, far, _)| (*side, *far));
        // A name alone is enough where the service is that of the focused thing, or clear.
        let home = self.items.get(item).and_then(|item| service(&item.subject));
        let name = |there: &Subject| match there {
            Subject::Node(id) if Some(id.service.as_str()) == home || id.service == SHARED => id.node.clone(),
            Subject::Node(id) => id.to_string(),
            Subject::Service(name) => name.clone(),
        };
        let mut beyond: Vec<Beyond> = Vec::new();
        for (side, _, there) in found {
            let name = name(there);
            match beyond.last_mut().filter(|last| last.side == side) {
                Some(last) => last.names.push(name),
                None => beyond.push(Beyond { side, names: vec![name] }),
            }
        }
        beyond
    }
}

fn service(subject: &Subject) -> Option<&str> {
    match subject {
        Subject::Node(id) => Some(&id.service),
        Subject::Service(_) => None,
    }
}

fn subject(subject: &Subject) -> Focus {
    match subject {
        Subject::Node(id) => Focus::Node(id.clone()),
        Subject::Service(name) => Focus::Service(name.clone()),
    }
}
