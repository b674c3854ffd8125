//! Where labels should have room: each on a part of its edge that no other runs along.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeMap;

use super::{Composer, Spot};

impl Composer<'_> {
    /// Where each labelled edge runs alone.
    pub(super) fn find_spots(&mut self) {
        let mut passing: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let graph = self.graph;
        let across = |composer: &Self, index: usize| {
            let (edge, net) = (graph.edges[index], composer.nets.of_edge[index]?);
            let own = if composer.nets.from_source[net] { edge.target } else { edge.source };
            composer.inner(index).is_none().then_some((net, composer.outer_of[own]))
        };
        for index in 0..graph.edges.len() {
            if let Some(key) = across(self, index) {
                *passing.entry(key).or_default() += 1;
            }
        }
        for index in 0..graph.edges.len() {
            let edge = graph.edges[index];
            let Some(net) = self.nets.of_edge[index].filter(|_| edge.label > 0) else { continue };
            let from_source = self.nets.from_source[net];
            let alone = if from_source { self.nets.into[edge.target] == 1 } else { self.nets.out[edge.source] == 1 };
            let passes_alone = across(self, index).is_some_and(|key| passing.get(&key) == Some(&1));
            self.spots[index] = match (passes_alone, alone, from_source) {
                (true, _, true) => Spot::OuterTarget,
                (true, _, false) => Spot::OuterSource,
                (false, true, true) => Spot::Target,
                (false, true, false) => Spot::Source,
                (false, false, _) => Spot::Nowhere,
            };
        }
    }

    pub(super) fn room(&self, edge: usize, spots: &[Spot]) -> i32 {
        if spots.contains(&self.spots[edge]) && !self.down() { i32::from(self.graph.edges[edge].label) + 3 } else { 0 }
    }
}
