//! What every rule needs, gathered once for each check: nodes with their kinds and flows, effective values in each
//! environment, and the graphs.

pub(super) mod event_graph;
pub(super) mod graphs;
pub(super) mod requests;
pub(super) mod values;

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::catalog::{Class, FlowKind, Kind, Provider, catalog_on};
use crate::design::effective::is_production;
use crate::design::{Design, Flow, Node, NodeId, Place};
use crate::value::{Map, Value};

use super::structure::properties::Misfit;
use event_graph::EventGraph;
use graphs::Graphs;

/// A design, read for checking.
pub(super) struct Context<'d> {
    /// The design.
    pub(super) design: &'d Design,
    /// Its cloud.
    pub(super) provider: Provider,
    /// Its nodes, in the order of the file; a node's position here is its index.
    pub(super) nodes: Vec<NodeView<'d>>,
    /// Its flows, in the order of the file.
    pub(super) flows: Vec<FlowView<'d>>,
    /// Its environments; one without a name when it has none.
    pub(super) stages: Vec<Stage<'d>>,
    /// Who waits for whom, who leads to whom, which service needs which.
    pub(super) graphs: Graphs,
    /// Where each event goes.
    pub(super) events: EventGraph<'d>,
    lookup: Lookup<'d>,
    by_kind: HashMap<&'d str, Vec<usize>>,
    by_flow_kind: HashMap<&'d str, Vec<usize>>,
    overrides: HashMap<(usize, usize), &'d Map>,
    provided: Vec<usize>,
    /// What of the properties does not fit, found when first asked for.
    pub(super) misfits: OnceLock<Vec<Misfit>>,
}

/// Positions of nodes by service and name.
pub(super) type Lookup<'d> = HashMap<(&'d str, &'d str), usize>;

/// A node with what is known of it.
pub(super) struct NodeView<'d> {
    /// Its position in [`Context::nodes`].
    pub(super) index: usize,
    /// Its id.
    pub(super) id: NodeId,
    /// What was written.
    pub(super) node: &'d Node,
    /// Its kind, when the catalogue has it.
    pub(super) kind: Option<&'static Kind>,
    /// The flows that start here.
    pub(super) outgoing: Vec<usize>,
    /// The flows that end here.
    pub(super) incoming: Vec<usize>,
}

impl NodeView<'_> {
    /// Whether it is of that kind.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.node.kind == kind
    }

    /// Whether it is of one of those kinds.
    pub(super) fn is_any(&self, kinds: &[&str]) -> bool {
        kinds.contains(&self.node.kind.as_str())
    }

    /// Whether it runs code.
    pub(super) fn is_compute(&self) -> bool {
        self.kind.is_some_and(Kind::is_compute)
    }

    /// Whether messages pass through it.
    pub(super) fn is_channel(&self) -> bool {
        self.kind.is_some_and(Kind::is_channel)
    }

    /// Whether it holds data.
    pub(super) fn is_store(&self) -> bool {
        self.kind.is_some_and(Kind::is_store)
    }

    /// Whether it stands for a resource that is already there.
    pub(super) fn existing(&self) -> bool {
        self.node.get("existing").is_some()
    }

    /// How many flows it has.
    pub(super) fn degree(&self) -> usize {
        self.outgoing.len() + self.incoming.len()
    }

    /// It as a place.
    pub(super) fn place(&self) -> Place {
        Place::node(&self.id)
    }

    /// A property of it as a place.
    pub(super) fn at(&self, property: &str) -> Place {
        Place::property(&self.id, property)
    }
}

/// A flow with what is known of it.
pub(super) struct FlowView<'d> {
    /// What was written.
    pub(super) flow: &'d Flow,
    /// Its kind, when the catalogue has it.
    pub(super) kind: Option<&'static FlowKind>,
    /// The node it starts at, when there is one of that id.
    pub(super) from: Option<usize>,
    /// The node it ends at, when there is one of that id.
    pub(super) to: Option<usize>,
    /// How it behaves in time here.
    pub(super) class: Option<Class>,
}

impl FlowView<'_> {
    /// It as a place.
    pub(super) fn place(&self) -> Place {
        Place::flow(self.flow.id)
    }

    /// A property of it as a place.
    pub(super) fn at(&self, property: &str) -> Place {
        Place::flow_property(self.flow.id, property)
    }

    /// The value of a property (or of a part of it), or its default.
    pub(super) fn value(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        if let Some(found) = values::part(&self.flow.properties, first, rest) {
            return Some(found);
        }
        values::default_part(self.kind?.properties.get(*first)?, rest, false)
    }
}

