//! The event graph: a channel stands in it once for each event that it carries, so that two events that share a bus
//! make no loop together.
//!
//! Vertices are the nodes, in their order, then one vertex for each channel and event. A publication of an event goes
//! to the vertex of the channel and that event; a subscription leaves it if it names that event or none. What a
//! channel passes on to another channel keeps its event. A write to a store leads on to the store's subscribers,
//! unless they filter.

use std::collections::{BTreeSet, HashMap};

use petgraph::graph::{DiGraph, NodeIndex};

use crate::catalog::Class;

use super::{FlowView, NodeView};

/// The most vertices of channel and event; beyond them a channel's further events share one vertex, which can make
/// a loop seem possible that is none but never hides one.
const LIMIT: usize = 200_000;

/// The weight of an edge from the vertex of a channel and event to that of the channel and any event.
pub(crate) const NO_FLOW: usize = usize::MAX;

/// Where each event goes.
pub(crate) struct EventGraph<'d> {
    /// Vertices carry positions of nodes, edges positions of flows.
    pub(crate) graph: DiGraph<usize, usize, u32>,
    /// The events that each channel carries, by position of the channel; the empty name is an event without one.
    carried: HashMap<usize, BTreeSet<&'d str>>,
}

impl<'d> EventGraph<'d> {
    /// The events that a channel carries, in order; an event without a name is left out.
    pub(crate) fn carried(&self, channel: usize) -> impl Iterator<Item = &'d str> + '_ {
        self.carried.get(&channel).into_iter().flatten().copied().filter(|event| !event.is_empty())
    }

    /// Whether anything is published to the channel, with or without a name.
    pub(crate) fn has_source(&self, channel: usize) -> bool {
        self.carried.get(&channel).is_some_and(|events| !events.is_empty())
    }

    /// Whether something is published to the channel of which the event is not known.
    pub(crate) fn carries_nameless(&self, channel: usize) -> bool {
        self.carried.get(&channel).is_some_and(|events| events.contains(""))
    }

    /// Whether the channel carries that event.
    pub(crate) fn carries(&self, channel: usize, event: &str) -> bool {
        self.carried.get(&channel).is_some_and(|events| events.contains(event))
    }

    pub(super) fn new(nodes: &[NodeView<'d>], flows: &[FlowView<'d>]) -> Self {
        let carried = carry(nodes, flows);
        let mut graph = DiGraph::with_capacity(nodes.len(), flows.len());
        for node in nodes {
            graph.add_node(node.index);
        }
        let mut vertices: HashMap<(usize, &'d str), NodeIndex> = HashMap::new();
        for node in nodes.iter().filter(|node| node.is_channel()) {
            for event in carried.get(&node.index).into_iter().flatten() {
                let vertex = graph.add_node(node.index);
                // The node itself stands for any event: subscriptions that name none leave from there.
                graph.add_edge(vertex, NodeIndex::new(node.index), NO_FLOW);
                vertices.insert((node.index, *event), vertex);
            }
        }
        let mut edges = Edges { graph, vertices };
        for (position, flow) in flows.iter().enumerate() {
            edges.add(position, flow, nodes, &carried);
        }
        Self { graph: edges.graph, carried }
    }
}

/// The graph while it is built.
struct Edges<'d> {
    graph: DiGraph<usize, usize, u32>,
    vertices: HashMap<(usize, &'d str), NodeIndex>,
}

impl<'d> Edges<'d> {
    /// An event leaves a channel for a node, or for another channel.
    fn deliver(&mut self, position: usize, from: usize, event: &'d str, to: Result<NodeIndex, usize>) {
        let Some(leaves) = self.vertices.get(&(from, event)).copied() else { return };
        let arrives = match to {
            Ok(node) => Some(node),
            Err(channel) => self.vertices.get(&(channel, event)).or_else(|| self.vertices.get(&(channel, ""))).copied(),
        };
        if let Some(arrives) = arrives {
            self.graph.add_edge(leaves, arrives, position);
        }
    }

