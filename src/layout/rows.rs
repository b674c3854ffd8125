//! The row of each entry, so that edges run straight where they can.
//!
//! Each column in turn is placed as near as its order and gaps allow to where its neighbours want it: an isotonic
//! regression in the absolute norm, by pooling adjacent violators (Barlow and others 1972) around weighted medians.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod nudge;

use super::columns::{Columns, Neighbours};
use super::lists::refill;
use super::problem::Space;
use nudge::Nudged;

/// The most entries of a column that are placed around medians; more are placed around means, which takes linear time.
const MOST_EXACT: usize = 600;

/// The most ends that a run of lanes is straightened for.
const MOST_JOINED: usize = 12;
/// The rows of length that a bend is worth.
const BEND: i32 = 3;

/// The weight of standing where the trunks of a hub are joined.
const HEAD: i32 = 1 << 12;

/// The weight of staying where a box stood before an edit.
const KEPT: i32 = 1 << 28;

/// What finding rows takes; the same is used for one level after the other.
#[derive(Default)]
pub(super) struct Rows {
    /// The row of each entry's top.
    pub(super) row: Vec<i32>,
    /// How far each entry lies below the first of its column at the least.
    offsets: Vec<i32>,
    pulls: Pulls,
    wishes: Wishes,
    /// What each column was fitted to last, and when; and when it last moved.
    fitted: Vec<([i32; 2], usize)>,
    moved: Vec<usize>,
    straight: Straight,
    nudged: Nudged,
}

impl Rows {
    /// Finds the row of each entry's top.
    pub(super) fn find(&mut self, columns: &Columns, neighbours: &[Neighbours; 2], space: &Space) {
        let Self { row, offsets, pulls, wishes, fitted, moved, straight, nudged } = self;
        refill(row, columns.entries.len(), 0);
        refill(offsets, columns.entries.len(), 0);
        for column in columns.order.iter() {
            let height = stack(columns, column, space, offsets);
            for entry in column {
                row[*entry] = columns.kept(*entry).unwrap_or(offsets[*entry] - height / 2);
            }
        }
        let last = columns.order.len();
        pulls.find(columns, neighbours);
        let passes: &[(bool, [i32; 2])] =
            &[(true, [8, 0]), (false, [0, 8]), (true, [8, 1]), (false, [1, 8]), (true, [8, 8])];
        refill(fitted, last, ([0, 0], 0));
        refill(moved, last, 0);
        let mut time = 0;
        for (forward, weights) in passes {
            for step in 0..last {
                let column = if *forward { step } else { last - 1 - step };
                let around = &moved[column.saturating_sub(1)..(column + 2).min(last)];
                let calm = around.iter().all(|moved| *moved < fitted[column].1);
                if calm && fitted[column].0 == *weights {
                    continue;
                }
                time += 1;
                let order = columns.order.list(column);
                wishes.find(columns, order, pulls, *weights, row);
                if wishes.fit(order, offsets, row) {
                    moved[column] = time;
                }
                fitted[column] = (*weights, time);
            }
        }
        straight.apply(columns, space, row);
        nudged.apply(columns, neighbours, space, row);
    }
}

/// What straightening takes.
#[derive(Default)]
struct Straight {
    /// The entries above and below each in its column.
    above: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
    /// The lanes of a net, and the rows that a run of them joins, before it and after.
    lanes: Vec<usize>,
    ends: [Vec<i32>; 2],
}

