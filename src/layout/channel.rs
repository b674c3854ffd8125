//! The space between two columns: each net that turns there gets a vertical line of its own.
//!
//! Lines are ordered so that few cross; one that must lie both left and right of another is bent.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeSet;

/// A net in a channel: the rows at which it comes in from each side, with how many of its edges do.
#[derive(Debug, Clone, Default)]
pub(super) struct Strand {
    pub(super) left: Vec<(i32, i64)>,
    pub(super) right: Vec<(i32, i64)>,
    /// The row of the end that all its edges have in common, and whether that is at the right.
    pub(super) root: (i32, bool),
}

impl Strand {
    /// Whether all its ends lie in one row.
    fn is_straight(&self) -> bool {
        let mut rows = self.left.iter().chain(&self.right).map(|(row, _)| *row);
        rows.next().is_none_or(|first| rows.all(|row| row == first))
    }
}

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
/// How far a free row for a bend is looked for.
const MOST_STEPS: i32 = 64;
/// The cost of an order that is not allowed.
const FORBIDDEN: i64 = 1 << 40;

/// A vertical line: the rows it covers and the rows at which it has ends to each side, with their edges.
#[derive(Debug, Clone, Default)]
struct Line {
    strand: usize,
    low: i32,
    high: i32,
    left: Vec<(i32, i64)>,
    right: Vec<(i32, i64)>,
    root: i32,
    /// The rows of the ends but the root, each with the edges that end there or higher.
    sums: Vec<(i32, i64)>,
}

