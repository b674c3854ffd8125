//! How good a level has become: what its edges and crossings cost, and what it takes of a screen.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::{Arrangement, MOST_TRIED};
use crate::layout::problem::{End, Problem, Shape};

/// What a crossing and a bend are worth, in cells of length.
pub(super) const CROSSING: i64 = 150;
pub(super) const BEND: i64 = 14;
/// What a column beyond a large screen is worth.
const BEYOND: i64 = 1;

impl Arrangement {
    /// How many crossings another may have to be better, where half of what is no crossing can be saved by being
    /// shorter. `cost` is what this costs, `saved` what the other saves elsewhere.
    pub(in crate::layout) fn most_crossings_with(&self, cost: i64, saved: i64) -> i64 {
        let rest = cost - CROSSING * self.crossings;
        self.crossings + (rest / 2 + saved).div_euclid(CROSSING)
    }

    /// How many crossings another may have to be better, where a quarter of the cost can be saved by being shorter.
    pub(in crate::layout) fn most_crossings(&self, cost: i64) -> i64 {
        self.crossings + cost / (4 * CROSSING)
    }

    /// How good it is: less is better.
    pub(in crate::layout) fn cost(&self, problem: &Problem) -> i64 {
        let Shape { aspect: (columns, rows), screen, matters } = problem.space.shape;
        let (mut size, mut beyond) = (0, 0);
        if matters {
            let (width, height) = (i64::from(self.width), i64::from(self.height));
            size = width.max(height * columns / rows);
            beyond = (width - screen.0).max((height - screen.1) * columns / rows).max(0);
        }
        let mut bends = 0;
        let along = self.stretches(problem, &mut bends);
        let run: i64 = along.iter().flatten().map(|stretch| i64::from(stretch.to - stretch.from)).sum();
        let crossings = if problem.ties.len() > MOST_TRIED { self.crossings } else { crossings(&along, |_, _| {}) };
        let lengthened = i64::from(self.height) * passing(problem) / 2;
        size + lengthened + BEYOND * beyond + run + BEND * bends + CROSSING * crossings
    }

    /// The boxes at the ends of edges that cross, those of most crossings first.
    pub(in crate::layout) fn tangled(&self, problem: &Problem) -> Vec<usize> {
        let along = self.stretches(problem, &mut 0);
        let mut count: Vec<(usize, usize)> = (0..problem.items.len()).map(|item| (0, item)).collect();
        let mut ends = |tie: usize| {
            for item in [problem.ties[tie].source, problem.ties[tie].target].into_iter().filter_map(End::item) {
                count[item].0 += 1;
            }
        };
        crossings(&along, |row, column| {
            ends(row);
            ends(column);
        });
        count.retain(|(count, _)| *count > 0);
        count.sort_by_key(|(count, item)| (usize::MAX - count, *item));
        count.into_iter().map(|(_, item)| item).collect()
    }

    /// The stretches of edges along rows, and along columns.
    fn stretches(&self, problem: &Problem, bends: &mut i64) -> [Vec<Stretch>; 2] {
        let mut along = [(); 2].map(|()| Vec::with_capacity(3 * problem.ties.len()));
        let mut points = Vec::new();
        for (index, tie) in problem.ties.iter().enumerate() {
            self.way(index, &mut points);
            for pair in points.windows(2) {
                let [from, to] = pair else { continue };
                let across = from.y == to.y;
                let (line, one, other) = if across { (from.y, from.x, to.x) } else { (from.x, from.y, to.y) };
                let (from, to) = (one.min(other), one.max(other));
                along[usize::from(!across)].push(Stretch { line, from, to, tie: index, nodes: tie.nodes });
            }
            *bends += points.len() as i64;
        }
        along
    }
}

/// How many edges pass the border: trunks beside a group are as long as the group is high.
fn passing(problem: &Problem) -> i64 {
    problem.ties.iter().filter(|tie| tie.source.item().is_none() || tie.target.item().is_none()).count() as i64
}

/// A straight part of an edge.
struct Stretch {
    line: i32,
    from: i32,
    to: i32,
    tie: usize,
    nodes: [usize; 2],
}

/// The pairs of a row and a column that cross and belong to edges without a common end; each is told of.
fn crossings([rows, columns]: &[Vec<Stretch>; 2], mut tell: impl FnMut(usize, usize)) -> i64 {
    let mut total = 0;
    for row in rows {
        for column in columns {
            if row.from < column.line
                && column.line < row.to
                && column.from < row.line
                && row.line < column.to
                && !row.nodes.iter().any(|node| column.nodes.contains(node))
            {
                total += 1;
                tell(row.tie, column.tie);
            }
        }
    }
    total
}
