//! One level of a layout: boxes in columns and the edges between them.
//!
//! The inside of a group and the level of the groups themselves are the same problem; a group is a box with a row for
//! each net that passes its frame.

use super::graph::{Direction, Options, Rect};

/// A level to lay out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Problem {
    /// The boxes.
    pub(super) items: Vec<Item>,
    /// What joins them.
    pub(super) ties: Vec<Tie>,
    /// How far apart things stand.
    pub(super) space: Space,
    /// Where the boxes stood before an edit; empty when there is no drawing to keep to.
    pub(super) kept: Vec<Option<Rect>>,
}

impl Problem {
    /// Where a box stood before an edit.
    pub(super) fn kept(&self, item: usize) -> Option<Rect> {
        self.kept.get(item).copied().flatten()
    }
}

/// A box.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Item {
    pub(super) width: i32,
    pub(super) height: i32,
    /// Whether it is a node; otherwise it is a group with a frame.
    pub(super) node: bool,
}

/// An edge, as far as it runs through a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Tie {
    /// The net it belongs to, by its number in the graph.
    pub(super) net: usize,
    /// Whether the net has one source; otherwise it has one target.
    pub(super) by_source: bool,
    pub(super) source: End,
    pub(super) target: End,
    /// The nodes that it joins, by numbers that mean something only to other ties of the level.
    pub(super) nodes: [usize; 2],
    /// The place from which it comes or to which it leads beyond the border, where that is known: an order.
    pub(super) pull: Option<i32>,
    /// How many columns a label wants beside the source and beside the target.
    pub(super) room: [i32; 2],
}

/// Where an edge begins or ends in a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum End {
    /// At a box.
    Item(usize),
    /// At a border of the level.
    Border(Side),
}

impl End {
    /// The box.
    pub(super) fn item(self) -> Option<usize> {
        match self {
            Self::Item(item) => Some(item),
            Self::Border(_) => None,
        }
    }
}

/// A side of a box or of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) enum Side {
    /// The left one.
    #[default]
    Left,
    /// The right one.
    Right,
}

/// The ends of an edge that run together: all of one source, or of one target, at one side of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Net {
    /// The terminal that all its edges have in common; none where that lies beyond the border.
    pub(super) root: Option<usize>,
    /// Its number in the problem.
    pub(super) number: usize,
    /// The node that all its edges have in common.
    pub(super) node: usize,
    /// The border it passes, and how many of its edges do.
    pub(super) border: Option<(Side, i64)>,
    /// Where it comes from beyond the border, where that is known: an order among those of one border.
    pub(super) pull: Option<i64>,
}

/// An end of a net at a box.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Terminal {
    pub(super) item: usize,
    pub(super) side: Side,
    /// The row of the box, from the top of what it takes.
    pub(super) row: i32,
    /// Whether the row lies above or below a node, where edges run that lead back.
    pub(super) outside: bool,
    /// How many columns a label beside it wants.
    pub(super) room: i32,
    /// How many edges end here.
    pub(super) weight: i64,
}

/// The plane on which things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// Columns for each row of a whole that has the shape of a screen.
    pub(super) aspect: (i64, i64),
    /// Columns and rows of a large screen.
    pub(super) screen: (i64, i64),
    /// Whether the whole should have that shape; otherwise only edges count.
    pub(super) matters: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self { aspect: (5, 2), screen: (180, 56), matters: true }
    }
}

impl Shape {
    /// The plane of a direction: cells are about twice as high as wide, a screen is wider than high.
    pub(super) fn of(options: Options) -> Self {
        let Self { aspect, screen, .. } = Self::default();
        let matters = options.for_screen;
        match options.direction {
            Direction::Right => Self { aspect, screen, matters },
            Direction::Down => Self { aspect: (aspect.1, aspect.0), screen: (screen.1, screen.0), matters },
        }
    }

    /// The height that an area has in the shape of a screen.
    pub(super) fn height_for(self, area: i64) -> i32 {
        (area.max(0) * self.aspect.1 / self.aspect.0).isqrt() as i32
    }
}

/// How far apart things stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Space {
    /// Columns between boxes, at least.
    pub(super) column_gap: i32,
    /// Rows between boxes of a column, at least.
    pub(super) row_gap: i32,
    /// Rows between a box and a line that passes it, at least.
    pub(super) lane_gap: i32,
    /// Columns between the border and the outermost boxes, at least.
    pub(super) margin: i32,
    /// How high a column should be at the most.
    pub(super) limit: i32,
    /// How wide the whole may be before columns are put under each other.
    pub(super) wide: i32,
    /// Rows at the top that nothing passes the left border in, where a title stands.
    pub(super) title: i32,
    /// Free rows above the first and below the last box, at least.
    pub(super) padding: i32,
    /// Columns from one line of a channel to the next, where there are few.
    pub(super) pitch: i32,
    /// Columns that the head of an edge takes beside a box.
    pub(super) head: i32,
    /// The shape of a cell and of the screen.
    pub(super) shape: Shape,
}
