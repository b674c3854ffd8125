//! The columns of a level: boxes, and lanes where a net passes a column, with what joins them in each channel.
//!
//! Channel `n` lies left of column `n`; the last channel lies right of the last column. What a net has at the right side
//! of a box is in the channel at its right, what it has at the left side in the channel at its left.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::problem::{Net, Problem, Side, Terminal};

/// The most edges that count of those that lead to one neighbour.
const MOST_WEIGHT: i64 = 1_000;

/// A box or a lane.
#[derive(Debug, Clone, Copy)]
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
#[derive(Debug, Clone, Default)]
pub(super) struct Strand {
    pub(super) net: usize,
    /// The node that all edges of the net have in common.
    pub(super) hub: usize,
    pub(super) left: Vec<End>,
    pub(super) right: Vec<End>,
    pub(super) root: Root,
    /// The border that the net passes here, and how many of its edges do.
    pub(super) border: Option<(Side, i64)>,
    /// Where it comes from beyond the border, where that is known: an order among those of one border.
    pub(super) pull: Option<i64>,
}

impl Strand {
    /// The ends at a side.
    pub(super) fn ends(&self, side: Side) -> &[End] {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }

    /// The end that all edges have in common, with its side.
    pub(super) fn root_end(&self) -> Option<(Side, End)> {
        match self.root {
            Root::End(side, place) => self.ends(side).get(place).map(|end| (side, *end)),
            Root::Border => None,
        }
    }
}

