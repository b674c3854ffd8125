//! The edges of each channel as straight pieces from one entry to another, and which of them cross.
//!
//! What crosses follows from the order of the columns alone: two pieces through a channel cross when their ends are in
//! different orders; one that turns back crosses what ends between its two ends. The drawing has no more crossings than
//! that, since lines in a channel are ordered so that they cross no more than they must.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod count;
mod exchange;

use super::columns::{Columns, End, Root, Strand};
use super::problem::Side;

/// What a crossing counts; one of two edges of the same node counts 1.
pub(super) const CROSSING: i64 = 8;

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
    strand: usize,
    hub: usize,
    weight: i64,
    tips: [Tip; 2],
    /// The side of each tip.
    sides: [Side; 2],
}

/// A piece as one of its ends sees it.
#[derive(Debug, Clone, Copy)]
struct Ending {
    strand: usize,
    hub: usize,
    weight: i64,
    row: i32,
    far: Far,
    /// Whether it turns back to the column that it comes from.
    turns: bool,
    /// Whether its far end moves with its entry or stands in the same column.
    follows: bool,
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
#[derive(Debug, Clone, Copy)]
enum Passage {
    /// Where it has ends: from one place of the list of all to another.
    Ends(usize, usize),
    Fixed(i64),
}

/// All pieces of the columns.
pub(super) struct Pieces {
    all: Vec<Piece>,
    /// Where the pieces of each channel begin.
    channel: Vec<usize>,
    /// The pieces at each entry, those in the channel at its left first, and where both kinds begin.
    at_entry: Vec<Ending>,
    start: Vec<usize>,
    passages: Vec<Passage>,
    /// The entries and rows at which strands that pass the border have ends.
    passing: Vec<(usize, i32)>,
}

/// The order of entries, as numbers, and what follows from it.
pub(super) struct Ranks {
    pub(super) rank: Vec<usize>,
    /// Where nets pass the border.
    borders: Vec<i64>,
    /// Where the pieces lead that end at the entries of the column that is looked at.
    far: Vec<i64>,
    /// The crossings of each channel, and whether they must be counted anew.
    crossings: Vec<i64>,
    stale: Vec<bool>,
    scratch: count::Scratch,
}

impl Ranks {
    pub(super) fn of(columns: &Columns, pieces: &Pieces) -> Self {
        let channels = columns.order.len() + 1;
        let mut ranks = Self {
            rank: vec![usize::MAX; columns.entries.len()],
            borders: vec![0; pieces.passages.len()],
            far: vec![0; pieces.at_entry.len()],
            crossings: vec![0; channels],
            stale: vec![true; channels],
            scratch: count::Scratch::default(),
        };
        ranks.read(columns);
        ranks
    }

    /// Reads the order of the columns anew.
    pub(super) fn read(&mut self, columns: &Columns) {
        for (column, order) in columns.order.iter().enumerate() {
            let mut changed = false;
            for (rank, entry) in order.iter().enumerate() {
                changed |= self.rank[*entry] != rank;
                self.rank[*entry] = rank;
            }
            if changed {
                self.touch(column);
            }
        }
    }

    /// Notes that a column has another order.
    pub(super) fn touch(&mut self, column: usize) {
        self.stale[column] = true;
        self.stale[column + 1] = true;
    }

    /// The place of a row of an entry.
    fn key(&self, (entry, row): (usize, i32)) -> i64 {
        key(self.rank[entry], row)
    }

