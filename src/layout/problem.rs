//! One level of a layout: boxes in columns and the nets between them.
//!
//! The inside of a group and the level of the groups themselves are the same problem; a group is a box with a row for
//! each net that passes its frame.

/// A level to lay out.
#[derive(Debug, Clone, Default)]
pub(super) struct Problem {
    /// The boxes.
    pub(super) items: Vec<Item>,
    /// What joins them.
    pub(super) nets: Vec<Net>,
    /// How far apart things stand.
    pub(super) space: Space,
}

/// A box.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Item {
    pub(super) width: i32,
    pub(super) height: i32,
    /// Whether it is one node among groups.
    pub(super) single: bool,
}

/// All edges of one source, or of one target: they share a trunk.
#[derive(Debug, Clone, Default)]
pub(super) struct Net {
    /// Where it leaves boxes, at their right sides.
    pub(super) sources: Vec<Terminal>,
    /// Where it enters boxes, at their left sides.
    pub(super) targets: Vec<Terminal>,
    /// Whether it comes in through the left border.
    pub(super) enters: bool,
    /// Whether it goes out through the right border.
    pub(super) leaves: bool,
}

/// An end of a net at a box.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Terminal {
    pub(super) item: usize,
    /// The row of the box, from its top.
    pub(super) row: i32,
    /// How many columns a label beside it wants.
    pub(super) room: i32,
}

/// How far apart things stand.
#[derive(Debug, Clone, Copy, Default)]
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
    /// How wide the whole may be before it is made narrower.
    pub(super) wide: i32,
}
