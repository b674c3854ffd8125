//! How many pieces cross in an order, channel by channel.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::{CROSSING, Piece, Pieces, Ranks, Tip};
use crate::layout::problem::Side;

/// The most pieces of a channel of which every pair is looked at.
const MOST_PAIRED: usize = 48;

/// Lists that are used again and again.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) keys: Vec<i64>,
    placed: Vec<Placed>,
    across: Vec<(i64, i64, usize)>,
}

impl Pieces {
    fn placed(piece: &Piece, ranks: &Ranks) -> Placed {
        let keys = piece.tips.map(|tip| match tip {
            Tip::Entry(entry, row) => ranks.key((entry, row)),
            Tip::Border(passage) => ranks.borders[passage],
        });
        let (left, right, turns) = match piece.sides {
            [Side::Left, Side::Right] => (keys[0], keys[1], None),
            [Side::Right, Side::Left] => (keys[1], keys[0], None),
            [side, _] => (keys[0].min(keys[1]), keys[0].max(keys[1]), Some(side)),
        };
        Placed { left, right, turns, strand: piece.strand, hub: piece.hub, weight: piece.weight }
    }

    /// All crossings.
    pub(in crate::layout) fn count(&self, ranks: &mut Ranks) -> i64 {
        self.refresh(ranks);
        for channel in 0..ranks.stale.len() {
            if std::mem::take(&mut ranks.stale[channel]) {
                ranks.crossings[channel] = self.count_channel(ranks, channel, |_| {});
            }
        }
        ranks.crossings.iter().sum()
    }

    /// All crossings, and whether each entry is an end of something that crosses: no other is worth moving.
    pub(in crate::layout) fn count_tangled(&self, ranks: &mut Ranks, tangled: &mut [bool]) -> i64 {
        self.refresh(ranks);
        tangled.fill(false);
        for channel in 0..ranks.stale.len() {
            if std::mem::take(&mut ranks.stale[channel]) || ranks.crossings[channel] > 0 {
                ranks.crossings[channel] = self.count_channel(ranks, channel, |piece| {
                    for tip in self.all[piece].tips {
                        if let Tip::Entry(entry, _) = tip {
                            tangled[entry] = true;
                        }
                    }
                });
            }
        }
        ranks.crossings.iter().sum()
    }

    /// Finds the borders anew where the column beside them has changed.
    fn refresh(&self, ranks: &mut Ranks) {
        if ranks.stale.first() == Some(&true) || ranks.stale.last() == Some(&true) {
            ranks.find_borders(self);
        }
    }

    /// The crossings in a channel; each piece that crosses another is told of.
    fn count_channel(&self, ranks: &mut Ranks, channel: usize, mut crossed: impl FnMut(usize)) -> i64 {
        let (first, last) = (self.channel[channel], self.channel[channel + 1]);
        let mut scratch = std::mem::take(&mut ranks.scratch);
        let Scratch { placed, across, .. } = &mut scratch;
        placed.clear();
        placed.extend(self.all[first..last].iter().map(|piece| Self::placed(piece, ranks)));
        let total = if placed.len() <= MOST_PAIRED {
            each_crossing(placed, across, |place| crossed(first + place))
        } else {
            let many = count_many(placed);
            if many > 0 {
                (first..last).for_each(crossed);
            }
            CROSSING * many
        };
        ranks.scratch = scratch;
        total
    }
}

/// The crossings of a channel's pieces; each piece that crosses another is told of.
fn each_crossing(placed: &[Placed], across: &mut Vec<(i64, i64, usize)>, mut crossed: impl FnMut(usize)) -> i64 {
    let mut total = 0;
    let mut add = |one: usize, other: usize| {
        let crossings = placed[one].crossings(&placed[other]);
        if crossings > 0 {
            crossed(one);
            crossed(other);
            total += crossings;
        }
    };
    across.clear();
    for (place, piece) in placed.iter().enumerate() {
        if piece.turns.is_none() {
            across.push((piece.left, piece.right, place));
        } else {
            let later = |other: &usize| *other > place || placed[*other].turns.is_none();
            (0..placed.len()).filter(|other| *other != place).filter(later).for_each(|other| add(place, other));
        }
    }
    // Sorted by their left ends, each is put where its right end belongs: what it goes past, it crosses.
    across.sort_unstable();
    for place in 1..across.len() {
        let mut here = place;
        while here > 0 && across[here - 1].1 > across[here].1 {
            add(across[here - 1].2, across[here].2);
            across.swap(here - 1, here);
            here -= 1;
        }
    }
    total
}

/// A piece in an order: its upper and lower end where it turns back, its left and right one otherwise.
#[derive(Debug, Clone, Copy)]
struct Placed {
    left: i64,
    right: i64,
    turns: Option<Side>,
    strand: usize,
    hub: usize,
    weight: i64,
}

impl Placed {
    fn end(&self, side: Side) -> i64 {
        if side == Side::Left { self.left } else { self.right }
    }

    fn crossings(&self, other: &Self) -> i64 {
        let crosses = match (self.turns, other.turns) {
            (None, None) => {
                (self.left < other.left && self.right > other.right)
                    || (self.left > other.left && self.right < other.right)
            }
            (Some(side), None) => self.left < other.end(side) && other.end(side) < self.right,
            (None, Some(side)) => other.left < self.end(side) && self.end(side) < other.right,
            (Some(one), Some(two)) => {
                let interleave =
                    |one: &Self, two: &Self| one.left < two.left && two.left < one.right && one.right < two.right;
                one == two && (interleave(self, other) || interleave(other, self))
            }
        };
        if !crosses || self.strand == other.strand {
            0
        } else {
            self.weight * other.weight * if self.hub == other.hub { 1 } else { CROSSING }
        }
    }
}

/// The crossings of many pieces, those of one node and of two that turn back not told apart.
fn count_many(placed: &[Placed]) -> i64 {
    let through = placed.iter().filter(|piece| piece.turns.is_none());
    let mut across: Vec<(i64, i64, i64)> = through.map(|piece| (piece.left, piece.right, piece.weight)).collect();
    across.sort_unstable();
    let mut total = inversions(&across);
    for side in [Side::Left, Side::Right] {
        let turns = || placed.iter().filter(|piece| piece.turns == Some(side));
        if turns().next().is_none() {
            continue;
        }
        let left = side == Side::Left;
        let mut rows: Vec<(i64, i64)> = across.iter().map(|end| (if left { end.0 } else { end.1 }, end.2)).collect();
        rows.sort_unstable();
        let mut sums = vec![0; rows.len() + 1];
        for (index, (_, weight)) in rows.iter().enumerate() {
            sums[index + 1] = sums[index] + weight;
        }
        for turn in turns() {
            let from = rows.partition_point(|(row, _)| *row <= turn.left);
            let to = rows.partition_point(|(row, _)| *row < turn.right);
            total += turn.weight * (sums[to.max(from)] - sums[from]);
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
