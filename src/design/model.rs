//! The model of a design: services with nodes, the flows between them, environments, settings, events.

use std::fmt;

use indexmap::IndexMap;

use crate::catalog::{Language, Provider};
use crate::value::{Map, Value, look_up};

/// The id of a node: its service and its name, written `service.node`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// The service's name.
    pub service: String,
    /// The node's name in its service.
    pub node: String,
}

impl NodeId {
    /// The id of that node of that service.
    pub fn new(service: impl Into<String>, node: impl Into<String>) -> Self {
        Self { service: service.into(), node: node.into() }
    }

    /// Reads `service.node`.
    pub fn parse(text: &str) -> Option<Self> {
        let (service, node) = text.split_once('.')?;
        (!service.is_empty() && !node.is_empty() && !node.contains('.')).then(|| Self::new(service, node))
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.service, self.node)
    }
}

/// The identity of a flow while it is in memory: stays the same when flows before it come and go, and through undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowId(pub u32);

/// A whole design.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Design {
    /// The name of the Pulumi project.
    pub name: String,
    /// What the system is, in a sentence.
    pub description: Option<String>,
    /// The cloud.
    pub provider: Option<Provider>,
    /// The region of every environment that names none.
    pub region: Option<String>,
    /// What export writes unless told otherwise.
    pub language: Option<Language>,
    /// One Pulumi project, or one a service; absent means one.
    pub stacks: Option<Stacks>,
    /// The environments, in the order of promotion.
    pub environments: IndexMap<String, Environment>,
    /// The typed configuration of the program.
    pub settings: IndexMap<String, Setting>,
    /// The services, in the order of the file.
    pub services: IndexMap<String, Service>,
    /// The flows, in the order of the file.
    pub flows: Vec<Flow>,
    /// The contracts of events.
    pub events: IndexMap<String, Event>,
    /// Accepted findings.
    pub allow: Vec<Accepted>,
    /// The next flow identity to give.
    pub next_flow: u32,
}

/// How the system is cut into Pulumi projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stacks {
    /// One project.
    #[default]
    Single,
    /// One project a service, joined by stack references.
    PerService,
}

impl Stacks {
    /// As written in a design file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::PerService => "per-service",
        }
    }
}

/// One deployment of the system: one Pulumi stack.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Environment {
    /// Its own region.
    pub region: Option<String>,
    /// Values of settings.
    pub settings: Map,
    /// Properties of nodes that differ in this environment: node id (as written) to properties.
    pub set: IndexMap<String, Map>,
}

/// One typed setting of the program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setting {
    /// The type of its values.
    pub kind: SettingType,
    /// The value where a stack gives none.
    pub default: Option<Value>,
    /// The legal values, when they can be listed.
    pub one_of: Vec<Value>,
    /// Whether it is kept encrypted.
    pub secret: bool,
    /// What it is for.
    pub description: Option<String>,
}

/// The type of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SettingType {
    /// Text.
    #[default]
    String,
    /// A number.
    Number,
    /// True or false.
    Boolean,
}

impl SettingType {
    /// Every type, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::String, Self::Number, Self::Boolean];

    /// As written in a design file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
        }
    }
}

/// A service: nodes that are built and deployed together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Service {
    /// What it is for.
    pub description: Option<String>,
    /// Its nodes, in the order of the file.
    pub nodes: IndexMap<String, Node>,
}

/// The name of the service that holds what several services use.
pub const SHARED: &str = "shared";

/// A node: something of a kind, with the properties that were written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// The kind's name in the catalogue.
    pub kind: String,
    /// What was written, `kind` aside; absent properties take the catalogue's default.
    pub properties: Map,
}

impl Node {
    /// A node of that kind with nothing written.
    pub fn of_kind(kind: &str) -> Self {
        Self { kind: kind.to_owned(), properties: Map::new() }
    }

    /// The written property.
    pub fn get(&self, property: &str) -> Option<&Value> {
        look_up(&self.properties, property)
    }
}

/// A flow from one node to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Its identity in memory.
    pub id: FlowId,
    /// The flow kind's name in the catalogue.
    pub kind: String,
    /// Where it starts.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// What else was written.
    pub properties: Map,
}

