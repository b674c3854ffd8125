//! The order of each column, so that few edges cross.
//!
//! Barycentre sweeps (Sugiyama, Tagawa, Toda 1981) and sifting (Matuszewski, Schönfeld, Molitor 1999), from several
//! starting orders; the best is kept. Where trunks of many edges cross, each pair of edges counts.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::columns::{Columns, Neighbours};
use super::lists::refill;
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

/// Columns that are being ordered; the same is used for one level after the other.
#[derive(Default)]
pub(super) struct Ordering {
    pub(super) columns: Columns,
    pub(super) neighbours: [Neighbours; 2],
    pieces: Pieces,
    ranks: Ranks,
    /// The row of each entry's top if the columns were stacked without gaps around one middle line, in half rows.
    place: Vec<i64>,
    /// The order before all starts, and the best that they have led to.
    initial: Vec<usize>,
    least: Vec<usize>,
    /// The best order of the sweeps or rounds that go on.
    best: Vec<usize>,
    /// When each column last got another order, and when it last did not though it was sorted by either side; a count of
    /// sorted columns.
    changed: Vec<usize>,
    settled: Vec<[usize; 2]>,
    time: usize,
    keyed: Vec<(i64, usize)>,
    tangled: Vec<bool>,
    moving: Vec<usize>,
}

impl Ordering {
    /// Orders the columns. The first start is the order they have. Returns the crossings that are left, those of one node's
    /// edges left out; none where they are soon seen to be many more than `most`.
    pub(super) fn order(&mut self, most: i64) -> Option<i64> {
        self.columns.find_neighbours(&mut self.neighbours);
        let count = self.columns.entries.len();
        (0..self.columns.order.len()).for_each(|column| self.columns.keep_order(column));
        self.pieces.find(&self.columns);
        self.ranks.begin(&self.columns, &self.pieces);
        let mut least = self.pieces.count(&mut self.ranks);
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
        self.prepare();
        // What starts led to before they were sifted: what one leads to again is no better.
        let mut swept: Vec<Vec<usize>> = Vec::new();
        for start in 0..starts {
            self.begin(start);
            let crossings = self.sweep(sweeps);
            if hopeless(crossings) {
                return None;
            }
            // Sifting rarely halves them.
            let worth = count <= MOST_SIFTED && (start == 0 || crossings < 2 * least + CROSSING);
            let known = swept.contains(&self.columns.order.all);
            if worth && !known && start + 1 < starts {
                swept.push(self.columns.order.all.clone());
            }
            let crossings = if worth && !known { self.sift(crossings) } else { crossings };
            if crossings < least {
                least = crossings;
                self.least.copy_from_slice(&self.columns.order.all);
            }
            if least / CROSSING > most.saturating_add(SLACK) {
                return None;
            }
            // Those of one node's edges are not worth another start.
            if least < CROSSING {
                break;
            }
        }
        self.columns.order.all.copy_from_slice(&self.least);
        if least > 0 && count > MOST_SIFTED && count <= MOST_CAREFUL {
            least = self.sift(least);
        }
        Some(least / CROSSING)
    }

    /// Begins with other columns.
    fn prepare(&mut self) {
        let order = &self.columns.order;
        for list in [&mut self.initial, &mut self.least, &mut self.best] {
            list.clone_from(&order.all);
        }
        refill(&mut self.place, order.all.len(), 0);
        refill(&mut self.tangled, order.all.len(), false);
        refill(&mut self.changed, order.len(), 0);
        refill(&mut self.settled, order.len(), [0; 2]);
        self.time = 0;
    }

    /// Begins with an order: as given, turned over, or as a walk along the edges meets the entries.
    fn begin(&mut self, start: usize) {
        let order = &mut self.columns.order;
        order.all.copy_from_slice(&self.initial);
        let all = 0..order.len();
        match start {
            0 => return,
            1 => all.clone().for_each(|column| order.list_mut(column).reverse()),
            _ => {
                let rank = self.walk();
                let order = &mut self.columns.order;
                all.clone().for_each(|column| order.list_mut(column).sort_by_key(|entry| rank[*entry]));
            }
        }
        all.for_each(|column| self.columns.keep_order(column));
    }

    /// When a walk along the edges meets each entry.
    fn walk(&self) -> Vec<usize> {
        let mut rank = vec![usize::MAX; self.initial.len()];
        let mut next = 0;
        let mut open = Vec::new();
        for root in &self.initial {
            open.push(*root);
            while let Some(entry) = open.pop() {
                if rank[entry] != usize::MAX {
                    continue;
                }
                rank[entry] = next;
                next += 1;
                let around = self.neighbours[0].list(entry).iter().chain(self.neighbours[1].list(entry));
                open.extend(around.rev().map(|to| to.entry));
            }
        }
        rank
    }

