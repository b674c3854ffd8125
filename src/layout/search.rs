//! Routes found cell by cell, where lanes and channels do not help: between nodes that people have put somewhere.
//!
//! A* over cells and directions (Hart, Nilsson, Raphael 1968), with costs for length, bends and crossings, and less for
//! a run that related edges have already.

#![expect(clippy::indexing_slicing, reason = "indices are checked against the window they are made for")]

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::arrange::straightened;
use super::graph::{Direction, Drawing, Edge, Graph, Point, Rect};

/// The cost of a step along a row and along a column; a cell is twice as high as wide.
const STEP: [u32; 2] = [4, 8];
/// The cost of a step where a related edge runs already.
const SHARED: [u32; 2] = [2, 4];
/// The cost of a bend.
const BEND: u32 = 40;
/// The cost of a crossing.
const CROSSING: u32 = 24;
/// The cost of leaving or entering at another side than flows do.
const OTHER_SIDE: u32 = 60;
/// Cells around two nodes in which their route is looked for at first, and at last.
const REACH: [i32; 2] = [12, 60];
/// The most cells that are searched for one route.
const MOST_CELLS: i64 = 1_500_000;

/// Right, down, left, up.
const STEPS: [(i32, i32); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

/// The edges that run through a cell along one axis: the source and the target that all of them have.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run {
    source: Option<usize>,
    target: Option<usize>,
}

impl Run {
    fn allows(self, edge: Edge) -> bool {
        self.source == Some(edge.source) || self.target == Some(edge.target)
    }
}

/// How strictly a route keeps to the rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rules {
    /// All of them.
    All,
    /// It may run along others.
    Along,
    /// It may run through frames, too.
    Frames,
}

/// What stands in the way of routes, and the routes there are.
pub(super) struct Field<'a> {
    graph: &'a Graph,
    direction: Direction,
    nodes: Vec<Rect>,
    groups: Vec<Rect>,
    runs: HashMap<Point, [Option<Run>; 2]>,
}

/// The part of the field that a search looks at.
struct Window {
    area: Rect,
    /// Whether a cell may be run through along a row, and along a column.
    open: Vec<[bool; 2]>,
}

impl Window {
    fn index(&self, point: Point) -> Option<usize> {
        self.area
            .contains(point)
            .then(|| (point.y - self.area.y) as usize * self.area.width as usize + (point.x - self.area.x) as usize)
    }

    fn point(&self, index: usize) -> Point {
        let width = self.area.width as usize;
        Point { x: self.area.x + (index % width) as i32, y: self.area.y + (index / width) as i32 }
    }

    fn close(&mut self, rect: Rect, axes: [bool; 2]) {
        for y in rect.y.max(self.area.y)..rect.bottom().min(self.area.bottom()) {
            for x in rect.x.max(self.area.x)..rect.right().min(self.area.right()) {
                if let Some(index) = self.index(Point { x, y }) {
                    let open = &mut self.open[index];
                    *open = [open[0] && !axes[0], open[1] && !axes[1]];
                }
            }
        }
    }

    /// Closes the border of a frame but for rows through its sides and columns through its bottom, and through so much of
    /// its top as `title` leaves; without `title` all of the top is closed.
    fn close_border(&mut self, frame: Rect, title: Option<i32>) {
        let side = |x| Rect { x, y: frame.y, width: 1, height: frame.height };
        self.close(side(frame.x), [false, true]);
        self.close(side(frame.right() - 1), [false, true]);
        let closed = title.map_or(frame.width, |title| (title + 1).min(frame.width));
        self.close(Rect { height: 1, width: closed, ..frame }, [true, true]);
        self.close(Rect { height: 1, ..frame }, [true, false]);
        self.close(Rect { x: frame.right() - 1, height: 1, width: 1, ..frame }, [true, true]);
        self.close(Rect { y: frame.bottom() - 1, height: 1, ..frame }, [true, false]);
        self.close(Rect { x: frame.x, y: frame.bottom() - 1, width: 1, height: 1 }, [true, true]);
        self.close(Rect { x: frame.right() - 1, y: frame.bottom() - 1, width: 1, height: 1 }, [true, true]);
    }
}

impl<'a> Field<'a> {
    pub(super) fn new(graph: &'a Graph, drawing: &Drawing, direction: Direction) -> Self {
        Self { graph, direction, nodes: drawing.nodes.clone(), groups: drawing.groups.clone(), runs: HashMap::new() }
    }

    /// Adds the run of an edge.
    pub(super) fn add(&mut self, edge: Edge, points: &[Point]) {
        each_cell(points, |point, axis| {
            let run = &mut self.runs.entry(point).or_default()[axis];
            let own = Run { source: Some(edge.source), target: Some(edge.target) };
            *run = Some(run.map_or(own, |run| Run {
                source: run.source.filter(|source| *source == edge.source),
                target: run.target.filter(|target| *target == edge.target),
            }));
        });
    }

    /// Whether a route still breaks no rule.
    pub(super) fn fits(&self, edge: Edge, points: &[Point]) -> bool {
        let area = points.iter().map(|point| Rect { x: point.x, y: point.y, width: 1, height: 1 }).reduce(Rect::union);
        let Some(area) = area.filter(|area| i64::from(area.width) * i64::from(area.height) <= MOST_CELLS) else {
            return false;
        };
        let window = self.window(edge, area, Rules::All);
        let mut fits = true;
        each_cell(points, |point, axis| {
            let open = window.index(point).is_some_and(|index| window.open[index][axis]);
            fits &= open && self.run(point, axis).is_none_or(|run| run.allows(edge));
        });
        fits
    }