    fn add(
        &mut self,
        position: usize,
        flow: &FlowView<'d>,
        nodes: &[NodeView<'d>],
        carried: &HashMap<usize, BTreeSet<&'d str>>,
    ) {
        let (Some(from), Some(to)) = (flow.from, flow.to) else { return };
        let (Some(source), Some(target)) = (nodes.get(from), nodes.get(to)) else { return };
        if from == to || flow.class.is_none() {
            return;
        }
        let (start, end) = (NodeIndex::new(from), NodeIndex::new(to));
        match (flow.flow.kind.as_str(), flow.class) {
            ("subscribe", _) if source.is_channel() => match (flow.flow.event(), target.is_channel()) {
                (Some(event), is_channel) => {
                    self.deliver(position, from, event, if is_channel { Err(to) } else { Ok(end) });
                }
                (None, false) => {
                    self.graph.add_edge(start, end, position);
                }
                (None, true) => {
                    for event in carried.get(&from).into_iter().flatten() {
                        self.deliver(position, from, event, Err(to));
                    }
                }
            },
            // A subscription to a store that filters takes only a part of what is written there.
            ("subscribe", _) if flow.flow.get("filter").is_some() => {}
            (_, Some(Class::Asynchronous)) if target.is_channel() => {
                let event = flow.flow.event().unwrap_or_default();
                let arrives = self.vertices.get(&(to, event)).or_else(|| self.vertices.get(&(to, "")));
                if let Some(arrives) = arrives {
                    self.graph.add_edge(start, *arrives, position);
                }
            }
            (_, Some(Class::Synchronous)) if target.is_channel() => {
                // A route straight into a channel.
                let arrives = self.vertices.get(&(to, flow.flow.event().unwrap_or_default()));
                if let Some(arrives) = arrives {
                    self.graph.add_edge(start, *arrives, position);
                }
            }
            // What is pushed to open connections ends at the clients: it does not come in again through the routes.
            ("call", Some(Class::Asynchronous)) => {}
            (_, Some(Class::Synchronous | Class::Asynchronous)) => {
                self.graph.add_edge(start, end, position);
            }
            ("write" | "read-write", Some(Class::Data)) if target.is_store() => {
                self.graph.add_edge(start, end, position);
            }
            _ => {}
        }
    }
}

/// Which events each channel carries: those published to it, and those that other channels pass on.
fn carry<'d>(nodes: &[NodeView<'d>], flows: &[FlowView<'d>]) -> HashMap<usize, BTreeSet<&'d str>> {
    let is_channel = |index: usize| nodes.get(index).is_some_and(NodeView::is_channel);
    let mut carried: HashMap<usize, BTreeSet<&'d str>> = HashMap::new();
    let mut forwards: HashMap<usize, Vec<(usize, Option<&'d str>)>> = HashMap::new();
    let mut open: Vec<(usize, &'d str)> = Vec::new();
    for flow in flows {
        let (Some(from), Some(to)) = (flow.from, flow.to) else { continue };
        if !is_channel(to) || from == to {
            continue;
        }
        match flow.flow.kind.as_str() {
            "subscribe" if is_channel(from) => forwards.entry(from).or_default().push((to, flow.flow.event())),
            "publish" | "route" | "subscribe" => open.push((to, flow.flow.event().unwrap_or_default())),
            _ => {}
        }
    }
    let mut count = 0;
    while let Some((channel, event)) = open.pop() {
        let events = carried.entry(channel).or_default();
        let event = if count >= LIMIT && !events.contains(event) { "" } else { event };
        if !events.insert(event) {
            continue;
        }
        count += 1;
        for (next, wanted) in forwards.get(&channel).into_iter().flatten() {
            // A publication of which the event is not known may be any of those that are wanted.
            match wanted {
                Some(wanted) if event.is_empty() => open.push((*next, wanted)),
                Some(wanted) if *wanted != event => {}
                _ => open.push((*next, event)),
            }
        }
    }
    carried
}