/// A flow between two nodes that are there.
#[derive(Clone, Copy)]
pub(super) struct Joined<'c, 'd> {
    /// The flow.
    pub(super) view: &'c FlowView<'d>,
    /// Where it starts.
    pub(super) from: &'c NodeView<'d>,
    /// Where it ends.
    pub(super) to: &'c NodeView<'d>,
}

impl<'d> Joined<'_, 'd> {
    /// What was written.
    pub(super) fn flow(&self) -> &'d Flow {
        self.view.flow
    }

    /// Whether it is of that kind.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.view.flow.kind == kind
    }
}

/// An environment, or all of them where the design names none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stage<'d> {
    /// Its name.
    pub(super) name: Option<&'d str>,
    /// Whether it is production.
    pub(super) production: bool,
    position: usize,
}

impl<'d> Context<'d> {
    /// Reads the design.
    pub(super) fn new(design: &'d Design) -> Self {
        let catalog = catalog_on(design.provider());
        let mut nodes: Vec<NodeView<'d>> = Vec::with_capacity(design.node_count());
        let mut lookup = HashMap::with_capacity(design.node_count());
        for (service, content) in &design.services {
            for (name, node) in &content.nodes {
                let index = nodes.len();
                lookup.insert((service.as_str(), name.as_str()), index);
                nodes.push(NodeView {
                    index,
                    id: NodeId::new(service.clone(), name.clone()),
                    node,
                    kind: catalog.kind(&node.kind),
                    outgoing: Vec::new(),
                    incoming: Vec::new(),
                });
            }
        }
        let find = |id: &'d NodeId| lookup.get(&(id.service.as_str(), id.node.as_str())).copied();
        let mut flows: Vec<FlowView<'d>> = Vec::with_capacity(design.flows.len());
        let mut by_kind: HashMap<&'d str, Vec<usize>> = HashMap::new();
        for node in &nodes {
            by_kind.entry(node.node.kind.as_str()).or_default().push(node.index);
        }
        let mut by_flow_kind: HashMap<&'d str, Vec<usize>> = HashMap::new();
        for (index, flow) in design.flows.iter().enumerate() {
            let (from, to) = (find(&flow.from), find(&flow.to));
            let kind = catalog.flow(&flow.kind);
            let kind_of = |node: Option<usize>| node.and_then(|node| nodes.get(node)).and_then(|node| node.kind);
            let class = class(flow, kind, kind_of(from), kind_of(to));
            if let (Some(from), Some(to)) = (from, to) {
                if kind.is_none() || class.is_some() {
                    by_flow_kind.entry(flow.kind.as_str()).or_default().push(index);
                }
                if let Some(node) = nodes.get_mut(from) {
                    node.outgoing.push(index);
                }
                if let Some(node) = nodes.get_mut(to) {
                    node.incoming.push(index);
                }
            }
            flows.push(FlowView { flow, kind, from, to, class });
        }
        let stages = stages(design);
        let overrides = overrides(design, &lookup);
        let written = provided(&nodes, &overrides);
        let graphs = Graphs::new(&nodes, &flows, &lookup);
        let events = EventGraph::new(&nodes, &flows);
        let provider = design.provider();
        Self {
            design,
            provider,
            nodes,
            flows,
            stages,
            graphs,
            events,
            lookup,
            by_kind,
            by_flow_kind,
            overrides,
            provided: written,
            misfits: OnceLock::new(),
        }
    }

    /// Looks at that environment alone.
    pub(super) fn only(&mut self, environment: &str) {
        self.stages.retain(|stage| stage.name == Some(environment));
    }

