//! Hubs: nodes that are joined with many boxes, such as an event bus. They become combs.
//!
//! The boxes stand in columns, and the trunks of hubs run down the channels between them with a short tap to each box,
//! those of one kind of hub at the left of the boxes and those of the other at the right. The trunks of the one are joined
//! above the boxes and those of the other below, so that no two cross.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{Problem, Side, Tie};

/// The fewest boxes that a hub is joined with.
const FEWEST: usize = 3;

/// How many times the average number of neighbours a hub has that is a group.
const GROUP_SHARE: usize = 4;

/// Which groups may be hubs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Groups {
    /// Those that are joined with very many boxes.
    Large,
    /// Those that are joined with as many boxes as a node that is a hub.
    Any,
}

/// What hubs there are and where their trunks run.
#[derive(Debug, Clone, Default)]
pub(super) struct Comb {
    /// Of each net of a hub, whether its trunks run right of the boxes and are joined below them.
    pub(super) odd: BTreeMap<usize, bool>,
    /// The boxes that are hubs or have hubs in them.
    pub(super) hubs: BTreeSet<usize>,
    /// The hubs that stand left of the boxes; the others stand right of them.
    pub(super) left: BTreeSet<usize>,
    /// The first and the last column of boxes, once they are known.
    pub(super) columns: (usize, usize),
}

impl Comb {
    /// The hubs of a level; none when there are none worth it.
    pub(super) fn of(problem: &Problem, groups: Groups) -> Option<Self> {
        let count = problem.items.len();
        let mut around: Vec<[BTreeSet<usize>; 2]> = vec![[BTreeSet::new(), BTreeSet::new()]; count];
        for tie in &problem.ties {
            let (Some(source), Some(target)) = (tie.source.item(), tie.target.item()) else { continue };
            if source != target {
                around[source][0].insert(target);
                around[target][1].insert(source);
            }
        }
        let degree: Vec<usize> = around.iter().map(|[out, into]| out.union(into).count()).collect();
        let is_node = |item: usize| problem.items[item].node;
        let average = (0..count).filter(|item| !is_node(*item)).map(|item| degree[item]).sum::<usize>() / count.max(1);
        let least = |item: usize| {
            let single = is_node(item) || groups == Groups::Any;
            FEWEST.max(if single { 2 * average } else { GROUP_SHARE * (average + 1) })
        };
        let mut order: Vec<usize> = (0..count).filter(|item| degree[*item] >= least(*item)).collect();
        order.sort_by_key(|item| (usize::MAX - degree[*item], *item));
        if order.is_empty() || order.len() * 2 > count {
            return None;
        }
        let left: BTreeSet<usize> = order
            .iter()
            .copied()
            .filter(|hub| around[*hub][1].len() * 2 < around[*hub][0].len() || !is_node(*hub))
            .collect();
        let one_sided = left.is_empty() || left.len() == order.len();
        let hubs: BTreeSet<usize> = order.iter().copied().collect();
        let mut odd = BTreeMap::new();
        for (rank, hub) in order.iter().enumerate() {
            let right = !left.contains(hub);
            let class = if one_sided { right != (rank % 2 == 1) } else { right };
            for net in nets(problem, *hub) {
                odd.insert(net.number, if is_node(*hub) { class } else { net.odd });
            }
        }
        Some(Self { odd, hubs, left, columns: (0, 0) })
    }

    /// The same hubs around boxes that stand in columns already; none where they do not stand beside them.
    pub(super) fn around(mut self, problem: &Problem, column: &[usize]) -> Option<Self> {
        let boxes = || (0..column.len()).filter(|item| !self.hubs.contains(item) && !problem.items[*item].node);
        self.columns = (boxes().map(|item| column[item]).min()?, boxes().map(|item| column[item]).max()?);
        let beside = self.hubs.iter().all(|hub| {
            if self.left.contains(hub) { column[*hub] < self.columns.0 } else { column[*hub] > self.columns.1 }
        });
        beside.then_some(self)
    }

    /// The sides of an edge between a hub and a box, and none of any other edge.
    pub(super) fn sides(&self, column: &[usize], tie: &Tie) -> Option<[Side; 2]> {
        let (source, target) = (tie.source.item()?, tie.target.item()?);
        let leaving = self.hubs.contains(&source);
        let (hub, other) = if leaving { (source, target) } else { (target, source) };
        if !self.hubs.contains(&hub) || self.hubs.contains(&other) {
            return None;
        }
        let (first, last) = self.columns;
        if !(first..=last).contains(&column[other]) {
            return None;
        }
        let tooth = if *self.odd.get(&tie.net)? { Side::Right } else { Side::Left };
        let own = if self.left.contains(&hub) { Side::Right } else { Side::Left };
        Some(if leaving { [own, tooth] } else { [tooth, own] })
    }
}

/// A net of a hub.
struct HubNet {
    number: usize,
    /// Where its hub is one of several in a group: whether its trunks run right of the boxes.
    odd: bool,
}

/// The nets that have a hub as their one source or one target. Of the nodes in a group, those that more edges leave than
/// enter come first; the first half of the edges, at least one node, has its trunks left of the boxes.
fn nets(problem: &Problem, hub: usize) -> Vec<HubNet> {
    let mut nodes: BTreeMap<usize, (i64, i64, BTreeSet<usize>)> = BTreeMap::new();
    for tie in &problem.ties {
        let (end, node) = if tie.by_source { (tie.source, tie.nodes[0]) } else { (tie.target, tie.nodes[1]) };
        if end.item() == Some(hub) && tie.source != tie.target {
            let (balance, edges, nets) = nodes.entry(node).or_default();
            *balance += if tie.by_source { 1 } else { -1 };
            *edges += 1;
            nets.insert(tie.net);
        }
    }
    let mut order: Vec<(i64, i64, BTreeSet<usize>)> = nodes.into_values().collect();
    order.sort_by_key(|(balance, ..)| -balance);
    let total: i64 = order.iter().map(|(_, edges, _)| edges).sum();
    let mut before = 0;
    let mut found = Vec::new();
    for (_, edges, numbers) in order {
        found
            .extend(numbers.into_iter().map(|number| HubNet { number, odd: before > 0 && 2 * before + edges > total }));
        before += edges;
    }
    found
}
