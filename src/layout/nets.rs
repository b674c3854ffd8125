//! Which edges share a trunk: each belongs to its source or to its target, whichever has more edges.

#![expect(clippy::indexing_slicing, reason = "indices are positions in lists made here, of the same length")]

use std::collections::BTreeMap;

use super::graph::Graph;

/// A graph whose edges and groups have been checked, with its nets.
#[derive(Debug, Clone, Default)]
pub(super) struct Nets {
    /// The net of each edge; `None` where an end is not in the graph.
    pub(super) of_edge: Vec<Option<usize>>,
    /// Whether the net has one source; otherwise it has one target.
    pub(super) from_source: Vec<bool>,
    /// Edges that leave each node.
    pub(super) out: Vec<usize>,
    /// Edges that enter each node.
    pub(super) into: Vec<usize>,
}

impl Nets {
    pub(super) fn new(graph: &Graph) -> Self {
        let count = graph.nodes.len();
        let (mut out, mut into) = (vec![0; count], vec![0; count]);
        let known = |source: usize, target: usize| source < count && target < count;
        // Parallel edges count once: they run together anyway.
        let mut pairs: Vec<(usize, usize)> = graph
            .edges
            .iter()
            .filter(|edge| known(edge.source, edge.target))
            .map(|edge| (edge.source, edge.target))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (source, target) in pairs {
            out[source] += 1;
            into[target] += 1;
        }
        let mut nets: BTreeMap<(bool, usize), usize> = BTreeMap::new();
        let mut from_source = Vec::new();
        let of_edge = graph
            .edges
            .iter()
            .map(|edge| {
                known(edge.source, edge.target).then(|| {
                    let by_source = out[edge.source] >= into[edge.target];
                    let key = (by_source, if by_source { edge.source } else { edge.target });
                    *nets.entry(key).or_insert_with(|| {
                        from_source.push(by_source);
                        from_source.len() - 1
                    })
                })
            })
            .collect();
        Self { of_edge, from_source, out, into }
    }
}
