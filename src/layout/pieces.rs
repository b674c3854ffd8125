//! The edges of each channel as straight pieces from one entry to another, and which of them cross.
//!
//! What crosses follows from the order of the columns alone: two pieces through a channel cross when their ends are in
//! different orders; one that turns back crosses what ends between its two ends. The drawing has no more crossings than
//! that, since lines in a channel are ordered so that they cross no more than they must.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::columns::{Columns, End, Root};
use super::problem::Side;

/// What a crossing counts; one of two edges of the same node counts 1.
pub(super) const CROSSING: i64 = 8;

/// The most pieces of a channel of which every pair is looked at.
const MOST_PAIRED: usize = 48;

/// An end of a piece.
#[derive(Debug, Clone, Copy)]
enum Tip {
    /// At an entry, at a row of it.
    Entry(usize, i32),
    /// At the border, where the strand of that number passes it.
    Border(usize),
}

/// A part of a net between its root and one of its other ends.
#[derive(Debug, Clone, Copy)]
struct Piece {
    channel: usize,
    strand: usize,
    tips: [Tip; 2],
    /// The side of each tip.
    sides: [Side; 2],
    weight: i64,
    hub: usize,
}

/// A piece as one of its ends sees it.
#[derive(Debug, Clone, Copy)]
struct Ending {
    channel: usize,
    strand: usize,
    row: i32,
    far: Far,
    /// Whether it turns back to the column that it comes from.
    turns: bool,
    weight: i64,
    hub: usize,
}

/// Where a piece leads.
#[derive(Debug, Clone, Copy)]
enum Far {
    Entry(usize, i32),
    /// To the border, where the net passes it.
    Border(usize),
    /// Straight to the border: wherever its end is.
    Out,
}

/// Where a strand passes the border: where most of its ends are, or where it comes from outside.
#[derive(Debug, Clone)]
enum Passage {
    Ends(Vec<(usize, i32)>),
    Fixed(i64),
}

/// All pieces of the columns.
pub(super) struct Pieces {
    all: Vec<Piece>,
    /// Where the pieces of each channel begin.
    channel: Vec<usize>,
    /// The pieces at each entry, and where those of each begin.
    at_entry: Vec<Ending>,
    start: Vec<usize>,
    passages: Vec<Passage>,
}

/// The order of entries, as numbers, and where nets pass the border.
pub(super) struct Ranks {
    pub(super) rank: Vec<usize>,
    borders: Vec<i64>,
}

impl Ranks {
    pub(super) fn of(columns: &Columns, pieces: &Pieces) -> Self {
        let mut ranks = Self { rank: vec![0; columns.entries.len()], borders: vec![0; pieces.passages.len()] };
        ranks.read(columns, pieces);
        ranks
    }

    /// Reads the order of the columns anew.
    pub(super) fn read(&mut self, columns: &Columns, pieces: &Pieces) {
        for order in &columns.order {
            for (rank, entry) in order.iter().enumerate() {
                self.rank[*entry] = rank;
            }
        }
        self.find_borders(pieces);
    }

    /// Where nets pass the border by the order there is now.
    fn find_borders(&mut self, pieces: &Pieces) {
        for (place, passage) in pieces.passages.iter().enumerate() {
            self.borders[place] = match passage {
                Passage::Fixed(place) => *place,
                Passage::Ends(ends) => match ends.as_slice() {
                    [] => 0,
                    [(entry, row)] => key(self.rank[*entry], *row),
                    ends => {
                        let mut keys: Vec<i64> = ends.iter().map(|(entry, row)| key(self.rank[*entry], *row)).collect();
                        let middle = (keys.len() - 1) / 2;
                        *keys.select_nth_unstable(middle).1
                    }
                },
            };
        }
    }
}

/// The place of a row of an entry of that rank.
fn key(rank: usize, row: i32) -> i64 {
    ((rank as i64) << 32) + i64::from(row)
}

