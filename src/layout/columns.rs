//! The columns of a level: boxes, and lanes where a net passes a column, with what joins them in each channel.
//!
//! Channel `n` lies left of column `n`; the last channel lies right of the last column. What a net has at the right side
//! of a box is in the channel at its right, what it has at the left side in the channel at its left.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::ops::Range;

use super::lists::Lists;
use super::problem::{Net, Problem, Side, Terminal};
use super::wires::Nets;

/// The most edges that count of those that lead to one neighbour.
const MOST_WEIGHT: i64 = 1_000;

/// A box or a lane.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// The box; a lane has none.
    pub(super) item: Option<usize>,
    pub(super) height: i32,
    /// The rows above and below a node that edges run through; they are part of the height.
    pub(super) outer_rows: [i32; 2],
    /// Whether it joins the trunks of a hub, above or below all boxes.
    pub(super) joins_trunks: bool,
    /// Whether it is a hub whose trunks are joined so.
    pub(super) heads_trunks: bool,
}

/// An end of a net in a channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) entry: usize,
    /// The row, from the top of the entry.
    pub(super) row: i32,
    pub(super) room: i32,
    /// How many edges of the net run through it.
    pub(super) weight: i64,
}

/// From where all edges of a net come in a channel, or to where they lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Root {
    /// An end at that place of the list of that side.
    End(Side, usize),
    /// The border of the level.
    #[default]
    Border,
}

/// A net in a channel.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Strand {
    pub(super) net: usize,
    /// The node that all edges of the net have in common.
    pub(super) hub: usize,
    pub(super) root: Root,
    /// The border that the net passes here, and how many of its edges do.
    pub(super) border: Option<(Side, i64)>,
    /// Where it comes from beyond the border, where that is known: an order among those of one border.
    pub(super) pull: Option<i64>,
    /// Where its ends begin in the list of all, those at the right among them, and where they end.
    bounds: [usize; 3],
}

/// The lanes of a net: one in each column from one of its channels to the next.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lanes {
    pub(super) first_channel: usize,
    /// The entry of the first; those of the others follow.
    pub(super) first: usize,
    pub(super) count: usize,
}

impl Lanes {
    /// The entries of the lanes.
    pub(super) fn entries(self) -> Range<usize> {
        self.first..self.first + self.count
    }
}

/// The columns of a level.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Boxes first, in the order of the problem, then lanes.
    pub(super) entries: Vec<Entry>,
    /// The entries of each column, from the top.
    pub(super) order: ColumnOrder,
    /// The lanes of each net.
    pub(super) lanes: Vec<Lanes>,
    /// The rows at which boxes stood before an edit, which they keep, and in this order; empty when nothing is kept.
    kept: Vec<Option<i32>>,
    /// The nets of each channel.
    strands: Lists<Strand>,
    ends: Vec<End>,
    build: Build,
}

/// A neighbour of an entry: rows are counted from the tops of the two.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Neighbour {
    pub(super) entry: usize,
    pub(super) own_row: i32,
    pub(super) row: i32,
    /// How many edges lead there.
    pub(super) weight: i32,
}

impl Columns {
    /// Makes the columns of a level of what were those of another.
    pub(super) fn fill(&mut self, problem: &Problem, column: &[usize], nets: &Nets, outer_rows: &[[i32; 2]]) {
        let count = column.iter().copied().max().map_or(0, |last| last + 1);
        let boxes = problem.items.iter().zip(outer_rows).enumerate().map(|(item, (size, outer_rows))| Entry {
            item: Some(item),
            height: size.height + outer_rows[0] + outer_rows[1],
            outer_rows: *outer_rows,
            joins_trunks: false,
            heads_trunks: false,
        });
        let kept = if problem.kept.is_empty() { 0..0 } else { 0..column.len() };
        self.kept.clear();
        self.kept.extend(kept.map(|item| Some(problem.kept(item)?.y - outer_rows[item][0])));
        self.entries.clear();
        self.entries.extend(boxes);
        self.ends.clear();
        self.lanes.clear();
        let mut build = std::mem::take(&mut self.build);
        build.strands.clear();
        build.place.clear();
        build.place.extend(column);
        for (index, (net, terminals)) in nets.all.iter().zip(nets.terminals.iter()).enumerate() {
            build.add(self, (index, net), terminals, column, count);
        }
        self.order.fill(count, build.place.iter().copied().zip(0..));
        self.strands.fill(count + 1, build.strands.iter().copied());
        self.build = build;
    }