    /// The node at an index that this context gave.
    pub(super) fn node(&self, index: usize) -> &NodeView<'d> {
        #[expect(clippy::indexing_slicing, reason = "indices of nodes come from this context alone")]
        &self.nodes[index]
    }

    /// The node of that id.
    pub(super) fn find(&self, id: &NodeId) -> Option<&NodeView<'d>> {
        self.lookup.get(&(id.service.as_str(), id.node.as_str())).and_then(|index| self.nodes.get(*index))
    }

    /// The node that a value names.
    pub(super) fn named(&self, value: &Value) -> Option<&NodeView<'d>> {
        value.as_str().and_then(NodeId::parse).and_then(|id| self.find(&id))
    }

    /// The flow at that position, when both of its nodes are there.
    pub(super) fn joined(&self, index: usize) -> Option<Joined<'_, 'd>> {
        let view = self.flows.get(index)?;
        Some(Joined { view, from: self.nodes.get(view.from?)?, to: self.nodes.get(view.to?)? })
    }

    /// Every flow whose nodes are there, in the order of the file.
    pub(super) fn all(&self) -> impl Iterator<Item = Joined<'_, 'd>> {
        (0..self.flows.len()).filter_map(|index| self.joined(index))
    }

    /// The flows of that kind whose nodes are there, in the order of the file.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = Joined<'_, 'd>> {
        let indices = self.by_flow_kind.get(kind).map_or(&[] as &[usize], Vec::as_slice);
        indices.iter().filter_map(|index| self.joined(*index))
    }

    /// The flows that start at the node, in the order of the file.
    pub(super) fn outgoing(&self, node: &NodeView<'d>) -> impl Iterator<Item = Joined<'_, 'd>> {
        self.node(node.index).outgoing.iter().filter_map(|index| self.joined(*index))
    }

    /// The flows that end at the node, in the order of the file.
    pub(super) fn incoming(&self, node: &NodeView<'d>) -> impl Iterator<Item = Joined<'_, 'd>> {
        self.node(node.index).incoming.iter().filter_map(|index| self.joined(*index))
    }

    /// The nodes of that kind, in the order of the file.
    pub(super) fn nodes_of(&self, kind: &str) -> impl Iterator<Item = &NodeView<'d>> {
        self.by_kind.get(kind).into_iter().flatten().filter_map(|index| self.nodes.get(*index))
    }

    /// The nodes with provider properties: an `extra`, in some environment at least, or a `resource`; in the order of the
    /// file.
    pub(super) fn with_provider_properties(&self) -> impl Iterator<Item = &NodeView<'d>> {
        self.provided.iter().filter_map(|index| self.nodes.get(*index))
    }

    /// Whether one of the environments is production.
    pub(super) fn has_production(&self) -> bool {
        self.stages.iter().any(|stage| stage.production)
    }

    /// Whether the node is where another sets aside what it could not deliver.
    pub(super) fn is_dead_letter_target(&self, node: &NodeView<'_>) -> bool {
        self.graphs.dead_letter_targets.contains(&node.index)
    }
}

/// The environments of the design, or one that stands for all.
fn stages(design: &Design) -> Vec<Stage<'_>> {
    if design.environments.is_empty() {
        return vec![Stage { name: None, production: false, position: 0 }];
    }
    let stage = |(position, name): (usize, &'_ String)| (position, is_production(name));
    design
        .environments
        .keys()
        .enumerate()
        .map(|(position, name)| {
            let (position, production) = stage((position, name));
            Stage { name: Some(name), production, position }
        })
        .collect()
}

/// What each environment overrides, by environment and node.
fn overrides<'d>(design: &'d Design, lookup: &Lookup<'d>) -> HashMap<(usize, usize), &'d Map> {
    let mut overrides = HashMap::new();
    for (position, environment) in design.environments.values().enumerate() {
        for (id, set) in &environment.set {
            let node = id.split_once('.').and_then(|(service, node)| lookup.get(&(service, node)));
            if let Some(node) = node {
                overrides.insert((position, *node), set);
            }
        }
    }
    overrides
}

/// The positions of nodes with provider properties.
fn provided(nodes: &[NodeView<'_>], overrides: &HashMap<(usize, usize), &Map>) -> Vec<usize> {
    let named = |map: &Map| map.contains_key("extra") || map.contains_key("properties");
    let overridden: BTreeSet<usize> =
        overrides.iter().filter(|(_, set)| named(set)).map(|((_, node), _)| *node).collect();
    let provided = |node: &&NodeView<'_>| {
        node.is("resource") || node.node.properties.contains_key("extra") || overridden.contains(&node.index)
    };
    nodes.iter().filter(provided).map(|node| node.index).collect()
}

/// How a flow behaves in time: an invocation may wait or not, a schedule never does, messages pushed to open connections
/// are not waited for, and an API only starts a workflow unless it says that it waits.
fn class(
    flow: &Flow,
    kind: Option<&'static FlowKind>,
    from: Option<&'static Kind>,
    to: Option<&'static Kind>,
) -> Option<Class> {
    let of = |kind: Option<&'static Kind>, name: &str| kind.is_some_and(|kind| kind.name == name);
    // What may not be joined so behaves in no way, and is told as such.
    if let (Some(flow), Some(from), Some(to)) = (kind, from, to) {
        flow.pair(&from.name, &to.name)?;
    }
    let class = kind?.class;
    let detached = match flow.kind.as_str() {
        "invoke" => flow.text("mode") == Some("async") || of(from, "schedule"),
        "call" => of(to, "websocket-api"),
        "route" => of(to, "workflow") && flow.text("mode") != Some("sync"),
        _ => false,
    };
    Some(if detached { Class::Asynchronous } else { class })
}