impl Line {
    fn new(strand: usize, left: &[(i32, i64)], right: &[(i32, i64)], root: (i32, bool)) -> Self {
        let sorted = |ends: &[(i32, i64)]| {
            let mut ends = ends.to_vec();
            ends.sort_unstable();
            ends.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0 };
                same
            });
            ends
        };
        let (left, right) = (sorted(left), sorted(right));
        let rows = || left.iter().chain(&right).map(|(row, _)| *row);
        let (low, high) = (rows().min().unwrap_or(0), rows().max().unwrap_or(0));
        let mut sums = Vec::with_capacity(left.len() + right.len());
        sums.extend(left.iter().filter(|(row, _)| root.1 || *row != root.0));
        sums.extend(right.iter().filter(|(row, _)| !root.1 || *row != root.0));
        sums.sort_unstable();
        let mut sum = 0;
        for (_, weight) in &mut sums {
            sum += *weight;
            *weight = sum;
        }
        Self { strand, low, high, left, right, root: root.0, sums }
    }

    /// How many edges run up or down through a row of it.
    fn carries(&self, row: i32) -> i64 {
        let upto =
            |row: i32| self.sums[..self.sums.partition_point(|(other, _)| *other <= row)].last().map_or(0, |end| end.1);
        let total = self.sums.last().map_or(0, |end| end.1);
        let (above, below) = (upto(row), total - upto(row - 1));
        match self.root.cmp(&row) {
            std::cmp::Ordering::Less => below,
            std::cmp::Ordering::Greater => above,
            std::cmp::Ordering::Equal => (total - upto(row)).max(upto(row - 1)),
        }
        .max(1)
    }

    fn meets(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// The lines of the strands, and how many lines there are side by side.
pub(super) fn route(strands: &[Strand]) -> (Vec<Track>, usize) {
    let mut lines: Vec<Line> = strands
        .iter()
        .enumerate()
        .filter(|(_, strand)| !strand.is_straight())
        .map(|(index, strand)| Line::new(index, &strand.left, &strand.right, strand.root))
        .collect();
    lines.sort_by_key(|line| {
        let first = |ends: &[(i32, i64)]| ends.first().map(|(row, _)| *row);
        let (left, right) = (first(&line.left), first(&line.right));
        let downwards = left.unwrap_or(line.low) <= right.unwrap_or(line.low);
        (downwards, if downwards { -line.low } else { line.low }, line.strand)
    });
    sift(&mut lines);
    let bent = bend(strands, &mut lines);
    let slots = slots(&lines);
    let mut tracks = vec![Track::default(); strands.len()];
    for (line, slot) in lines.iter().zip(&slots) {
        let track = &mut tracks[line.strand];
        match bent[line.strand] {
            None => *track = Track { left: *slot, right: *slot, bend: 0 },
            Some(row) => {
                track.bend = row;
                if matches!(line.right.as_slice(), [(only, _)] if *only == row) {
                    track.left = *slot;
                } else {
                    track.right = *slot;
                }
            }
        }
    }
    (tracks, slots.iter().map(|slot| slot + 1).max().unwrap_or(0))
}

/// How many crossings there are when `first` lies left of `second`.
fn crossings(first: &Line, second: &Line) -> i64 {
    if !first.meets(second) {
        return 0;
    }
    let inside = |ends: &[(i32, i64)], line: &Line| -> i64 {
        let from = ends.partition_point(|(row, _)| *row < line.low);
        ends[from..]
            .iter()
            .take_while(|(row, _)| *row <= line.high)
            .map(|(row, weight)| weight * line.carries(*row))
            .sum()
    };
    let taken = |row: i32| first.right.binary_search_by_key(&row, |end| end.0).is_ok();
    let forbidden = second.left.iter().any(|(row, _)| taken(*row));
    inside(&first.right, second) + inside(&second.left, first) + if forbidden { FORBIDDEN } else { 0 }
}

/// Moves each line to where it crosses least, until nothing improves.
fn sift(lines: &mut Vec<Line>) {
    let count = lines.len();
    if !(2..=MOST_SIFTED).contains(&count) {
        return;
    }
    let all = lines.iter().flat_map(|first| lines.iter().map(|second| crossings(first, second)));
    let cost: Vec<i64> = all.collect();
    let mut order: Vec<usize> = (0..count).collect();
    for _ in 0..6 {
        let mut improved = false;
        for (line, own) in cost.chunks_exact(count).enumerate() {
            let from = order.iter().position(|other| *other == line).unwrap_or(0);
            order.remove(from);
            // The change of cost as the line goes from the first place to the last.
            let mut total: i64 = order.iter().map(|other| own[*other]).sum();
            let mut best = (total, 0);
            let mut here = total;
            for (place, other) in order.iter().enumerate() {
                if place == from {
                    here = total;
                }
                total += cost[*other * count + line] - own[*other];
                if total < best.0 {
                    best = (total, place + 1);
                }
            }
            if from == order.len() {
                here = total;
            }
            let to = if best.0 < here { best.1 } else { from };
            improved |= to != from;
            order.insert(to, line);
        }
        if !improved {
            break;
        }
    }
    *lines = order.into_iter().map(|line| std::mem::take(&mut lines[line])).collect();
}

/// Bends the strands whose place is still not allowed: the ends at the left get a line before all others.
fn bend(strands: &[Strand], lines: &mut Vec<Line>) -> Vec<Option<i32>> {
    let mut bent: Vec<Option<i32>> = vec![None; strands.len()];
    let mut fronts: Vec<Line> = Vec::new();
    let mut taken: BTreeSet<i32> =
        strands.iter().flat_map(|strand| strand.left.iter().chain(&strand.right)).map(|(row, _)| *row).collect();
    let mut seen: BTreeSet<i32> = BTreeSet::new();
    for line in lines.iter_mut() {
        if line.left.iter().any(|(row, _)| seen.contains(row)) {
            let middle = i32::midpoint(line.low, line.high);
            let near = (0..MOST_STEPS).flat_map(|step| [middle + step, middle - step]);
            let beyond = taken.last().map_or(0, |last| last + 1);
            let row = near.into_iter().find(|row| !taken.contains(row)).unwrap_or(beyond);
            taken.insert(row);
            bent[line.strand] = Some(row);
            fronts.push(Line::new(line.strand, &line.left, &[(row, 1)], (row, true)));
            *line = Line::new(line.strand, &[(row, 1)], &line.right, (row, false));
        }
        seen.extend(line.right.iter().map(|(row, _)| *row));
    }
    fronts.append(lines);
    *lines = fronts;
    bent
}

/// The first slot of each line that is right of every line before it that it meets.
fn slots(lines: &[Line]) -> Vec<usize> {
    let mut rows: Vec<i32> = lines.iter().flat_map(|line| [line.low, line.high]).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut heights = Heights::new(rows.len());
    lines
        .iter()
        .map(|line| {
            let (low, high) =
                (rows.partition_point(|row| *row < line.low), rows.partition_point(|row| *row <= line.high));
            let slot = heights.highest(low, high);
            heights.raise(low, high, slot + 1);
            slot
        })
        .collect()
}

/// The number of slots used at each row, as a segment tree: the highest of a range, and raising a range.
struct Heights {
    size: usize,
    /// The highest below each vertex, and what all below it are raised to at the least.
    highest: Vec<usize>,
    floor: Vec<usize>,
}

impl Heights {
    fn new(rows: usize) -> Self {
        let size = rows.next_power_of_two().max(1);
        Self { size, highest: vec![0; 2 * size], floor: vec![0; 2 * size] }
    }

    fn highest(&self, low: usize, high: usize) -> usize {
        let (mut left, mut right) = (low + self.size, high + self.size);
        let mut best = 0;
        while left < right {
            if left % 2 == 1 {
                best = best.max(self.highest[left]).max(self.above(left));
                left += 1;
            }
            if right % 2 == 1 {
                right -= 1;
                best = best.max(self.highest[right]).max(self.above(right));
            }
            left /= 2;
            right /= 2;
        }
        best
    }

    /// What the vertices above one say of all below them.
    fn above(&self, mut vertex: usize) -> usize {
        let mut best = 0;
        while vertex > 0 {
            best = best.max(self.floor[vertex]);
            vertex /= 2;
        }
        best
    }

    fn raise(&mut self, low: usize, high: usize, to: usize) {
        let (mut left, mut right) = (low + self.size, high + self.size);
        let mut touch = |mut vertex: usize| {
            self.floor[vertex] = self.floor[vertex].max(to);
            while vertex > 0 {
                self.highest[vertex] = self.highest[vertex].max(to);
                vertex /= 2;
            }
        };
        while left < right {
            if left % 2 == 1 {
                touch(left);
                left += 1;
            }
            if right % 2 == 1 {
                right -= 1;
                touch(right);
            }
            left /= 2;
            right /= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strand(left: &[i32], right: &[i32]) -> Strand {
        let ends = |rows: &[i32]| rows.iter().map(|row| (*row, 1)).collect();
        Strand { left: ends(left), right: ends(right), root: (left[0], false) }
    }

    #[test]
    fn straight_strands_need_no_line_and_nested_ones_do_not_cross() {
        assert_eq!(route(&[strand(&[3], &[3])]).1, 0);
        let (tracks, count) = route(&[strand(&[1], &[5]), strand(&[2], &[6])]);
        assert_eq!((tracks[0].left, tracks[1].left, count), (1, 0, 2));
    }

    #[test]
    fn strands_that_change_places_are_kept_apart_by_a_bend() {
        let (tracks, count) = route(&[strand(&[1], &[3]), strand(&[3], &[1])]);
        assert_eq!(count, 3);
        let bent: Vec<&Track> = tracks.iter().filter(|track| track.left != track.right).collect();
        assert_eq!(bent.len(), 1);
        assert!(bent[0].left < bent[0].right && ![1, 3].contains(&bent[0].bend));
    }
}
