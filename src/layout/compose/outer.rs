//! The outer level: its parts beside each other, and the places and routes that follow.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use crate::layout::arrange::straightened;
use crate::layout::graph::{Drawing, Point, Rect, Route};
use crate::layout::pack::pack;
use crate::layout::problem::Shape;

use super::{Composer, Outer, Part};

impl Composer<'_> {
    pub(super) fn lay_out_outer(&mut self) -> Drawing {
        let (part_of, count) = self.parts();
        let mut place = vec![0; self.outer.len()];
        let mut parts: Vec<Part> = (0..count).map(|_| Part::default()).collect();
        for index in 0..self.outer.len() {
            let boxes = &mut parts[part_of[index]].boxes;
            place[index] = boxes.len();
            boxes.push(index);
        }
        for (index, edge) in self.graph.edges.iter().enumerate() {
            if self.nets.of_edge[index].is_some() && self.inner(index).is_none() {
                parts[part_of[self.outer_of[edge.source]]].edges.push(index);
            }
        }
        for part in &mut parts {
            self.lay_out_part(part, &place);
        }
        let sizes: Vec<(i32, i32)> =
            parts.iter().map(|part| (part.arrangement.width, part.arrangement.height)).collect();
        let between = self.between_parts();
        let corners =
            self.kept_corners(&parts).unwrap_or_else(|| pack(&sizes, between.0, between.1, Shape::of(self.options)));
        let boxes: Vec<Rect> = (0..self.outer.len())
            .map(|index| {
                let corner = corners[part_of[index]];
                let rect = parts[part_of[index]].arrangement.items[place[index]];
                Rect { x: rect.x + corner.x, y: rect.y + corner.y, ..rect }
            })
            .collect();
        let mut drawing = self.place_boxes(&boxes);
        let mut middle: Vec<Vec<Point>> = vec![Vec::new(); self.graph.edges.len()];
        for (part, corner) in parts.iter().zip(&corners) {
            for (tie, edge) in part.edges.iter().enumerate() {
                let way = &mut middle[*edge];
                part.arrangement.way(tie, way);
                for point in way.iter_mut() {
                    *point = Point { x: point.x + corner.x, y: point.y + corner.y };
                }
            }
        }
        drawing.edges = middle.into_iter().enumerate().map(|(edge, middle)| self.route(edge, &boxes, middle)).collect();
        drawing.bounds = drawing.extent();
        drawing
    }

    pub(super) fn place_boxes(&self, boxes: &[Rect]) -> Drawing {
        let mut drawing = Drawing { groups: vec![Rect::default(); self.graph.groups.len()], ..Drawing::default() };
        for (outer, rect) in self.outer.iter().zip(boxes) {
            if let Outer::Group(group) = outer {
                drawing.groups[*group] = *rect;
            }
        }
        drawing.nodes = (0..self.graph.nodes.len())
            .map(|node| match self.group[node] {
                None => boxes[self.outer_of[node]],
                Some(group) => {
                    let (frame, rect) = (drawing.groups[group], self.levels[group].items[self.member[node]]);
                    Rect { x: frame.x + 1 + rect.x, y: frame.y + 1 + rect.y, ..rect }
                }
            })
            .collect();
        drawing
    }

    /// The parts of the outer level that nothing joins: the part of each box, and how many there are.
    pub(super) fn parts(&self) -> (Vec<usize>, usize) {
        let mut leader: Vec<usize> = (0..self.outer.len()).collect();
        for (edge, net) in self.graph.edges.iter().zip(&self.nets.of_edge) {
            if net.is_some() {
                let source = find(&mut leader, self.outer_of[edge.source]);
                let target = find(&mut leader, self.outer_of[edge.target]);
                leader[source.max(target)] = source.min(target);
            }
        }
        let mut number = vec![usize::MAX; self.outer.len()];
        let mut count = 0;
        let part = (0..self.outer.len())
            .map(|index| {
                let root = find(&mut leader, index);
                if number[root] == usize::MAX {
                    number[root] = count;
                    count += 1;
                }
                number[root]
            })
            .collect();
        (part, count)
    }

    /// The route of an edge, of which the run between the boxes of the outer level is known.
    pub(super) fn route(&self, index: usize, boxes: &[Rect], middle: Vec<Point>) -> Route {
        let edge = self.graph.edges[index];
        if self.nets.of_edge[index].is_none() {
            return Route::default();
        }
        let inside = |node: usize| -> Vec<Point> {
            let Some(group) = self.group[node] else { return Vec::new() };
            let (level, origin) = (&self.levels[group], boxes[self.outer_of[node]]);
            let mut way = Vec::new();
            if let Some(tie) = self.tie(group, index) {
                level.way(tie, &mut way);
            }
            for point in &mut way {
                *point = Point { x: point.x + origin.x + 1, y: point.y + origin.y + 1 };
            }
            way
        };
        let mut points = inside(edge.source);
        if self.inner(index).is_none() {
            points.extend(middle);
            points.extend(inside(edge.target));
        }
        Route { points: straightened(&points), label: None }
    }
}

/// The leader of a set, with the way there made shorter.
fn find(leader: &mut [usize], mut index: usize) -> usize {
    while leader[index] != index {
        leader[index] = leader[leader[index]];
        index = leader[index];
    }
    index
}
