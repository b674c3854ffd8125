//! One group alone: what it holds becomes a level; groups that hold the same are laid out once.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use super::calm::moved;
use super::{Composer, Level, Outer, Spot};
use crate::layout::arrange::{Arrangement, arrange, arrange_again};
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
    ) -> Level {
        let items: Vec<Item> = self.members[group].iter().map(|node| self.item(*node)).collect();
        if items.is_empty() {
            return Level::default();
        }
        let mut level = Level::default();
        // Nets are numbered as they come, so that groups that hold the same are the same.
        let (mut nets, mut nodes): (BTreeMap<usize, usize>, BTreeMap<usize, usize>) = Default::default();
        let mut ties = Vec::new();
        for &index in &self.touching[group] {
            let (edge, Some(net)) = (self.graph.edges[index], self.nets.of_edge[index]) else { continue };
            let own = |node: usize| self.group[node] == Some(group);
            let side = |entering: bool| {
                let usual = if entering { Side::Left } else { Side::Right };
                End::Border(sides.get(&(index, entering)).copied().unwrap_or(usual))
            };
            let source = if own(edge.source) { End::Item(self.member[edge.source]) } else { side(true) };
            let target = if own(edge.target) { End::Item(self.member[edge.target]) } else { side(false) };
            let count = nets.len();
            let mut number = |node: usize| {
                let count = nodes.len();
                *nodes.entry(node).or_insert(count)
            };
            level.ties.insert(index, ties.len());
            ties.push(Tie {
                net: *nets.entry(net).or_insert(count),
                by_source: self.nets.from_source[net],
                source,
                target,
                nodes: [number(edge.source), number(edge.target)],
                pull: pulls.get(&index).copied(),
                room: [self.room(index, &[Spot::Source]), self.room(index, &[Spot::Target])],
            });
        }
        let mut space = self.space(&items, 2, 0);
        if self.down() {
            space = Space { margin: 1, padding: 1, title: i32::from(self.graph.groups[group]), ..space };
        }
        let problem = Problem { items, ties, space, kept: Vec::new() };
        let base = self.bases.get(&group).or_else(|| self.levels.get(group).map(|level| &level.arrangement));
        level.arrangement = match base {
            Some(base) if !self.thorough && !base.items.is_empty() => {
                let key = (problem.clone(), base.columns().to_vec());
                let again = || Rc::new(arrange_again(&problem, base.columns()));
                Rc::clone(self.again.entry(key).or_insert_with(again))
            }
            _ => self.known_or_arranged(problem.clone()),
        };
        let kept: Vec<Option<Rect>> =
            self.members[group].iter().map(|node| self.kept_nodes.get(*node).copied().flatten()).collect();
        if kept.iter().any(Option::is_some) && moved(&kept, &level.arrangement.items) {
            level.arrangement = self.known_or_arranged(Problem { kept, ..problem });
        }
        level
    }

    pub(super) fn known_or_arranged(&mut self, problem: Problem) -> Rc<Arrangement> {
        let arranged = match self.known.entry(problem) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let arranged = arrange(unknown.key());
                unknown.insert(arranged)
            }
        };
        Rc::clone(if self.loose { &arranged.loose } else { &arranged.best })
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
