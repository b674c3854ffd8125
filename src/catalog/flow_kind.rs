//! Flow kinds, and which nodes each may join.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::property::Properties;
use super::provider::Provider;

/// A kind of flow.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowKind {
    /// The name in design files.
    #[serde(skip)]
    pub name: String,
    /// How it behaves in time.
    pub class: Class,
    /// Between source and target in a sentence: "orders publishes to bus".
    pub verb: String,
    /// What it means, in a sentence.
    pub summary: String,
    /// Its properties, in the order they are shown.
    #[serde(default)]
    pub properties: Properties,
    /// Which nodes it may join.
    pub legal: Vec<LegalPair>,
}

impl FlowKind {
    /// How that cloud supports the flow between the two kinds; `None` when the pair is not in the table at all.
    pub fn support(&self, from: &str, to: &str, provider: Provider) -> Option<Support> {
        self.pair(from, to).map(|pair| pair.support(provider))
    }

    /// The row of the table that joins the two kinds.
    pub fn pair(&self, from: &str, to: &str) -> Option<&LegalPair> {
        self.legal
            .iter()
            .find(|pair| pair.from.iter().any(|kind| kind == from) && pair.to.iter().any(|kind| kind == to))
    }
}

/// How a flow behaves in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// The source waits for the answer.
    Synchronous,
    /// The source goes on; delivery comes later.
    Asynchronous,
    /// Data is read or written.
    Data,
    /// A right is given; nothing moves.
    Grant,
}

/// Kinds that a flow may join, and how each cloud does it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalPair {
    /// Source kinds.
    pub from: Vec<String>,
    /// Target kinds.
    pub to: Vec<String>,
    /// On AWS.
    #[serde(default)]
    pub aws: Support,
    /// On Azure.
    #[serde(default)]
    pub azure: Support,
    /// On Google Cloud.
    #[serde(default)]
    pub gcp: Support,
    /// The kind to put between where an adapter is needed, the same everywhere or by cloud; a function where none is said.
    #[serde(default)]
    through: Option<Through>,
}

/// The kind to put between two others.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Through {
    Everywhere(String),
    On(BTreeMap<Provider, String>),
}

impl LegalPair {
    /// How that cloud does it.
    pub fn support(&self, provider: Provider) -> Support {
        match provider {
            Provider::Aws => self.aws,
            Provider::Azure => self.azure,
            Provider::Gcp => self.gcp,
        }
    }

    /// The kind to put between where that cloud needs an adapter.
    pub fn through(&self, provider: Provider) -> &str {
        let said = match &self.through {
            Some(Through::Everywhere(kind)) => Some(kind),
            Some(Through::On(kinds)) => kinds.get(&provider),
            None => None,
        };
        said.map_or("function", String::as_str)
    }
}

/// How a cloud supports a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Support {
    /// A managed feature of the cloud.
    #[default]
    Direct,
    /// Only through another node.
    Adapter,
    /// Not at all.
    None,
}
