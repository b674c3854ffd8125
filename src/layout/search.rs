//! Routes found cell by cell, where lanes and channels do not help: between nodes that people have put somewhere, and where
//! an edit must not move anything.
//!
//! A* over cells and directions (Hart, Nilsson, Raphael 1968), with costs for length, bends and crossings, and less for
//! a run that related edges have already.

#![expect(clippy::indexing_slicing, reason = "indices are made for the lists they are used with")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::arrange::straightened;
use super::field::{Crossed, Field, Rules, TILE_CELLS, Tiles};
use super::graph::{Edge, Point, Rect};

/// The cost of a step along a row and along a column; a cell is twice as high as wide.
const STEP: [u32; 2] = [4, 8];
/// The cost of a step where a related edge runs already.
const SHARED: [u32; 2] = [2, 4];
/// The cost of a bend.
const BEND: u32 = 40;
/// The cost of crossing an edge, and of crossing several that run together.
const CROSSING: u32 = 24;
const TRUNK: u32 = 60;
/// The cost of what lies between two nodes beyond which the search makes straight for its end, and how much more.
const FAR: u32 = 1_500;
/// The cost of leaving or entering at another side than flows do.
const OTHER_SIDE: u32 = 60;
/// Cells around two nodes in which their route is looked for at first, and at last.
const REACH: [i32; 2] = [12, 60];
/// The most cells in which one route is looked for, and the most states that are looked at.
const MOST_CELLS: i64 = 4_000_000;
const MOST_STATES: usize = 250_000;

/// Right, down, left, up.
const STEPS: [(i32, i32); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];
/// Where a way begins.
const NOWHERE: u8 = 4;

/// The best route of an edge that breaks few rules where none keeps to all of them; without any points where there is none
/// at all.
pub(super) fn find_somehow(field: &mut Field, edge: Edge, source: Rect, target: Rect) -> Vec<Point> {
    let by = [Rules::Along, Rules::Frames].into_iter();
    by.map(|rules| find_by(field, edge, source, target, rules)).find(|points| !points.is_empty()).unwrap_or_default()
}

/// The best route that keeps to all rules; without any points where there is none.
pub(super) fn find(field: &mut Field, edge: Edge, source: Rect, target: Rect) -> Vec<Point> {
    find_by(field, edge, source, target, Rules::All)
}

/// The best route that keeps to the rules.
fn find_by(field: &mut Field, edge: Edge, source: Rect, target: Rect, rules: Rules) -> Vec<Point> {
    for reach in REACH {
        let around = source.union(target);
        let area = Rect {
            x: around.x - reach,
            y: around.y - reach,
            width: around.width + 2 * reach,
            height: around.height + 2 * reach,
        };
        if i64::from(area.width) * i64::from(area.height) <= MOST_CELLS {
            let (from, to) = (source.centre(), target.centre());
            let far = from.x.abs_diff(to.x) * STEP[0] + from.y.abs_diff(to.y) * STEP[1] > FAR;
            let (visits, open) = (Tiles::default(), BinaryHeap::new());
            let mut search = Search { edge, target, area, rules, far, visits, open };
            if let Some(points) = search.run(field, source) {
                return straightened(&points);
            }
        }
    }
    Vec::new()
}

/// What is known of the states in a tile: what it cost to get there, and the direction of the state before.
struct Visits {
    cost: Vec<u32>,
    from: Vec<u8>,
}

/// A cell and the direction in which it was entered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    point: Point,
    direction: usize,
}

struct Search {
    edge: Edge,
    target: Rect,
    area: Rect,
    rules: Rules,
    /// Whether a good way will do, found sooner than the best.
    far: bool,
    visits: Tiles<Visits>,
    /// What is to be looked at: the whole cost by a guess, the cost up to there, and where.
    open: BinaryHeap<Reverse<(u32, u32, State)>>,
}

impl Search {
    fn visit(&mut self, state: State) -> (&mut u32, &mut u8) {
        let count = 4 * TILE_CELLS;
        let make = |_| Visits { cost: vec![u32::MAX; count], from: vec![NOWHERE; count] };
        let (page, place) = self.visits.at(state.point, make);
        let place = place * 4 + state.direction;
        (&mut page.cost[place], &mut page.from[place])
    }