    /// The row at which an entry stood before an edit.
    pub(super) fn kept(&self, entry: usize) -> Option<i32> {
        self.kept.get(entry).copied().flatten()
    }

    /// The nets of each channel.
    pub(super) fn channels(&self) -> impl DoubleEndedIterator<Item = &[Strand]> {
        self.strands.iter()
    }

    /// The nets of a channel.
    pub(super) fn channel(&self, channel: usize) -> &[Strand] {
        self.strands.list(channel)
    }

    /// All ends of a net in a channel, those at the left first.
    pub(super) fn ends(&self, strand: &Strand) -> &[End] {
        &self.ends[strand.bounds[0]..strand.bounds[2]]
    }

    /// The ends of a net at a side of a channel.
    pub(super) fn ends_at(&self, strand: &Strand, side: Side) -> &[End] {
        let [first, middle, last] = strand.bounds;
        match side {
            Side::Left => &self.ends[first..middle],
            Side::Right => &self.ends[middle..last],
        }
    }

    /// The end that all edges of a net have in common in a channel, with its side.
    pub(super) fn root_end(&self, strand: &Strand) -> Option<(Side, End)> {
        match strand.root {
            Root::End(side, place) => self.ends_at(strand, side).get(place).map(|end| (side, *end)),
            Root::Border => None,
        }
    }

    /// Puts the boxes of each column that stood there before in the order they had, in the places that they take now.
    pub(super) fn keep_order(&mut self, column: usize) {
        if self.kept.is_empty() {
            return;
        }
        let known = &self.kept;
        let row = |entry: usize| known.get(entry).copied().flatten();
        let order = self.order.list_mut(column);
        let mut kept: Vec<(i32, usize)> = order.iter().filter_map(|entry| Some((row(*entry)?, *entry))).collect();
        kept.sort_unstable();
        let mut next = kept.into_iter();
        for entry in order.iter_mut().filter(|entry| row(**entry).is_some()) {
            if let Some((_, other)) = next.next() {
                *entry = other;
            }
        }
    }

    /// The neighbours of each entry through the channel at its left, and through the one at its right.
    pub(super) fn find_neighbours(&mut self, neighbours: &mut [Neighbours; 2]) {
        let mut pairs = std::mem::take(&mut self.build.pairs);
        pairs.iter_mut().for_each(Vec::clear);
        // What is left of a channel has the channel at its right.
        let through = |side: Side| usize::from(side == Side::Left);
        for strand in &self.strands.all {
            let Some((root_side, root)) = self.root_end(strand) else { continue };
            for side in [Side::Left, Side::Right] {
                for (place, end) in self.ends_at(strand, side).iter().enumerate() {
                    if strand.root == Root::End(side, place) || end.entry == root.entry {
                        continue;
                    }
                    let (entry, weight) = (root.entry, end.weight.clamp(1, MOST_WEIGHT) as i32);
                    pairs[through(side)]
                        .push((end.entry, Neighbour { entry, own_row: end.row, row: root.row, weight }));
                    let back = Neighbour { entry: end.entry, own_row: root.row, row: end.row, weight };
                    pairs[through(root_side)].push((root.entry, back));
                }
            }
        }
        for (neighbours, pairs) in neighbours.iter_mut().zip(&pairs) {
            neighbours.fill(self.entries.len(), pairs.iter().copied());
        }
        self.build.pairs = pairs;
    }
}

/// Columns in the making.
#[derive(Debug, Clone, Default)]
struct Build {
    /// The column of each entry.
    place: Vec<usize>,
    /// The nets with their channels.
    strands: Vec<(usize, Strand)>,
    /// The terminals of a net by their channels, those at the left first.
    terminals: Vec<(usize, Side, usize)>,
    /// The entries with their neighbours, through the channel at the left and at the right.
    pairs: [Vec<(usize, Neighbour)>; 2],
}

