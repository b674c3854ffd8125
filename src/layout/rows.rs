//! The row of each entry, so that edges run straight where they can.
//!
//! Each column in turn is placed as near as its order and gaps allow to where its neighbours want it: an isotonic
//! regression in the absolute norm, by pooling adjacent violators (Barlow and others 1972) around weighted medians.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::columns::{Columns, Neighbours};
use super::problem::Space;

/// The most entries of a column that are placed around medians; more are placed around means, which takes linear time.
const MOST_EXACT: usize = 600;

/// The most ends that a run of lanes is straightened for.
const MOST_JOINED: usize = 12;
/// The rows of length that a bend is worth.
const BEND: i32 = 3;

/// The most entries of a level whose boxes are moved one by one, the most rows that they are, and the rows of length that
/// a run that is not straight is worth then.
const MOST_NUDGED: usize = 3_000;
const MOST_ROWS: i32 = 6;
const NUDGED_BEND: i32 = 8;

/// The weight of standing where the trunks of a hub are joined.
const HEAD: i32 = 1 << 12;

/// The weight of staying where a box stood before an edit.
const KEPT: i32 = 1 << 28;

/// The row of each entry's top.
pub(super) fn rows(columns: &Columns, neighbours: &[Neighbours; 2], space: &Space) -> Vec<i32> {
    let mut row = vec![0; columns.entries.len()];
    let offsets: Vec<Vec<i32>> = columns.order.iter().map(|column| stacked(columns, column, space)).collect();
    for (column, offsets) in columns.order.iter().zip(&offsets) {
        let height = offsets.last().copied().unwrap_or(0);
        for (entry, offset) in column.iter().zip(offsets) {
            row[*entry] = columns.kept(*entry).unwrap_or(offset - height / 2);
        }
    }
    let last = columns.order.len();
    let mut wishes = Wishes::default();
    let passes: &[(bool, [i32; 2])] = &[
        (true, [8, 0]),
        (false, [0, 8]),
        (true, [8, 1]),
        (false, [1, 8]),
        (true, [8, 8]),
        (false, [8, 8]),
        (true, [8, 8]),
    ];
    for (forward, weights) in passes {
        for step in 0..last {
            let column = if *forward { step } else { last - 1 - step };
            wishes.find(columns, columns.order.list(column), neighbours, *weights, &row);
            wishes.fit(columns.order.list(column), &offsets[column], &mut row);
        }
    }
    straighten(columns, space, &mut row);
    nudge(columns, neighbours, space, &mut row);
    row
}

/// Moves single boxes and lanes, with what they push before them, by the few rows that make an edge straight, where that
/// saves more than it costs others.
fn nudge(columns: &Columns, neighbours: &[Neighbours; 2], space: &Space, row: &mut [i32]) {
    if columns.entries.len() > MOST_NUDGED {
        return;
    }
    let cost = |entry: usize, at: i32, row: &[i32]| -> i32 {
        let ends = neighbours.iter().flat_map(|side| side.list(entry));
        ends.map(|to| {
            let apart = (row[to.entry] + to.row - to.own_row - at).abs();
            to.weight * (apart + if apart == 0 { 0 } else { NUDGED_BEND })
        })
        .sum()
    };
    let mut pushed: Vec<(usize, i32)> = Vec::new();
    let mut best: Vec<(usize, i32)> = Vec::new();
    for column in columns.order.iter() {
        for (place, entry) in column.iter().enumerate() {
            let mut most = 0;
            for to in neighbours.iter().flat_map(|side| side.list(*entry)) {
                let by = row[to.entry] + to.row - to.own_row - row[*entry];
                if by == 0 || by.abs() > MOST_ROWS || !push(columns, space, column, (place, by), row, &mut pushed) {
                    continue;
                }
                let saved =
                    pushed.iter().map(|(entry, to)| cost(*entry, row[*entry], row) - cost(*entry, *to, row)).sum();
                if saved > most {
                    most = saved;
                    std::mem::swap(&mut best, &mut pushed);
                }
            }
            if most > 0 {
                for (entry, to) in &best {
                    row[*entry] = *to;
                }
            }
        }
    }
}

/// The rows of the entries that have to move when the one at a place of a column moves by some rows; `false` where one of
/// them must not.
fn push(
    columns: &Columns,
    space: &Space,
    column: &[usize],
    (place, by): (usize, i32),
    row: &[i32],
    pushed: &mut Vec<(usize, i32)>,
) -> bool {
    pushed.clear();
    let (mut here, mut left) = (place, by.abs());
    loop {
        let entry = column[here];
        if columns.kept(entry).is_some() || columns.entries[entry].heads_trunks {
            return false;
        }
        pushed.push((entry, row[entry] + left * by.signum()));
        here = if by > 0 { here + 1 } else { here.wrapping_sub(1) };
        let Some(&next) = column.get(here) else { return true };
        let (upper, lower) = if by > 0 { (entry, next) } else { (next, entry) };
        left -= row[lower] - row[upper] - columns.entries[upper].height - between(columns, space, upper, lower);
        if left <= 0 {
            return true;
        }
    }
}

