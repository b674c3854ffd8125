//! The order of each column, so that few edges cross.
//!
//! Barycentre sweeps (Sugiyama, Tagawa, Toda 1981) and sifting (Matuszewski, Schönfeld, Molitor 1999), from several
//! starting orders; the best is kept. Where trunks of many edges cross, each pair of edges counts.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::columns::{ColumnOrder, Columns, Neighbours};
use super::pieces::{CROSSING, Pieces, Ranks};

/// The most entries for which several starts are tried, and sifted.
const MOST_CAREFUL: usize = 2_000;
/// The most entries for which there is more than one sweep each way.
const MOST_SWEPT: usize = 40_000;
/// The most entries of which each start is sifted, not only the best order.
const MOST_SIFTED: usize = 150;
/// How many times as many crossings as are wanted cannot be mended by sifting.
const HOPELESS: i64 = 2;
/// How many crossings more than are wanted other starts may do away with.
const SLACK: i64 = 1;
/// The sweeps without a better order after which a start is given up.
const MOST_IN_VAIN: usize = 2;
/// The most rounds of sifting.
const MOST_ROUNDS: usize = 4;
/// The most pairs of edge ends that an exchange of two entries looks at.
const MOST_PAIRS: usize = 4_000;

/// Orders the columns. The first start is the order they have. Returns the crossings that are left, those of one node's
/// edges left out; none where they are soon seen to be many more than `most`.
pub(super) fn order(columns: &mut Columns, neighbours: &[Neighbours; 2], most: i64) -> Option<i64> {
    let count = columns.entries.len();
    keep_orders(columns);
    let pieces = Pieces::of(columns);
    let mut ranks = Ranks::of(columns, &pieces);
    let mut least = pieces.count(&mut ranks);
    if least == 0 {
        return Some(0);
    }
    let hopeless = |least: i64| least / CROSSING > most.saturating_mul(HOPELESS).saturating_add(HOPELESS);
    let (starts, sweeps) = if count <= MOST_CAREFUL {
        (3, 8)
    } else if count <= MOST_SWEPT {
        (1, 4)
    } else {
        (1, 1)
    };
    let initial = columns.order.clone();
    let mut best = initial.clone();
    // What starts led to before they were sifted: what one leads to again is no better.
    let mut swept_before: Vec<ColumnOrder> = Vec::with_capacity(starts);
    for start in 0..starts {
        begin(columns, &initial, start, neighbours);
        let crossings = sweep(columns, neighbours, &pieces, &mut ranks, sweeps);
        if hopeless(crossings) {
            return None;
        }
        // Sifting rarely halves them.
        let worth = count <= MOST_SIFTED && (start == 0 || crossings < 2 * least + CROSSING);
        let known = swept_before.contains(&columns.order);
        if worth && !known && start + 1 < starts {
            swept_before.push(columns.order.clone());
        }
        let crossings = if worth && !known { sifted(columns, &pieces, &mut ranks, crossings) } else { crossings };
        if crossings < least {
            least = crossings;
            best.copy_from(&columns.order);
        }
        if least / CROSSING > most.saturating_add(SLACK) {
            return None;
        }
        if least == 0 {
            break;
        }
    }
    columns.order = best;
    if least > 0 && count > MOST_SIFTED && count <= MOST_CAREFUL {
        least = sifted(columns, &pieces, &mut ranks, least);
    }
    Some(least / CROSSING)
}

fn keep_orders(columns: &mut Columns) {
    (0..columns.order.len()).for_each(|column| columns.keep_order(column));
}

/// Sweeps over the columns until that helps no more, and leaves the best order; its crossings.
fn sweep(
    columns: &mut Columns,
    neighbours: &[Neighbours; 2],
    pieces: &Pieces,
    ranks: &mut Ranks,
    sweeps: usize,
) -> i64 {
    let mut place = places(columns);
    let mut best = columns.order.clone();
    ranks.read(columns);
    let mut least = pieces.count(ranks);
    let mut in_vain = 0;
    let mut keyed = Vec::new();
    for sweep in 0..sweeps {
        let side = sweep % 2;
        let all = columns.order.len();
        let mut changed = false;
        for step in 0..all {
            let column = if side == 0 { step } else { all - 1 - step };
            changed |= sort_column(columns, column, &neighbours[side], &mut place, &mut keyed);
        }
        if !changed && sweep > 0 {
            break;
        }
        ranks.read(columns);
        let crossings = pieces.count(ranks);
        in_vain += 1;
        if crossings < least {
            least = crossings;
            best.copy_from(&columns.order);
            in_vain = 0;
        }
        if least == 0 || in_vain > MOST_IN_VAIN {
            break;
        }
    }
    columns.order = best;
    least
}

