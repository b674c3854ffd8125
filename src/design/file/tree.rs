//! YAML text as an ordered tree in which every key and value knows its bytes.
//!
//! Reads YAML 1.2 with the core schema: `on`, `off`, `yes` and `no` are text, quoted scalars are always text. Knows
//! nothing of designs.

mod build;
mod scalar;

use std::ops::Range;

use indexmap::IndexMap;

use crate::value::Value;

pub use build::{Fault, parse};
pub(super) use scalar::resolve;

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A scalar without quotes.
    Plain,
    /// A scalar in single quotes.
    SingleQuoted,
    /// A scalar in double quotes.
    DoubleQuoted,
    /// A block scalar, `|` or `>`.
    BlockScalar,
    /// A collection in indented lines.
    Block,
    /// A collection in brackets or braces.
    Flow,
}

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its bytes: a flow collection with its brackets, a block collection from its first key or dash to the end of its
    /// last value, a quoted scalar with its quotes, a block scalar without its header, an alias as `*name`.
    pub span: Range<usize>,
    /// How it is written.
    pub style: Style,
    /// Whether an alias stands in its place; its parts then have the places of the anchor.
    pub alias: bool,
    /// What it is.
    pub content: Content,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Content {
    /// Anything but a collection.
    Scalar(Value),
    /// A sequence.
    List(Vec<Item>),
    /// A mapping.
    Map(Entries),
}

/// The entries of a mapping in their order.
pub type Entries = IndexMap<String, Entry>;

/// An entry of a mapping.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The bytes of the key.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Item,
}

impl Item {
    /// The value without its places.
    pub fn to_value(&self) -> Value {
        match &self.content {
            Content::Scalar(value) => value.clone(),
            Content::List(items) => Value::List(items.iter().map(Self::to_value).collect()),
            Content::Map(entries) => {
                Value::Map(entries.iter().map(|(key, entry)| (key.clone(), entry.value.to_value())).collect())
            }
        }
    }

    /// The entries, when it is a mapping.
    pub fn as_map(&self) -> Option<&Entries> {
        match &self.content {
            Content::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, when it is a sequence.
    pub fn as_list(&self) -> Option<&[Item]> {
        match &self.content {
            Content::List(items) => Some(items),
            _ => None,
        }
    }

    /// The scalar, when it is one.
    pub fn as_scalar(&self) -> Option<&Value> {
        match &self.content {
            Content::Scalar(value) => Some(value),
            _ => None,
        }
    }

    /// Whether nothing is written.
    pub fn is_null(&self) -> bool {
        matches!(self.content, Content::Scalar(Value::Null))
    }

    /// The value of that key, when it is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map().and_then(|entries| entries.get(key)).map(|entry| &entry.value)
    }

    /// The part at the end of a way of keys and indices, as far as it leads.
    pub fn walk<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> &Self {
        self.walk_with_key(path).0
    }

    /// As [`Item::walk`], with the bytes of the last key passed, if any, and whether the whole way was gone.
    pub(super) fn walk_with_key<'a>(
        &self,
        path: impl IntoIterator<Item = &'a str>,
    ) -> (&Self, Option<Range<usize>>, bool) {
        let mut item = self;
        let mut key = None;
        for step in path {
            match &item.content {
                Content::Map(entries) => {
                    let Some(entry) = entries.get(step) else { return (item, key, false) };
                    key = Some(entry.key_span.clone());
                    item = &entry.value;
                }
                Content::List(items) => {
                    let Some(next) = step.parse::<usize>().ok().and_then(|index| items.get(index)) else {
                        return (item, key, false);
                    };
                    key = None;
                    item = next;
                }
                Content::Scalar(_) => return (item, key, false),
            }
        }
        (item, key, true)
    }
}

impl Item {
    /// A tree of a value that stands nowhere; everything in it has that place.
    pub(super) fn of_value(value: &Value, span: &Range<usize>) -> Self {
        let content = match value {
            Value::List(items) => Content::List(items.iter().map(|item| Self::of_value(item, span)).collect()),
            Value::Map(map) => Content::Map(
                map.iter()
                    .map(|(key, value)| {
                        (key.clone(), Entry { key_span: span.clone(), value: Self::of_value(value, span) })
                    })
                    .collect(),
            ),
            scalar => Content::Scalar(scalar.clone()),
        };
        Self { span: span.clone(), style: Style::Flow, alias: false, content }
    }
}
