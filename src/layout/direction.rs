//! Top-down drawings: the same steps on the plane turned about its diagonal.
//!
//! What is a column there is a row on the screen. A cell is twice as high as wide, so gaps and the shape of the whole differ;
//! that is all the other steps know of it.

use super::compose::compose;
use super::graph::{Box, Direction, Drawing, Graph, Options, Point, Previous, Rect};

/// Rows between layers that are rows, and columns between the nodes of one, for the default gaps.
const LAYER_GAP: u16 = 2;

/// Lays a graph out without regard to pins.
pub(super) fn composed(graph: &Graph, options: Options, previous: Option<&Previous>) -> Drawing {
    let kept = previous.map(Previous::rects);
    match options.direction {
        Direction::Right => compose(graph, options, kept),
        Direction::Down => {
            let nodes = graph.nodes.iter().map(|node| Box { width: node.height, height: node.width, ..*node });
            let turned_graph = Graph { nodes: nodes.collect(), ..graph.clone() };
            let options = Options {
                column_gap: options.row_gap.saturating_add(LAYER_GAP - 1),
                row_gap: options.column_gap.div_ceil(2),
                ..options
            };
            let turn_all = |rects: Vec<Option<Rect>>| rects.into_iter().map(|rect| rect.map(turned)).collect();
            let kept = kept.map(|(nodes, groups)| (turn_all(nodes), turn_all(groups)));
            turned_drawing(compose(&turned_graph, options, kept))
        }
    }
}

fn turned(rect: Rect) -> Rect {
    Rect { x: rect.y, y: rect.x, width: rect.height, height: rect.width }
}

fn turned_drawing(mut drawing: Drawing) -> Drawing {
    for rect in drawing.nodes.iter_mut().chain(&mut drawing.groups).chain([&mut drawing.bounds]) {
        *rect = turned(*rect);
    }
    for point in drawing.edges.iter_mut().flat_map(|route| &mut route.points) {
        *point = Point { x: point.y, y: point.x };
    }
    drawing
}
