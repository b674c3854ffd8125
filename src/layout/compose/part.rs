//! One part of the outer level: its plans are tried, each with the groups as it needs them, and the best is taken.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Composer, Outer, Part, Spot, Trial};
use crate::layout::arrange::{Arrangement, MOST_JOINED, Plan, arrange_planned, plans};
use crate::layout::problem::{End, Item, Problem, Side, Tie};

/// The most edges of a part for which groups heed where their edges lead.
const MOST_HEEDED: usize = 150;

/// The most boxes and edges of a part whose boxes are shifted, and for which there is another start.
const MOST_LOOSE: usize = 80;

/// The unrest for each box with which no other plan is tried.
const MOST_UNREST: i64 = 2;

/// The most plans that are tried for a part of the outer level.
const MOST_PLANS: usize = 16;

impl Composer<'_> {
    /// The edges of the outer level as its parts see them.
    pub(super) fn outer_tie(&self, index: usize, place: &[usize]) -> Tie {
        let edge = self.graph.edges[index];
        let net = self.nets.of_edge[index].unwrap_or_default();
        let room = |node: usize, near: [Spot; 2]| {
            let spots = if self.group[node].is_some() { &near[..1] } else { &near[..] };
            self.room(index, spots)
        };
        Tie {
            net,
            by_source: self.nets.from_source[net],
            source: End::Item(place[self.outer_of[edge.source]]),
            target: End::Item(place[self.outer_of[edge.target]]),
            nodes: [edge.source, edge.target],
            pull: None,
            room: [
                room(edge.source, [Spot::OuterSource, Spot::Source]),
                room(edge.target, [Spot::OuterTarget, Spot::Target]),
            ],
        }
    }

    /// Lays a part of the outer level out: by each plan, the groups anew whose edges use other borders then, and the whole;
    /// the best is taken.
    pub(super) fn lay_out_part(&mut self, part: &mut Part, place: &[usize]) {
        let Some((mut best, cost, crossed)) = self.laid_out(part, place) else { return };
        if crossed && part.boxes.len() + part.edges.len() <= MOST_LOOSE {
            let groups = part.boxes.iter().filter_map(|index| match self.outer[*index] {
                Outer::Group(group) => Some(group),
                Outer::Node(_) => None,
            });
            let usual: Vec<(usize, Rc<Arrangement>)> =
                groups.map(|group| (group, self.levels[group].clone())).collect();
            let none = BTreeMap::new();
            (self.loose, self.thorough) = (true, true);
            let mut differs = false;
            for (group, level) in &usual {
                let loose = self.lay_out_group(*group, &BTreeMap::new(), &none);
                differs |= loose.columns() != level.columns();
                self.levels[*group] = loose;
            }
            let other = if differs { self.laid_out(part, place) } else { None };
            self.loose = false;
            match other {
                Some((other, least, _)) if least < cost => best = other,
                _ => usual.into_iter().for_each(|(group, level)| self.levels[group] = level),
            }
        }
        part.arrangement = best.arrangement;
        for (group, level) in best.levels {
            self.levels[group] = level;
        }
    }

    /// A part laid out, its cost and whether edges cross in it; none for a part without boxes.
    pub(super) fn laid_out(&mut self, part: &Part, place: &[usize]) -> Option<(Trial, i64, bool)> {
        let items = self.sizes(part, &BTreeMap::new());
        let space = self.space(&items, 0, i32::from(self.options.row_gap).min(1));
        let ties = part.edges.iter().map(|edge| self.outer_tie(*edge, place)).collect();
        let mut problem = Problem { items, ties, space, kept: Vec::new() };
        problem.kept = self.kept_boxes(part, &BTreeMap::new());
        let calm = problem.kept.iter().any(Option::is_some);
        if !calm {
            problem.kept.clear();
        }
        let mut best: Option<(i64, Plan, Trial)> = None;
        let mut open = if calm { Plan::kept(&problem) } else { plans(&problem) };
        let only = open.len() == 1;
        let small = !calm && problem.items.len() + problem.ties.len() <= MOST_JOINED;
        open.reverse();
        let mut tried = 0;
        self.thorough = calm || only;
        while let Some(plan) = open.pop().filter(|_| tried < MOST_PLANS) {
            tried += 1;
            let levels = self.levels_for(part, &plan, &BTreeMap::new());
            let least = best.as_ref().filter(|_| !calm).map(|(cost, _, best)| {
                if !small {
                    return best.arrangement.most_crossings(*cost);
                }
                // What groups cost more inside must be saved between them.
                let inner = self.inner_cost(part, &best.levels);
                best.arrangement.most_crossings_with(*cost - inner, inner - self.inner_cost(part, &levels))
            });
            let Some(trial) = self.tried(part, &mut problem, &plan, levels, least.unwrap_or(i64::MAX)) else {
                continue;
            };
            let cost = if calm {
                self.unrest(part, &trial.levels, &trial.arrangement)
            } else if only {
                0
            } else {
                trial.arrangement.cost(&problem) + self.inner_cost(part, &trial.levels)
            };
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                if small {
                    open.extend(plan.joined(&problem).into_iter().rev());
                }
                best = Some((cost, plan, trial));
            }
            // What hardly moves anything was the plan before.
            if calm && cost <= MOST_UNREST * part.boxes.len() as i64 {
                break;
            }
        }
        let (mut cost, mut plan, mut trial) = best?;
        let mut tangled = false;
        if !calm && !only {
            let crossed = self.crossed(part, &problem, &trial);
            if problem.items.len() + problem.ties.len() <= MOST_LOOSE {
                if crossed {
                    self.shift(part, &mut problem, &mut plan, &mut trial, &mut cost, true);
                }
                self.shift(part, &mut problem, &mut plan, &mut trial, &mut cost, false);
            }
            if crossed {
                self.thorough = true;
                let levels = self.levels_for(part, &plan, &BTreeMap::new());
                if let Some(thorough) = self.tried(part, &mut problem, &plan, levels, i64::MAX) {
                    let thorough_cost = thorough.arrangement.cost(&problem) + self.inner_cost(part, &thorough.levels);
                    if thorough_cost < cost {
                        (cost, trial) = (thorough_cost, thorough);
                    }
                }
                self.heed(part, &mut problem, &plan, &mut trial, &mut cost);
            }
            tangled = self.crossed(part, &problem, &trial);
        }
        Some((trial, cost, tangled))
    }

    /// Whether edges cross in a part, as far as it is small enough to do something about it.
    pub(super) fn crossed(&self, part: &Part, problem: &Problem, trial: &Trial) -> bool {
        part.edges.len() <= MOST_HEEDED
            && (self.inner_crossings(part, &trial.levels) || !trial.arrangement.tangled(problem).is_empty())
    }

    /// A part laid out by a plan with its groups laid out so.
    pub(super) fn tried(
        &mut self,
        part: &Part,
        problem: &mut Problem,
        plan: &Plan,
        levels: BTreeMap<usize, Rc<Arrangement>>,
        most: i64,
    ) -> Option<Trial> {
        problem.items = self.sizes(part, &levels);
        if !problem.kept.is_empty() {
            problem.kept = self.kept_boxes(part, &levels);
        }
        let mut workspace = std::mem::take(&mut self.known.workspace);
        let frame_row = |tie: usize, entering: bool| {
            let index = part.edges[tie];
            let edge = self.graph.edges[index];
            let group = self.group[if entering { edge.target } else { edge.source }];
            group.map_or(0, |group| {
                let level = levels.get(&group).unwrap_or(&self.levels[group]);
                self.tie(group, index).map_or(0, |tie| 1 + level.border_row(tie))
            })
        };
        let arrangement = arrange_planned(problem, plan, &frame_row, most, &mut workspace);
        self.known.workspace = workspace;
        let arrangement = arrangement?;
        Some(Trial { arrangement, levels })
    }

    /// The sizes of a part's boxes.
    pub(super) fn sizes(&self, part: &Part, levels: &BTreeMap<usize, Rc<Arrangement>>) -> Vec<Item> {
        let level = |group: usize| Rc::clone(levels.get(&group).unwrap_or(&self.levels[group]));
        part.boxes.iter().map(|index| self.size(self.outer[*index], level)).collect()
    }

    /// The groups of a part whose edges use other borders than usual under a plan, or are pulled somewhere.
    pub(super) fn levels_for(
        &mut self,
        part: &Part,
        plan: &Plan,
        pulls: &BTreeMap<usize, BTreeMap<usize, i32>>,
    ) -> BTreeMap<usize, Rc<Arrangement>> {
        let mut unusual: BTreeMap<usize, BTreeMap<(usize, bool), Side>> = BTreeMap::new();
        for (index, [out, into]) in part.edges.iter().zip(&plan.sides) {
            let edge = self.graph.edges[*index];
            if let (Some(group), Side::Left) = (self.group[edge.source], out) {
                unusual.entry(group).or_default().insert((*index, false), Side::Left);
            }
            if let (Some(group), Side::Right) = (self.group[edge.target], into) {
                unusual.entry(group).or_default().insert((*index, true), Side::Right);
            }
        }
        for group in pulls.keys() {
            unusual.entry(*group).or_default();
        }
        let none = BTreeMap::new();
        let pull = |group: &usize| pulls.get(group).unwrap_or(&none);
        unusual.into_iter().map(|(group, sides)| (group, self.lay_out_group(group, &sides, pull(&group)))).collect()
    }

    /// Whether edges cross in one of a part's groups.
    pub(super) fn inner_crossings(&self, part: &Part, levels: &BTreeMap<usize, Rc<Arrangement>>) -> bool {
        part.boxes.iter().any(|index| match self.outer[*index] {
            Outer::Group(group) => levels.get(&group).unwrap_or(&self.levels[group]).is_crossed(),
            Outer::Node(_) => false,
        })
    }

    /// What the insides of a part's groups cost.
    pub(super) fn inner_cost(&self, part: &Part, levels: &BTreeMap<usize, Rc<Arrangement>>) -> i64 {
        let groups = part.boxes.iter().filter_map(|index| match self.outer[*index] {
            Outer::Group(group) => Some(group),
            Outer::Node(_) => None,
        });
        groups.map(|group| levels.get(&group).unwrap_or(&self.levels[group]).own_cost).sum()
    }
}
