//! The order of each column, so that few edges cross.
//!
//! Barycentre sweeps (Sugiyama, Tagawa, Toda 1981), exchanges of neighbours (Gansner and others 1993) and sifting
//! (Matuszewski, Schönfeld, Molitor 1999), from several starting orders; the best is kept. Where trunks of many edges
//! cross, each pair of edges counts.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::columns::{Columns, Neighbour};
use super::problem::Side;

/// The most entries for which neighbours are exchanged and several starts are tried.
const MOST_CAREFUL: usize = 2_000;
/// The most entries for which there is more than one sweep each way.
const MOST_SWEPT: usize = 40_000;
/// The most entries that are sifted.
const MOST_SIFTED: usize = 700;
/// The sweeps without a better order after which a start is given up.
const MOST_IN_VAIN: usize = 3;

type Sides = [Vec<Vec<Neighbour>>; 2];

/// Orders the columns. The first start is the order they have. Returns the crossings that are left.
pub(super) fn order(columns: &mut Columns, starts: usize) -> i64 {
    let count = columns.entries.len();
    let neighbours = columns.neighbours();
    (0..columns.order.len()).for_each(|column| columns.keep_order(column));
    let (starts, sweeps) = if count <= MOST_CAREFUL {
        (starts, 8)
    } else if count <= MOST_SWEPT {
        (1, 4)
    } else {
        (1, 1)
    };
    let initial = columns.order.clone();
    let mut least = count_crossings(columns, &places(columns));
    let mut best = initial.clone();
    for start in 0..starts {
        if least == 0 {
            break;
        }
        columns.order = started(&initial, start, &neighbours);
        (0..columns.order.len()).for_each(|column| columns.keep_order(column));
        let mut place = places(columns);
        let mut in_vain = 0;
        for sweep in 0..sweeps {
            let side = usize::from(sweep % 2 == 1);
            let all = columns.order.len();
            for step in 0..all {
                let column = if side == 0 { step } else { all - 1 - step };
                sort_column(columns, column, &neighbours[side], &mut place);
            }
            if count <= MOST_CAREFUL {
                exchange(columns, &neighbours, &mut place);
            }
            let crossings = count_crossings(columns, &place);
            if crossings < least {
                least = crossings;
                best.clone_from(&columns.order);
                in_vain = 0;
            } else {
                in_vain += 1;
            }
            if least == 0 || in_vain > MOST_IN_VAIN {
                break;
            }
        }
    }
    columns.order = best;
    if least > 0 && count <= MOST_SIFTED {
        let mut place = places(columns);
        for _ in 0..3 {
            let before = columns.order.clone();
            sift(columns, &neighbours, &mut place);
            let crossings = count_crossings(columns, &place);
            if crossings >= least {
                columns.order = before;
                break;
            }
            least = crossings;
        }
    }
    least
}

/// The order a start begins with: as given, turned over, or as a walk along the edges meets the entries.
fn started(initial: &[Vec<usize>], start: usize, neighbours: &Sides) -> Vec<Vec<usize>> {
    let mut order = initial.to_vec();
    match start {
        0 => {}
        1 => order.iter_mut().for_each(|column| column.reverse()),
        _ => {
            let mut rank = vec![usize::MAX; neighbours[0].len()];
            let mut next = 0;
            for root in initial.iter().flatten() {
                let mut open = vec![*root];
                while let Some(entry) = open.pop() {
                    if rank[entry] != usize::MAX {
                        continue;
                    }
                    rank[entry] = next;
                    next += 1;
                    open.extend(neighbours[0][entry].iter().chain(&neighbours[1][entry]).rev().map(|to| to.entry));
                }
            }
            for column in &mut order {
                column.sort_by_key(|entry| rank[*entry]);
            }
        }
    }
    order
}

/// The row of each entry's top if the columns were stacked without gaps around one middle line, in half rows.
fn places(columns: &Columns) -> Vec<i64> {
    let mut place = vec![0; columns.entries.len()];
    for column in 0..columns.order.len() {
        place_column(columns, column, &mut place);
    }
    place
}

fn place_column(columns: &Columns, column: usize, place: &mut [i64]) {
    let size = |entry: usize| i64::from(columns.entries[entry].height) + 1;
    let mut row = -columns.order[column].iter().map(|entry| size(*entry)).sum::<i64>();
    for &entry in &columns.order[column] {
        place[entry] = row;
        row += 2 * size(entry);
    }
}

fn sort_column(columns: &mut Columns, column: usize, neighbours: &[Vec<Neighbour>], place: &mut [i64]) {
    let mut keyed: Vec<(i64, usize, usize)> = columns.order[column]
        .iter()
        .enumerate()
        .map(|(position, &entry)| {
            let around = &neighbours[entry];
            let key = if around.is_empty() {
                place[entry] * 16
            } else {
                let sum: i64 = around.iter().map(|to| place[to.entry] + 2 * i64::from(to.row - to.own_row)).sum();
                sum * 16 / around.len() as i64
            };
            (key, position, entry)
        })
        .collect();
    keyed.sort_unstable();
    columns.order[column] = keyed.into_iter().map(|(_, _, entry)| entry).collect();
    columns.keep_order(column);
    place_column(columns, column, place);
}

/// The rows of an entry's neighbours at a side, with weights, sorted.
fn rows_of(side: &[Vec<Neighbour>], entry: usize, place: &[i64], rows: &mut Vec<(i64, i64)>) {
    rows.clear();
    rows.extend(side[entry].iter().map(|to| (place[to.entry] + 2 * i64::from(to.row), to.weight)));
    rows.sort_unstable();
}

