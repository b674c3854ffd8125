//! Which lines of a channel stand above each other in one column of cells.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::line::Line;

/// The most lines that are compared with each other one by one.
const MOST_COMPARED: usize = 40;

/// The first slot of each line that is right of every line before it that it meets.
pub(super) fn find(lines: &[Line], slots: &mut Vec<usize>) {
    slots.clear();
    if lines.len() <= MOST_COMPARED {
        for (place, line) in lines.iter().enumerate() {
            let before = lines[..place].iter().zip(&*slots);
            let meeting = before.filter(|(other, _)| line.low <= other.high && other.low <= line.high);
            let slot = meeting.map(|(_, slot)| slot + 1).max().unwrap_or(0);
            slots.push(slot);
        }
        return;
    }
    let mut rows: Vec<i32> = lines.iter().flat_map(|line| [line.low, line.high]).collect();
    rows.sort_unstable();
    rows.dedup();
    let mut heights = Heights::new(rows.len());
    slots.extend(lines.iter().map(|line| {
        let (low, high) = (rows.partition_point(|row| *row < line.low), rows.partition_point(|row| *row <= line.high));
        let slot = heights.highest(low, high);
        heights.raise(low, high, slot + 1);
        slot
    }));
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
