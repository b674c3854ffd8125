//! What stands where on the plane, cell by cell, as far as somebody asks: what routes that are searched for must heed.

#![expect(clippy::indexing_slicing, reason = "indices are made for the lists they are used with")]

use std::collections::HashMap;

use super::graph::{Direction, Drawing, Edge, Graph, Point, Rect};

/// The side of a tile.
const SIDE: i32 = 32;
/// The cells of a tile.
pub(super) const TILE_CELLS: usize = (SIDE * SIDE) as usize;

/// Squares of the plane that come into being when they are asked for.
pub(super) struct Tiles<T> {
    places: HashMap<(i32, i32), usize>,
    pages: Vec<T>,
    last: Option<((i32, i32), usize)>,
}

impl<T> Default for Tiles<T> {
    fn default() -> Self {
        Self { places: HashMap::new(), pages: Vec::new(), last: None }
    }
}

impl<T> Tiles<T> {
    /// The tile of a cell, and the place of the cell in it.
    fn place(point: Point) -> ((i32, i32), usize) {
        let tile = (point.x.div_euclid(SIDE), point.y.div_euclid(SIDE));
        (tile, (point.y.rem_euclid(SIDE) * SIDE + point.x.rem_euclid(SIDE)) as usize)
    }

    /// The page of a cell, made where there is none, and the place of the cell in it.
    pub(super) fn at(&mut self, point: Point, make: impl FnOnce((i32, i32)) -> T) -> (&mut T, usize) {
        let (tile, place) = Self::place(point);
        let page = match self.last {
            Some((last, page)) if last == tile => page,
            _ => {
                let pages = &mut self.pages;
                let page = *self.places.entry(tile).or_insert_with(|| {
                    pages.push(make(tile));
                    pages.len() - 1
                });
                self.last = Some((tile, page));
                page
            }
        };
        (&mut self.pages[page], place)
    }

    /// The page of a cell where there is one.
    fn known(&mut self, point: Point) -> Option<(&mut T, usize)> {
        let (tile, place) = Self::place(point);
        let page = *self.places.get(&tile)?;
        Some((&mut self.pages[page], place))
    }
}

/// No node, no group.
const NOBODY: u32 = u32::MAX;
/// Nodes that differ.
const SEVERAL: u32 = u32::MAX - 1;

/// The edges that run through a cell along one axis: the source and the target that all of them have.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run {
    source: u32,
    target: u32,
}

const FREE: Run = Run { source: NOBODY, target: NOBODY };

impl Run {
    fn of(edge: Edge) -> Self {
        Self { source: edge.source as u32, target: edge.target as u32 }
    }

    fn is_free(self) -> bool {
        self.source == NOBODY
    }

    fn allows(self, edge: Edge) -> bool {
        self.is_free() || self.source == edge.source as u32 || self.target == edge.target as u32
    }

    fn with(self, other: Self) -> Self {
        if self.is_free() {
            return other;
        }
        let common = |one: u32, other: u32| if one == other { one } else { SEVERAL };
        Self { source: common(self.source, other.source), target: common(self.target, other.target) }
    }
}

/// A cell may not be run through at all.
const WALL: u8 = 1;
/// It may not be run through along its row, or along its column, by edges that may enter its frame.
const CLOSED: [u8; 2] = [2, 4];

#[derive(Clone, Copy)]
struct Cell {
    flags: u8,
    group: u32,
    runs: [Run; 2],
}

const BLANK: Cell = Cell { flags: 0, group: NOBODY, runs: [FREE; 2] };

/// Where edges run along a row or a column: the row or column, the two ends, and whose they are.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stretch {
    line: i32,
    from: i32,
    to: i32,
    run: Run,
}

/// What an edge crosses in a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Crossed {
    Nothing,
    Edge,
    /// Several edges at once.
    Trunk,
}

/// How strictly a route keeps to the rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rules {
    /// All of them.
    All,
    /// It may run along others.
    Along,
    /// It may run through frames, too.
    Frames,
}

