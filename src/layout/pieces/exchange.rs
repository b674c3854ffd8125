//! What changes when two neighbours of a column change places.
//!
//! Of two pieces that run through a channel only the order of their far ends decides, and that of their near ends is the
//! order of the two neighbours. Of one that turns back it matters on which side of the two it ends.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::cmp::Ordering;

use super::{CROSSING, Ending, Leads, Pieces, Ranks, Tip};

impl Pieces {
    /// Notes where the pieces lead that end at those entries, all of one column.
    pub(in crate::layout) fn look(&self, ranks: &mut Ranks, column: &[usize]) {
        for &entry in column {
            for place in self.start[2 * entry]..self.start[2 * entry + 2] {
                ranks.far[place] = ranks.at(self.at_entry[place].far);
            }
        }
    }

    /// What is saved when the upper of two neighbours in the column that is looked at goes below the lower. Their places are
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
                    let fewer = if (one.leads, other.leads) == (Leads::Through, Leads::Through) {
                        far.cmp(other_far) as i64
                    } else {
                        Pair { one, other, upper, lower }.fewer(ranks, *far, *other_far)
                    };
                    if fewer != 0 && one.strand != other.strand {
                        let pairs = one.weight * other.weight;
                        saved += fewer * if one.hub == other.hub { pairs } else { CROSSING * pairs };
                    }
                }
            }
        }
        ranks.place.swap(upper, lower);
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
        let Self { one, other, upper, lower } = *self;
        match (one.leads == Leads::Back, other.leads == Leads::Back) {
            (true, false) => beyond(ranks, [upper, lower], one.far, other.row) as i64,
            (false, true) => beyond(ranks, [lower, upper], other.far, one.row).reverse() as i64,
            (true, true) => {
                let exchanged = |entry: usize| match entry {
                    entry if entry == upper => lower,
                    entry if entry == lower => upper,
                    entry => entry,
                };
                i64::from(self.interleave(|entry| ranks.place[entry]))
                    - i64::from(self.interleave(|entry| ranks.place[exchanged(entry)]))
            }
            (false, false) => {
                // The far end of what leads straight to the border moves along.
                let place = |ending: &Ending, far: i64, entry: usize| match ending.leads {
                    Leads::Out => ranks.place[entry] + i64::from(ending.row),
                    _ => far,
                };
                let before = place(one, far, upper) > place(other, other_far, lower);
                let after = place(one, far, lower) < place(other, other_far, upper);
                i64::from(before) - i64::from(after)
            }
        }
    }

    /// Whether of two that turn back one begins and the other ends between the ends of the other and the one.
    fn interleave(&self, place: impl Fn(usize) -> i64) -> bool {
        let span = |ending: &Ending, entry: usize| {
            let near = place(entry) + i64::from(ending.row);
            let far = place(ending.far.at as usize) + i64::from(ending.far.row);
            (near.min(far), near.max(far))
        };
        let (one, other) = (span(self.one, self.upper), span(self.other, self.lower));
        let within = |(low, high): (i64, i64), place: i64| low < place && place < high;
        within(one, other.0) != within(one, other.1) && within(other, one.0) != within(other, one.1)
    }
}

/// On which side of a row of the one neighbour a piece ends that turns back from the other: greater where that is below.
fn beyond(ranks: &Ranks, [own, next]: [usize; 2], end: Tip, row: i32) -> Ordering {
    match end.at as usize {
        end if end == own => Ordering::Equal,
        at if at == next => end.row.cmp(&row),
        end => ranks.place[end].cmp(&ranks.place[next]),
    }
}
