//! The row of each entry, so that edges run straight where they can.
//!
//! Each column in turn is placed as near as its order and gaps allow to where its neighbours want it: an isotonic
//! regression in the absolute norm, by pooling adjacent violators (Barlow and others 1972) around weighted medians.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::columns::{Columns, Neighbour};
use super::problem::Space;

/// The most entries of a column that are placed around medians; more are placed around means, which takes linear time.
const MOST_EXACT: usize = 600;

/// The most ends that a run of lanes is straightened for.
const MOST_JOINED: usize = 12;
/// The rows of length that a bend is worth.
const BEND: i32 = 3;

/// The weight of staying where a box stood before an edit.
const KEPT: i32 = 1 << 28;

/// The row of each entry's top.
pub(super) fn rows(columns: &Columns, space: &Space) -> Vec<i32> {
    let neighbours = columns.neighbours();
    let mut row = vec![0; columns.entries.len()];
    let offsets: Vec<Vec<i32>> = columns.order.iter().map(|column| stacked(columns, column, space)).collect();
    for (column, offsets) in columns.order.iter().zip(&offsets) {
        let height = offsets.last().copied().unwrap_or(0);
        for (entry, offset) in column.iter().zip(offsets) {
            row[*entry] = columns.kept(*entry).unwrap_or(offset - height / 2);
        }
    }
    let last = columns.order.len();
    let passes: &[(bool, [i32; 2])] =
        &[(true, [8, 0]), (false, [0, 8]), (true, [8, 1]), (false, [1, 8]), (true, [8, 8]), (false, [8, 8])];
    for (forward, weights) in passes {
        for step in 0..last {
            let column = if *forward { step } else { last - 1 - step };
            let wishes = wishes(columns, &columns.order[column], &neighbours, *weights, &row);
            fit(&columns.order[column], &offsets[column], &wishes, &mut row);
        }
    }
    straighten(columns, space, &mut row);
    row
}

/// Moves runs of lanes to the row of what they join, where there is room: fewer bends for the same length.
fn straighten(columns: &Columns, space: &Space, row: &mut [i32]) {
    let mut above: Vec<Option<usize>> = vec![None; row.len()];
    let mut below = above.clone();
    for column in &columns.order {
        for pair in column.windows(2) {
            above[pair[1]] = Some(pair[0]);
            below[pair[0]] = Some(pair[1]);
        }
    }
    for (net, (first, lanes)) in columns.lanes.iter().enumerate() {
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
                let strand = columns.channels[channel].iter().find(|strand| strand.net == net);
                let ends = strand.into_iter().flat_map(|strand| strand.left.iter().chain(&strand.right));
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

/// Where each entry of a column would like its top to be, with weights.
fn wishes(
    columns: &Columns,
    column: &[usize],
    neighbours: &[Vec<Vec<Neighbour>>; 2],
    sides: [i32; 2],
    row: &[i32],
) -> Vec<Vec<(i32, i32)>> {
    let is_lane = |entry: usize| columns.entries[entry].item.is_none();
    column
        .iter()
        .map(|&entry| {
            if let Some(kept) = columns.kept(entry) {
                return vec![(kept, KEPT)];
            }
            let mut wishes: Vec<(i32, i32)> = vec![(row[entry], 1)];
            for (side, weight) in neighbours.iter().zip(sides) {
                let around = &side[entry];
                if weight == 0 || around.is_empty() {
                    continue;
                }
                // What joins trunks lies where the boxes leave room; it pulls at none of them.
                let joins = |entry: usize| columns.entries[entry].joins_trunks;
                for to in around.iter().filter(|to| joins(entry) == joins(to.entry)) {
                    // A line through several columns is straight before all; one edge alone before many.
                    let kind = match (is_lane(entry), is_lane(to.entry)) {
                        (true, true) => 24,
                        (true, false) | (false, true) => 6,
                        (false, false) => 8,
                    };
                    let share = (kind * 8 / around.len() as i32).max(1);
                    wishes.push((row[to.entry] + to.row - to.own_row, weight * share));
                }
            }
            wishes
        })
        .collect()
}

/// Entries that have been pushed together: they move as one.
struct Block {
    first: usize,
    wishes: Vec<(i32, i32)>,
    place: i32,
}

fn fit(column: &[usize], offsets: &[i32], wishes: &[Vec<(i32, i32)>], row: &mut [i32]) {
    if column.len() > MOST_EXACT {
        fit_means(column, offsets, wishes, row);
        return;
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (position, wishes) in wishes.iter().enumerate() {
        let mut wishes: Vec<(i32, i32)> =
            wishes.iter().map(|(wish, weight)| (wish - offsets[position], *weight)).collect();
        wishes.sort_unstable();
        let place = median(&wishes, row[column[position]] - offsets[position]);
        let mut block = Block { first: position, wishes, place };
        while blocks.last().is_some_and(|last| last.place > block.place) {
            let Some(mut last) = blocks.pop() else { break };
            last.wishes.append(&mut block.wishes);
            last.wishes.sort_unstable();
            last.place = median(&last.wishes, last.place);
            block = last;
        }
        blocks.push(block);
    }
    let mut end = column.len();
    while let Some(block) = blocks.pop() {
        for position in block.first..end {
            row[column[position]] = block.place + offsets[position];
        }
        end = block.first;
    }
}

fn fit_means(column: &[usize], offsets: &[i32], wishes: &[Vec<(i32, i32)>], row: &mut [i32]) {
    let mut blocks: Vec<(usize, i64, i64)> = Vec::new();
    for (position, wishes) in wishes.iter().enumerate() {
        let weight: i64 = wishes.iter().map(|(_, weight)| i64::from(*weight)).sum();
        let sum: i64 =
            wishes.iter().map(|(wish, weight)| i64::from(wish - offsets[position]) * i64::from(*weight)).sum();
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

/// The quotient, rounded to the nearest whole number.
fn nearest(sum: i64, weight: i64) -> i64 {
    (2 * sum + weight).div_euclid(2 * weight)
}

/// The weighted median; of several, the one nearest to where things are.
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
            let low = low.unwrap_or(*wish);
            return here.clamp(low, (*wish).max(low));
        }
    }
    low.unwrap_or(here)
}
