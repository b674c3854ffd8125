//! What changes when two neighbours of a column change places.
//!
//! Of two pieces that run through a channel only the order of their far ends decides, and that of their near ends is the
//! order of the two neighbours. Of one that turns back it matters on which side of the two it ends.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::cmp::Ordering;

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
            let (ones, others) = (of(upper), of(lower));
            if others.is_empty() {
                continue;
            }
            let others_far = &ranks.far[others.clone()];
            let others = &self.at_entry[others];
            for (one, far) in self.at_entry[ones.clone()].iter().zip(&ranks.far[ones]) {
                for (other, other_far) in others.iter().zip(others_far) {
                    let fewer = if one.follows || other.follows {
                        Pair { one, other, upper, lower }.fewer(ranks, *far, *other_far)
                    } else {
                        far.cmp(other_far) as i64
                    };
                    if fewer != 0 && one.strand != other.strand {
                        let pairs = one.weight * other.weight;
                        saved += fewer * if one.hub == other.hub { pairs } else { CROSSING * pairs };
                    }
                }
            }
        }
        ranks.rank.swap(upper, lower);
        saved
    }
}

/// A piece at the upper and one at the lower of two neighbours.
struct Pair<'a> {
    one: &'a Ending,
    other: &'a Ending,
    upper: usize,
    lower: usize,
}

impl Pair<'_> {
    /// One where the two cross no more after the exchange, minus one where they do only then.
    fn fewer(&self, ranks: &Ranks, far: i64, other_far: i64) -> i64 {
        let Self { one, other, .. } = self;
        let sign = |ordering: Ordering| ordering as i64;
        match (one.turns, other.turns) {
            (true, false) => sign(self.beyond(ranks, one, other.row)),
            (false, true) => sign(self.beyond(ranks, other, one.row)),
            (true, true) => {
                let after = |entry: usize| {
                    ranks.rank[if entry == self.upper {
                        self.lower
                    } else if entry == self.lower {
                        self.upper
                    } else {
                        entry
                    }]
                };
                i64::from(self.interleave(|entry| ranks.rank[entry])) - i64::from(self.interleave(after))
            }
            (false, false) => {
                // Straight to the border: the far end moves along.
                let (here, there) = (ranks.rank[self.upper], ranks.rank[self.lower]);
                let place = |ending: &Ending, far: i64, rank: usize| match ending.far {
                    Far::Out => key(rank, ending.row),
                    _ => far,
                };
                let before = place(one, far, here) > place(other, other_far, there);
                let after = place(one, far, there) < place(other, other_far, here);
                i64::from(before) - i64::from(after)
            }
        }
    }

    /// On which side of a row of the one neighbour a piece ends that turns back from the other: greater where it crosses
    /// what is there before the exchange, less where it does after it.
    fn beyond(&self, ranks: &Ranks, turn: &Ending, row: i32) -> Ordering {
        let Far::Entry(end, end_row) = turn.far else { return Ordering::Equal };
        let from_upper = std::ptr::eq(turn, self.one);
        let (own, next) = if from_upper { (self.upper, self.lower) } else { (self.lower, self.upper) };
        let below = if end == own {
            Ordering::Equal
        } else if end == next {
            end_row.cmp(&row)
        } else {
            ranks.rank[end].cmp(&ranks.rank[next])
        };
        if from_upper { below } else { below.reverse() }
    }

    /// Whether of two that turn back one begins and the other ends between the ends of the other and the one.
    fn interleave(&self, rank: impl Fn(usize) -> usize) -> bool {
        let span = |ending: &Ending, entry: usize| {
            let near = key(rank(entry), ending.row);
            let far = if let Far::Entry(entry, row) = ending.far { key(rank(entry), row) } else { near };
            (near.min(far), near.max(far))
        };
        let (one, other) = (span(self.one, self.upper), span(self.other, self.lower));
        let within = |(low, high): (i64, i64), place: i64| low < place && place < high;
        within(one, other.0) != within(one, other.1) && within(other, one.0) != within(other, one.1)
    }
}