    fn run(&self, point: Point, axis: usize) -> Option<Run> {
        self.runs.get(&point).and_then(|runs| runs[axis])
    }

    fn window(&self, edge: Edge, area: Rect, rules: Rules) -> Window {
        let mut window = Window { area, open: vec![[true; 2]; (area.width.max(0) * area.height.max(0)) as usize] };
        let own = [self.graph.nodes[edge.source].group, self.graph.nodes[edge.target].group];
        for (group, frame) in self.groups.iter().enumerate().filter(|(_, frame)| frame.overlaps(area)) {
            if rules == Rules::Frames {
            } else if own.contains(&Some(group)) {
                let title = (self.direction == Direction::Down).then(|| i32::from(self.graph.groups[group]));
                window.close_border(*frame, title);
            } else {
                window.close(*frame, [true; 2]);
            }
        }
        for node in self.nodes.iter().filter(|node| node.overlaps(area)) {
            window.close(*node, [true; 2]);
        }
        window
    }

    /// The best route from one node to another; without any points where there is none at all.
    pub(super) fn find(&self, edge: Edge, source: Rect, target: Rect) -> Vec<Point> {
        for rules in [Rules::All, Rules::Along, Rules::Frames] {
            for reach in REACH {
                let around = source.union(target);
                let area = Rect {
                    x: around.x - reach,
                    y: around.y - reach,
                    width: around.width + 2 * reach,
                    height: around.height + 2 * reach,
                };
                if i64::from(area.width) * i64::from(area.height) > MOST_CELLS {
                    continue;
                }
                let window = self.window(edge, area, rules);
                if let Some(points) = self.search(edge, source, target, &window, rules) {
                    return straightened(&points);
                }
            }
        }
        Vec::new()
    }

    fn search(&self, edge: Edge, source: Rect, target: Rect, window: &Window, rules: Rules) -> Option<Vec<Point>> {
        let strict = rules == Rules::All;
        let allowed = |point: Point, axis: usize| {
            window.index(point).is_some_and(|index| window.open[index][axis])
                && (!strict || self.run(point, axis).is_none_or(|run| run.allows(edge)))
        };
        let ends = ports(target).map(|(point, direction)| (point, (direction + 2) % 4));
        // Most routes that do not exist fail at the very ends.
        if !ends.iter().any(|(point, direction)| allowed(*point, direction % 2)) {
            return None;
        }
        let mut cost = vec![u32::MAX; window.open.len() * 4];
        let mut from = vec![u32::MAX; window.open.len() * 4];
        let mut open = BinaryHeap::new();
        let left = |point: Point| {
            let nearest =
                ends.iter().map(|(end, _)| point.x.abs_diff(end.x) * SHARED[0] + point.y.abs_diff(end.y) * SHARED[1]);
            nearest.min().unwrap_or(0)
        };
        for (point, direction) in ports(source) {
            let Some(index) = window.index(point).filter(|_| allowed(point, direction % 2)) else { continue };
            let spent = if direction == 0 { 0 } else { OTHER_SIDE };
            let state = index * 4 + direction;
            cost[state] = spent;
            open.push(Reverse((spent + left(point), state, spent)));
        }
        let mut best: Option<(u32, usize)> = None;
        while let Some(Reverse((guess, state, spent))) = open.pop() {
            if best.is_some_and(|(least, _)| guess >= least) {
                break;
            }
            if spent > cost[state] {
                continue;
            }
            let (point, direction) = (window.point(state / 4), state % 4);
            if let Some((_, side)) =
                ends.iter().find(|(end, side)| *end == point && (*side == direction || rules != Rules::All))
            {
                let total = spent + if *side == 0 { 0 } else { OTHER_SIDE };
                if best.is_none_or(|(least, _)| total < least) {
                    best = Some((total, state));
                }
            }
            for (next_direction, (dx, dy)) in STEPS.iter().enumerate() {
                let turns = next_direction != direction;
                let next_axis = next_direction % 2;
                // The first step leads straight away from the source; no step leads back.
                let first = from[state] == u32::MAX;
                if (next_direction + 2) % 4 == direction || (turns && (first && strict || !allowed(point, next_axis))) {
                    continue;
                }
                let next = Point { x: point.x + dx, y: point.y + dy };
                if !allowed(next, next_axis) {
                    continue;
                }
                let Some(index) = window.index(next) else { continue };
                let shared = self.run(next, next_axis).is_some_and(|run| run.allows(edge));
                let crossed = !shared && self.run(next, 1 - next_axis).is_some_and(|run| !run.allows(edge));
                let mut total = spent + if shared { SHARED[next_axis] } else { STEP[next_axis] };
                total += if turns { BEND } else { 0 } + if crossed { CROSSING } else { 0 };
                let next_state = index * 4 + next_direction;
                if total < cost[next_state] {
                    cost[next_state] = total;
                    from[next_state] = state as u32;
                    open.push(Reverse((total + left(next), next_state, total)));
                }
            }
        }
        let mut state = best?.1;
        let mut points = vec![window.point(state / 4)];
        while from[state] != u32::MAX {
            state = from[state] as usize;
            points.push(window.point(state / 4));
        }
        points.reverse();
        Some(points)
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

/// Visits the cells of a route with the axes along which it runs through them: 0 along a row, 1 along a column.
fn each_cell(points: &[Point], mut visit: impl FnMut(Point, usize)) {
    if let [only] = points {
        visit(*only, 0);
    }
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        let axis = usize::from(from.x == to.x);
        for x in from.x.min(to.x)..=from.x.max(to.x) {
            for y in from.y.min(to.y)..=from.y.max(to.y) {
                visit(Point { x, y }, axis);
            }
        }
    }
}
