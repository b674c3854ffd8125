//! Single boxes and lanes moved by a few rows, where that makes an edge straight.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::between;
use crate::layout::columns::{Columns, Neighbours};
use crate::layout::problem::Space;

/// The most entries of a level whose boxes are moved one by one, the most rows that they are, and the rows of length that
/// a run that is not straight is worth then.
const MOST_NUDGED: usize = 3_000;
const MOST_ROWS: i32 = 6;
const NUDGED_BEND: i32 = 8;

/// What it takes to move boxes: what is pushed, and the best move of an entry so far.
#[derive(Default)]
pub(super) struct Nudged {
    pushed: Vec<(usize, i32)>,
    best: Vec<(usize, i32)>,
}

impl Nudged {
    /// Moves single boxes and lanes, with what they push before them, by the few rows that make an edge straight, where that
    /// saves more than it costs others.
    pub(super) fn apply(&mut self, columns: &Columns, neighbours: &[Neighbours; 2], space: &Space, row: &mut [i32]) {
        let Self { pushed, best } = self;
        if columns.entries.len() > MOST_NUDGED {
            return;
        }
        let apart = |rows: i32| rows.abs() + if rows == 0 { 0 } else { NUDGED_BEND };
        // What an entry saves that moves to a row.
        let saved = |entry: usize, to: i32, row: &[i32]| -> i32 {
            let here = row[entry];
            let mut saved = 0;
            for side in neighbours {
                for end in side.list(entry) {
                    let there = row[end.entry] + end.row - end.own_row;
                    saved += end.weight * (apart(there - here) - apart(there - to));
                }
            }
            saved
        };
        for column in columns.order.iter() {
            for (place, entry) in column.iter().enumerate() {
                let mut most = 0;
                let mut tried = [false; 2 * MOST_ROWS as usize + 1];
                for to in neighbours.iter().flat_map(|side| side.list(*entry)) {
                    let by = row[to.entry] + to.row - to.own_row - row[*entry];
                    if by == 0 || by.abs() > MOST_ROWS {
                        continue;
                    }
                    let known = std::mem::replace(&mut tried[(by + MOST_ROWS) as usize], true);
                    if known || !push(columns, space, column, (place, by), row, pushed) {
                        continue;
                    }
                    let saved = pushed.iter().map(|(entry, to)| saved(*entry, *to, row)).sum();
                    if saved > most {
                        most = saved;
                        std::mem::swap(best, pushed);
                    }
                }
                if most > 0 {
                    for (entry, to) in best.iter() {
                        row[*entry] = *to;
                    }
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