/// What is drawn somewhere.
#[derive(Clone, Copy)]
enum Thing {
    Wall(Rect),
    Frame(usize, Rect),
}

/// What stands in the way of routes, and the routes there are.
pub(super) struct Field<'a> {
    graph: &'a Graph,
    direction: Direction,
    /// Whether frames are passed only where flows pass them; otherwise edges may pass other sides, too.
    usual_sides: bool,
    things: HashMap<(i32, i32), Vec<Thing>>,
    stretches: [Vec<Stretch>; 2],
    tiles: Tiles<Vec<Cell>>,
}

impl<'a> Field<'a> {
    /// A field with the nodes and frames of a drawing, without its edges.
    pub(super) fn new(graph: &'a Graph, drawing: &Drawing, direction: Direction, usual_sides: bool) -> Self {
        let stretches = [Vec::new(), Vec::new()];
        let tiles = Tiles::default();
        let mut field = Self { graph, direction, usual_sides, things: HashMap::new(), stretches, tiles };
        for (group, rect) in drawing.groups.iter().enumerate().filter(|(_, rect)| rect.width > 0) {
            field.put(*rect, Thing::Frame(group, *rect));
        }
        drawing.nodes.iter().for_each(|rect| field.put(*rect, Thing::Wall(*rect)));
        field
    }

    /// Adds what no edge may run through. Only before anything is asked of the field.
    pub(super) fn add_wall(&mut self, rect: Rect) {
        self.put(rect, Thing::Wall(rect));
    }

    fn put(&mut self, rect: Rect, thing: Thing) {
        for x in rect.x.div_euclid(SIDE)..=(rect.right() - 1).div_euclid(SIDE) {
            for y in rect.y.div_euclid(SIDE)..=(rect.bottom() - 1).div_euclid(SIDE) {
                self.things.entry((x, y)).or_default().push(thing);
            }
        }
    }

