//! Hubs: nodes that are joined with many boxes, such as an event bus. They become combs.
//!
//! The boxes stand in columns, and the trunks of hubs run down the channels between them with a short tap to each box,
//! those of one kind of hub in the even channels and those of the other in the odd ones. The trunks of the one are joined
//! above the boxes and those of the other below, so that the two interlock without a crossing.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Problem, Side};

/// The fewest boxes that a hub is joined with.
const FEWEST: usize = 3;

/// What hubs there are and where their trunks run.
#[derive(Debug, Clone, Default)]
pub(super) struct Comb {
    /// Of each box that is a hub, whether its trunks run in odd channels.
    pub(super) odd: BTreeMap<usize, bool>,
    /// The hubs that stand left of the boxes; the others stand right of them.
    pub(super) left: BTreeSet<usize>,
    /// The first and the last column of boxes, once they are known.
    pub(super) columns: (usize, usize),
}

impl Comb {
    /// The hubs of a level; none when there are none worth it.
    pub(super) fn of(problem: &Problem) -> Option<Self> {
        let count = problem.items.len();
        let mut around: Vec<[BTreeSet<usize>; 2]> = vec![[BTreeSet::new(), BTreeSet::new()]; count];
        for tie in &problem.ties {
            let (Some(source), Some(target)) = (tie.source.item(), tie.target.item()) else { continue };
            if source != target {
                around[source][0].insert(target);
                around[target][1].insert(source);
            }
        }
        let degree = |item: usize| around[item][0].union(&around[item][1]).count();
        let average = (0..count).filter(|item| !problem.items[*item].node).map(degree).sum::<usize>() / count.max(1);
        let mut hubs: Vec<usize> =
            (0..count).filter(|item| problem.items[*item].node && degree(*item) >= FEWEST.max(2 * average)).collect();
        hubs.sort_by_key(|item| (usize::MAX - degree(*item), *item));
        if hubs.is_empty() || hubs.len() * 2 > count {
            return None;
        }
        let left: BTreeSet<usize> =
            hubs.iter().copied().filter(|hub| around[*hub][1].len() * 2 < around[*hub][0].len()).collect();
        let one_sided = left.is_empty() || left.len() == hubs.len();
        let odd = hubs
            .iter()
            .enumerate()
            .map(|(rank, hub)| {
                let right = !left.contains(hub);
                (*hub, if one_sided { right != (rank % 2 == 1) } else { right })
            })
            .collect();
        Some(Self { odd, left, columns: (0, 0) })
    }

    /// The same hubs around boxes that stand in columns already; none where they do not stand beside them.
    pub(super) fn around(mut self, problem: &Problem, column: &[usize]) -> Option<Self> {
        let boxes = || (0..column.len()).filter(|item| !self.odd.contains_key(item) && !problem.items[*item].node);
        self.columns = (boxes().map(|item| column[item]).min()?, boxes().map(|item| column[item]).max()?);
        let beside = self.odd.keys().all(|hub| {
            if self.left.contains(hub) { column[*hub] < self.columns.0 } else { column[*hub] > self.columns.1 }
        });
        beside.then_some(self)
    }

    /// The sides of an edge between a hub and a box, and none of any other edge.
    pub(super) fn sides(&self, column: &[usize], source: usize, target: usize) -> Option<[Side; 2]> {
        let (hub, other, leaving) = match (self.odd.get(&source), self.odd.get(&target)) {
            (Some(_), None) => (source, target, true),
            (None, Some(_)) => (target, source, false),
            _ => return None,
        };
        let (first, last) = self.columns;
        if !(first..=last).contains(&column[other]) {
            return None;
        }
        let tooth = if ((column[other] - first) % 2 == 1) == self.odd[&hub] { Side::Left } else { Side::Right };
        let own = if self.left.contains(&hub) { Side::Right } else { Side::Left };
        Some(if leaving { [own, tooth] } else { [tooth, own] })
    }
}
