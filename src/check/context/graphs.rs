//! The graphs over nodes and services. Weights of edges are positions of flows.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;

use crate::catalog::Class;

use super::{FlowView, Lookup, NodeView};

/// A graph whose nodes are positions of nodes and whose edges are positions of flows.
pub(crate) type FlowGraph = DiGraph<(), usize, u32>;

/// The graphs of a design.
pub(crate) struct Graphs {
    /// Who waits for whom.
    pub(crate) synchronous: FlowGraph,
    /// Who leads to whom: everything that starts work, and writes into stores that are subscribed to.
    pub(crate) reach: FlowGraph,
    /// Nodes that others name as the place for what could not be delivered.
    pub(crate) dead_letter_targets: HashSet<usize>,
}

impl Graphs {
    pub(super) fn new(nodes: &[NodeView<'_>], flows: &[FlowView<'_>], lookup: &Lookup<'_>) -> Self {
        let watched: HashSet<usize> =
            flows.iter().filter(|flow| flow.flow.kind == "subscribe").filter_map(|flow| flow.from).collect();
        let synchronous = graph(nodes.len(), flows, |flow, _, _| flow.class == Some(Class::Synchronous));
        let reach = graph(nodes.len(), flows, |flow, _, to| match flow.class {
            Some(Class::Synchronous | Class::Asynchronous) => true,
            Some(Class::Data) => flow.flow.kind != "read" && watched.contains(&to),
            _ => false,
        });
        let named = flows
            .iter()
            .flat_map(|flow| [flow.flow.text("dead_letters"), flow.flow.text("on_failure")])
            .chain(nodes.iter().map(|node| node.node.get("dead_letters").and_then(crate::value::Value::as_str)));
        let dead_letter_targets =
            named.flatten().filter_map(|id| id.split_once('.')).filter_map(|id| lookup.get(&id).copied()).collect();
        Self { synchronous, reach, dead_letter_targets }
    }
}

/// The graph of the flows that a test lets through, their nodes being there.
fn graph(nodes: usize, flows: &[FlowView<'_>], keep: impl Fn(&FlowView<'_>, usize, usize) -> bool) -> FlowGraph {
    let mut graph = FlowGraph::with_capacity(nodes, flows.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (position, flow) in flows.iter().enumerate() {
        if let (Some(from), Some(to)) = (flow.from, flow.to)
            && keep(flow, from, to)
        {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), position);
        }
    }
    graph
}

/// The groups of at least two vertices that all lead to one another, each in ascending order, in the order of their
/// first vertex.
pub(crate) fn cyclic_components<N, E>(graph: &DiGraph<N, E, u32>) -> Vec<Vec<usize>> {
    // Kosaraju's algorithm: as linear as Tarjan's, and here without recursion, so that long chains are safe.
    let mut components: Vec<Vec<usize>> = kosaraju_scc(graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .map(|component| {
            let mut component: Vec<usize> = component.into_iter().map(NodeIndex::index).collect();
            component.sort_unstable();
            component
        })
        .collect();
    components.sort_unstable();
    components
}

/// The number of the component that each vertex belongs to.
pub(crate) fn component_numbers(components: &[Vec<NodeIndex>], vertices: usize) -> Vec<usize> {
    let mut numbers = vec![usize::MAX; vertices];
    for (number, component) in components.iter().enumerate() {
        for vertex in component {
            if let Some(slot) = numbers.get_mut(vertex.index()) {
                *slot = number;
            }
        }
    }
    numbers
}

/// How many starting edges are tried for the shortest cycle of a component, and how many vertices are looked at for
/// that altogether; in a larger component it is the shortest of those tried.
const TRIES: usize = 64;
const LOOKED_AT: usize = 20_000;

/// A shortest cycle inside a component, as the weights of its edges in order, among those through an edge that the
/// test lets through; the earliest of equals. `None` when no such edge lies inside.
pub(crate) fn shortest_cycle<N, E: Copy + Ord>(
    graph: &DiGraph<N, E, u32>,
    component: &[usize],
    through: impl Fn(E) -> bool,
) -> Option<Vec<E>> {
    let inside: BTreeSet<usize> = component.iter().copied().collect();
    let mut starts: Vec<(E, NodeIndex, NodeIndex)> = component
        .iter()
        .flat_map(|node| graph.edges(NodeIndex::new(*node)))
        .filter(|edge| inside.contains(&edge.target().index()) && through(*edge.weight()))
        .map(|edge| (*edge.weight(), edge.source(), edge.target()))
        .collect();
    starts.sort_unstable();
    starts
        .into_iter()
        .take((LOOKED_AT / component.len().max(1)).clamp(1, TRIES))
        .filter_map(|(weight, source, target)| {
            let mut cycle = vec![weight];
            cycle.extend(shortest_path(graph, target, source, &inside)?);
            Some(cycle)
        })
        .min_by_key(Vec::len)
}

/// The shortest way between two vertices inside a set, as the weights of its edges.
fn shortest_path<N, E: Copy>(
    graph: &DiGraph<N, E, u32>,
    from: NodeIndex,
    to: NodeIndex,
    inside: &BTreeSet<usize>,
) -> Option<Vec<E>> {
    let mut came: HashMap<NodeIndex, (NodeIndex, E)> = HashMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(vertex) = queue.pop_front() {
        if vertex == to {
            let mut path = Vec::new();
            let mut at = to;
            while at != from {
                let (previous, weight) = came.get(&at)?;
                path.push(*weight);
                at = *previous;
            }
            path.reverse();
            return Some(path);
        }
        for edge in graph.edges(vertex) {
            let next = edge.target();
            if inside.contains(&next.index()) && next != from && !came.contains_key(&next) {
                came.insert(next, (vertex, *edge.weight()));
                queue.push_back(next);
            }
        }
    }
    None
}

/// Every vertex that can be reached from the starts, the starts included.
pub(crate) fn reachable<N, E>(graph: &DiGraph<N, E, u32>, starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
    let mut seen = vec![false; graph.node_count()];
    reach_on(graph, starts, &mut seen);
    seen
}

/// Marks what can be reached from further starts, without looking again at what is marked.
pub(crate) fn reach_on<N, E>(graph: &DiGraph<N, E, u32>, starts: impl IntoIterator<Item = usize>, seen: &mut [bool]) {
    let mut open: Vec<usize> = starts.into_iter().collect();
    while let Some(vertex) = open.pop() {
        let Some(slot) = seen.get_mut(vertex) else { continue };
        if std::mem::replace(slot, true) {
            continue;
        }
        open.extend(graph.neighbors(NodeIndex::new(vertex)).map(NodeIndex::index));
    }
}