    /// Where nets pass the border by the order there is now.
    fn find_borders(&mut self, pieces: &Pieces) {
        let mut keys = std::mem::take(&mut self.scratch.keys);
        for (place, passage) in pieces.passages.iter().enumerate() {
            self.borders[place] = match *passage {
                Passage::Fixed(place) => place,
                Passage::Ends(first, last) => match &pieces.passing[first..last] {
                    [] => 0,
                    [end] => self.key(*end),
                    ends => {
                        keys.clear();
                        keys.extend(ends.iter().map(|end| self.key(*end)));
                        let middle = (keys.len() - 1) / 2;
                        *keys.select_nth_unstable(middle).1
                    }
                },
            };
        }
        self.scratch.keys = keys;
    }
}

/// The place of a row of an entry of that rank.
fn key(rank: usize, row: i32) -> i64 {
    ((rank as i64) << 32) + i64::from(row)
}

impl Pieces {
    pub(super) fn of(columns: &Columns) -> Self {
        let mut found = Self {
            all: Vec::with_capacity(columns.entries.len() * 2),
            channel: Vec::with_capacity(columns.order.len() + 2),
            at_entry: Vec::new(),
            start: Vec::new(),
            passages: Vec::new(),
            passing: Vec::new(),
        };
        for strands in columns.channels() {
            found.channel.push(found.all.len());
            for (number, strand) in strands.iter().enumerate() {
                found.add(columns, strand, number);
            }
        }
        found.channel.push(found.all.len());
        found.index(columns.entries.len());
        found
    }

    /// Adds the pieces of a net in a channel.
    fn add(&mut self, columns: &Columns, strand: &Strand, number: usize) {
        let tip = |end: &End| Tip::Entry(end.entry, end.row);
        let border = strand.border.map(|(side, weight)| {
            let first = self.passing.len();
            let others = if side == Side::Left { Side::Right } else { Side::Left };
            self.passages.push(if let Some(place) = strand.pull {
                Passage::Fixed(place)
            } else {
                self.passing.extend(columns.ends_at(strand, others).iter().map(|end| (end.entry, end.row)));
                Passage::Ends(first, self.passing.len())
            });
            (Tip::Border(self.passages.len() - 1), side, weight)
        });
        let root = match strand.root {
            Root::End(..) => columns.root_end(strand).map(|(side, end)| (tip(&end), side)),
            Root::Border => border.map(|(tip, side, _)| (tip, side)),
        };
        let Some((root, root_side)) = root else { return };
        let mut add = |tip: Tip, side: Side, weight: i64| {
            let (tips, sides) = ([root, tip], [root_side, side]);
            self.all.push(Piece { strand: number, hub: strand.hub, weight: weight.max(1), tips, sides });
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

    fn index(&mut self, entries: usize) {
        let mut start = vec![0; 2 * entries + 1];
        // The ends at entries, each with the other one; one that both ends share comes once. What is left of a channel
        // has the channel at its right.
        let tips = |piece: &Piece| {
            let end = |place: usize| match piece.tips[place] {
                Tip::Entry(entry, row) => {
                    Some((2 * entry + usize::from(piece.sides[place] == Side::Left), (entry, row)))
                }
                Tip::Border(_) => None,
            };
            let (one, other) = (end(0), end(1));
            let twice = one.map(|(_, (entry, _))| entry) == other.map(|(_, (entry, _))| entry);
            [(one, other), (other.filter(|_| !twice), one)]
        };
        for ((list, _), _) in self.all.iter().flat_map(tips).filter_map(|(tip, far)| Some((tip?, far))) {
            start[list + 1] += 1;
        }
        for list in 0..2 * entries {
            start[list + 1] += start[list];
        }
        let mut next = start.clone();
        let blank = Ending { strand: 0, hub: 0, weight: 0, row: 0, far: Far::Out, turns: false, follows: true };
        let mut at_entry = vec![blank; start[2 * entries]];
        for piece in &self.all {
            for (place, (tip, far)) in tips(piece).into_iter().enumerate() {
                let Some((list, (_, row))) = tip else { continue };
                let far = match (far, piece.tips[1 - place], piece.tips[place]) {
                    (Some((_, (far, row))), ..) => Far::Entry(far, row),
                    (None, Tip::Border(passage), _) | (None, _, Tip::Border(passage)) if !self.follows(passage) => {
                        Far::Border(passage)
                    }
                    _ => Far::Out,
                };
                let Piece { strand, hub, weight, sides, .. } = *piece;
                let turns = sides[0] == sides[1];
                let follows = turns || matches!(far, Far::Out);
                at_entry[next[list]] = Ending { strand, hub, weight, row, far, turns, follows };
                next[list] += 1;
            }
        }
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
