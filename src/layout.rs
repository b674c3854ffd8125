//! Positions and edge routes for a graph with groups, in terminal cells.
//!
//! Pure, deterministic (integers only), and blind to what is drawn: it knows sizes, groups and edges, never kinds,
//! designs or screens.

pub mod graph;

pub use graph::{Box, Drawing, Edge, Graph, Options, Point, Rect, Route};

/// Lays a graph out. `previous` is the drawing before an edit, if there was one.
pub fn layout(graph: &Graph, options: &Options, previous: Option<&Drawing>) -> Drawing {
    let _ = previous;
    let mut nodes = Vec::new();
    let mut groups = Vec::new();
    let mut x = 0;
    for group in std::iter::once(None).chain((0..graph.groups.len()).map(Some)) {
        let mut y = i32::from(group.is_some());
        let mut frame = Rect { x, y: 0, width: 0, height: 0 };
        for (index, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.group == group) {
            let rect = Rect { x: x + 2, y, width: i32::from(node.width), height: i32::from(node.height) };
            frame = frame.union(Rect { width: rect.width + 4, height: rect.height + 2, y: y - 1, x });
            y = rect.bottom() + i32::from(options.row_gap);
            nodes.push((index, rect));
        }
        x = frame.right() + i32::from(options.column_gap);
        if group.is_some() {
            groups.push(frame);
        }
    }
    nodes.sort_unstable_by_key(|(index, _)| *index);
    let nodes: Vec<Rect> = nodes.into_iter().map(|(_, rect)| rect).collect();
    let bounds = nodes.iter().chain(&groups).copied().reduce(Rect::union).unwrap_or_default();
    Drawing { nodes, groups, edges: vec![Route::default(); graph.edges.len()], bounds }
}
