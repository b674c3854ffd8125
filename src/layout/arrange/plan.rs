//! In which columns boxes may stand, and what follows for the sides of their edges.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use super::MOST_TRIED;
use super::guess::Guess;
use crate::layout::hubs::{Comb, Groups};
use crate::layout::problem::{Problem, Side};
use crate::layout::{layers, wires};

/// The most sets of columns in which one box is moved to make edges shorter that are tried at once.
const MOST_NEARER: usize = 3;

/// In which columns the boxes of a level stand, and what follows for its edges.
#[derive(Debug, Clone, Default)]
pub(in crate::layout) struct Plan {
    pub(super) column: Vec<usize>,
    pub(super) comb: Option<Comb>,
    /// The sides at which each edge leaves its source and enters its target.
    pub(in crate::layout) sides: Vec<[Side; 2]>,
    pub(super) outer_rows: Vec<[i32; 2]>,
}

impl Plan {
    /// The plans in which two neighbouring columns of this one are joined; a comb is left as it is.
    pub(in crate::layout) fn joined(&self, problem: &Problem) -> Vec<Self> {
        let columns = if self.comb.is_some() { Vec::new() } else { joined(&self.column) };
        columns.into_iter().map(|column| Self::new(problem, column, None)).collect()
    }

    /// The plans in which one of those boxes stands a column farther left or right.
    pub(in crate::layout) fn shifted(&self, problem: &Problem, items: &[usize]) -> Vec<Self> {
        let columns = if self.comb.is_some() { Vec::new() } else { shifted(&self.column, items) };
        columns.into_iter().map(|column| Self::new(problem, column, None)).collect()
    }

    /// The plans in which one box stands in another column so that edges are shorter, by a guess; the best first.
    pub(in crate::layout) fn nearer(&self, problem: &Problem) -> Vec<Self> {
        let plan = |column: Vec<usize>| {
            let comb = self.comb.clone().and_then(|comb| comb.around(problem, &column));
            Self::new(problem, column, comb)
        };
        nearer(problem, &self.column).into_iter().map(plan).collect()
    }

    /// The plans that keep boxes in the columns in which they stood before an edit: with combs for hubs first.
    pub(in crate::layout) fn kept(problem: &Problem) -> Vec<Self> {
        let column = layers::kept(problem);
        let comb = Comb::of(problem, Groups::Large).and_then(|comb| comb.around(problem, &column));
        let plain = Self::new(problem, column.clone(), None);
        comb.map(|comb| Self::new(problem, column, Some(comb))).into_iter().chain([plain]).collect()
    }

    pub(super) fn new(problem: &Problem, column: Vec<usize>, comb: Option<Comb>) -> Self {
        let sides = wires::sides(problem, &column, comb.as_ref());
        let outer_rows = wires::outer_rows(problem, &sides);
        Self { column, comb, sides, outer_rows }
    }
}

/// The columns with two neighbouring ones joined.
pub(super) fn joined(column: &[usize]) -> Vec<Vec<usize>> {
    let last = column.iter().copied().max().unwrap_or(0);
    (0..last).map(|first| column.iter().map(|column| column - usize::from(*column > first)).collect()).collect()
}

/// The columns with one of those boxes a column farther left or right.
pub(super) fn shifted(column: &[usize], items: &[usize]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    for &item in items {
        for place in [Some(column[item] + 1), column[item].checked_sub(1)].into_iter().flatten() {
            let shifted = moved(column, item, place);
            if shifted != column && !found.contains(&shifted) {
                found.push(shifted);
            }
        }
    }
    found
}

/// The columns with one box in another so that edges are shorter, by a guess; the best first.
pub(super) fn nearer(problem: &Problem, column: &[usize]) -> Vec<Vec<usize>> {
    let mut moves = Guess::of(problem, column).moves(problem, column);
    moves.truncate(MOST_NEARER);
    moves.into_iter().map(|(_, item, place)| moved(column, item, place)).collect()
}

/// The columns with a box in another.
fn moved(column: &[usize], item: usize, place: usize) -> Vec<usize> {
    let mut column = column.to_vec();
    column[item] = place;
    layers::dense(column)
}

/// The plans worth trying for a level; of a large one there is only the first.
pub(in crate::layout) fn plans(problem: &Problem) -> Vec<Plan> {
    let limit = problem.space.limit;
    let few = problem.items.len() + problem.ties.len() <= MOST_TRIED;
    let limits: &[i32] = if few { &[limit, limit.saturating_mul(2), i32::MAX / 2] } else { &[limit] };
    let mut plans: Vec<Plan> = Vec::new();
    let mut add = |column: Vec<usize>, comb: Option<Comb>| {
        if plans.iter().all(|plan: &Plan| plan.column != column || plan.comb.is_some() != comb.is_some()) {
            plans.push(Plan::new(problem, column, comb));
        }
    };
    let usual = Comb::of(problem, Groups::Large);
    let eager = if few && usual.is_none() { Comb::of(problem, Groups::Any) } else { None };
    for comb in usual.iter().chain(&eager) {
        for limit in limits {
            let mut comb = comb.clone();
            let column = layers::combed(problem, &mut comb, *limit);
            add(column, Some(comb));
        }
    }
    if usual.is_some() && !few {
        return plans;
    }
    let full = layers::columns(problem);
    for limit in limits {
        add(layers::cut(problem, &full, *limit), None);
    }
    if few {
        for parts in 1..=3 {
            add(layers::folded(problem, &full, parts), None);
        }
    }
    plans
}
