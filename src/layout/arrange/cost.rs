//! How good a level has become: what its edges and crossings cost, and what it takes of a screen.

use super::{Arrangement, MOST_TRIED, straightened};
use crate::layout::problem::{Problem, Shape};

/// What a crossing and a bend are worth, in cells of length.
const CROSSING: i64 = 60;
const BEND: i64 = 8;
/// What a column beyond a large screen is worth.
const BEYOND: i64 = 1;

impl Arrangement {
    /// How good it is: less is better.
    pub(in crate::layout) fn cost(&self, problem: &Problem) -> i64 {
        let Shape { aspect: (columns, rows), screen } = problem.space.shape;
        let size = i64::from(self.width).max(i64::from(self.height) * columns / rows);
        let beyond =
            (i64::from(self.width) - screen.0).max((i64::from(self.height) - screen.1) * columns / rows).max(0);
        let mut run = 0;
        // Rows and columns that edges run along: the fixed coordinate, the two ends, the net.
        let mut along: [Vec<(i32, i32, i32, usize)>; 2] = [Vec::new(), Vec::new()];
        for (index, tie) in problem.ties.iter().enumerate() {
            let points = straightened(&self.way(index));
            for pair in points.windows(2) {
                let [from, to] = pair else { continue };
                run += i64::from(from.x.abs_diff(to.x) + from.y.abs_diff(to.y));
                let across = from.y == to.y;
                let (line, one, other) = if across { (from.y, from.x, to.x) } else { (from.x, from.y, to.y) };
                along[usize::from(!across)].push((line, one.min(other), one.max(other), tie.net));
            }
            run += BEND * points.len() as i64;
        }
        let crossings = if problem.ties.len() > MOST_TRIED { self.crossings } else { crossings(&along) };
        size + BEYOND * beyond + run + CROSSING * crossings
    }
}

/// The pairs of a row and a column of different nets that cross.
fn crossings(along: &[Vec<(i32, i32, i32, usize)>; 2]) -> i64 {
    let [rows, columns] = along;
    let crosses = |(y, left, right, net): &(i32, i32, i32, usize)| {
        let crossed = |column: &&(i32, i32, i32, usize)| {
            net != &column.3 && *left < column.0 && column.0 < *right && column.1 < *y && *y < column.2
        };
        columns.iter().filter(crossed).count() as i64
    };
    rows.iter().map(crosses).sum()
}
