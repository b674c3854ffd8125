//! Lays one level out: columns, order, rows, channels; and says how each net runs.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod cost;
mod guess;
mod place;
mod plan;
mod trials;
mod way;

use super::columns::Columns;
use super::graph::Rect;
use super::hubs::Comb;
use super::problem::{Net, Problem};
use super::wires::{self, Wire};
use super::{order, rows};

pub(super) use plan::{Plan, plans};
pub(super) use trials::{Arranged, MOST_JOINED, arrange};
pub(super) use way::straightened;

/// The most boxes and edges for which several sets of columns are tried.
const MOST_TRIED: usize = 150;

/// A level laid out. Its upper left corner is the origin.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrangement {
    /// Where the boxes stand.
    pub(super) items: Vec<Rect>,
    /// The column of each box.
    column: Vec<usize>,
    nets: Vec<Net>,
    wires: Vec<Wire>,
    wirings: Vec<Wiring>,
    /// The first row of each box, with what edges need above it.
    tops: Vec<i32>,
    pub(super) width: i32,
    pub(super) height: i32,
    /// The crossings that the order left.
    crossings: i64,
    /// What it costs by itself.
    pub(super) own_cost: i64,
}

/// How a net runs.
#[derive(Debug, Clone, Default)]
struct Wiring {
    first_channel: usize,
    /// In each of its channels, where its lines stand.
    lines: Vec<Lines>,
    /// The rows of its lanes, one between each two of its channels.
    lanes: Vec<i32>,
    enter: i32,
    leave: i32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Lines {
    left: i32,
    right: i32,
    bend: i32,
}

/// Lays a level without groups out in columns that are given.
pub(super) fn arrange_again(problem: &Problem, columns: &[usize]) -> Arrangement {
    let plan = Plan::new(problem, columns.to_vec(), None);
    let mut arrangement = arrange_planned(problem, &plan, &|_, _| 0, i64::MAX).unwrap_or_default();
    arrangement.own_cost = arrangement.cost(problem);
    arrangement
}

/// Lays a level out by a plan, but not when it is soon seen to have many more than `most` crossings. `frame_row` gives the row of a group at which an edge leaves (`false`) or enters (`true`).
pub(super) fn arrange_planned(
    problem: &Problem,
    plan: &Plan,
    frame_row: &dyn Fn(usize, bool) -> i32,
    most: i64,
) -> Option<Arrangement> {
    let (nets, wires) = wires::nets(problem, &plan.column, &plan.sides, &plan.outer_rows, frame_row);
    let mut columns = Columns::new(problem, &plan.column, &nets, &plan.outer_rows);
    if let Some(comb) = &plan.comb {
        interlock(&mut columns, &nets, comb);
    }
    let neighbours = columns.neighbours();
    let crossings = order::order(&mut columns, &neighbours, most)?;
    let row = rows::rows(&columns, &neighbours, &problem.space);
    let mut arrangement = Arrangement {
        items: vec![Rect::default(); problem.items.len()],
        column: plan.column.clone(),
        nets,
        wires,
        wirings: columns
            .lanes
            .iter()
            .map(|lanes| Wiring {
                first_channel: lanes.first_channel,
                lines: vec![Lines::default(); lanes.count + 1],
                lanes: row[lanes.entries()].to_vec(),
                ..Wiring::default()
            })
            .collect(),
        tops: Vec::new(),
        width: 0,
        height: 0,
        crossings,
        own_cost: 0,
    };
    arrangement.place_borders(&columns, &row);
    arrangement.place_columns(problem, &columns, &row);
    arrangement.normalise(problem, &columns, &row);
    for (rect, [above, _]) in arrangement.items.iter_mut().zip(&plan.outer_rows) {
        rect.y += above;
    }
    Some(arrangement)
}

/// Begins with the lanes of some hubs above all boxes and those of the others below.
fn interlock(columns: &mut Columns, nets: &[Net], comb: &Comb) {
    let mut rank = vec![1; columns.entries.len()];
    for (net, lanes) in nets.iter().zip(&columns.lanes) {
        let hub = net.root.map(|root| net.terminals[root].item).filter(|item| comb.hubs.contains(item));
        let odd = hub.and_then(|_| comb.odd.get(&net.number));
        if let (Some(hub), Some(_)) = (hub.filter(|_| lanes.count > 0), odd) {
            columns.entries[hub].heads_trunks = true;
        }
        for lane in lanes.entries() {
            rank[lane] = odd.map_or(1, |odd| if *odd { 2 } else { 0 });
            columns.entries[lane].joins_trunks = odd.is_some();
        }
    }
    for column in 0..columns.order.len() {
        columns.order.list_mut(column).sort_by_key(|entry| rank[*entry]);
    }
}

impl Arrangement {
    /// The column of each box.
    pub(super) fn columns(&self) -> &[usize] {
        &self.column
    }

    /// Whether its order left crossings.
    pub(super) fn is_crossed(&self) -> bool {
        self.crossings > 0
    }
}