impl Straight {
    /// Moves runs of lanes to the row of what they join, where there is room: fewer bends for the same length.
    fn apply(&mut self, columns: &Columns, space: &Space, row: &mut [i32]) {
        let Self { above, below, lanes, ends } = self;
        refill(above, row.len(), None);
        refill(below, row.len(), None);
        for column in columns.order.iter() {
            for pair in column.windows(2) {
                above[pair[1]] = Some(pair[0]);
                below[pair[0]] = Some(pair[1]);
            }
        }
        for (net, own) in columns.lanes.iter().enumerate() {
            lanes.clear();
            lanes.extend(own.entries());
            let first = own.first_channel;
            let mut start = 0;
            while start < lanes.len() {
                let here = row[lanes[start]];
                let mut end = start + 1;
                while end < lanes.len() && row[lanes[end]] == here {
                    end += 1;
                }
                let run = &lanes[start..end];
                // The rows that the run joins, in the channel before it and in the one after.
                for (rows, (channel, lane)) in
                    ends.iter_mut().zip([(first + start, run[0]), (first + end, run[run.len() - 1])])
                {
                    let strand = columns.channel(channel).iter().find(|strand| strand.net == net);
                    let joined = strand.into_iter().flat_map(|strand| columns.ends(strand));
                    rows.clear();
                    rows.extend(joined.filter(|end| end.entry != lane).map(|end| row[end.entry] + end.row));
                }
                start = end;
                if ends.iter().any(|rows| rows.len() > MOST_JOINED) {
                    continue;
                }
                let fits = |to: i32, lane: usize| {
                    let lowest = above[lane]
                        .map(|other| row[other] + columns.entries[other].height + between(columns, space, other, lane));
                    let highest = below[lane].map(|other| row[other] - 1 - between(columns, space, lane, other));
                    lowest.is_none_or(|lowest| lowest <= to) && highest.is_none_or(|highest| to <= highest)
                };
                let cost = |to: i32| -> i32 {
                    let span = |rows: &Vec<i32>| {
                        let (low, high) =
                            rows.iter().fold((to, to), |(low, high), row| (low.min(*row), high.max(*row)));
                        high - low + BEND * i32::from(!rows.contains(&to))
                    };
                    ends.iter().map(span).sum()
                };
                let best = ends
                    .iter()
                    .flatten()
                    .copied()
                    .filter(|to| run.iter().all(|lane| fits(*to, *lane)))
                    .min_by_key(|to| (cost(*to), *to));
                if let Some(to) = best.filter(|to| cost(*to) < cost(here)) {
                    for lane in run {
                        row[*lane] = to;
                    }
                }
            }
        }
    }
}

/// The free rows between two neighbours of a column.
fn between(columns: &Columns, space: &Space, upper: usize, lower: usize) -> i32 {
    // Rows that edges run through keep boxes apart as well.
    let rest = |gap: i32| (gap - columns.entries[upper].outer_rows[1] - columns.entries[lower].outer_rows[0]).max(0);
    match (columns.entries[upper].item, columns.entries[lower].item) {
        (None, None) => 0,
        (Some(_), Some(_)) => rest(space.row_gap),
        _ => rest(space.lane_gap),
    }
}

/// How far each entry of a column lies below its first at the least; how far the last does.
fn stack(columns: &Columns, column: &[usize], space: &Space, offsets: &mut [i32]) -> i32 {
    let mut offset = 0;
    let mut previous: Option<usize> = None;
    for &entry in column {
        if let Some(previous) = previous {
            offset += columns.entries[previous].height + between(columns, space, previous, entry);
        }
        offsets[entry] = offset;
        previous = Some(entry);
    }
    offset
}

/// A neighbour that an entry would like to be level with.
#[derive(Debug, Clone, Copy, Default)]
struct Pull {
    entry: usize,
    /// How far below the neighbour's top.
    row: i32,
    weight: i32,
}

/// What pulls at the entries, at either side.
#[derive(Default)]
struct Pulls {
    all: Vec<Pull>,
    /// Where those of each side of each entry begin.
    start: Vec<usize>,
}

impl Pulls {
    fn find(&mut self, columns: &Columns, neighbours: &[Neighbours; 2]) {
        self.all.clear();
        self.start.clear();
        for (entry, own) in columns.entries.iter().enumerate() {
            for side in neighbours {
                self.start.push(self.all.len());
                let around = side.list(entry);
                for to in around {
                    let other = &columns.entries[to.entry];
                    // What joins trunks lies where the boxes leave room; it pulls at none of them.
                    let idle = if own.heads_trunks {
                        !other.joins_trunks
                    } else {
                        own.joins_trunks != other.joins_trunks || other.heads_trunks
                    };
                    if idle {
                        continue;
                    }
                    // A hub stands where its trunks are joined: two bends fewer for each edge to a far column.
                    // A line through several columns is straight before all; one edge alone before many.
                    let weight = if own.heads_trunks {
                        HEAD
                    } else {
                        let kind = match (own.item, other.item) {
                            (None, None) => 24,
                            (None, Some(_)) | (Some(_), None) => 6,
                            (Some(_), Some(_)) => 8,
                        };
                        (kind * 8 / around.len() as i32).max(1)
                    };
                    self.all.push(Pull { entry: to.entry, row: to.row - to.own_row, weight });
                }
            }
        }
        self.start.push(self.all.len());
    }

    /// What pulls at an entry at a side.
    fn of(&self, entry: usize, side: usize) -> &[Pull] {
        &self.all[self.start[2 * entry + side]..self.start[2 * entry + side + 1]]
    }
}

/// Where the entries of a column would like their tops to be, with weights.
#[derive(Default)]
struct Wishes {
    /// The wishes of all entries, one after the other.
    all: Vec<(i32, i32)>,
    /// Where those of each entry end.
    ends: Vec<usize>,
    blocks: Vec<Block>,
}