/// The pairs, by weight, in which one of the first lies above one of the second.
fn above(first: &[(i64, i64)], second: &[(i64, i64)]) -> i64 {
    let mut total = 0;
    let mut sum = 0;
    let mut next = 0;
    for (row, weight) in second {
        while next < first.len() && first[next].0 < *row {
            sum += first[next].1;
            next += 1;
        }
        total += sum * weight;
    }
    total
}

/// How many crossings it saves to put the upper of two neighbours below the lower.
fn saved(neighbours: &Sides, upper: usize, lower: usize, place: &[i64], rows: &mut [Vec<(i64, i64)>; 2]) -> i64 {
    let mut saved = 0;
    for side in neighbours {
        if side[upper].is_empty() || side[lower].is_empty() {
            continue;
        }
        let [first, second] = rows;
        rows_of(side, upper, place, first);
        rows_of(side, lower, place, second);
        saved += above(second, first) - above(first, second);
    }
    saved
}

/// Exchanges neighbours in a column while that saves crossings.
fn exchange(columns: &mut Columns, neighbours: &Sides, place: &mut [i64]) {
    let mut rows = [Vec::new(), Vec::new()];
    for _ in 0..4 {
        let mut improved = false;
        for column in 0..columns.order.len() {
            for upper in 1..columns.order[column].len() {
                let (first, second) = (columns.order[column][upper - 1], columns.order[column][upper]);
                let fixed = columns.kept(first).is_some() && columns.kept(second).is_some();
                if !fixed && saved(neighbours, first, second, place, &mut rows) > 0 {
                    columns.order[column].swap(upper - 1, upper);
                    improved = true;
                }
            }
            place_column(columns, column, place);
        }
        if !improved {
            break;
        }
    }
}

/// Moves each entry to the place of its column where it crosses least.
fn sift(columns: &mut Columns, neighbours: &Sides, place: &mut [i64]) {
    let mut rows = [Vec::new(), Vec::new()];
    for column in 0..columns.order.len() {
        for entry in columns.order[column].clone() {
            if columns.kept(entry).is_some() {
                continue;
            }
            let order = &columns.order[column];
            let Some(from) = order.iter().position(|other| *other == entry) else { continue };
            let (mut best, mut to) = (0, from);
            let mut gain = 0;
            for (below, other) in order.iter().enumerate().skip(from + 1) {
                gain += saved(neighbours, entry, *other, place, &mut rows);
                if gain > best {
                    (best, to) = (gain, below);
                }
            }
            gain = 0;
            for (above, other) in order.iter().enumerate().take(from).rev() {
                gain += saved(neighbours, *other, entry, place, &mut rows);
                if gain > best {
                    (best, to) = (gain, above);
                }
            }
            if to != from {
                columns.order[column].remove(from);
                columns.order[column].insert(to, entry);
                place_column(columns, column, place);
            }
        }
    }
}

/// The crossings between neighbouring columns.
pub(super) fn count_crossings(columns: &Columns, place: &[i64]) -> i64 {
    let mut total = 0;
    for channel in &columns.channels {
        let mut across: Vec<(i64, i64, i64)> = Vec::new();
        let mut turns: [Vec<(i64, i64, i64)>; 2] = [Vec::new(), Vec::new()];
        for strand in channel {
            let Some((root_side, root)) = strand.root_end() else { continue };
            let at = |end: super::columns::End| place[end.entry] + 2 * i64::from(end.row);
            let from = at(root);
            for (side, end) in strand.branches() {
                let (to, weight) = (at(end), end.weight.max(1));
                match (root_side, side) {
                    (Side::Left, Side::Right) => across.push((from, to, weight)),
                    (Side::Right, Side::Left) => across.push((to, from, weight)),
                    (side, _) => turns[usize::from(side == Side::Right)].push((from.min(to), from.max(to), weight)),
                }
            }
        }
        across.sort_unstable();
        total += inversions(&across);
        for (side, turns) in turns.iter().enumerate() {
            if turns.is_empty() {
                continue;
            }
            let mut rows: Vec<(i64, i64)> =
                across.iter().map(|(left, right, weight)| (if side == 0 { *left } else { *right }, *weight)).collect();
            rows.sort_unstable();
            let mut sums = vec![0; rows.len() + 1];
            for (index, (_, weight)) in rows.iter().enumerate() {
                sums[index + 1] = sums[index] + weight;
            }
            for (low, high, weight) in turns {
                let from = rows.partition_point(|(row, _)| row <= low);
                let to = rows.partition_point(|(row, _)| row < high);
                total += weight * (sums[to.max(from)] - sums[from]);
            }
        }
    }
    total
}

/// Pairs of edges, sorted by their left ends, whose right ends are in the other order, by weight. Counted with a Fenwick
/// tree.
fn inversions(edges: &[(i64, i64, i64)]) -> i64 {
    let mut ends: Vec<i64> = edges.iter().map(|(_, right, _)| *right).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut tree = vec![0_i64; ends.len() + 1];
    let mut total = 0;
    let mut seen = 0;
    for (_, right, weight) in edges {
        let rank = ends.partition_point(|end| end <= right);
        let mut not_after = 0;
        let mut at = rank;
        while at > 0 {
            not_after += tree[at];
            at &= at - 1;
        }
        total += (seen - not_after) * weight;
        seen += weight;
        at = rank;
        while at < tree.len() {
            tree[at] += weight;
            at += at & at.wrapping_neg();
        }
    }
    total
}