impl Pieces {
    pub(super) fn of(columns: &Columns) -> Self {
        let mut pieces = Vec::new();
        let mut channel = Vec::with_capacity(columns.channels.len() + 1);
        let mut passages = Vec::new();
        for (index, strands) in columns.channels.iter().enumerate() {
            channel.push(pieces.len());
            for (strand, net) in strands.iter().enumerate() {
                let tip = |end: &End| Tip::Entry(end.entry, end.row);
                let border = net.border.map(|(side, weight)| {
                    let others = if side == Side::Left { &net.right } else { &net.left };
                    passages.push(match net.pull {
                        Some(place) => Passage::Fixed(place),
                        None => Passage::Ends(others.iter().map(|end| (end.entry, end.row)).collect()),
                    });
                    (Tip::Border(passages.len() - 1), side, weight)
                });
                let root = match net.root {
                    Root::End(side, place) => net.ends(side).get(place).map(|end| (tip(end), side)),
                    Root::Border => border.map(|(tip, side, _)| (tip, side)),
                };
                let Some((root, root_side)) = root else { continue };
                let mut add = |tip: Tip, side: Side, weight: i64| {
                    let (tips, sides) = ([root, tip], [root_side, side]);
                    pieces.push(Piece { channel: index, strand, tips, sides, weight: weight.max(1), hub: net.hub });
                };
                for side in [Side::Left, Side::Right] {
                    for (place, end) in net.ends(side).iter().enumerate() {
                        if net.root != Root::End(side, place) {
                            add(tip(end), side, end.weight);
                        }
                    }
                }
                if let (Some((tip, side, weight)), Root::End(..)) = (border, net.root) {
                    add(tip, side, weight);
                }
            }
        }
        channel.push(pieces.len());
        let mut found = Self { all: pieces, channel, at_entry: Vec::new(), start: Vec::new(), passages };
        found.index(columns.entries.len());
        found
    }

    fn index(&mut self, entries: usize) {
        let mut start = vec![0; entries + 1];
        // The ends at entries, each with the other one; one that both ends share comes once.
        let tips = |piece: &Piece| {
            let entry = |tip: Tip| if let Tip::Entry(entry, row) = tip { Some((entry, row)) } else { None };
            let (one, other) = (entry(piece.tips[0]), entry(piece.tips[1]));
            let twice = one.map(|(entry, _)| entry) == other.map(|(entry, _)| entry);
            [(one, other), (other.filter(|_| !twice), one)]
        };
        for ((entry, _), _) in self.all.iter().flat_map(tips).filter_map(|(tip, far)| Some((tip?, far))) {
            start[entry + 1] += 1;
        }
        for entry in 0..entries {
            start[entry + 1] += start[entry];
        }
        let mut next = start.clone();
        let blank = Ending { channel: 0, strand: 0, row: 0, far: Far::Out, turns: false, weight: 0, hub: 0 };
        let mut at_entry = vec![blank; start[entries]];
        for piece in &self.all {
            for (place, (tip, far)) in tips(piece).into_iter().enumerate() {
                let Some((entry, row)) = tip else { continue };
                let far = match (far, piece.tips[1 - place], piece.tips[place]) {
                    (Some((far, row)), ..) => Far::Entry(far, row),
                    (None, Tip::Border(passage), _) | (None, _, Tip::Border(passage)) if !self.follows(passage) => {
                        Far::Border(passage)
                    }
                    _ => Far::Out,
                };
                let Piece { channel, strand, weight, hub, sides, .. } = *piece;
                at_entry[next[entry]] = Ending { channel, strand, row, far, turns: sides[0] == sides[1], weight, hub };
                next[entry] += 1;
            }
        }
        (self.at_entry, self.start) = (at_entry, start);
    }

    /// Whether a net passes the border where its only end is.
    fn follows(&self, passage: usize) -> bool {
        matches!(&self.passages[passage], Passage::Ends(ends) if ends.len() == 1)
    }

    /// How many pieces end at an entry.
    pub(super) fn count_at(&self, entry: usize) -> usize {
        self.start[entry + 1] - self.start[entry]
    }