impl Flow {
    /// The written property.
    pub fn get(&self, property: &str) -> Option<&Value> {
        look_up(&self.properties, property)
    }

    /// The written property, when it is text.
    pub fn text(&self, property: &str) -> Option<&str> {
        self.get(property).and_then(Value::as_str)
    }

    /// The event it carries, when one is named.
    pub fn event(&self) -> Option<&str> {
        self.text("event")
    }
}

/// `publish orders.create-order → shared.bus`
impl fmt::Display for Flow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} → {}", self.kind, self.from, self.to)
    }
}

/// The contract of an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Event {
    /// Its version.
    pub version: Option<i64>,
    /// What it tells.
    pub description: Option<String>,
    /// A JSON Schema, draft 2020-12.
    pub schema: Option<Value>,
}

/// A finding that the authors accept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Accepted {
    /// The rule, `category/name`.
    pub rule: String,
    /// A node, a service, or `from → to`.
    pub at: String,
    /// Why.
    pub because: String,
}

impl Design {
    /// The cloud; AWS where the file names none.
    pub fn provider(&self) -> Provider {
        self.provider.unwrap_or(Provider::Aws)
    }

    /// The language; TypeScript where the file names none.
    pub fn language(&self) -> Language {
        self.language.unwrap_or(Language::TypeScript)
    }

    /// The region of the environment, or of all.
    pub fn region<'a>(&'a self, environment: Option<&'a Environment>) -> Option<&'a str> {
        environment.and_then(|environment| environment.region.as_deref()).or(self.region.as_deref())
    }

    /// The node of that id.
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.services.get(&id.service).and_then(|service| service.nodes.get(&id.node))
    }

    /// The node of that id, to change.
    pub fn node_mut(&mut self, id: &NodeId) -> Option<&mut Node> {
        self.services.get_mut(&id.service).and_then(|service| service.nodes.get_mut(&id.node))
    }

    /// The kind of that node.
    pub fn kind_of(&self, id: &NodeId) -> Option<&str> {
        self.node(id).map(|node| node.kind.as_str())
    }

    /// Every node, service by service, in the order of the file.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.services.iter().flat_map(|(service, content)| {
            content.nodes.iter().map(move |(name, node)| (NodeId::new(service.clone(), name.clone()), node))
        })
    }

    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.services.values().map(|service| service.nodes.len()).sum()
    }

    /// The flow of that identity.
    pub fn flow(&self, id: FlowId) -> Option<&Flow> {
        self.flows.iter().find(|flow| flow.id == id)
    }

    /// The flow of that identity, to change.
    pub fn flow_mut(&mut self, id: FlowId) -> Option<&mut Flow> {
        self.flows.iter_mut().find(|flow| flow.id == id)
    }

    /// The flows that start at the node, in order.
    pub fn flows_from<'a>(&'a self, id: &'a NodeId) -> impl Iterator<Item = &'a Flow> {
        self.flows.iter().filter(move |flow| flow.from == *id)
    }

    /// The flows that end at the node, in order.
    pub fn flows_to<'a>(&'a self, id: &'a NodeId) -> impl Iterator<Item = &'a Flow> {
        self.flows.iter().filter(move |flow| flow.to == *id)
    }

    /// Gives a new flow its identity.
    pub fn new_flow(&mut self, kind: &str, from: NodeId, to: NodeId) -> Flow {
        let id = FlowId(self.next_flow);
        self.next_flow += 1;
        Flow { id, kind: kind.to_owned(), from, to, properties: Map::new() }
    }

    /// A name for a new node that its service does not have yet: the wish, or the wish with a number.
    pub fn free_name(&self, service: &str, wish: &str) -> String {
        let taken = |name: &str| self.services.get(service).is_some_and(|service| service.nodes.contains_key(name));
        if !taken(wish) {
            return wish.to_owned();
        }
        (2..=u32::MAX).map(|number| format!("{wish}-{number}")).find(|name| !taken(name)).unwrap_or_default()
    }
}