/// Moves runs of lanes to the row of what they join, where there is room: fewer bends for the same length.
fn straighten(columns: &Columns, space: &Space, row: &mut [i32]) {
    let mut above: Vec<Option<usize>> = vec![None; row.len()];
    let mut below = above.clone();
    for column in columns.order.iter() {
        for pair in column.windows(2) {
            above[pair[1]] = Some(pair[0]);
            below[pair[0]] = Some(pair[1]);
        }
    }
    let mut lanes: Vec<usize> = Vec::new();
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
            let ends = [(first + start, run[0]), (first + end, run[run.len() - 1])].map(|(channel, lane)| {
                let strand = columns.channel(channel).iter().find(|strand| strand.net == net);
                let ends = strand.into_iter().flat_map(|strand| columns.ends(strand));
                ends.filter(|end| end.entry != lane).map(|end| row[end.entry] + end.row).collect::<Vec<i32>>()
            });
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
                    let (low, high) = rows.iter().fold((to, to), |(low, high), row| (low.min(*row), high.max(*row)));
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

/// How far the entries of a column lie below its first at the least.
fn stacked(columns: &Columns, column: &[usize], space: &Space) -> Vec<i32> {
    let mut offset = 0;
    let mut offsets = Vec::with_capacity(column.len());
    let mut previous: Option<usize> = None;
    for &entry in column {
        if let Some(previous) = previous {
            let gap = between(columns, space, previous, entry);
            offset += columns.entries[previous].height + gap;
        }
        offsets.push(offset);
        previous = Some(entry);
    }
    offsets
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
    fn find(
        &mut self,
        columns: &Columns,
        column: &[usize],
        neighbours: &[Neighbours; 2],
        sides: [i32; 2],
        row: &[i32],
    ) {
        self.all.clear();
        self.ends.clear();
        for &entry in column {
            self.find_own(columns, entry, neighbours, sides, row);
            self.ends.push(self.all.len());
        }
    }

    fn find_own(
        &mut self,
        columns: &Columns,
        entry: usize,
        neighbours: &[Neighbours; 2],
        sides: [i32; 2],
        row: &[i32],
    ) {
        if let Some(kept) = columns.kept(entry) {
            self.all.push((kept, KEPT));
            return;
        }
        let is_lane = |entry: usize| columns.entries[entry].item.is_none();
        let first = self.all.len();
        for (side, weight) in neighbours.iter().zip(sides) {
            let around = side.list(entry);
            if weight == 0 || around.is_empty() {
                continue;
            }
            // What joins trunks lies where the boxes leave room; it pulls at none of them.
            let joins = |entry: usize| columns.entries[entry].joins_trunks;
            let heads = |entry: usize| columns.entries[entry].heads_trunks;
            let pulls = |to: usize| if heads(entry) { joins(to) } else { joins(entry) == joins(to) && !heads(to) };
            for to in around.iter().filter(|to| pulls(to.entry)) {
                // A hub stands where its trunks are joined: two bends fewer for each edge to a far column.
                // A line through several columns is straight before all; one edge alone before many.
                let share = if heads(entry) {
                    HEAD
                } else {
                    let kind = match (is_lane(entry), is_lane(to.entry)) {
                        (true, true) => 24,
                        (true, false) | (false, true) => 6,
                        (false, false) => 8,
                    };
                    (kind * 8 / around.len() as i32).max(1)
                };
                self.all.push((row[to.entry] + to.row - to.own_row, weight * share));
            }
        }
        // Who has a wish of another's takes no account of where it is: between two of them neither would be straight.
        if self.all.len() == first {
            self.all.push((row[entry], 1));
        }
    }

    /// Puts the entries of a column as near to their wishes as their order and gaps allow.
    fn fit(&mut self, column: &[usize], offsets: &[i32], row: &mut [i32]) {
        let mut start = 0;
        for (end, offset) in self.ends.iter().zip(offsets) {
            self.all[start..*end].iter_mut().for_each(|(wish, _)| *wish -= offset);
            start = *end;
        }
        if column.len() > MOST_EXACT {
            self.fit_means(column, offsets, row);
            return;
        }
        self.blocks.clear();
        start = 0;
        for position in 0..column.len() {
            let end = self.ends[position];
            self.all[start..end].sort_unstable();
            let place = median(&self.all[start..end], row[column[position]] - offsets[position]);
            let mut block = Block { first: position, wishes: start, place };
            while let Some(last) = self.blocks.pop_if(|last| last.place > block.place) {
                self.all[last.wishes..end].sort_unstable();
                block = Block { place: median(&self.all[last.wishes..end], last.place), ..last };
            }
            self.blocks.push(block);
            start = end;
        }
        let mut end = column.len();
        while let Some(block) = self.blocks.pop() {
            for position in block.first..end {
                row[column[position]] = block.place + offsets[position];
            }
            end = block.first;
        }
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
            for position in first..end {
                row[column[position]] = nearest(sum, weight) as i32 + offsets[position];
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
