//! The order of each column, so that few edges cross.
//!
//! Barycentre sweeps (Sugiyama, Tagawa, Toda 1981) and exchanges of neighbours (Gansner and others 1993), from several
//! starting orders; the best is kept.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::columns::{Columns, Neighbour};

/// The most entries for which neighbours are exchanged and several starts are tried.
const MOST_CAREFUL: usize = 2_000;
/// The most entries for which there is more than one sweep each way.
const MOST_SWEPT: usize = 40_000;

/// Orders the columns.
pub(super) fn order(columns: &mut Columns) {
    let count = columns.entries.len();
    let neighbours = columns.neighbours();
    let (starts, sweeps) = if count <= MOST_CAREFUL {
        (3, 8)
    } else if count <= MOST_SWEPT {
        (1, 4)
    } else {
        (1, 1)
    };
    let initial = columns.order.clone();
    let mut best: Option<(i64, Vec<Vec<usize>>)> = None;
    for start in 0..starts {
        columns.order = started(&initial, start, &neighbours);
        let mut place = places(columns);
        for sweep in 0..sweeps {
            let side = usize::from(sweep % 2 == 1);
            let last = columns.order.len();
            for step in 0..last {
                let column = if side == 0 { step } else { last - 1 - step };
                sort_column(columns, column, &neighbours[side], &mut place);
            }
            if count <= MOST_CAREFUL {
                exchange(columns, &neighbours, &mut place);
            }
            let crossings = count_crossings(columns, &place);
            if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
                best = Some((crossings, columns.order.clone()));
            }
        }
    }
    if let Some((_, order)) = best {
        columns.order = order;
    }
}

/// The order a start begins with: as given, turned over, or as a walk along the edges meets the entries.
fn started(initial: &[Vec<usize>], start: usize, neighbours: &[Vec<Vec<Neighbour>>; 2]) -> Vec<Vec<usize>> {
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
    place_column(columns, column, place);
}

/// Exchanges neighbours in a column while that saves crossings.
fn exchange(columns: &mut Columns, neighbours: &[Vec<Vec<Neighbour>>; 2], place: &mut [i64]) {
    let mut rows: [Vec<i64>; 2] = [Vec::new(), Vec::new()];
    let saved = |upper: usize, lower: usize, place: &[i64], rows: &mut [Vec<i64>; 2]| {
        let mut saved = 0;
        for side in neighbours {
            for (entry, rows) in [upper, lower].into_iter().zip(rows.iter_mut()) {
                rows.clear();
                rows.extend(side[entry].iter().map(|to| place[to.entry] + 2 * i64::from(to.row)));
                rows.sort_unstable();
            }
            let less = |from: &[i64], than: &[i64]| -> i64 {
                from.iter().map(|row| than.partition_point(|other| other < row) as i64).sum()
            };
            saved += less(&rows[0], &rows[1]) - less(&rows[1], &rows[0]);
        }
        saved
    };
    for _ in 0..4 {
        let mut improved = false;
        for column in 0..columns.order.len() {
            for upper in 1..columns.order[column].len() {
                let (first, second) = (columns.order[column][upper - 1], columns.order[column][upper]);
                if saved(first, second, place, &mut rows) > 0 {
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

/// The crossings between neighbouring columns.
fn count_crossings(columns: &Columns, place: &[i64]) -> i64 {
    let mut total = 0;
    for channel in &columns.channels {
        let mut edges: Vec<(i64, i64)> = Vec::new();
        for strand in channel {
            for left in &strand.left {
                for right in &strand.right {
                    edges.push((
                        place[left.entry] + 2 * i64::from(left.row),
                        place[right.entry] + 2 * i64::from(right.row),
                    ));
                }
            }
        }
        edges.sort_unstable();
        total += inversions(&edges);
    }
    total
}

/// Pairs of edges, sorted by their left ends, whose right ends are in the other order. Counted with a Fenwick tree.
fn inversions(edges: &[(i64, i64)]) -> i64 {
    let mut ends: Vec<i64> = edges.iter().map(|(_, right)| *right).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut tree = vec![0_i64; ends.len() + 1];
    let mut total = 0;
    for (seen, (_, right)) in edges.iter().enumerate() {
        let rank = ends.partition_point(|end| end <= right);
        let mut not_after = 0;
        let mut at = rank;
        while at > 0 {
            not_after += tree[at];
            at &= at - 1;
        }
        total += seen as i64 - not_after;
        at = rank;
        while at < tree.len() {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    total
}
