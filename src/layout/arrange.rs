//! Lays one level out: columns, order, rows, channels; and says how each net runs.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

mod cost;
mod guess;
mod place;
mod plan;
mod trials;
mod way;

use super::channel::Channel;
use super::columns::Columns;
use super::graph::Rect;
use super::hubs::Comb;
use super::order::Ordering;
use super::problem::Problem;
use super::rows::Rows;
use super::wires::{self, Nets, Wire};

pub(super) use plan::{Plan, plans};
pub(super) use trials::{Arranged, MOST_JOINED, arrange};
pub(super) use way::straightened;

/// The most boxes and edges for which several sets of columns are tried.
const MOST_TRIED: usize = 150;

/// The memory that it takes to lay a level out: the same for one level after the other.
#[derive(Default)]
pub(super) struct Workspace {
    ordering: Ordering,
    rows: Rows,
    channel: Channel,
}

/// A level laid out. Its upper left corner is the origin.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrangement {
    /// Where the boxes stand.
    pub(super) items: Vec<Rect>,
    /// The column of each box.
    column: Vec<usize>,
    nets: Nets,
    wires: Vec<Wire>,
    wirings: Vec<Wiring>,
    /// The rows of all lanes, and where the lines of nets stand in their channels, in each.
    lanes: Vec<i32>,
    lines: Vec<Lines>,
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
#[derive(Debug, Clone, Copy, Default)]
struct Wiring {
    first_channel: usize,
    /// Where its lanes begin in the list of all, one between each two of its channels, and how many there are.
    first_lane: usize,
    lanes: usize,
    /// Where its lines begin in the list of all, one or two in each of its channels.
    first_line: usize,
    enter: i32,
    leave: i32,
}

impl Wiring {
    /// The place of its lane in the column that follows a channel.
    fn lane(&self, channel: usize) -> usize {
        self.first_lane + channel - self.first_channel
    }

    /// The place of its lines in a channel.
    fn line(&self, channel: usize) -> usize {
        self.first_line + channel - self.first_channel
    }
}

/// Where the lines of a net stand in a channel: that of the ends at the left, that of the others, and the row from the one
/// to the other where these differ.
#[derive(Debug, Clone, Copy, Default)]
struct Lines {
    left: i32,
    right: i32,
    bend: i32,
}

/// Lays a level without groups out in columns that are given.
pub(super) fn arrange_again(problem: &Problem, columns: &[usize], workspace: &mut Workspace) -> Arrangement {
    let plan = Plan::new(problem, columns.to_vec(), None);
    let mut arrangement = arrange_planned(problem, &plan, &|_, _| 0, i64::MAX, workspace).unwrap_or_default();
    arrangement.own_cost = arrangement.cost(problem);
    arrangement
}

/// Lays a level out by a plan, but not when it is soon seen to have many more than `most` crossings. `frame_row` gives the row of a group at which an edge leaves (`false`) or enters (`true`).
pub(super) fn arrange_planned(
    problem: &Problem,
    plan: &Plan,
    frame_row: &dyn Fn(usize, bool) -> i32,
    most: i64,
    workspace: &mut Workspace,
) -> Option<Arrangement> {
    let (nets, wires) = wires::nets(problem, &plan.column, &plan.sides, &plan.outer_rows, frame_row);
    let Workspace { ordering, rows, channel } = workspace;
    ordering.columns.fill(problem, &plan.column, &nets, &plan.outer_rows);
    if let Some(comb) = &plan.comb {
        interlock(&mut ordering.columns, &nets, comb);
    }
    let crossings = ordering.order(most)?;
    let columns = &ordering.columns;
    rows.find(columns, &ordering.neighbours, &problem.space);
    let row = &rows.row;
    let boxes = problem.items.len();
    let wirings = columns.lanes.iter().enumerate().map(|(net, lanes)| Wiring {
        first_channel: lanes.first_channel,
        first_lane: lanes.first - boxes,
        lanes: lanes.count,
        first_line: lanes.first - boxes + net,
        ..Wiring::default()
    });
    let mut arrangement = Arrangement {
        items: vec![Rect::default(); boxes],
        column: plan.column.clone(),
        wirings: wirings.collect(),
        lanes: row[boxes..].to_vec(),
        lines: vec![Lines::default(); row.len() - boxes + nets.all.len()],
        nets,
        wires,
        tops: Vec::new(),
        width: 0,
        height: 0,
        crossings,
        own_cost: 0,
    };
    arrangement.place_borders(columns, row);
    arrangement.place_columns(problem, columns, row, channel);
    arrangement.normalise(problem, columns, row);
    for (rect, [above, _]) in arrangement.items.iter_mut().zip(&plan.outer_rows) {
        rect.y += above;
    }
    Some(arrangement)
}

/// Begins with the lanes of some hubs above all boxes and those of the others below.
fn interlock(columns: &mut Columns, nets: &Nets, comb: &Comb) {
    let mut rank = vec![1; columns.entries.len()];
    for ((net, terminals), lanes) in nets.all.iter().zip(nets.terminals.iter()).zip(&columns.lanes) {
        let hub = net.root.map(|root| terminals[root].item).filter(|item| comb.hubs.contains(item));
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
