//! Places for labels: on the edge's own run, where nothing else is.

use super::graph::{Drawing, Graph, Point, Rect};

/// The most cells of a drawing in which labels are placed.
const MOST_CELLS: i64 = 12_000_000;
/// The most cells of all edges together.
const MOST_LENGTH: i64 = 60_000_000;

/// How many edges run through a cell; walls are full.
struct Usage {
    bounds: Rect,
    /// The number of the edge that runs there, with 0 for none and `u32::MAX` for several or a wall.
    cells: Vec<u32>,
}

impl Usage {
    fn position(&self, x: i32, y: i32) -> Option<usize> {
        let inside = self.bounds.contains(Point { x, y });
        inside.then(|| (y - self.bounds.y) as usize * self.bounds.width as usize + (x - self.bounds.x) as usize)
    }

    fn get(&self, x: i32, y: i32) -> u32 {
        self.position(x, y).and_then(|position| self.cells.get(position)).copied().unwrap_or(u32::MAX)
    }

    fn mark(&mut self, x: i32, y: i32, mark: u32) {
        if let Some(cell) = self.position(x, y).and_then(|position| self.cells.get_mut(position)) {
            *cell = if *cell == 0 || *cell == mark { mark } else { u32::MAX };
        }
    }

    fn wall(&mut self, rect: Rect) {
        for x in rect.x..rect.right() {
            self.mark(x, rect.y, u32::MAX);
            self.mark(x, rect.bottom() - 1, u32::MAX);
        }
        for y in rect.y..rect.bottom() {
            self.mark(rect.x, y, u32::MAX);
            self.mark(rect.right() - 1, y, u32::MAX);
        }
    }
}

/// Gives every labelled edge a place on the longest run that it has to itself, when there is one.
pub(super) fn place(graph: &Graph, drawing: &mut Drawing) {
    let bounds = drawing.bounds;
    let area = i64::from(bounds.width) * i64::from(bounds.height);
    if area > MOST_CELLS || area <= 0 || graph.edges.iter().all(|edge| edge.label == 0) {
        return;
    }
    let length = |pair: &[Point]| match pair {
        [from, to] => i64::from(from.x.abs_diff(to.x) + from.y.abs_diff(to.y)),
        _ => 0,
    };
    if drawing.edges.iter().flat_map(|route| route.points.windows(2)).map(length).sum::<i64>() > MOST_LENGTH {
        return;
    }
    let mut usage = Usage { bounds, cells: vec![0; area as usize] };
    drawing.groups.iter().filter(|rect| rect.width > 0).for_each(|rect| usage.wall(*rect));
    drawing.nodes.iter().for_each(|rect| usage.wall(*rect));
    for (index, route) in drawing.edges.iter().enumerate() {
        for pair in route.points.windows(2) {
            let [from, to] = pair else { continue };
            for x in from.x.min(to.x)..=from.x.max(to.x) {
                for y in from.y.min(to.y)..=from.y.max(to.y) {
                    usage.mark(x, y, index as u32 + 1);
                }
            }
        }
    }
    for (index, (edge, route)) in graph.edges.iter().zip(&mut drawing.edges).enumerate() {
        let width = i32::from(edge.label);
        if width == 0 {
            continue;
        }
        let own = index as u32 + 1;
        let last = route.points.len().saturating_sub(2);
        let mut best: Option<((bool, i32), i32, i32)> = None;
        for (position, pair) in route.points.windows(2).enumerate() {
            let [from, to] = pair else { continue };
            if from.y != to.y {
                continue;
            }
            let (mut left, mut right) = (from.x.min(to.x), from.x.max(to.x));
            // Corners and the head of the arrow stay visible.
            let forward = from.x < to.x;
            left += i32::from(if forward { position > 0 } else { true });
            right -= i32::from(if forward { true } else { position > 0 });
            let mut x = left;
            while x <= right {
                if usage.get(x, from.y) != own {
                    x += 1;
                    continue;
                }
                let start = x;
                while x <= right && usage.get(x, from.y) == own {
                    x += 1;
                }
                // Beside one of the ends, where people look for it, before anywhere between.
                let key = (position == 0 || position == last, x - start);
                if key.1 >= width + 2 && best.is_none_or(|(other, _, _)| key > other) {
                    best = Some((key, start, from.y));
                }
            }
        }
        if let Some((_, start, y)) = best {
            let x = start + 1;
            route.label = Some(Rect { x, y, width, height: 1 });
        }
    }
}
