//! Properties: type, range, default, help; and the check of one written value against them.

use super::provider::Provider;
use super::short::Short;
use crate::value::Value;
use indexmap::IndexMap;
use serde::Deserialize;

/// Properties by name, in their order. They are looked up by every rule for every node, and all of them are ours, so
/// that a hasher that is quick will do.
pub type Properties = IndexMap<String, Property, foldhash::fast::FixedState>;

/// A property of a node or a flow.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: PropertyType,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub help: String,
    /// What its absence means.
    #[serde(default)]
    pub default: Option<Value>,
    /// What its absence means in production, where that differs.
    #[serde(default)]
    pub default_in_production: Option<Value>,
    /// Whether it must be given.
    #[serde(default)]
    pub required: bool,
    /// The least legal value.
    #[serde(default)]
    pub min: Option<Value>,
    /// The greatest legal value.
    #[serde(default)]
    pub max: Option<Value>,
    /// The unit of a number.
    #[serde(default)]
    pub unit: Option<String>,
    /// The legal values, when they can be listed.
    #[serde(default)]
    pub one_of: Vec<Value>,
    /// The items of a list, or the values of a map.
    #[serde(default)]
    pub of: Option<Box<Property>>,
    /// The fields of an object.
    #[serde(default)]
    pub fields: Properties,
    /// Values that stand for others.
    #[serde(default)]
    pub short: Vec<Short>,
    /// The field that text alone stands for, in place of a map.
    #[serde(default)]
    pub alone: Option<String>,
    /// The field by which items of a list are told apart, so that no two have the same.
    #[serde(default)]
    pub distinct: Option<String>,
    /// The kinds of node that a reference may name.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Whether it only tells the checks something, and no program follows from it.
    #[serde(default)]
    pub declared: bool,
    /// The kinds of node between which a flow may have it.
    #[serde(default)]
    pub only: Ends,
    /// Where clouds differ.
    #[serde(default)]
    pub clouds: IndexMap<Provider, CloudProperty>,
    /// Why the cloud at hand does not have it, as a sentence; only in a catalogue of one cloud.
    #[serde(skip)]
    pub lacking: Option<String>,
}

/// The kinds of node at the ends of a flow; any kind where the list is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// Where it may start.
    #[serde(default)]
    pub from: Vec<String>,
    /// Where it may end.
    #[serde(default)]
    pub to: Vec<String>,
}

impl Ends {
    /// Whether a flow between nodes of those kinds is meant.
    pub fn admit(&self, from: &str, to: &str) -> bool {
        let among = |kinds: &[String], kind: &str| kinds.is_empty() || kinds.iter().any(|known| known == kind);
        among(&self.from, from) && among(&self.to, to)
    }
}

/// What one cloud says about a property.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloudProperty {
    /// Why the cloud does not have it, as a sentence; the other fields are then empty.
    #[serde(default)]
    pub none: Option<String>,
    /// What its absence means there, where that differs.
    #[serde(default)]
    pub default: Option<Value>,
    /// The least legal value there.
    #[serde(default)]
    pub min: Option<Value>,
    /// The greatest legal value there.
    #[serde(default)]
    pub max: Option<Value>,
    /// The legal values there.
    #[serde(default)]
    pub one_of: Vec<Value>,
    /// The unit there, where it differs.
    #[serde(default)]
    pub unit: Option<String>,
    /// What is worth knowing, as a sentence.
    #[serde(default)]
    pub note: Option<String>,
    /// Where the limits stand: a page or an API model.
    #[serde(default)]
    pub source: Option<String>,
    /// The month they were read, `2026-11`.
    #[serde(default)]
    pub read: Option<String>,
}

/// What the values of a property are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PropertyType {
    /// A line of text.
    String,
    /// Several lines of text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A duration such as `30s`.
    Duration,
    /// A file or folder, relative to the design.
    Path,
    /// The id of a node.
    Node,
    /// A sequence of `of`.
    List,
    /// Names to values of `of`.
    Map,
    /// Named fields.
    Object,
    /// Any value; the check of its shape lies elsewhere.
    Value,
}

impl Property {
    /// Why the cloud does not have it, as a sentence; nothing where it does.
    pub fn lacking_on(&self, provider: Provider) -> Option<&str> {
        self.clouds.get(&provider).and_then(|cloud| cloud.none.as_deref())
    }

    /// What is legal, in words: `a duration from 1s to 15m`, `one of nodejs, python`.
    pub fn describe(&self) -> String {
        if !self.one_of.is_empty() {
            let values: Vec<String> = self.one_of.iter().map(ToString::to_string).collect();
            return format!("one of {}", values.join(", "));
        }
        let base = match self.kind {
            PropertyType::String | PropertyType::Text => "text",
            PropertyType::Integer => "a whole number",
            PropertyType::Number => "a number",
            PropertyType::Boolean => "true or false",
            PropertyType::Duration => "a duration such as 30s, 5m, 2h or 14d",
            PropertyType::Path => "a path",
            PropertyType::Node => "the id of a node",
            PropertyType::List => "a list",
            PropertyType::Map | PropertyType::Object => "a map",
            PropertyType::Value => "a value",
        };
        let unit = self.unit.as_ref().map(|unit| format!(" of {unit}")).unwrap_or_default();
        match (&self.min, &self.max) {
            (Some(min), Some(max)) => format!("{base}{unit} from {min} to {max}"),
            (Some(min), None) => format!("{base}{unit} of at least {min}"),
            (None, Some(max)) => format!("{base}{unit} of at most {max}"),
            (None, None) => format!("{base}{unit}"),
        }
    }

    /// Hands over every part of the value that names a node.
    pub(crate) fn each_node_mut(&self, value: &mut Value, visit: &mut impl FnMut(&mut Value)) {
        if self.kind == PropertyType::Node {
            visit(value);
            return;
        }
        match value {
            Value::List(items) => {
                for item in items {
                    if let Some(of) = &self.of {
                        of.each_node_mut(item, visit);
                    }
                }
            }
            Value::Map(map) => {
                for (key, item) in map {
                    if let Some(of) = self.fields.get(key).or(self.of.as_deref()) {
                        of.each_node_mut(item, visit);
                    }
                }
            }
            _ => {}
        }
    }
}