/// The order a start begins with: as given, turned over, or as a walk along the edges meets the entries.
fn begin(columns: &mut Columns, initial: &ColumnOrder, start: usize, neighbours: &[Neighbours; 2]) {
    columns.order.copy_from(initial);
    let all = 0..initial.len();
    match start {
        0 => return,
        1 => all.for_each(|column| columns.order.list_mut(column).reverse()),
        _ => {
            let mut rank = vec![usize::MAX; initial.all.len()];
            let mut next = 0;
            let mut open = Vec::new();
            for root in &initial.all {
                open.push(*root);
                while let Some(entry) = open.pop() {
                    if rank[entry] != usize::MAX {
                        continue;
                    }
                    rank[entry] = next;
                    next += 1;
                    let around = neighbours[0].list(entry).iter().chain(neighbours[1].list(entry));
                    open.extend(around.rev().map(|to| to.entry));
                }
            }
            all.for_each(|column| columns.order.list_mut(column).sort_by_key(|entry| rank[*entry]));
        }
    }
    keep_orders(columns);
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
    let mut row = -columns.order.list(column).iter().map(|entry| size(*entry)).sum::<i64>();
    for &entry in columns.order.list(column) {
        place[entry] = row;
        row += 2 * size(entry);
    }
}

/// Sorts a column by where the neighbours at one side are; whether that changed anything.
fn sort_column(
    columns: &mut Columns,
    column: usize,
    neighbours: &Neighbours,
    place: &mut [i64],
    keyed: &mut Vec<(i64, usize, usize)>,
) -> bool {
    keyed.clear();
    keyed.extend(columns.order.list(column).iter().enumerate().map(|(position, &entry)| {
        let around = neighbours.list(entry);
        let key = if around.is_empty() {
            place[entry] * 16
        } else {
            let sum: i64 = around.iter().map(|to| place[to.entry] + 2 * i64::from(to.row - to.own_row)).sum();
            sum * 16 / around.len() as i64
        };
        (key, position, entry)
    }));
    keyed.sort_unstable();
    let mut changed = false;
    for (entry, (_, _, sorted)) in columns.order.list_mut(column).iter_mut().zip(keyed.iter()) {
        changed |= entry != sorted;
        *entry = *sorted;
    }
    if changed {
        columns.keep_order(column);
        place_column(columns, column, place);
    }
    changed
}

/// Moves each entry to the place of its column where it crosses least, until that helps no more. Returns the crossings.
fn sifted(columns: &mut Columns, pieces: &Pieces, ranks: &mut Ranks, crossings: i64) -> i64 {
    if crossings == 0 {
        return 0;
    }
    ranks.read(columns);
    let mut left = crossings;
    let mut tangled = vec![false; columns.entries.len()];
    pieces.count_tangled(ranks, &mut tangled);
    let mut best = columns.order.clone();
    let mut moving = Vec::new();
    for _ in 0..MOST_ROUNDS {
        for column in 0..columns.order.len() {
            moving.clear();
            let order = columns.order.list(column);
            moving.extend(order.iter().filter(|entry| tangled[**entry] && columns.kept(**entry).is_none()));
            if moving.is_empty() {
                continue;
            }
            pieces.look(ranks, order);
            let order = columns.order.list_mut(column);
            for entry in &moving {
                if sift(order, *entry, pieces, ranks) {
                    ranks.touch(column);
                }
            }
        }
        let now = pieces.count_tangled(ranks, &mut tangled);
        if now >= left {
            break;
        }
        left = now;
        best.copy_from(&columns.order);
        if left == 0 {
            break;
        }
    }
    columns.order = best;
    left
}

/// Moves an entry down to the end of its column and up to its head, and leaves it where that saves most; whether that is
/// another place.
fn sift(order: &mut [usize], entry: usize, pieces: &Pieces, ranks: &mut Ranks) -> bool {
    let from = ranks.rank[entry];
    let own = pieces.count_at(entry).max(1);
    let many = |other: usize| own * pieces.count_at(other) > MOST_PAIRS;
    let (mut best, mut to) = (0, from);
    let (mut saved, mut here) = (0, from);
    while here + 1 < order.len() && !many(order[here + 1]) {
        saved += pieces.exchange(ranks, entry, order[here + 1]);
        here += 1;
        if saved > best {
            (best, to) = (saved, here);
        }
    }
    for (rank, entry) in (from..=here).zip(&order[from..=here]) {
        ranks.rank[*entry] = rank;
    }
    (saved, here) = (0, from);
    while here > 0 && !many(order[here - 1]) {
        saved += pieces.exchange(ranks, order[here - 1], entry);
        here -= 1;
        if saved > best {
            (best, to) = (saved, here);
        }
    }
    if from < to {
        order[from..=to].rotate_left(1);
    } else {
        order[to..=from].rotate_right(1);
    }
    for (rank, entry) in (here..).zip(&order[here..=from.max(to)]) {
        ranks.rank[*entry] = rank;
    }
    to != from
}
