//! The space between two columns: each net that turns there gets a vertical line of its own.
//!
//! Lines are ordered so that few cross; one that must lie both left and right of another is bent.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod line;
mod slots;

use std::collections::BTreeSet;

use line::{Line, Lines};

/// Where a strand runs: the lines of its left and of its right ends, which are one unless it is bent at a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Track {
    pub(super) left: usize,
    pub(super) right: usize,
    /// The row at which a bent strand goes from its left to its right line.
    pub(super) bend: i32,
}

/// The most strands whose order is improved pair by pair.
const MOST_SIFTED: usize = 300;
/// The most rounds in which they are.
const MOST_ROUNDS: usize = 6;
/// How far a free row for a bend is looked for.
const MOST_STEPS: i32 = 64;

/// A channel with the nets in it, which are called strands. The same is used for one channel after the other.
#[derive(Debug, Default)]
pub(super) struct Channel {
    lines: Lines,
    /// The strands that turn in it, from left to right.
    order: Vec<Line>,
    tracks: Vec<Track>,
    slots: Vec<usize>,
    costs: Vec<i64>,
}

impl Channel {
    /// Forgets all strands.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.order.clear();
        self.tracks.clear();
    }

    /// Adds a strand: the rows at which it comes in from each side, with how many of its edges do, and the row of the end
    /// that all its edges have in common, with whether that is at the right.
    pub(super) fn add(
        &mut self,
        left: impl Iterator<Item = (i32, i64)>,
        right: impl Iterator<Item = (i32, i64)>,
        root: (i32, bool),
    ) {
        let strand = self.tracks.len();
        self.tracks.push(Track::default());
        self.order.extend(self.lines.add(strand, left, right, root));
    }

    /// The tracks of the strands, and how many lines there are side by side.
    pub(super) fn route(&mut self) -> (&[Track], usize) {
        let lines = &self.lines;
        self.order.sort_by_key(|line| {
            let first = |ends: &[(i32, i64)]| ends.first().map(|(row, _)| *row);
            let (left, right) = (first(lines.left(line)), first(lines.right(line)));
            let downwards = left.unwrap_or(line.low) <= right.unwrap_or(line.low);
            (downwards, if downwards { -line.low } else { line.low }, line.strand)
        });
        self.sift();
        let bent = self.bend();
        slots::find(&self.order, &mut self.slots);
        for (line, slot) in self.order.iter().zip(&self.slots) {
            let track = &mut self.tracks[line.strand];
            match bent.iter().find(|(strand, _)| *strand == line.strand) {
                None => *track = Track { left: *slot, right: *slot, bend: 0 },
                Some((_, row)) => {
                    track.bend = *row;
                    if matches!(self.lines.right(line), [(only, _)] if only == row) {
                        track.left = *slot;
                    } else {
                        track.right = *slot;
                    }
                }
            }
        }
        (&self.tracks, self.slots.iter().map(|slot| slot + 1).max().unwrap_or(0))
    }

    /// Moves each line to where it crosses least, until nothing improves.
    fn sift(&mut self) {
        let Self { lines, order, costs, .. } = self;
        let count = order.len();
        if !(2..=MOST_SIFTED).contains(&count) {
            return;
        }
        costs.clear();
        costs.extend(order.iter().flat_map(|first| order.iter().map(|second| lines.crossings(first, second))));
        let crosses = |first: usize| costs[first * count + first + 1..(first + 1) * count].iter().any(|cost| *cost > 0);
        if !(0..count).any(crosses) {
            return;
        }
        let mut places: Vec<usize> = (0..count).collect();
        for _ in 0..MOST_ROUNDS {
            let mut improved = false;
            for (line, own) in costs.chunks_exact(count).enumerate() {
                let from = places.iter().position(|other| *other == line).unwrap_or(0);
                places.remove(from);
                // The change of cost as the line goes from the first place to the last.
                let mut total: i64 = places.iter().map(|other| own[*other]).sum();
                let mut best = (total, 0);
                let mut here = total;
                for (place, other) in places.iter().enumerate() {
                    if place == from {
                        here = total;
                    }
                    total += costs[*other * count + line] - own[*other];
                    if total < best.0 {
                        best = (total, place + 1);
                    }
                }
                if from == places.len() {
                    here = total;
                }
                let to = if best.0 < here { best.1 } else { from };
                improved |= to != from;
                places.insert(to, line);
            }
            if !improved {
                break;
            }
        }
        *order = places.into_iter().map(|line| order[line]).collect();
    }

    /// Bends the strands whose place is still not allowed: the ends at the left get a line before all others. Returns these
    /// strands with the rows at which they are bent.
    fn bend(&mut self) -> Vec<(usize, i32)> {
        let Self { lines, order, .. } = self;
        let mut bent = Vec::new();
        if !lines.is_forbidden(order) {
            return bent;
        }
        let mut taken: BTreeSet<i32> = lines.rows().collect();
        let mut seen: BTreeSet<i32> = BTreeSet::new();
        let mut fronts: Vec<Line> = Vec::new();
        for line in order.iter_mut() {
            let right: Vec<i32> = lines.right(line).iter().map(|(row, _)| *row).collect();
            if lines.left(line).iter().any(|(row, _)| seen.contains(row)) {
                let middle = i32::midpoint(line.low, line.high);
                let near = (0..MOST_STEPS).flat_map(|step| [middle + step, middle - step]);
                let beyond = taken.last().map_or(0, |last| last + 1);
                let row = near.into_iter().find(|row| !taken.contains(row)).unwrap_or(beyond);
                taken.insert(row);
                bent.push((line.strand, row));
                let [front, rest] = lines.cut(line, row);
                fronts.push(front);
                *line = rest;
            }
            seen.extend(right);
        }
        fronts.append(order);
        *order = fronts;
        bent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(strands: &[(&[i32], &[i32])]) -> (Vec<Track>, usize) {
        let mut channel = Channel::default();
        for (left, right) in strands {
            channel.add(left.iter().map(|row| (*row, 1)), right.iter().map(|row| (*row, 1)), (left[0], false));
        }
        let (tracks, count) = channel.route();
        (tracks.to_vec(), count)
    }

    #[test]
    fn straight_strands_need_no_line_and_nested_ones_do_not_cross() {
        assert_eq!(route(&[(&[3], &[3])]).1, 0);
        let (tracks, count) = route(&[(&[1], &[5]), (&[2], &[6])]);
        assert_eq!((tracks[0].left, tracks[1].left, count), (1, 0, 2));
    }

    #[test]
    fn strands_that_change_places_are_kept_apart_by_a_bend() {
        let (tracks, count) = route(&[(&[1], &[3]), (&[3], &[1])]);
        assert_eq!(count, 3);
        let bent: Vec<&Track> = tracks.iter().filter(|track| track.left != track.right).collect();
        assert_eq!(bent.len(), 1);
        assert!(bent[0].left < bent[0].right && ![1, 3].contains(&bent[0].bend));
    }
}
