//! What goes into a layout and what comes out.

use std::sync::Arc;

/// A graph to lay out. Nodes, groups and edges are named by their position in these lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// The nodes.
    pub nodes: Vec<Box>,
    /// The groups' title widths, in cells; a group's frame leaves room for its title.
    pub groups: Vec<u16>,
    /// The edges.
    pub edges: Vec<Edge>,
}

/// A node's size and group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Box {
    /// Cells across, at least 1.
    pub width: u16,
    /// Cells down, at least 1.
    pub height: u16,
    /// The group it stands in.
    pub group: Option<usize>,
    /// Where a person has put its upper left corner; it stays there.
    pub pinned: Option<Point>,
}

/// An edge between two nodes, which may be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Edge {
    /// The node it leaves.
    pub source: usize,
    /// The node it enters.
    pub target: usize,
    /// Cells its label needs; 0 for none.
    pub label: u16,
}

/// A cell; `x` grows to the right, `y` downwards. May be negative where people have pinned nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Point {
    /// Column.
    pub x: i32,
    /// Row.
    pub y: i32,
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rect {
    /// Leftmost column.
    pub x: i32,
    /// Topmost row.
    pub y: i32,
    /// Cells across.
    pub width: i32,
    /// Cells down.
    pub height: i32,
}

impl Rect {
    /// The column right of the last.
    pub const fn right(self) -> i32 {
        self.x + self.width
    }

    /// The row below the last.
    pub const fn bottom(self) -> i32 {
        self.y + self.height
    }

    /// The cell in the middle.
    pub const fn centre(self) -> Point {
        Point { x: self.x + self.width / 2, y: self.y + self.height / 2 }
    }

    /// Whether the cell lies inside.
    pub const fn contains(self, point: Point) -> bool {
        point.x >= self.x && point.x < self.right() && point.y >= self.y && point.y < self.bottom()
    }

    /// Whether the two share a cell.
    pub const fn overlaps(self, other: Self) -> bool {
        let empty = self.width <= 0 || self.height <= 0 || other.width <= 0 || other.height <= 0;
        !empty && self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self { x, y, width: self.right().max(other.right()) - x, height: self.bottom().max(other.bottom()) - y }
    }
}

/// How to lay out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Free columns between layers, at least.
    pub column_gap: u16,
    /// Free rows between nodes of a layer, at least.
    pub row_gap: u16,
    /// Where edges lead.
    pub direction: Direction,
    /// Whether the whole should have the shape of a screen: what is wider goes on below, though edges are longer then.
    pub for_screen: bool,
}

/// Where most edges lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Direction {
    /// From left to right: layers are columns.
    #[default]
    Right,
    /// From top to bottom: layers are rows, and the two gaps change their parts.
    Down,
}

impl Default for Options {
    fn default() -> Self {
        Self { column_gap: 4, row_gap: 1, direction: Direction::Right, for_screen: false }
    }
}

/// A graph laid out; the lists run parallel to the graph's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// Where the nodes stand.
    pub nodes: Vec<Rect>,
    /// The groups' frames, their borders included; a group without nodes has no cells.
    pub groups: Vec<Rect>,
    /// How the edges run.
    pub edges: Vec<Route>,
    /// The smallest rectangle around all of it.
    pub bounds: Rect,
    /// Where nodes and groups would stand if no node were pinned, when some are.
    pub(super) unpinned: Option<Arc<(Vec<Rect>, Vec<Rect>)>>,
    /// What it is a drawing of, as far as an edit must know it.
    pub(super) memory: Option<Arc<Memory>>,
}

/// What an edit must know of the graph that was drawn before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Memory {
    /// The source and the target of each edge.
    pub(super) ends: Vec<[usize; 2]>,
    /// The group of each node.
    pub(super) groups: Vec<Option<usize>>,
}

impl Drawing {
    /// The smallest rectangle around everything drawn.
    pub(super) fn extent(&self) -> Rect {
        let cell = |point: &Point| Rect { x: point.x, y: point.y, width: 1, height: 1 };
        let points = self.edges.iter().flat_map(|route| &route.points).map(cell);
        let groups = self.groups.iter().copied().filter(|rect| rect.width > 0);
        self.nodes.iter().copied().chain(groups).chain(points).reduce(Rect::union).unwrap_or_default()
    }
}

/// A drawing from before an edit, and what of it is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous<'a> {
    /// The drawing.
    pub drawing: &'a Drawing,
    /// For each node of the graph its position in the lists of the drawing; none for a new one.
    pub nodes: Vec<Option<usize>>,
    /// The same for groups.
    pub groups: Vec<Option<usize>>,
}

impl<'a> Previous<'a> {
    /// A drawing of a graph with the same nodes and groups, or of one that lacks the last of them.
    pub fn of_same(drawing: &'a Drawing, graph: &Graph) -> Self {
        let known = |count: usize, drawn: usize| (0..count).map(|index| (index < drawn).then_some(index)).collect();
        Self {
            drawing,
            nodes: known(graph.nodes.len(), drawing.nodes.len()),
            groups: known(graph.groups.len(), drawing.groups.len()),
        }
    }

    /// Where the nodes and groups of the graph stood, without regard to pins.
    pub(super) fn rects(&self) -> (Vec<Option<Rect>>, Vec<Option<Rect>>) {
        let (nodes, groups) = match &self.drawing.unpinned {
            Some(unpinned) => (&unpinned.0, &unpinned.1),
            None => (&self.drawing.nodes, &self.drawing.groups),
        };
        let found = |places: &[Option<usize>], rects: &[Rect]| {
            places
                .iter()
                .map(|place| place.and_then(|place| rects.get(place)).copied().filter(|rect| rect.width > 0))
                .collect()
        };
        (found(&self.nodes, nodes), found(&self.groups, groups))
    }
}

/// How an edge runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// The corners, ends included; neighbours share a row or a column. The first cell lies beside the source, the last
    /// beside the target: neither is part of a node.
    pub points: Vec<Point>,
    /// Where the label stands, when there is one and it has room.
    pub label: Option<Rect>,
}
