//! Which sides of boxes edges use once the columns are known, and the nets that follow.
//!
//! An edge leaves the side that faces its other end. At the left of a node edges enter in its middle row, at the right
//! they leave there; those that lead back leave below a node to the left and enter above it from the right.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::hubs::Comb;
use super::lists::Lists;
use super::problem::{End, Net, Problem, Side, Terminal};

/// How an edge of a level is wired.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wire {
    pub(super) net: usize,
    /// The terminals at its source and target; none at the border.
    pub(super) source: Option<usize>,
    pub(super) target: Option<usize>,
}

/// The nets of a level.
#[derive(Debug, Clone, Default)]
pub(super) struct Nets {
    pub(super) all: Vec<Net>,
    /// Where each meets boxes.
    pub(super) terminals: Lists<Terminal>,
}

/// The sides at which each edge leaves its source and enters its target.
pub(super) fn sides(problem: &Problem, column: &[usize], comb: Option<&Comb>) -> Vec<[Side; 2]> {
    problem
        .ties
        .iter()
        .map(|tie| match (tie.source, tie.target) {
            (End::Border(side), _) | (_, End::Border(side)) => [side, side],
            (End::Item(source), End::Item(target)) => {
                comb.and_then(|comb| comb.sides(column, tie)).unwrap_or_else(|| {
                    match column[source].cmp(&column[target]) {
                        std::cmp::Ordering::Less => [Side::Right, Side::Left],
                        std::cmp::Ordering::Equal => [Side::Right, Side::Right],
                        std::cmp::Ordering::Greater => [Side::Left, Side::Right],
                    }
                })
            }
        })
        .collect()
}

/// The rows above and below each node that edges which lead back need.
pub(super) fn outer_rows(problem: &Problem, sides: &[[Side; 2]]) -> Vec<[i32; 2]> {
    let mut rows = vec![[0, 0]; problem.items.len()];
    for (tie, [out, into]) in problem.ties.iter().zip(sides) {
        if let (Some(item), Side::Left) = (tie.source.item().filter(|item| problem.items[*item].node), out) {
            rows[item][1] = 1;
        }
        if let (Some(item), Side::Right) = (tie.target.item().filter(|item| problem.items[*item].node), into) {
            rows[item][0] = 1;
        }
    }
    rows
}

/// The nets of a level and how its edges use them. `frame_row` gives the row of a group at which an edge, by its number,
/// leaves (`false`) or enters (`true`) it.
pub(super) fn nets(
    problem: &Problem,
    column: &[usize],
    sides: &[[Side; 2]],
    outer_rows: &[[i32; 2]],
    frame_row: &dyn Fn(usize, bool) -> i32,
) -> (Nets, Vec<Wire>) {
    let mut nets: Vec<Net> = Vec::with_capacity(problem.ties.len());
    // The terminals with their nets, and how many each net has.
    let mut found: Vec<(usize, Terminal)> = Vec::with_capacity(2 * problem.ties.len());
    let mut counts: Vec<usize> = Vec::with_capacity(problem.ties.len());
    let last = column.iter().copied().max().unwrap_or(0);
    // Nothing goes through these maps in the order of their keys.
    let count = problem.ties.len();
    let mut numbers: HashMap<(usize, Side, Option<usize>), usize, FixedState> =
        HashMap::with_capacity_and_hasher(count, FixedState::default());
    let mut places: HashMap<(usize, usize, Side, i32), (usize, usize), FixedState> =
        HashMap::with_capacity_and_hasher(2 * count, FixedState::default());
    let wires = problem
        .ties
        .iter()
        .zip(sides)
        .enumerate()
        .map(|(index, (tie, [out, into]))| {
            let root_side = if tie.by_source { *out } else { *into };
            // What comes through the border to a box beside it comes straight; only what lies deeper shares a run.
            let beside = |end: End, side: Side| {
                end.item().filter(|item| column[*item] == if side == Side::Left { 0 } else { last })
            };
            let alone = match (tie.by_source, tie.source, tie.target) {
                (true, End::Border(side), end) | (false, end, End::Border(side)) => beside(end, side),
                _ => None,
            };
            let net = *numbers.entry((tie.net, root_side, alone)).or_insert_with(|| {
                let node = tie.nodes[usize::from(!tie.by_source)];
                nets.push(Net { number: tie.net, node, ..Net::default() });
                counts.push(0);
                nets.len() - 1
            });
            let mut add = |end: End, side: Side, entering: bool, room: i32| -> Option<usize> {
                let End::Item(item) = end else {
                    let Net { border, .. } = &mut nets[net];
                    *border = Some((side, border.map_or(1, |(_, weight)| weight + 1)));
                    nets[net].pull = nets[net].pull.or(tie.pull.map(i64::from));
                    return None;
                };
                let [above, _] = outer_rows[item];
                let size = problem.items[item];
                let outside = size.node && entering == (side == Side::Right);
                let row = match (size.node, outside, entering) {
                    (false, ..) => frame_row(index, entering),
                    (true, false, _) => above + size.height / 2,
                    (true, true, true) => 0,
                    (true, true, false) => above + size.height,
                };
                let (known, place) = *places.entry((net, item, side, row)).or_insert_with(|| {
                    found.push((net, Terminal { item, side, row, outside, room: 0, weight: 0 }));
                    counts[net] += 1;
                    (found.len() - 1, counts[net] - 1)
                });
                let (_, terminal) = &mut found[known];
                terminal.room = terminal.room.max(room);
                terminal.weight += 1;
                Some(place)
            };
            let source = add(tie.source, *out, false, tie.room[0]);
            let target = add(tie.target, *into, true, tie.room[1]);
            nets[net].root = if tie.by_source { source } else { target };
            Wire { net, source, target }
        })
        .collect();
    let terminals = Lists::new(nets.len(), found.iter().copied());
    (Nets { all: nets, terminals }, wires)
}