    /// Adds the routes of many edges at once. Only before anything is asked of the field.
    pub(super) fn add_all<'b>(&mut self, routes: impl Iterator<Item = (Edge, &'b [Point])>) {
        for (edge, points) in routes {
            each_stretch(points, |axis, line, from, to| {
                self.stretches[axis].push(Stretch { line, from, to, run: Run::of(edge) });
            });
        }
        for stretches in &mut self.stretches {
            stretches.sort_unstable_by_key(|stretch| (stretch.line, stretch.from, stretch.to, stretch.run.source));
            // What runs along the same cells is one; where not all of it has an end in common, it stays apart.
            stretches.dedup_by(|next, kept| {
                let common = kept.run.with(next.run);
                let joins = next.line == kept.line
                    && next.from <= kept.to
                    && (common.source != SEVERAL || common.target != SEVERAL);
                if joins {
                    (kept.to, kept.run) = (kept.to.max(next.to), common);
                }
                joins
            });
        }
    }

    /// Adds the route of an edge.
    pub(super) fn add(&mut self, edge: Edge, points: &[Point]) {
        let run = Run::of(edge);
        each_cell(points, |point, axis| {
            if let Some((cells, place)) = self.tiles.known(point) {
                cells[place].runs[axis] = cells[place].runs[axis].with(run);
            }
        });
        each_stretch(points, |axis, line, from, to| {
            let stretches = &mut self.stretches[axis];
            let place = stretches.partition_point(|other| (other.line, other.from) < (line, from));
            stretches.insert(place, Stretch { line, from, to, run });
        });
    }

    /// Whether a route still breaks no rule.
    pub(super) fn fits(&mut self, edge: Edge, points: &[Point]) -> bool {
        let mut fits = true;
        each_cell(points, |point, axis| fits = fits && self.allows(edge, point, axis, Rules::All));
        fits
    }

    fn cell(&mut self, point: Point) -> Cell {
        let (things, stretches, graph) = (&self.things, &self.stretches, self.graph);
        let (direction, usual_sides) = (self.direction, self.usual_sides);
        let (cells, place) = self.tiles.at(point, |tile| {
            let area = Rect { x: tile.0 * SIDE, y: tile.1 * SIDE, width: SIDE, height: SIDE };
            let mut page = Page { area, cells: vec![BLANK; TILE_CELLS] };
            for thing in things.get(&tile).into_iter().flatten() {
                match thing {
                    Thing::Wall(rect) => page.mark(*rect, |cell| cell.flags |= WALL),
                    Thing::Frame(group, rect) => {
                        page.mark(*rect, |cell| cell.group = *group as u32);
                        page.border(*rect, i32::from(graph.groups[*group]), direction, usual_sides);
                    }
                }
            }
            page.run(stretches);
            page.cells
        });
        cells[place]
    }

    /// Whether an edge may run through a cell along an axis.
    pub(super) fn allows(&mut self, edge: Edge, point: Point, axis: usize, rules: Rules) -> bool {
        let cell = self.cell(point);
        if cell.flags & WALL != 0 {
            return false;
        }
        if rules != Rules::Frames && cell.group != NOBODY {
            let own = [edge.source, edge.target].map(|node| self.graph.nodes[node].group);
            if cell.flags & CLOSED[axis] != 0 || !own.contains(&Some(cell.group as usize)) {
                return false;
            }
        }
        rules != Rules::All || cell.runs[axis].allows(edge)
    }

    /// Whether an edge meets a related edge in a cell along an axis, and what it crosses there if it does not.
    pub(super) fn meets(&mut self, edge: Edge, point: Point, axis: usize) -> (bool, Crossed) {
        let cell = self.cell(point);
        let (along, across) = (cell.runs[axis], cell.runs[1 - axis]);
        let shared = !along.is_free() && along.allows(edge);
        let crossed = if shared || across.allows(edge) {
            Crossed::Nothing
        } else if across.source == SEVERAL || across.target == SEVERAL {
            Crossed::Trunk
        } else {
            Crossed::Edge
        };
        (shared, crossed)
    }

    /// The longest run beside an end, or anywhere else, that an edge has to itself and its label fits on.
    pub(super) fn place_for_label(&mut self, edge: Edge, points: &[Point], taken: &[Rect]) -> Option<Rect> {
        let width = i32::from(edge.label);
        if width == 0 {
            return None;
        }
        let (own, last) = (Run::of(edge), points.len().saturating_sub(2));
        let mut best: Option<((bool, i32), Rect)> = None;
        for (position, pair) in points.windows(2).enumerate() {
            let [from, to] = pair else { continue };
            let (left, right) = (from.x.min(to.x) + 1, from.x.max(to.x));
            let mut start = left;
            for x in left..=right {
                let cell = self.cell(Point { x, y: from.y });
                let alone = from.y == to.y
                    && x < right
                    && cell.flags == 0
                    && cell.runs == [own, FREE]
                    && !taken.iter().any(|other| other.contains(Point { x, y: from.y }));
                if alone {
                    continue;
                }
                let key = (position == 0 || position == last, x - start);
                if key.1 >= width + 2 && best.is_none_or(|(other, _)| key > other) {
                    best = Some((key, Rect { x: start + 1, y: from.y, width, height: 1 }));
                }
                start = x + 1;
            }
        }
        best.map(|(_, label)| label)
    }

    /// Whether nothing but frames of that group lies in a rectangle.
    pub(super) fn is_free(&mut self, rect: Rect, group: Option<usize>) -> bool {
        let group = group.map_or(NOBODY, |group| group as u32);
        self.all(rect, |cell| cell.flags == 0 && cell.group == group && cell.runs.iter().all(|run| run.is_free()))
    }

    /// Whether a frame may grow over a rectangle beside it: nothing is there but edges of its own that pass along rows.
    pub(super) fn may_grow(&mut self, rect: Rect, group: usize) -> bool {
        let graph = self.graph;
        let own = |node: u32| graph.nodes.get(node as usize).is_some_and(|node| node.group == Some(group));
        self.all(rect, |cell| {
            let [along, across] = cell.runs;
            cell.flags == 0
                && cell.group == NOBODY
                && across.is_free()
                && (along.is_free() || own(along.source) || own(along.target))
        })
    }

    fn all(&mut self, rect: Rect, holds: impl Fn(Cell) -> bool) -> bool {
        (rect.y..rect.bottom()).all(|y| (rect.x..rect.right()).all(|x| holds(self.cell(Point { x, y }))))
    }
}

