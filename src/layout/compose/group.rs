//! One group alone: what it holds becomes a level; groups that hold the same are laid out once.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use foldhash::fast::FixedState;

use super::calm::moved;
use super::{Composer, Outer, Spot};
use crate::layout::arrange::Arrangement;
use crate::layout::graph::Rect;
use crate::layout::problem::{End, Item, Problem, Side, Space, Tie};

impl Composer<'_> {
    /// Lays a group out. `sides` has the borders that edges pass which do not leave at the right and enter at the left.
    /// `pulls` has where edges come from or lead to beyond it, where that is known.
    pub(super) fn lay_out_group(
        &mut self,
        group: usize,
        sides: &BTreeMap<(usize, bool), Side>,
        pulls: &BTreeMap<usize, i32>,
    ) -> Rc<Arrangement> {
        let items: Vec<Item> = self.members[group].iter().map(|node| self.item(*node)).collect();
        if items.is_empty() {
            return Rc::default();
        }
        // Nets are numbered as they come, so that groups that hold the same are the same.
        let (mut nets, mut nodes) = (Numbers::default(), Numbers::default());
        let ties = self.touching[group].iter().map(|&index| {
            let (edge, net) = (self.graph.edges[index], self.nets.of_edge[index].unwrap_or_default());
            let own = |node: usize| self.group[node] == Some(group);
            let side = |entering: bool| {
                let usual = if entering { Side::Left } else { Side::Right };
                End::Border(sides.get(&(index, entering)).copied().unwrap_or(usual))
            };
            Tie {
                net: nets.of(net),
                by_source: self.nets.from_source[net],
                source: if own(edge.source) { End::Item(self.member[edge.source]) } else { side(true) },
                target: if own(edge.target) { End::Item(self.member[edge.target]) } else { side(false) },
                nodes: [nodes.of(edge.source), nodes.of(edge.target)],
                pull: pulls.get(&index).copied(),
                room: [self.room(index, &[Spot::Source]), self.room(index, &[Spot::Target])],
            }
        });
        let ties = ties.collect();
        let mut space = self.space(&items, 2, 0);
        if self.down() {
            space = Space { margin: 1, padding: 1, title: i32::from(self.graph.groups[group]), ..space };
        }
        let problem = Problem { items, ties, space, kept: Vec::new() };
        let kept: Vec<Option<Rect>> = match self.kept_nodes.as_slice() {
            [] => Vec::new(),
            nodes => self.members[group].iter().map(|node| nodes.get(*node).copied().flatten()).collect(),
        };
        let calm = kept.iter().any(Option::is_some).then(|| Problem { kept: kept.clone(), ..problem.clone() });
        let base = self.bases.get(&group).or_else(|| self.levels.get(group));
        let level = match base {
            Some(base) if !self.thorough && !base.items.is_empty() => {
                let base = Rc::clone(base);
                self.known.again(problem, base.columns())
            }
            _ => self.known.arranged(problem, self.loose),
        };
        match calm {
            Some(calm) if moved(&kept, &level.items) => self.known.arranged(calm, self.loose),
            _ => level,
        }
    }

    /// The tie that an edge is of a group, which it has an end in.
    pub(super) fn tie(&self, group: usize, edge: usize) -> Option<usize> {
        self.touching[group].binary_search(&edge).ok()
    }

    /// The size of a box of the outer level.
    pub(super) fn size(&self, outer: Outer, level: impl Fn(usize) -> Rc<Arrangement>) -> Item {
        match outer {
            Outer::Group(group) => {
                let arrangement = level(group);
                let title = i32::from(self.graph.groups[group]) + 1;
                let (mut width, mut height) = (arrangement.width, arrangement.height);
                if self.down() {
                    height = height.max(title);
                } else {
                    width = width.max(title);
                }
                Item { width: width + 2, height: height + 2, node: false }
            }
            Outer::Node(node) => self.item(node),
        }
    }
}

/// Numbers for what comes, in the order in which it comes.
#[derive(Default)]
struct Numbers(HashMap<usize, usize, FixedState>);

impl Numbers {
    fn of(&mut self, key: usize) -> usize {
        let count = self.0.len();
        *self.0.entry(key).or_insert(count)
    }
}