impl Build {
    /// Adds a net, one after the other: its ends in each channel, and a lane through each column between two of them.
    /// `column` has the column of each box, of `count`.
    fn add(
        &mut self,
        columns: &mut Columns,
        (index, net): (usize, &Net),
        terminals: &[Terminal],
        column: &[usize],
        count: usize,
    ) {
        let border_channel = net.border.map(|(side, _)| if side == Side::Left { 0 } else { count });
        self.terminals.clear();
        self.terminals.extend(terminals.iter().enumerate().map(|(place, terminal)| {
            // What is at the right side of a box is left of its channel.
            match terminal.side {
                Side::Right => (column[terminal.item] + 1, Side::Left, place),
                Side::Left => (column[terminal.item], Side::Right, place),
            }
        }));
        self.terminals.sort_unstable();
        let channels =
            [self.terminals.first(), self.terminals.last()].into_iter().flatten().map(|(channel, ..)| *channel);
        let (first, last) = channels
            .chain(border_channel)
            .fold((usize::MAX, 0), |(first, last), channel| (first.min(channel), last.max(channel)));
        if first > last {
            columns.lanes.push(Lanes { first: columns.entries.len(), ..Lanes::default() });
            return;
        }
        let weight = |place: usize| if net.root == Some(place) { 0 } else { terminals[place].weight };
        let at_border = net.border.filter(|_| net.root.is_some()).map_or(0, |(_, weight)| weight);
        let total = self.terminals.iter().map(|(.., place)| weight(*place)).sum::<i64>() + at_border;
        let root_channel = self
            .terminals
            .iter()
            .find(|(.., place)| net.root == Some(*place))
            .map_or(border_channel.unwrap_or(first), |(channel, ..)| *channel);
        let lane = columns.entries.len();
        // The edges that end in the channels so far, but at the root.
        let mut before = 0;
        let mut weight_before = 0;
        let mut met = 0;
        for channel in first..=last {
            let mut root = Root::Border;
            let mut bounds = [columns.ends.len(); 3];
            before += if border_channel == Some(channel) { at_border } else { 0 };
            let (begin, right_lane) = (met, lane + channel - first);
            while self.terminals.get(met).is_some_and(|(other, ..)| *other == channel) {
                before += weight(self.terminals[met].2);
                met += 1;
            }
            let weight_after = if channel < root_channel { before } else { total - before };
            for side in [Side::Left, Side::Right] {
                let start = columns.ends.len();
                for (_, _, place) in self.terminals[begin..met].iter().filter(|(_, other, _)| *other == side) {
                    let Terminal { item, row, room, weight, .. } = terminals[*place];
                    if net.root == Some(*place) {
                        root = Root::End(side, columns.ends.len() - start);
                    }
                    columns.ends.push(End { entry: item, row, room, weight });
                }
                // The lane of the column before this channel, or of the one after.
                let through = match side {
                    Side::Left => (first < channel).then(|| (right_lane - 1, weight_before, root_channel < channel)),
                    Side::Right => (channel < last).then_some((right_lane, weight_after, channel < root_channel)),
                };
                if let Some((entry, weight, towards_root)) = through {
                    if towards_root {
                        root = Root::End(side, columns.ends.len() - start);
                    }
                    columns.ends.push(End { entry, row: 0, room: 0, weight });
                }
                bounds[if side == Side::Left { 1 } else { 2 }] = columns.ends.len();
            }
            if channel < last {
                columns.entries.push(Entry { height: 1, ..Entry::default() });
                self.place.push(channel);
            }
            weight_before = weight_after;
            let border = net.border.filter(|_| border_channel == Some(channel));
            let pull = net.pull.filter(|_| border.is_some());
            self.strands.push((channel, Strand { net: index, hub: net.node, root, border, pull, bounds }));
        }
        columns.lanes.push(Lanes { first_channel: first, first: lane, count: last - first });
    }
}

/// The entries of each column, from the top.
pub(super) type ColumnOrder = Lists<usize>;

/// The neighbours of all entries at one side.
pub(super) type Neighbours = Lists<Neighbour>;