    /// Opens a state when it costs less than is known.
    fn reach(&mut self, state: State, spent: u32, from: u8) {
        let (cost, before) = self.visit(state);
        if spent < *cost {
            (*cost, *before) = (spent, from);
            let left = |end: Point| state.point.x.abs_diff(end.x) * STEP[0] + state.point.y.abs_diff(end.y) * STEP[1];
            let guess = ports(self.target).iter().map(|(end, _)| left(*end)).min().unwrap_or(0);
            let guess = if self.far { guess * 2 } else { guess };
            self.open.push(Reverse((spent.saturating_add(guess), spent, state)));
        }
    }

    fn run(&mut self, field: &mut Field, source: Rect) -> Option<Vec<Point>> {
        let ends = ports(self.target).map(|(point, direction)| (point, (direction + 2) % 4));
        // Most routes that do not exist fail at the very ends.
        if !ends.iter().any(|(point, direction)| field.allows(self.edge, *point, direction % 2, self.rules)) {
            return None;
        }
        for (point, direction) in ports(source) {
            if self.area.contains(point) && field.allows(self.edge, point, direction % 2, self.rules) {
                self.reach(State { point, direction }, if direction == 0 { 0 } else { OTHER_SIDE }, NOWHERE);
            }
        }
        let mut best: Option<(u32, State)> = None;
        let mut seen = 0;
        while let Some(Reverse((guess, spent, state))) = self.open.pop() {
            seen += 1;
            if best.is_some_and(|(least, _)| guess >= least) || seen > MOST_STATES {
                break;
            }
            if spent > *self.visit(state).0 {
                continue;
            }
            // Who has but one cell between the two has it alone: nothing may cross there.
            let single = *self.visit(state).1 == NOWHERE;
            let alone = !single || field.allows(self.edge, state.point, 1 - state.direction % 2, self.rules);
            let arrives = |side: usize| alone && (side == state.direction || self.rules != Rules::All);
            if let Some((_, side)) = ends.iter().find(|(end, side)| *end == state.point && arrives(*side)) {
                let total = spent + if *side == 0 { 0 } else { OTHER_SIDE };
                if best.is_none_or(|(least, _)| total < least) {
                    best = Some((total, state));
                }
            }
            self.step(field, state, spent);
        }
        Some(self.way(best?.1))
    }

    fn step(&mut self, field: &mut Field, state: State, spent: u32) {
        let State { point, direction } = state;
        let first = *self.visit(state).1 == NOWHERE;
        for (next_direction, (dx, dy)) in STEPS.iter().enumerate() {
            let turns = next_direction != direction;
            let axis = next_direction % 2;
            // The first step leads straight away from the source; no step leads back.
            if (next_direction + 2) % 4 == direction
                || (turns && first && self.rules == Rules::All)
                || (turns && !field.allows(self.edge, point, axis, self.rules))
            {
                continue;
            }
            let next = Point { x: point.x + dx, y: point.y + dy };
            if !self.area.contains(next) || !field.allows(self.edge, next, axis, self.rules) {
                continue;
            }
            let (shared, crossed) = field.meets(self.edge, next, axis);
            let step = if shared { SHARED[axis] } else { STEP[axis] };
            let total = spent
                + step
                + if turns { BEND } else { 0 }
                + match crossed {
                    Crossed::Nothing => 0,
                    Crossed::Edge => CROSSING,
                    Crossed::Trunk => TRUNK,
                };
            self.reach(State { point: next, direction: next_direction }, total, direction as u8);
        }
    }

    /// The way to a state, from its beginning.
    fn way(&mut self, mut state: State) -> Vec<Point> {
        let mut points = vec![state.point];
        loop {
            let from = *self.visit(state).1;
            if from == NOWHERE {
                break;
            }
            let (dx, dy) = STEPS[state.direction];
            state =
                State { point: Point { x: state.point.x - dx, y: state.point.y - dy }, direction: usize::from(from) };
            points.push(state.point);
        }
        points.reverse();
        points
    }
}

/// The cells in the middle of the four sides of a node, with the direction away from it.
fn ports(rect: Rect) -> [(Point, usize); 4] {
    let (x, y) = (rect.x + rect.width / 2, rect.y + rect.height / 2);
    [
        (Point { x: rect.right(), y }, 0),
        (Point { x, y: rect.bottom() }, 1),
        (Point { x: rect.x - 1, y }, 2),
        (Point { x, y: rect.y - 1 }, 3),
    ]
}