    /// Sweeps over the columns until that helps no more, and leaves the best order; its crossings.
    fn sweep(&mut self, sweeps: usize) -> i64 {
        let all = self.columns.order.len();
        (0..all).for_each(|column| self.stack(column));
        self.best.copy_from_slice(&self.columns.order.all);
        self.ranks.read(&self.columns);
        let mut least = self.pieces.count(&mut self.ranks);
        let mut in_vain = 0;
        self.time += 1;
        self.changed.fill(self.time);
        for sweep in 0..sweeps {
            let side = sweep % 2;
            let mut changed = false;
            for step in 0..all {
                changed |= self.sort(if side == 0 { step } else { all - 1 - step }, side);
            }
            if !changed && sweep > 0 {
                break;
            }
            let crossings = self.pieces.count(&mut self.ranks);
            in_vain += 1;
            if crossings < least {
                least = crossings;
                self.best.copy_from_slice(&self.columns.order.all);
                in_vain = 0;
            }
            if least == 0 || in_vain > MOST_IN_VAIN {
                break;
            }
        }
        self.columns.order.all.copy_from_slice(&self.best);
        least
    }

    /// Places the entries of a column.
    fn stack(&mut self, column: usize) {
        let size = |entry: usize| i64::from(self.columns.entries[entry].height) + 1;
        let order = self.columns.order.list(column);
        let mut row = -order.iter().map(|entry| size(*entry)).sum::<i64>();
        for &entry in order {
            self.place[entry] = row;
            row += 2 * size(entry);
        }
    }

    /// Sorts a column by where the neighbours at one side are; whether that changed anything.
    fn sort(&mut self, column: usize, side: usize) -> bool {
        self.time += 1;
        let beside = if side == 0 { column.checked_sub(1) } else { Some(column + 1) };
        let beside = beside.and_then(|column| self.changed.get(column)).copied().unwrap_or(0);
        if beside.max(self.changed[column]) < self.settled[column][side] {
            return false;
        }
        let (order, place, neighbours) = (self.columns.order.list_mut(column), &self.place, &self.neighbours[side]);
        self.keyed.clear();
        self.keyed.extend(order.iter().map(|&entry| {
            let around = neighbours.list(entry);
            let key = match around {
                [] => place[entry] * 16,
                [to] => (place[to.entry] + 2 * i64::from(to.row - to.own_row)) * 16,
                _ => {
                    let sum: i64 = around.iter().map(|to| place[to.entry] + 2 * i64::from(to.row - to.own_row)).sum();
                    sum * 16 / around.len() as i64
                }
            };
            (key, entry)
        }));
        if self.keyed.is_sorted_by_key(|(key, _)| *key) {
            self.settled[column][side] = self.time;
            return false;
        }
        self.keyed.sort_by_key(|(key, _)| *key);
        for (entry, (_, sorted)) in order.iter_mut().zip(&self.keyed) {
            *entry = *sorted;
        }
        self.columns.keep_order(column);
        if self.ranks.read_from(0, self.columns.order.list(column)) {
            self.ranks.touch(column);
        }
        self.stack(column);
        self.changed[column] = self.time;
        true
    }

    /// Moves each entry to the place of its column where it crosses least, until that helps no more. Returns the crossings.
    fn sift(&mut self, crossings: i64) -> i64 {
        if crossings == 0 {
            return 0;
        }
        let Self { columns, pieces, ranks, best, tangled, moving, .. } = self;
        ranks.read(columns);
        let mut left = crossings;
        pieces.count_tangled(ranks, tangled);
        best.copy_from_slice(&columns.order.all);
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
                for entry in moving.iter() {
                    if sift(order, *entry, pieces, ranks) {
                        ranks.touch(column);
                    }
                }
            }
            let now = pieces.count_tangled(ranks, tangled);
            if now >= left {
                break;
            }
            left = now;
            best.copy_from_slice(&columns.order.all);
            if left == 0 {
                break;
            }
        }
        columns.order.all.copy_from_slice(best);
        left
    }
}

/// Moves an entry down to the end of its column and up to its head, and leaves it where that saves most; whether that is
/// another place.
fn sift(order: &mut [usize], entry: usize, pieces: &Pieces, ranks: &mut Ranks) -> bool {
    let from = ranks.rank(entry);
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
    ranks.read_from(from, &order[from..=here]);
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
    ranks.read_from(here, &order[here..=from.max(to)]);
    to != from
}
