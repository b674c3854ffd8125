//! A level without groups laid out as well as is known: columns are tried, and the best is taken.

use std::rc::Rc;

use super::cost::{BEND, CROSSING};
use super::guess::Guess;
use super::plan::{self, Plan};
use super::{Arrangement, MOST_TRIED, Workspace, arrange_planned};
use crate::layout::layers;
use crate::layout::problem::Problem;

/// The most boxes and edges for which neighbouring columns are joined one by one.
pub(in crate::layout) const MOST_JOINED: usize = 30;
/// The most sets of columns in which one box is shifted that are tried.
const MOST_SHIFTED: usize = 12;

/// A level laid out in two ways.
#[derive(Debug, Clone, Default)]
pub(in crate::layout) struct Arranged {
    /// As well as is known.
    pub(in crate::layout) best: Rc<Arrangement>,
    /// With the boxes in their columns though edges would be shorter otherwise: another start for the whole.
    pub(in crate::layout) loose: Rc<Arrangement>,
}

/// Lays a level without groups out, as well as is known. Where that is too wide, boxes are folded into fewer columns as
/// long as the whole gets better.
pub(in crate::layout) fn arrange(problem: &Problem, workspace: &mut Workspace) -> Arranged {
    let size = problem.items.len() + problem.ties.len();
    let mut trials = if problem.kept.is_empty() {
        let full = layers::columns(problem);
        let mut trials = Trials::new(problem, layers::cut(problem, &full, problem.space.limit), workspace);
        if size <= MOST_TRIED {
            trials.fold(&full);
        }
        trials
    } else {
        Trials::new(problem, layers::kept(problem), workspace)
    };
    if !problem.kept.is_empty() || size > MOST_JOINED {
        let best = Rc::new(trials.best);
        return Arranged { loose: Rc::clone(&best), best };
    }
    trials.join();
    // What is left of crossings, and then of long ways, may go when a box stands elsewhere.
    trials.shift(|problem, best| plan::shifted(&best.column, &best.tangled(problem)));
    let loose = trials.best.clone();
    if trials.shift(|problem, best| plan::nearer(problem, &best.column)) {
        return Arranged { best: Rc::new(trials.best), loose: Rc::new(loose) };
    }
    let best = Rc::new(loose);
    Arranged { loose: Rc::clone(&best), best }
}

/// The best so far, and which columns have been tried.
struct Trials<'a> {
    problem: &'a Problem,
    best: Arrangement,
    /// What its edges cost by a guess from its columns.
    guess: i64,
    tried: Vec<Vec<usize>>,
    workspace: &'a mut Workspace,
}

impl<'a> Trials<'a> {
    fn new(problem: &'a Problem, column: Vec<usize>, workspace: &'a mut Workspace) -> Self {
        let plan = Plan::new(problem, column, None);
        let mut best = arrange_planned(problem, &plan, &|_, _| 0, i64::MAX, workspace).unwrap_or_default();
        best.own_cost = best.cost(problem);
        Self { problem, best, guess: Guess::total(problem, &plan.column), tried: vec![plan.column], workspace }
    }

    /// Lays the level out in those columns, and keeps that where it is better than the best.
    fn consider(&mut self, column: Vec<usize>) -> bool {
        let Self { problem, best, guess, tried, workspace } = self;
        // What seems to be longer rarely is better, but for its crossings.
        let slack = if best.crossings > 0 { CROSSING } else { 2 * BEND / 3 };
        if tried.contains(&column) {
            return false;
        }
        let guessed = Guess::total(problem, &column);
        if guessed > *guess + slack {
            return false;
        }
        let plan = Plan::new(problem, column, None);
        let arranged = arrange_planned(problem, &plan, &|_, _| 0, best.most_crossings(best.own_cost), workspace);
        tried.push(plan.column);
        let Some(mut other) = arranged else { return false };
        other.own_cost = other.cost(problem);
        let better = other.own_cost < best.own_cost;
        if better {
            (*best, *guess) = (other, guessed);
        }
        better
    }

    /// In columns however high they are, and where that is too wide, folded.
    fn fold(&mut self, full: &[usize]) {
        self.consider(full.to_vec());
        if self.best.width > self.problem.space.wide && self.best.width > 3 * self.best.height {
            for parts in 1..=3 {
                self.consider(layers::folded(self.problem, full, parts));
            }
        }
    }

    /// Joins neighbouring columns while that helps.
    fn join(&mut self) {
        let mut improved = true;
        while std::mem::take(&mut improved) {
            for column in plan::joined(&self.best.column) {
                improved |= self.consider(column);
            }
        }
    }

    /// Moves single boxes to other columns while that helps; whether it did.
    fn shift(&mut self, columns: impl Fn(&Problem, &Arrangement) -> Vec<Vec<usize>>) -> bool {
        let mut tries = 0;
        let mut improved = false;
        while tries < MOST_SHIFTED {
            let better = columns(self.problem, &self.best).into_iter().take(MOST_SHIFTED - tries).any(|column| {
                tries += 1;
                self.consider(column)
            });
            if !better {
                break;
            }
            improved = true;
        }
        improved
    }
}
