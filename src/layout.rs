//! Positions and edge routes for a graph with groups, in terminal cells.
//!
//! Pure, deterministic (integers only), and blind to what is drawn: it knows sizes, groups and edges, never kinds,
//! designs or screens.

pub mod graph;

pub use graph::{Box, Drawing, Edge, Graph, Options, Point, Rect, Route};