/// A tile that is being made.
struct Page {
    area: Rect,
    cells: Vec<Cell>,
}

impl Page {
    fn mark(&mut self, rect: Rect, mark: impl Fn(&mut Cell)) {
        for y in rect.y.max(self.area.y)..rect.bottom().min(self.area.bottom()) {
            for x in rect.x.max(self.area.x)..rect.right().min(self.area.right()) {
                mark(&mut self.cells[((y - self.area.y) * SIDE + x - self.area.x) as usize]);
            }
        }
    }

    /// Closes the border of a frame but for the sides that edges pass, and its corners and title.
    fn border(&mut self, frame: Rect, title: i32, direction: Direction, usual_sides: bool) {
        let down = direction == Direction::Down;
        let [along, across] = CLOSED;
        let both = along | across;
        let mut close = |rect: Rect, flags: u8| self.mark(rect, |cell| cell.flags |= flags);
        for x in [frame.x, frame.right() - 1] {
            close(Rect { x, width: 1, ..frame }, if down && usual_sides { both } else { across });
            close(Rect { x, width: 1, height: 1, ..frame }, both);
            close(Rect { x, y: frame.bottom() - 1, width: 1, height: 1 }, both);
        }
        let titled = if down { (title + 1).min(frame.width) } else { frame.width };
        close(Rect { height: 1, ..frame }, along);
        close(Rect { height: 1, width: titled, ..frame }, both);
        let bottom = Rect { y: frame.bottom() - 1, height: 1, ..frame };
        close(bottom, if usual_sides && !down { both } else { along });
    }

    fn run(&mut self, stretches: &[Vec<Stretch>; 2]) {
        for (axis, stretches) in stretches.iter().enumerate() {
            let (low, high) =
                if axis == 0 { (self.area.y, self.area.bottom()) } else { (self.area.x, self.area.right()) };
            let start = stretches.partition_point(|stretch| stretch.line < low);
            for stretch in stretches[start..].iter().take_while(|stretch| stretch.line < high) {
                let Stretch { line, from, to, run } = *stretch;
                let length = to - from + 1;
                let rect = if axis == 0 {
                    Rect { x: from, y: line, width: length, height: 1 }
                } else {
                    Rect { x: line, y: from, width: 1, height: length }
                };
                self.mark(rect, |cell| cell.runs[axis] = cell.runs[axis].with(run));
            }
        }
    }
}

/// Visits the straight parts of a route: the axis, 0 along a row and 1 along a column, the row or column, and the ends.
fn each_stretch(points: &[Point], mut visit: impl FnMut(usize, i32, i32, i32)) {
    // Who has but one cell has it alone.
    if let [only] = points {
        visit(0, only.y, only.x, only.x);
        visit(1, only.x, only.y, only.y);
    }
    for pair in points.windows(2) {
        let [from, to] = pair else { continue };
        if from.x == to.x {
            visit(1, from.x, from.y.min(to.y), from.y.max(to.y));
        } else {
            visit(0, from.y, from.x.min(to.x), from.x.max(to.x));
        }
    }
}

/// Visits the cells of a route with the axes along which it runs through them.
fn each_cell(points: &[Point], mut visit: impl FnMut(Point, usize)) {
    each_stretch(points, |axis, line, from, to| {
        for at in from..=to {
            visit(if axis == 0 { Point { x: at, y: line } } else { Point { x: line, y: at } }, axis);
        }
    });
}