/// Entries that have been pushed together: they move as one. Their wishes follow on each other.
#[derive(Clone, Copy)]
struct Block {
    first: usize,
    wishes: usize,
    place: i32,
}

impl Wishes {
    fn find(&mut self, columns: &Columns, column: &[usize], pulls: &Pulls, sides: [i32; 2], row: &[i32]) {
        self.all.clear();
        self.ends.clear();
        for &entry in column {
            let first = self.all.len();
            if let Some(kept) = columns.kept(entry) {
                self.all.push((kept, KEPT));
            } else {
                for (side, weight) in sides.into_iter().enumerate().filter(|(_, weight)| *weight > 0) {
                    let wish = |pull: &Pull| (row[pull.entry] + pull.row, weight * pull.weight);
                    self.all.extend(pulls.of(entry, side).iter().map(wish));
                }
            }
            // Who has a wish of another's takes no account of where it is: between two of them neither would be straight.
            if self.all.len() == first {
                self.all.push((row[entry], 1));
            }
            self.ends.push(self.all.len());
        }
    }

    /// Puts the entries of a column as near to their wishes as their order and gaps allow; whether one moves.
    fn fit(&mut self, column: &[usize], offsets: &[i32], row: &mut [i32]) -> bool {
        let mut start = 0;
        for (end, entry) in self.ends.iter().zip(column) {
            self.all[start..*end].iter_mut().for_each(|(wish, _)| *wish -= offsets[*entry]);
            start = *end;
        }
        if column.len() > MOST_EXACT {
            self.fit_means(column, offsets, row);
            return true;
        }
        self.blocks.clear();
        start = 0;
        for (position, entry) in column.iter().enumerate() {
            let end = self.ends[position];
            self.all[start..end].sort_unstable_by_key(|(wish, _)| *wish);
            let place = median(&self.all[start..end], row[*entry] - offsets[*entry]);
            let mut block = Block { first: position, wishes: start, place };
            while let Some(last) = self.blocks.pop_if(|last| last.place > block.place) {
                self.all[last.wishes..end].sort_unstable_by_key(|(wish, _)| *wish);
                block = Block { place: median(&self.all[last.wishes..end], last.place), ..last };
            }
            self.blocks.push(block);
            start = end;
        }
        let mut end = column.len();
        let mut moved = false;
        while let Some(block) = self.blocks.pop() {
            for entry in &column[block.first..end] {
                let to = block.place + offsets[*entry];
                moved |= row[*entry] != to;
                row[*entry] = to;
            }
            end = block.first;
        }
        moved
    }

    fn fit_means(&mut self, column: &[usize], offsets: &[i32], row: &mut [i32]) {
        let mut blocks: Vec<(usize, i64, i64)> = Vec::new();
        let mut start = 0;
        for (position, end) in self.ends.iter().enumerate() {
            let wishes = &self.all[start..*end];
            start = *end;
            let weight: i64 = wishes.iter().map(|(_, weight)| i64::from(*weight)).sum();
            let sum: i64 = wishes.iter().map(|(wish, weight)| i64::from(*wish) * i64::from(*weight)).sum();
            let mut block = (position, sum, weight.max(1));
            while let Some(&(first, sum, weight)) = blocks.last() {
                if nearest(sum, weight) <= nearest(block.1, block.2) {
                    break;
                }
                blocks.pop();
                block = (first, sum + block.1, weight + block.2);
            }
            blocks.push(block);
        }
        let mut end = column.len();
        while let Some((first, sum, weight)) = blocks.pop() {
            for entry in &column[first..end] {
                row[*entry] = nearest(sum, weight) as i32 + offsets[*entry];
            }
            end = first;
        }
    }
}

/// The quotient, rounded to the nearest whole number.
fn nearest(sum: i64, weight: i64) -> i64 {
    (2 * sum + weight).div_euclid(2 * weight)
}

/// The weighted median; of two, the one nearer to where things are.
fn median(wishes: &[(i32, i32)], here: i32) -> i32 {
    if let [(only, _)] = wishes {
        return *only;
    }
    let total: i64 = wishes.iter().map(|(_, weight)| i64::from(*weight)).sum();
    let mut sum = 0;
    let mut low = None;
    for (wish, weight) in wishes {
        sum += i64::from(*weight);
        if low.is_none() && 2 * sum >= total {
            low = Some(*wish);
        }
        if 2 * sum > total {
            // Anywhere between the two is as near; at one of them something runs straight.
            let (low, high) = (low.unwrap_or(*wish), *wish);
            return if here - low <= high - here { low } else { high };
        }
    }
    low.unwrap_or(here)
}
