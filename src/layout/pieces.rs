//! The edges of each channel as straight pieces from one entry to another, and which of them cross.
//!
//! What crosses follows from the order of the columns alone: two pieces through a channel cross when their ends are in
//! different orders; one that turns back crosses what ends between its two ends. The drawing has no more crossings than
//! that, since lines in a channel are ordered so that they cross no more than they must.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod count;
mod exchange;

use super::columns::{Columns, End, Root, Strand};
use super::lists::refill;
use super::problem::Side;

/// What a crossing counts; one of two edges of the same node counts 1.
pub(super) const CROSSING: i64 = 8;

/// An end of a piece: an entry, or a border where a strand passes it, by its place in the list of both; and the row there.
#[derive(Debug, Clone, Copy, Default)]
struct Tip {
    at: u32,
    row: i32,
}

/// A part of a net between its root and one of its other ends.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// The ends at the left and at the right of the channel; where it turns back, in any order.
    tips: [Tip; 2],
    /// The side to which it turns back.
    turns: Option<Side>,
    strand: u32,
    hub: u32,
    weight: i64,
}

/// A piece as one of its ends sees it.
#[derive(Debug, Clone, Copy)]
struct Ending {
    row: i32,
    strand: u32,
    hub: u32,
    leads: Leads,
    far: Tip,
    weight: i64,
}

/// Where a piece leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leads {
    /// Through the channel.
    Through,
    /// Straight to the border: wherever its end is.
    Out,
    /// Back to the column that it comes from.
    Back,
}

/// Where a strand passes the border: where most of its ends are, or where it comes from outside.
#[derive(Debug, Clone, Copy)]
enum Passage {
    /// Where it has ends: from one place of the list of all to another.
    Ends(usize, usize),
    Fixed(i64),
}

/// All pieces of the columns.
#[derive(Default)]
pub(super) struct Pieces {
    /// Channel by channel, those that run through it first.
    all: Vec<Piece>,
    /// Where the pieces of each channel begin, and those of them that turn back.
    channel: Vec<[usize; 2]>,
    /// The pieces at each entry, those in the channel at its left first, and where both kinds begin.
    at_entry: Vec<Ending>,
    start: Vec<usize>,
    entries: usize,
    passages: Vec<Passage>,
    /// The entries and rows at which strands that pass the border have ends.
    passing: Vec<Tip>,
    /// The pieces of the channel being read that turn back in it.
    turning: Vec<Piece>,
}

/// The order of entries, as numbers, and what follows from it.
#[derive(Default)]
pub(super) struct Ranks {
    /// The place of each entry, and of each border that is passed: the first row of it, where entries have very many rows.
    place: Vec<i64>,
    /// Where the pieces lead that end at the entries of the column that is looked at.
    far: Vec<i64>,
    /// The crossings of each channel, and whether they must be counted anew.
    crossings: Vec<i64>,
    stale: Vec<bool>,
    scratch: count::Scratch,
}

/// How many rows an entry has as a place, as a power of two.
const ROWS: u32 = 32;

impl Ranks {
    /// Begins with the order of other columns.
    pub(super) fn begin(&mut self, columns: &Columns, pieces: &Pieces) {
        let channels = columns.order.len() + 1;
        refill(&mut self.place, pieces.entries + pieces.passages.len(), 0);
        refill(&mut self.far, pieces.at_entry.len(), 0);
        refill(&mut self.crossings, channels, 0);
        refill(&mut self.stale, channels, true);
        self.read(columns);
    }

    /// Reads the order of the columns anew.
    pub(super) fn read(&mut self, columns: &Columns) {
        for (column, order) in columns.order.iter().enumerate() {
            if self.read_from(0, order) {
                self.touch(column);
            }
        }
    }

    /// Reads the order of entries of a column, the first of which has that rank; whether it was another.
    pub(super) fn read_from(&mut self, first: usize, order: &[usize]) -> bool {
        let mut changed = false;
        for (rank, entry) in (first..).zip(order) {
            let place = (rank as i64) << ROWS;
            changed |= self.place[*entry] != place;
            self.place[*entry] = place;
        }
        changed
    }

    /// Notes that a column has another order.
    pub(super) fn touch(&mut self, column: usize) {
        self.stale[column] = true;
        self.stale[column + 1] = true;
    }

    /// The rank of an entry in its column.
    pub(super) fn rank(&self, entry: usize) -> usize {
        (self.place[entry] >> ROWS) as usize
    }

    fn at(&self, tip: Tip) -> i64 {
        self.place[tip.at as usize] + i64::from(tip.row)
    }

    /// Where nets pass the border by the order there is now.
    fn find_borders(&mut self, pieces: &Pieces) {
        let mut keys = std::mem::take(&mut self.scratch.keys);
        for (passage, border) in pieces.passages.iter().zip(pieces.entries..) {
            self.place[border] = match *passage {
                Passage::Fixed(place) => place,
                Passage::Ends(first, last) => match &pieces.passing[first..last] {
                    [] => 0,
                    [end] => self.at(*end),
                    ends => {
                        keys.clear();
                        keys.extend(ends.iter().map(|end| self.at(*end)));
                        let middle = (keys.len() - 1) / 2;
                        *keys.select_nth_unstable(middle).1
                    }
                },
            };
        }
        self.scratch.keys = keys;
    }
}

