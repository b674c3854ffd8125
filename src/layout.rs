//! Positions and edge routes for a graph with groups, in terminal cells.
//!
//! Pure, deterministic (integers only), and blind to what is drawn: it knows sizes, groups and edges, never kinds,
//! designs or screens.
//!
//! Two levels, each a layered drawing (Sugiyama, Tagawa, Toda 1981): every group alone, then the groups as boxes with a
//! row for each net that passes their frames. Edges of one source or of one target share a trunk; routes follow from
//! lanes through the columns and lines in the channels between them, so that they are right by construction.

mod arrange;
mod channel;
mod columns;
mod compose;
mod direction;
mod field;
pub mod graph;
mod hubs;
mod keep;
mod labels;
mod layers;
mod lists;
mod nets;
mod order;
mod pack;
mod pieces;
mod pins;
mod problem;
mod rows;
mod search;
mod wires;

pub use graph::{Box, Direction, Drawing, Edge, Graph, Options, Point, Previous, Rect, Route};

/// Lays a graph out. `previous` is the drawing before an edit, if there was one: what is still there keeps its place as
/// far as there is room, and keeps its order where it must move. Edges whose ends are not in the graph get no route; a
/// group that is not in the graph counts as none.
pub fn layout(graph: &Graph, options: &Options, previous: Option<&Previous>) -> Drawing {
    if let Some(mut drawing) = previous.and_then(|previous| keep::kept(graph, *options, previous)) {
        drawing.memory = Some(keep::memory(graph));
        return drawing;
    }
    let mut drawing = pins::apply(graph, direction::composed(graph, *options, previous), options.direction);
    labels::place(graph, &mut drawing);
    drawing.memory = (!graph.nodes.is_empty()).then(|| keep::memory(graph));
    drawing
}
