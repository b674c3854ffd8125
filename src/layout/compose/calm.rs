//! What keeps to the drawing from before an edit: where boxes should stand, and how far a drawing is from that.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Composer, Outer, Part};
use crate::layout::arrange::Arrangement;
use crate::layout::graph::{Point, Rect};

impl Composer<'_> {
    /// Where a box of the outer level should stand so that what it holds stays where it was before an edit.
    pub(super) fn kept_box(&self, outer: Outer, arrangement: &Arrangement) -> Option<Rect> {
        match outer {
            Outer::Node(node) => self.kept_nodes.get(node).copied().flatten(),
            Outer::Group(group) => {
                let before = self.kept_groups.get(group).copied().flatten()?;
                let members = self.members[group].iter().zip(&arrangement.items);
                let by = members.filter_map(|(node, rect)| {
                    let kept = self.kept_nodes.get(*node).copied().flatten()?;
                    Some((kept.x - rect.x - 1, kept.y - rect.y - 1))
                });
                let corner = middle(by)?;
                Some(Rect { x: corner.x, y: corner.y, ..before })
            }
        }
    }

    /// Where the boxes of a part should stand to keep to the drawing before.
    pub(super) fn kept_boxes(&self, part: &Part, levels: &BTreeMap<usize, Rc<Arrangement>>) -> Vec<Option<Rect>> {
        if self.kept_nodes.is_empty() {
            return Vec::new();
        }
        let level = |group: usize| levels.get(&group).unwrap_or(&self.levels[group]);
        let kept = part.boxes.iter().map(|index| match self.outer[*index] {
            outer @ Outer::Group(group) => self.kept_box(outer, level(group)),
            outer @ Outer::Node(_) => self.kept_box(outer, &Arrangement::default()),
        });
        kept.collect()
    }

    /// How many nodes of a part do not stand where they stood before, when most of them do.
    pub(super) fn unrest(
        &self,
        part: &Part,
        levels: &BTreeMap<usize, Rc<Arrangement>>,
        arrangement: &Arrangement,
    ) -> i64 {
        let mut moves: Vec<(i32, i32)> = Vec::new();
        let mut add = |node: usize, rect: Rect| {
            if let Some(kept) = self.kept_nodes.get(node).copied().flatten() {
                moves.push((rect.x - kept.x, rect.y - kept.y));
            }
        };
        for (index, rect) in part.boxes.iter().zip(&arrangement.items) {
            match self.outer[*index] {
                Outer::Node(node) => add(node, *rect),
                Outer::Group(group) => {
                    let inner = &levels.get(&group).unwrap_or(&self.levels[group]).items;
                    for (node, place) in self.members[group].iter().zip(inner) {
                        add(*node, Rect { x: rect.x + place.x, y: rect.y + place.y, ..*place });
                    }
                }
            }
        }
        let Some(usual) = middle(moves.iter().copied()) else { return 0 };
        let apart = moves.iter().map(|(x, y)| (x - usual.x).abs().min(20) + (y - usual.y).abs().min(20));
        apart.map(i64::from).sum()
    }

    /// The corners of the parts at which most stays where it was; none where there is nothing to keep to.
    pub(super) fn kept_corners(&self, parts: &[Part]) -> Option<Vec<Point>> {
        if self.kept_nodes.is_empty() {
            return None;
        }
        let mut corners = Vec::with_capacity(parts.len());
        let mut taken: Vec<Rect> = Vec::new();
        for part in parts {
            let arrangement = &part.arrangement;
            let kept = self.kept_boxes(part, &BTreeMap::new());
            let by = kept.iter().zip(&arrangement.items).filter_map(|(kept, rect)| {
                let kept = (*kept)?;
                Some((kept.x - rect.x, kept.y - rect.y))
            });
            let corner = middle(by).unwrap_or_default();
            let mut place =
                Rect { x: corner.x, y: corner.y, width: arrangement.width.max(1), height: arrangement.height.max(1) };
            let (columns, rows) = self.between_parts();
            let near = |other: &&Rect| {
                let around = Rect {
                    x: other.x - columns,
                    y: other.y - rows,
                    width: other.width + 2 * columns,
                    height: other.height + 2 * rows,
                };
                around.overlaps(place)
            };
            if taken.iter().any(|other| near(&other)) {
                place.y = taken.iter().map(|other| other.bottom()).max().unwrap_or(0) + rows;
            }
            taken.push(place);
            corners.push(Point { x: place.x, y: place.y });
        }
        Some(corners)
    }
}

/// Whether boxes stand to each other otherwise than before.
pub(super) fn moved(before: &[Option<Rect>], after: &[Rect]) -> bool {
    let mut by = None;
    before.iter().zip(after).any(|(before, after)| {
        before.is_some_and(|before| {
            let here = (after.x - before.x, after.y - before.y);
            *by.get_or_insert(here) != here
        })
    })
}

/// The median of each coordinate.
fn middle(points: impl Iterator<Item = (i32, i32)>) -> Option<Point> {
    let (mut x, mut y): (Vec<i32>, Vec<i32>) = points.unzip();
    x.sort_unstable();
    y.sort_unstable();
    Some(Point { x: *x.get(x.len() / 2)?, y: *y.get(y.len() / 2)? })
}
