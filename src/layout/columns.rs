//! The columns of a level: boxes, and lanes where a net passes a column, with what joins them in each channel.
//!
//! Channel `n` lies left of column `n`; the last channel lies right of the last column. A net leaves a box into the
//! channel at its right and enters one from the channel at its left, so an edge that leads back, or stays in its column,
//! runs through lanes like any other.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::problem::Problem;

/// A box or a lane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// The box; a lane has none.
    pub(super) item: Option<usize>,
    pub(super) height: i32,
}

/// An end of a net in a channel.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) entry: usize,
    /// The row, from the top of the entry.
    pub(super) row: i32,
    pub(super) room: i32,
}

/// A net in a channel.
#[derive(Debug, Clone, Default)]
pub(super) struct Strand {
    pub(super) net: usize,
    pub(super) left: Vec<End>,
    pub(super) right: Vec<End>,
    /// Whether it comes in from the left border here.
    pub(super) enters: bool,
    /// Whether it goes out to the right border here.
    pub(super) leaves: bool,
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
}

/// A neighbour of an entry: rows are counted from the tops of the two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Neighbour {
    pub(super) entry: usize,
    pub(super) own_row: i32,
    pub(super) row: i32,
}

impl Columns {
    pub(super) fn new(problem: &Problem, column: &[usize]) -> Self {
        let count = column.iter().copied().max().map_or(0, |last| last + 1);
        let mut columns = Self {
            entries: problem
                .items
                .iter()
                .enumerate()
                .map(|(item, size)| Entry { item: Some(item), height: size.height })
                .collect(),
            order: vec![Vec::new(); count],
            channels: vec![Vec::new(); count + 1],
            lanes: Vec::new(),
        };
        for (item, column) in column.iter().enumerate() {
            columns.order[*column].push(item);
        }
        for (index, net) in problem.nets.iter().enumerate() {
            let borders = net.enters.then_some(0).into_iter().chain(net.leaves.then_some(count));
            let sources = net.sources.iter().map(|terminal| column[terminal.item] + 1);
            let targets = net.targets.iter().map(|terminal| column[terminal.item]);
            let (first, last) = sources
                .chain(targets)
                .chain(borders)
                .fold((usize::MAX, 0), |(first, last), channel| (first.min(channel), last.max(channel)));
            if first > last {
                columns.lanes.push((0, Vec::new()));
                continue;
            }
            let mut strands: Vec<Strand> = (first..=last).map(|_| Strand { net: index, ..Strand::default() }).collect();
            for terminal in &net.sources {
                let end = End { entry: terminal.item, row: terminal.row, room: terminal.room };
                strands[column[terminal.item] + 1 - first].left.push(end);
            }
            for terminal in &net.targets {
                let end = End { entry: terminal.item, row: terminal.row, room: terminal.room };
                strands[column[terminal.item] - first].right.push(end);
            }
            let mut lanes = Vec::new();
            for column in first..last {
                let entry = columns.entries.len();
                columns.entries.push(Entry { item: None, height: 1 });
                columns.order[column].push(entry);
                lanes.push(entry);
                let end = End { entry, row: 0, room: 0 };
                strands[column - first].right.push(end);
                strands[column + 1 - first].left.push(end);
            }
            strands[0].enters = net.enters;
            if let Some(strand) = strands.last_mut() {
                strand.leaves = net.leaves;
            }
            for (offset, strand) in strands.into_iter().enumerate() {
                columns.channels[first + offset].push(strand);
            }
            columns.lanes.push((first, lanes));
        }
        columns
    }

    /// The neighbours of each entry through the channel at its left, and through the one at its right. A net that turns
    /// back in a channel joins its boxes there to its lane.
    pub(super) fn neighbours(&self) -> [Vec<Vec<Neighbour>>; 2] {
        let mut sides = [vec![Vec::new(); self.entries.len()], vec![Vec::new(); self.entries.len()]];
        for strand in self.channels.iter().flatten() {
            for (side, own, other) in [(1, &strand.left, &strand.right), (0, &strand.right, &strand.left)] {
                let lane = own.iter().find(|end| self.entries[end.entry].item.is_none());
                for end in own {
                    let list = &mut sides[side][end.entry];
                    let mut join = |to: &End| list.push(Neighbour { entry: to.entry, own_row: end.row, row: to.row });
                    match (other.is_empty(), lane) {
                        (false, _) => other.iter().for_each(&mut join),
                        (true, Some(lane)) if lane.entry != end.entry => join(lane),
                        (true, Some(_)) => own.iter().filter(|to| to.entry != end.entry).for_each(&mut join),
                        (true, None) => {}
                    }
                }
            }
        }
        sides
    }
}
