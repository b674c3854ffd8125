//! How a scene is looked at: which part, what is in focus, what stands out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::Severity;
use crate::design::{FlowId, NodeId};
use crate::layout::{Point, Rect};

/// The characters that may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// Lines, corners and signs of kinds, each one cell wide.
    #[default]
    Unicode,
    /// ASCII alone, for fonts and terminals that have no more.
    Ascii,
}

/// Which labels of flows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Labels {
    /// All that have room.
    #[default]
    All,
    /// Those of the focused thing.
    Focused,
    /// None.
    None,
}

/// The one thing that keys act on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Focus {
    /// A node.
    Node(NodeId),
    /// A flow.
    Flow(FlowId),
    /// A service, by its name.
    Service(String),
}

/// What lies under a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// A node.
    Node(NodeId),
    /// A flow or its label.
    Flow(FlowId),
    /// A service's box, or the border of its frame.
    Service(String),
}

impl From<Hit> for Focus {
    fn from(hit: Hit) -> Self {
        match hit {
            Hit::Node(id) => Self::Node(id),
            Hit::Flow(id) => Self::Flow(id),
            Hit::Service(name) => Self::Service(name),
        }
    }
}

/// What stands out while all else steps back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lit {
    /// The nodes.
    pub nodes: BTreeSet<NodeId>,
    /// The flows.
    pub flows: BTreeSet<FlowId>,
}

/// How a scene is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// The cell of the scene that stands in the upper left corner of the surface.
    pub offset: Point,
    /// What is in focus, drawn heavy with all its flows.
    pub focus: Option<Focus>,
    /// Nodes that are selected besides.
    pub selected: BTreeSet<NodeId>,
    /// What can be jumped to, each with the letters that jump there; while a flow is being drawn, its legal targets. All
    /// else steps back.
    pub targets: Arc<BTreeMap<Focus, String>>,
    /// The worst finding of each node that has any.
    pub findings: Arc<BTreeMap<NodeId, Severity>>,
    /// When given: only these nodes and flows stand out, all else steps back.
    pub lit: Option<Arc<Lit>>,
    /// Nodes that are on their way: where they would stand now.
    pub moved: BTreeMap<NodeId, Point>,
    /// A rectangle that is being drawn around what is to be selected.
    pub band: Option<Rect>,
    /// The characters that may be used.
    pub charset: Charset,
    /// Which labels are shown.
    pub labels: Labels,
}

impl View {
    /// Moves the view as little as shows the rectangle with so many cells around it, on a screen of that size. A
    /// rectangle that does not fit shows its upper left part.
    pub fn follow(&mut self, rect: Rect, width: u16, height: u16, margin: u16) {
        self.offset.x = followed(self.offset.x, rect.x, rect.right(), i32::from(width), i32::from(margin));
        self.offset.y = followed(self.offset.y, rect.y, rect.bottom(), i32::from(height), i32::from(margin));
    }

    /// Moves the view so that the rectangle is in the middle of a screen of that size.
    pub fn centre(&mut self, rect: Rect, width: u16, height: u16) {
        let centre = rect.centre();
        self.offset = Point { x: centre.x - i32::from(width) / 2, y: centre.y - i32::from(height) / 2 };
    }

    /// The cell of the scene at a cell of the surface.
    pub fn scene_point(&self, column: u16, row: u16) -> Point {
        Point { x: self.offset.x + i32::from(column), y: self.offset.y + i32::from(row) }
    }

    /// The part of the scene that a screen of that size shows.
    pub fn window(&self, width: u16, height: u16) -> Rect {
        Rect { x: self.offset.x, y: self.offset.y, width: i32::from(width), height: i32::from(height) }
    }
}

fn followed(offset: i32, from: i32, to: i32, size: i32, margin: i32) -> i32 {
    let margin = margin.min((size - (to - from)).max(0) / 2);
    let (from, to) = (from - margin, to + margin);
    if from < offset || to - from > size {
        from
    } else if to > offset + size {
        to - size
    } else {
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_view_follows_by_as_little_as_needed() {
        let mut view = View::default();
        let at = |x, y| Rect { x, y, width: 10, height: 3 };
        view.follow(at(20, 10), 80, 24, 2);
        assert_eq!(view.offset, Point { x: 0, y: 0 });
        view.follow(at(80, 30), 80, 24, 2);
        assert_eq!(view.offset, Point { x: 12, y: 11 });
        view.follow(at(0, 0), 80, 24, 2);
        assert_eq!(view.offset, Point { x: -2, y: -2 });
        view.follow(at(50, 50), 5, 2, 2);
        assert_eq!(view.offset, Point { x: 50, y: 50 });
    }
}
