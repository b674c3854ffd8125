//! What changes when two neighbours of a column change places.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::{CROSSING, Ending, Far, Pieces, Ranks, key};

impl Pieces {
    /// Notes where the pieces lead that end at those entries, all of one column.
    pub(in crate::layout) fn look(&self, ranks: &mut Ranks, column: &[usize]) {
        for &entry in column {
            for place in self.start[2 * entry]..self.start[2 * entry + 2] {
                ranks.far[place] = match self.at_entry[place].far {
                    Far::Entry(entry, row) => key(ranks.rank[entry], row),
                    Far::Border(passage) => ranks.borders[passage],
                    Far::Out => 0,
                };
            }
        }
    }

    /// What is saved when the upper of two neighbours in the column that is looked at goes below the lower. The ranks are
    /// exchanged.
    pub(in crate::layout) fn exchange(&self, ranks: &mut Ranks, upper: usize, lower: usize) -> i64 {
        let mut saved = 0;
        for side in 0..2 {
            let of = |entry: usize| self.start[2 * entry + side]..self.start[2 * entry + side + 1];
            for one in of(upper) {
                for other in of(lower) {
                    let (above, below) = (&self.at_entry[one], &self.at_entry[other]);
                    if above.strand == below.strand {
                        continue;
                    }
                    // Of two that run through, only the order of their far ends decides, before as after.
                    let fewer = if above.follows() || below.follows() {
                        let before = crosses((above, upper), (below, lower), ranks, |entry| ranks.rank[entry]);
                        let after = crosses((above, upper), (below, lower), ranks, |entry| {
                            ranks.rank[if entry == upper {
                                lower
                            } else if entry == lower {
                                upper
                            } else {
                                entry
                            }]
                        });
                        i64::from(before) - i64::from(after)
                    } else {
                        ranks.far[one].cmp(&ranks.far[other]) as i64
                    };
                    if fewer != 0 {
                        let pairs = above.weight * below.weight * if above.hub == below.hub { 1 } else { CROSSING };
                        saved += fewer * pairs;
                    }
                }
            }
        }
        ranks.rank.swap(upper, lower);
        saved
    }
}

impl Ending {
    /// Whether its far end moves with its entry or stands in the same column.
    fn follows(&self) -> bool {
        self.turns || matches!(self.far, Far::Out)
    }

    /// The piece in an order.
    fn seen(&self, entry: usize, borders: &[i64], rank: impl Fn(usize) -> usize) -> Seen {
        let near = key(rank(entry), self.row);
        let far = match self.far {
            Far::Entry(entry, row) => key(rank(entry), row),
            Far::Border(passage) => borders[passage],
            Far::Out => near,
        };
        Seen { near, far, turns: self.turns }
    }
}

/// Whether two pieces at two entries cross in an order.
fn crosses(one: (&Ending, usize), other: (&Ending, usize), ranks: &Ranks, rank: impl Fn(usize) -> usize) -> bool {
    one.0.seen(one.1, &ranks.borders, &rank).crosses(other.0.seen(other.1, &ranks.borders, &rank))
}

/// A piece in an order, as one of its ends sees it.
#[derive(Clone, Copy)]
struct Seen {
    near: i64,
    far: i64,
    turns: bool,
}

impl Seen {
    /// Whether it crosses another piece of the channel that ends in the same column.
    fn crosses(self, other: Self) -> bool {
        let span = |turn: Self| (turn.near.min(turn.far), turn.near.max(turn.far));
        let within = |turn: Self, place: i64| span(turn).0 < place && place < span(turn).1;
        match (self.turns, other.turns) {
            (false, false) => {
                (self.near < other.near && self.far > other.far) || (self.near > other.near && self.far < other.far)
            }
            (true, false) => within(self, other.near),
            (false, true) => within(other, self.near),
            (true, true) => {
                let (low, high) = span(other);
                within(self, low) != within(self, high) && within(other, span(self).0) != within(other, span(self).1)
            }
        }
    }
}