/// The columns of a level.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// Boxes first, in the order of the problem, then lanes.
    pub(super) entries: Vec<Entry>,
    /// The entries of each column, from the top.
    pub(super) order: Vec<Vec<usize>>,
    /// The nets of each channel.
    pub(super) channels: Vec<Vec<Strand>>,
    /// Of each net, its first channel and the entries of its lanes.
    pub(super) lanes: Vec<(usize, Vec<usize>)>,
    /// The rows at which boxes stood before an edit, which they keep, and in this order.
    pub(super) kept: Vec<Option<i32>>,
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
    pub(super) fn new(problem: &Problem, column: &[usize], nets: &[Net], outer_rows: &[[i32; 2]]) -> Self {
        let count = column.iter().copied().max().map_or(0, |last| last + 1);
        let mut columns = Self {
            entries: problem
                .items
                .iter()
                .zip(outer_rows)
                .enumerate()
                .map(|(item, (size, outer_rows))| Entry {
                    item: Some(item),
                    height: size.height + outer_rows[0] + outer_rows[1],
                    outer_rows: *outer_rows,
                    joins_trunks: false,
                    heads_trunks: false,
                })
                .collect(),
            order: vec![Vec::new(); count],
            channels: vec![Vec::new(); count + 1],
            lanes: Vec::new(),
            kept: (0..problem.items.len()).map(|item| Some(problem.kept(item)?.y - outer_rows[item][0])).collect(),
        };
        for (item, column) in column.iter().enumerate() {
            columns.order[*column].push(item);
        }
        for (index, net) in nets.iter().enumerate() {
            columns.add(index, net, column, count);
        }
        columns
    }

    /// The row at which an entry stood before an edit.
    pub(super) fn kept(&self, entry: usize) -> Option<i32> {
        self.kept.get(entry).copied().flatten()
    }

    /// Puts the boxes of each column that stood there before in the order they had, in the places that they take now.
    pub(super) fn keep_order(&mut self, column: usize) {
        let mut kept: Vec<(i32, usize)> =
            self.order[column].iter().filter_map(|entry| Some((self.kept(*entry)?, *entry))).collect();
        if kept.len() < 2 {
            return;
        }
        kept.sort_unstable();
        let mut next = kept.into_iter();
        let known = &self.kept;
        for entry in &mut self.order[column] {
            if known.get(*entry).copied().flatten().is_some()
                && let Some((_, other)) = next.next()
            {
                *entry = other;
            }
        }
    }

    fn add(&mut self, index: usize, net: &Net, column: &[usize], count: usize) {
        let channel_of = |item: usize, side: Side| column[item] + usize::from(side == Side::Right);
        let border_channel = net.border.map(|(side, _)| if side == Side::Left { 0 } else { count });
        let channels = net.terminals.iter().map(|terminal| channel_of(terminal.item, terminal.side));
        let (first, last) = channels
            .chain(border_channel)
            .fold((usize::MAX, 0), |(first, last), channel| (first.min(channel), last.max(channel)));
        if first > last {
            self.lanes.push((0, Vec::new()));
            return;
        }
        let mut strands: Vec<Strand> =
            (first..=last).map(|_| Strand { net: index, hub: net.node, ..Strand::default() }).collect();
        // The edges that end in each channel, but at the root.
        let mut ending = vec![0; strands.len()];
        let mut root_channel = border_channel.unwrap_or(first);
        let mut root = Root::Border;
        for (place, terminal) in net.terminals.iter().enumerate() {
            let Terminal { item, side, row, room, weight, .. } = *terminal;
            let channel = channel_of(item, side);
            let strand = &mut strands[channel - first];
            // What is at the right side of a box is left of its channel.
            let (ends, end_side) = match side {
                Side::Right => (&mut strand.left, Side::Left),
                Side::Left => (&mut strand.right, Side::Right),
            };
            ends.push(End { entry: item, row, room, weight });
            if net.root == Some(place) {
                (root_channel, root) = (channel, Root::End(end_side, ends.len() - 1));
            } else {
                ending[channel - first] += weight;
            }
        }
        if let (Some((_, weight)), Some(channel), Some(_)) = (net.border, border_channel, net.root) {
            ending[channel - first] += weight;
        }
        let mut lanes = Vec::new();
        let total: i64 = ending.iter().sum();
        let mut before = 0;
        for column in first..last {
            let entry = self.entries.len();
            before += ending[column - first];
            let weight = if column < root_channel { before } else { total - before };
            self.entries.push(Entry {
                item: None,
                height: 1,
                outer_rows: [0, 0],
                joins_trunks: false,
                heads_trunks: false,
            });
            self.order[column].push(entry);
            lanes.push(entry);
            let end = End { entry, row: 0, room: 0, weight };
            strands[column - first].right.push(end);
            strands[column + 1 - first].left.push(end);
        }
        for (offset, strand) in strands.iter_mut().enumerate() {
            let channel = first + offset;
            let is_lane = |end: &End| self.entries[end.entry].item.is_none();
            strand.root = match channel.cmp(&root_channel) {
                std::cmp::Ordering::Equal => root,
                std::cmp::Ordering::Less => {
                    strand.right.iter().position(is_lane).map_or(Root::Border, |place| Root::End(Side::Right, place))
                }
                std::cmp::Ordering::Greater => {
                    strand.left.iter().position(is_lane).map_or(Root::Border, |place| Root::End(Side::Left, place))
                }
            };
            strand.border = net.border.filter(|_| border_channel == Some(channel));
            strand.pull = net.pull.filter(|_| strand.border.is_some());
        }
        for (offset, strand) in strands.into_iter().enumerate() {
            self.channels[first + offset].push(strand);
        }
        self.lanes.push((first, lanes));
    }

    /// The neighbours of each entry through the channel at its left, and through the one at its right.
    pub(super) fn neighbours(&self) -> [Neighbours; 2] {
        let mut pairs: [Vec<(usize, Neighbour)>; 2] = [Vec::new(), Vec::new()];
        // What is left of a channel has the channel at its right.
        let through = |side: Side| usize::from(side == Side::Left);
        for strand in self.channels.iter().flatten() {
            let Some((root_side, root)) = strand.root_end() else { continue };
            for (side, ends) in [(Side::Left, &strand.left), (Side::Right, &strand.right)] {
                for (place, end) in ends.iter().enumerate() {
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
        pairs.map(|pairs| Neighbours::new(self.entries.len(), &pairs))
    }
}

/// The neighbours of all entries at one side.
#[derive(Debug, Clone, Default)]
pub(super) struct Neighbours {
    /// Where the neighbours of each entry begin.
    start: Vec<usize>,
    all: Vec<Neighbour>,
}

impl Neighbours {
    fn new(entries: usize, pairs: &[(usize, Neighbour)]) -> Self {
        let mut start = vec![0; entries + 1];
        for (entry, _) in pairs {
            start[entry + 1] += 1;
        }
        for entry in 0..entries {
            start[entry + 1] += start[entry];
        }
        let mut next = start.clone();
        let mut all = vec![Neighbour::default(); pairs.len()];
        for (entry, neighbour) in pairs {
            all[next[*entry]] = *neighbour;
            next[*entry] += 1;
        }
        Self { start, all }
    }

    /// The neighbours of an entry.
    pub(super) fn of(&self, entry: usize) -> &[Neighbour] {
        &self.all[self.start[entry]..self.start[entry + 1]]
    }
}