    fn placed(piece: &Piece, ranks: &Ranks) -> Placed {
        let keys = piece.tips.map(|tip| match tip {
            Tip::Entry(entry, row) => key(ranks.rank[entry], row),
            Tip::Border(passage) => ranks.borders[passage],
        });
        let (left, right, turns) = match piece.sides {
            [Side::Left, Side::Right] => (keys[0], keys[1], None),
            [Side::Right, Side::Left] => (keys[1], keys[0], None),
            [side, _] => (keys[0].min(keys[1]), keys[0].max(keys[1]), Some(side)),
        };
        Placed { left, right, turns, strand: piece.strand, hub: piece.hub, weight: piece.weight }
    }

    /// What is saved when the upper of two neighbours goes below the lower. The ranks are exchanged.
    pub(super) fn exchange(&self, ranks: &mut Ranks, upper: usize, lower: usize) -> i64 {
        let of = |entry: usize| &self.at_entry[self.start[entry]..self.start[entry + 1]];
        let mut saved = 0;
        for one in of(upper) {
            let related = |other: &&Ending| one.channel == other.channel && one.strand != other.strand;
            let mut others = of(lower).iter().filter(related).peekable();
            if others.peek().is_none() {
                continue;
            }
            let before = seen(one, upper, &ranks.borders, |entry| ranks.rank[entry]);
            let exchanged = |entry: usize| {
                if entry == upper {
                    ranks.rank[lower]
                } else if entry == lower {
                    ranks.rank[upper]
                } else {
                    ranks.rank[entry]
                }
            };
            let after = seen(one, upper, &ranks.borders, exchanged);
            for other in others {
                let lower_before = seen(other, lower, &ranks.borders, |entry| ranks.rank[entry]);
                // Of two that run through, only the order of their far ends decides, before as after.
                let follow = |ending: &Ending| ending.turns || matches!(ending.far, Far::Out);
                let (crossed, still) = if follow(one) || follow(other) {
                    let lower_after = seen(other, lower, &ranks.borders, exchanged);
                    (before.crosses(lower_before), after.crosses(lower_after))
                } else {
                    (before.far > lower_before.far, before.far < lower_before.far)
                };
                if crossed != still {
                    let pairs = one.weight * other.weight * if one.hub == other.hub { 1 } else { CROSSING };
                    saved += if crossed { pairs } else { -pairs };
                }
            }
        }
        ranks.rank.swap(upper, lower);
        saved
    }

    /// All crossings.
    pub(super) fn count(&self, ranks: &mut Ranks) -> i64 {
        self.count_and(ranks, |_| {})
    }

    /// All crossings, and whether each entry is an end of something that crosses: no other is worth moving.
    pub(super) fn count_tangled(&self, ranks: &mut Ranks, tangled: &mut [bool]) -> i64 {
        tangled.fill(false);
        self.count_and(ranks, |piece| {
            for tip in self.all[piece].tips {
                if let Tip::Entry(entry, _) = tip {
                    tangled[entry] = true;
                }
            }
        })
    }

    fn count_and(&self, ranks: &mut Ranks, mut crossed: impl FnMut(usize)) -> i64 {
        ranks.find_borders(self);
        let mut placed: Vec<Placed> = Vec::new();
        let mut across: Vec<(i64, i64, usize)> = Vec::new();
        let mut total = 0;
        for bounds in self.channel.windows(2) {
            placed.clear();
            placed.extend(self.all[bounds[0]..bounds[1]].iter().map(|piece| Self::placed(piece, ranks)));
            if placed.len() <= MOST_PAIRED {
                total += each_crossing(&placed, &mut across, |place| crossed(bounds[0] + place));
            } else {
                let many = count_many(&placed);
                if many > 0 {
                    (bounds[0]..bounds[1]).for_each(&mut crossed);
                }
                total += CROSSING * many;
            }
        }
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

/// A piece in an order, as one of its ends sees it.
#[derive(Clone, Copy)]
struct Seen {
    near: i64,
    far: i64,
    turns: bool,
}

fn seen(ending: &Ending, entry: usize, borders: &[i64], rank: impl Fn(usize) -> usize) -> Seen {
    let near = key(rank(entry), ending.row);
    let far = match ending.far {
        Far::Entry(entry, row) => key(rank(entry), row),
        Far::Border(passage) => borders[passage],
        Far::Out => near,
    };
    Seen { near, far, turns: ending.turns }
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
