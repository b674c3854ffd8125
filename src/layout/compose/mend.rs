//! What makes a part better once a plan is chosen: boxes in other columns, groups that heed where their edges lead.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeMap;

use super::{Composer, Part, Trial};
use crate::layout::arrange::Plan;
use crate::layout::graph::Point;
use crate::layout::problem::Problem;

/// How often groups heed where their edges lead.
const MOST_ROUNDS: usize = 2;

/// The most plans in which one box is shifted that are tried for a part of the outer level.
const MOST_SHIFTED: usize = 8;

impl Composer<'_> {
    /// Lays the insides of the groups out once more, now that it is known where their edges lead, as long as that helps.
    pub(super) fn heed(&mut self, part: &Part, problem: &mut Problem, plan: &Plan, best: &mut Trial, least: &mut i64) {
        self.thorough = false;
        for _ in 0..MOST_ROUNDS {
            if !self.crossed(part, problem, best) {
                break;
            }
            self.bases.clone_from(&best.levels);
            let mut pulls: BTreeMap<usize, BTreeMap<usize, i32>> = BTreeMap::new();
            let mut way = Vec::new();
            for (tie, index) in part.edges.iter().enumerate() {
                let edge = self.graph.edges[*index];
                best.arrangement.way(tie, &mut way);
                let (Some(begin), Some(end)) = (way.first(), way.last()) else { continue };
                let leads = |from: &Point, on: &mut dyn Iterator<Item = &Point>| {
                    on.map(|point| point.y).find(|row| *row != from.y).unwrap_or(from.y)
                };
                if let Some(group) = self.group[edge.source] {
                    pulls.entry(group).or_default().insert(*index, leads(begin, &mut way.iter()));
                }
                if let Some(group) = self.group[edge.target] {
                    pulls.entry(group).or_default().insert(*index, leads(end, &mut way.iter().rev()));
                }
            }
            pulls.values_mut().for_each(rank);
            let levels = self.levels_for(part, plan, &pulls);
            let Some(trial) = self.tried(part, problem, plan, levels, i64::MAX) else { break };
            let cost = trial.arrangement.cost(problem) + self.inner_cost(part, &trial.levels);
            if cost >= *least {
                break;
            }
            (*least, *best) = (cost, trial);
        }
        self.bases.clear();
    }

    /// Shifts boxes at the ends of crossing edges, or of long ones, to other columns while that helps.
    pub(super) fn shift(
        &mut self,
        part: &Part,
        problem: &mut Problem,
        plan: &mut Plan,
        best: &mut Trial,
        least: &mut i64,
        crossed: bool,
    ) {
        let mut tries = 0;
        'better: while tries < MOST_SHIFTED {
            let plans =
                if crossed { plan.shifted(problem, &best.arrangement.tangled(problem)) } else { plan.nearer(problem) };
            for next in plans {
                tries += 1;
                let levels = self.levels_for(part, &next, &BTreeMap::new());
                let most = best.arrangement.most_crossings(*least);
                let Some(mut trial) = self.tried(part, problem, &next, levels, most) else { continue };
                let mut cost = trial.arrangement.cost(problem) + self.inner_cost(part, &trial.levels);
                if crossed && cost < *least + *least / 8 {
                    self.heed(part, problem, &next, &mut trial, &mut cost);
                }
                if cost < *least {
                    (*least, *best, *plan) = (cost, trial, next);
                    continue 'better;
                }
                if tries >= MOST_SHIFTED {
                    break;
                }
            }
            return;
        }
    }
}

/// Replaces numbers by their ranks: what matters of them is their order.
fn rank(numbers: &mut BTreeMap<usize, i32>) {
    let mut sorted: Vec<i32> = numbers.values().copied().collect();
    sorted.sort_unstable();
    sorted.dedup();
    for number in numbers.values_mut() {
        *number = sorted.partition_point(|other| other < number) as i32;
    }
}
