//! How clear a scene is to read, as far as numbers say: how often lines cross that have nothing to do with one another, and
//! how long lines are.

use std::collections::BTreeSet;

use super::scene::Scene;

/// How clear a scene is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clarity {
    /// The cells at which lines cross that share neither source nor target.
    pub crossings: usize,
    /// The length of all lines, in cells.
    pub length: u64,
}

/// A stretch of a line across or down the canvas, and the line.
struct Stretch {
    /// The row of one that runs across, the column of one that runs down.
    at: i32,
    from: i32,
    to: i32,
    edge: usize,
}

impl Clarity {
    /// The clarity of a scene.
    pub fn of(scene: &Scene) -> Self {
        let mut across: Vec<Stretch> = Vec::new();
        let mut down: Vec<Stretch> = Vec::new();
        let mut length = 0;
        for (edge, route) in scene.drawing.edges.iter().enumerate() {
            for (one, other) in route.points.iter().zip(route.points.iter().skip(1)) {
                length += u64::from(one.x.abs_diff(other.x)) + u64::from(one.y.abs_diff(other.y));
                if one.y == other.y {
                    across.push(Stretch { at: one.y, from: one.x.min(other.x), to: one.x.max(other.x), edge });
                } else {
                    down.push(Stretch { at: one.x, from: one.y.min(other.y), to: one.y.max(other.y), edge });
                }
            }
        }
        down.sort_by_key(|stretch| stretch.at);
        let mut crossings = BTreeSet::new();
        for row in &across {
            let first = down.partition_point(|column| column.at <= row.from);
            for column in down.iter().skip(first).take_while(|column| column.at < row.to) {
                let meets = column.from < row.at && row.at < column.to;
                if meets && scene.are_strangers(row.edge, column.edge) {
                    crossings.insert((column.at, row.at));
                }
            }
        }
        Self { crossings: crossings.len(), length }
    }

    /// Whether another scene of the same is so much clearer that a person would like to know.
    pub fn is_much_worse_than(self, other: Self) -> bool {
        let fewer = self.crossings >= other.crossings + 3 && self.crossings >= 2 * other.crossings;
        let shorter = 2 * self.length >= 3 * other.length;
        let as_short = 4 * other.length <= 5 * self.length;
        fewer && as_short || shorter && other.crossings <= self.crossings
    }
}

impl Scene {
    /// Whether two lines share neither source nor target, so that they must not run into one another.
    fn are_strangers(&self, one: usize, other: usize) -> bool {
        match (self.graph.edges.get(one), self.graph.edges.get(other)) {
            (Some(one), Some(other)) => one.source != other.source && one.target != other.target,
            _ => false,
        }
    }
}
