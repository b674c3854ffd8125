//! How many pieces cross in an order, channel by channel.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::{CROSSING, Piece, Pieces, Ranks};
use crate::layout::problem::Side;

/// The most pieces of a channel of which every pair is looked at.
const MOST_PAIRED: usize = 48;

/// Lists that are used again and again.
#[derive(Default)]
pub(super) struct Scratch {
    pub(super) keys: Vec<i64>,
    /// The pieces that run through a channel: their left and right ends, and their numbers.
    through: Vec<(i64, i64, usize)>,
    turns: Vec<Turn>,
}

/// A piece that turns back, in an order.
#[derive(Debug, Clone, Copy)]
struct Turn {
    upper: i64,
    lower: i64,
    side: Side,
    piece: usize,
}

impl Pieces {
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
                        if let Some(tangled) = tangled.get_mut(tip.at as usize) {
                            *tangled = true;
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
        let ([first, turning], [last, _]) = (self.channel[channel], self.channel[channel + 1]);
        if last - first < 2 {
            return 0;
        }
        let mut scratch = std::mem::take(&mut ranks.scratch);
        let Scratch { through, turns, .. } = &mut scratch;
        through.clear();
        through.extend((first..turning).map(|piece| {
            let [left, right] = self.all[piece].tips;
            (ranks.at(left), ranks.at(right), piece)
        }));
        turns.clear();
        turns.extend((turning..last).map(|piece| {
            let Piece { tips, turns, .. } = self.all[piece];
            let ends = tips.map(|tip| ranks.at(tip));
            let (upper, lower) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            Turn { upper, lower, side: turns.unwrap_or_default(), piece }
        }));
        through.sort_unstable();
        let total = if last - first <= MOST_PAIRED {
            self.each_crossing(through, turns, &mut crossed)
        } else {
            let many = self.count_many(through, turns);
            if many > 0 {
                (first..last).for_each(crossed);
            }
            CROSSING * many
        };
        ranks.scratch = scratch;
        total
    }

    /// The crossings of a channel's pieces, of which those that run through it are sorted by their left ends; each piece
    /// that crosses another is told of.
    fn each_crossing(&self, through: &mut [(i64, i64, usize)], turns: &[Turn], crossed: &mut impl FnMut(usize)) -> i64 {
        let mut total = 0;
        let mut add = |one: usize, other: usize| {
            let (one_piece, other_piece) = (&self.all[one], &self.all[other]);
            if one_piece.strand != other_piece.strand {
                let pairs = one_piece.weight * other_piece.weight;
                total += if one_piece.hub == other_piece.hub { pairs } else { CROSSING * pairs };
                crossed(one);
                crossed(other);
            }
        };
        for (place, turn) in turns.iter().enumerate() {
            let within = |end: i64| turn.upper < end && end < turn.lower;
            for (left, right, piece) in through.iter() {
                if within(if turn.side == Side::Left { *left } else { *right }) {
                    add(turn.piece, *piece);
                }
            }
            for other in turns[place + 1..].iter().filter(|other| other.side == turn.side) {
                if (within(other.upper) && turn.lower < other.lower)
                    || (other.upper < turn.upper && within(other.lower))
                {
                    add(turn.piece, other.piece);
                }
            }
        }
        // Each is put where its right end belongs: what it goes past, it crosses.
        for place in 1..through.len() {
            let mut here = place;
            while here > 0 && through[here - 1].1 > through[here].1 {
                add(through[here - 1].2, through[here].2);
                through.swap(here - 1, here);
                here -= 1;
            }
        }
        total
    }

    /// The crossings of many pieces, those of one node and of two that turn back not told apart.
    fn count_many(&self, through: &[(i64, i64, usize)], turns: &[Turn]) -> i64 {
        let weight = |piece: usize| self.all[piece].weight;
        let across: Vec<(i64, i64)> = through.iter().map(|(_, right, piece)| (*right, weight(*piece))).collect();
        let mut total = inversions(&across);
        for side in [Side::Left, Side::Right] {
            if turns.iter().all(|turn| turn.side != side) {
                continue;
            }
            let end = |(left, right, piece): &(i64, i64, usize)| {
                (if side == Side::Left { *left } else { *right }, weight(*piece))
            };
            let mut rows: Vec<(i64, i64)> = through.iter().map(end).collect();
            rows.sort_unstable();
            let mut sums = vec![0; rows.len() + 1];
            for (index, (_, weight)) in rows.iter().enumerate() {
                sums[index + 1] = sums[index] + weight;
            }
            for turn in turns.iter().filter(|turn| turn.side == side) {
                let from = rows.partition_point(|(row, _)| *row <= turn.upper);
                let to = rows.partition_point(|(row, _)| *row < turn.lower);
                total += weight(turn.piece) * (sums[to.max(from)] - sums[from]);
            }
        }
        total
    }
}

/// Pairs of edges, sorted by their left ends, whose right ends are in the other order, by weight. Counted with a Fenwick
/// tree.
fn inversions(edges: &[(i64, i64)]) -> i64 {
    let mut ends: Vec<i64> = edges.iter().map(|(right, _)| *right).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut tree = vec![0_i64; ends.len() + 1];
    let mut total = 0;
    let mut seen = 0;
    for (right, weight) in edges {
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
