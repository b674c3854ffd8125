//! What may be joined: the legal flows between two nodes, and sensible beginnings for new flows and nodes.
//!
//! The canvas asks here before it draws; the rules ask here before they complain.

mod defaults;
mod flow_defaults;

use crate::catalog::{FlowKind, Property, Provider, Support, catalog};
use crate::design::{Design, NodeId};

use super::report::{choice, list};

pub use defaults::new_node_defaults;
pub use flow_defaults::new_flow_defaults;

/// Whether two nodes may be joined, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Legality {
    /// By these flow kinds, the most likely first.
    Legal(Vec<&'static str>),
    /// Not directly.
    Refused(Refusal),
}

impl Legality {
    /// Whether at least one flow is legal.
    pub fn is_legal(&self) -> bool {
        matches!(self, Self::Legal(_))
    }

    /// The legal flow kinds, the most likely first.
    pub fn flows(&self) -> &[&'static str] {
        match self {
            Self::Legal(flows) => flows,
            Self::Refused(_) => &[],
        }
    }
}

/// Why two nodes may not be joined directly, and the nearest way that is legal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why, and what to do instead, in a sentence or two.
    pub message: String,
    /// The flow kinds that are legal the other way round, the most likely first.
    pub reversed: Vec<&'static str>,
    /// Flow kinds that this cloud does through another node, with the kind of that node.
    pub through: Vec<(&'static str, &'static str)>,
}

/// The order in which legal flows are offered.
const ORDER: [&str; 11] =
    ["publish", "route", "subscribe", "use", "read-write", "read", "write", "invoke", "call", "authorize", "trigger"];

fn sorted(mut flows: Vec<&'static FlowKind>) -> Vec<&'static str> {
    flows.sort_by_key(|flow| ORDER.iter().position(|name| *name == flow.name));
    flows.into_iter().map(|flow| flow.name.as_str()).collect()
}

/// The flow kinds that join two kinds directly on a cloud, the most likely first.
pub fn direct(from: &str, to: &str, provider: Provider) -> Vec<&'static str> {
    let flows = catalog().flows_between(from, to, provider);
    sorted(flows.into_iter().filter(|(_, support)| *support == Support::Direct).map(|(flow, _)| flow).collect())
}

/// The flow kinds that join two kinds only through a node between them, with the kind of that node.
pub fn through(from: &str, to: &str, provider: Provider) -> Vec<(&'static str, &'static str)> {
    catalog()
        .flows
        .values()
        .filter_map(|flow| {
            let pair = flow.pair(from, to)?;
            let adapted = pair.support(provider) == Support::Adapter;
            adapted.then(|| (flow.name.as_str(), pair.through(provider)))
        })
        .collect()
}

/// Which flows may join the two nodes on the design's cloud.
pub fn legal_flows(design: &Design, from: &NodeId, to: &NodeId) -> Legality {
    let provider = design.provider();
    let (Some(source), Some(target)) = (design.kind_of(from), design.kind_of(to)) else {
        let missing = if design.node(from).is_none() { from } else { to };
        return Legality::Refused(Refusal {
            message: format!("There is no node {missing}."),
            reversed: Vec::new(),
            through: Vec::new(),
        });
    };
    if from == to {
        let message = format!("{from} cannot be joined to itself: choose another node.");
        return Legality::Refused(Refusal { message, reversed: Vec::new(), through: Vec::new() });
    }
    let flows = direct(source, target, provider);
    if flows.is_empty() { Legality::Refused(refusal(source, target, provider)) } else { Legality::Legal(flows) }
}

/// Why two kinds may not be joined directly.
fn refusal(from: &str, to: &str, provider: Provider) -> Refusal {
    let reversed = direct(to, from, provider);
    let through = through(from, to, provider);
    let (source, target) = (title(from), title(to));
    let message = match through.first() {
        Some((flow, adapter)) => format!(
            "On {} a flow of kind {flow} from {source} to {target} needs {} between them.",
            provider.title(),
            title(adapter)
        ),
        None => format!("No flow leads from {source} to {target}: {}.", instead(from, to, provider)),
    };
    Refusal { message, reversed, through }
}

/// The nearest legal way between two kinds that no flow joins in this direction, as the end of a sentence.
pub(super) fn instead(from: &str, to: &str, provider: Provider) -> String {
    let reversed = direct(to, from, provider);
    if !reversed.is_empty() {
        return format!("the other way round {} is legal", choice(&reversed));
    }
    let names = |property: &&Property| property.kinds.iter().any(|kind| kind == to);
    let properties = catalog().kind(from).map(|kind| &kind.properties);
    let property = properties.and_then(|properties| properties.iter().find(|(_, property)| names(property)));
    if let Some((property, _)) = property {
        return format!("name it in the property {property} instead");
    }
    let (first, second) = (direct(from, "function", provider), direct("function", to, provider));
    if let (Some(first), Some(second)) = (first.first(), second.first()) {
        return format!("put a function between them, joined by {first} and {second}");
    }
    let ways = starting(from, provider);
    if ways.is_empty() {
        format!("nothing starts at {}", title(from))
    } else {
        format!("from {} there is {}", title(from), list(&ways))
    }
}

/// The flow kinds that may start at a kind on a cloud.
fn starting(from: &str, provider: Provider) -> Vec<&'static str> {
    let flows = catalog().flows.values().filter(|flow| {
        let mut rows = flow.legal.iter();
        rows.any(|row| row.support(provider) == Support::Direct && row.from.iter().any(|kind| kind == from))
    });
    sorted(flows.collect())
}

/// A kind with its article, for a sentence: `a function`, `an HTTP API`, `a WebSocket API`.
pub fn title(kind: &str) -> String {
    let title = catalog().kind(kind).map_or(kind, |kind| kind.title.as_str());
    let name = |word: &str| word.chars().skip(1).any(char::is_uppercase);
    let words: Vec<String> =
        title.split(' ').map(|word| if name(word) { word.to_owned() } else { word.to_lowercase() }).collect();
    let word = words.join(" ");
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O', 'H']) { "an" } else { "a" };
    format!("{article} {word}")
}