impl Pieces {
    /// Finds the pieces of other columns.
    pub(super) fn find(&mut self, columns: &Columns) {
        self.entries = columns.entries.len();
        self.all.clear();
        self.channel.clear();
        self.passages.clear();
        self.passing.clear();
        let mut turning = std::mem::take(&mut self.turning);
        for strands in columns.channels() {
            let first = self.all.len();
            for (number, strand) in (0..).zip(strands) {
                self.add(columns, strand, number, &mut turning);
            }
            self.channel.push([first, self.all.len()]);
            self.all.append(&mut turning);
        }
        self.channel.push([self.all.len(); 2]);
        self.turning = turning;
        self.index();
    }

    /// Adds the pieces of a net in a channel.
    fn add(&mut self, columns: &Columns, strand: &Strand, number: u32, turning: &mut Vec<Piece>) {
        let tip = |end: &End| Tip { at: end.entry as u32, row: end.row };
        let border = strand.border.map(|(side, weight)| {
            let others = if side == Side::Left { Side::Right } else { Side::Left };
            let first = self.passing.len();
            self.passages.push(if let Some(place) = strand.pull {
                Passage::Fixed(place)
            } else {
                self.passing.extend(columns.ends_at(strand, others).iter().map(tip));
                Passage::Ends(first, self.passing.len())
            });
            (Tip { at: (self.entries + self.passages.len() - 1) as u32, row: 0 }, side, weight)
        });
        let root = match strand.root {
            Root::End(..) => columns.root_end(strand).map(|(side, end)| (tip(&end), side)),
            Root::Border => border.map(|(tip, side, _)| (tip, side)),
        };
        let Some((root, root_side)) = root else { return };
        let mut add = |tip: Tip, side: Side, weight: i64| {
            let turns = (side == root_side).then_some(side);
            let tips = if root_side == Side::Right && turns.is_none() { [tip, root] } else { [root, tip] };
            let piece = Piece { tips, turns, strand: number, hub: strand.hub as u32, weight: weight.max(1) };
            if turns.is_some() { turning.push(piece) } else { self.all.push(piece) }
        };
        for side in [Side::Left, Side::Right] {
            for (place, end) in columns.ends_at(strand, side).iter().enumerate() {
                if strand.root != Root::End(side, place) {
                    add(tip(end), side, end.weight);
                }
            }
        }
        if let (Some((tip, side, weight)), Root::End(..)) = (border, strand.root) {
            add(tip, side, weight);
        }
    }

    /// The lists of endings that a piece is in, with its end there and the other one: what is left of a channel has the
    /// channel at its right. A piece from an entry to itself is there once.
    fn endings(&self, piece: &Piece) -> [Option<(usize, Tip, Tip)>; 2] {
        let [one, other] = piece.tips;
        let sides = piece.turns.map_or([Side::Left, Side::Right], |side| [side, side]);
        let ending = |tip: Tip, side: Side, far: Tip| {
            let list = 2 * tip.at as usize + usize::from(side == Side::Left);
            ((tip.at as usize) < self.entries).then_some((list, tip, far))
        };
        let again = if one.at == other.at { None } else { ending(other, sides[1], one) };
        [ending(one, sides[0], other), again]
    }

    fn index(&mut self) {
        let entries = self.entries;
        let (mut start, mut at_entry) = (std::mem::take(&mut self.start), std::mem::take(&mut self.at_entry));
        refill(&mut start, 2 * entries + 2, 0);
        for (list, ..) in self.all.iter().flat_map(|piece| self.endings(piece)).flatten() {
            start[list + 2] += 1;
        }
        for list in 2..start.len() {
            start[list] += start[list - 1];
        }
        let blank = Ending { row: 0, strand: 0, hub: 0, leads: Leads::Out, far: Tip::default(), weight: 0 };
        refill(&mut at_entry, start[2 * entries + 1], blank);
        for piece in &self.all {
            for (list, tip, far) in self.endings(piece).into_iter().flatten() {
                let Piece { strand, hub, weight, turns, .. } = *piece;
                let leads = if turns.is_some() {
                    Leads::Back
                } else if (far.at as usize).checked_sub(entries).is_some_and(|passage| self.follows(passage)) {
                    Leads::Out
                } else {
                    Leads::Through
                };
                at_entry[start[list + 1]] = Ending { row: tip.row, strand, hub, leads, far, weight };
                start[list + 1] += 1;
            }
        }
        start.pop();
        (self.at_entry, self.start) = (at_entry, start);
    }

    /// Whether a net passes the border where its only end is.
    fn follows(&self, passage: usize) -> bool {
        matches!(self.passages[passage], Passage::Ends(first, last) if last - first == 1)
    }

    /// How many pieces end at an entry.
    pub(super) fn count_at(&self, entry: usize) -> usize {
        self.start[2 * entry + 2] - self.start[2 * entry]
    }
}
