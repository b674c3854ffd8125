//! Values that are known as far as they can be without running a program.

use crate::program::Origin;

/// Which resource: the component that makes it, its type token, its logical name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResourceId {
    /// The service, which is the name of the component that makes it.
    pub service: String,
    /// The type token, such as `aws:sqs/queue:Queue`.
    pub kind: String,
    /// The logical name.
    pub name: String,
}

/// A value of a program.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: the property is left out.
    Absent,
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// Text of several parts.
    Joined(Vec<Value>),
    /// A sequence.
    List(Vec<Value>),
    /// Named values.
    Object(Vec<(String, Value)>),
    /// A value as JSON text.
    Json(Box<Value>),
    /// A resource, or a component of a support module.
    Resource(ResourceId),
    /// An output of a resource, by the way to it: `arn`, `endpoints[0].address`.
    Output(ResourceId, String),
    /// A setting that has no value here.
    Setting(String),
    /// What a provider answers: the function and the way to the value.
    Answer(String),
    /// A member of an enumeration of the SDK.
    Member(String),
    /// A value with the parts of the design that it comes from.
    From(Vec<Origin>, Box<Value>),
    /// What cannot be told.
    Unknown,
}

impl Value {
    /// The value itself, without where it comes from.
    #[must_use]
    pub fn plain(&self) -> &Self {
        match self {
            Self::From(_, value) => value.plain(),
            other => other,
        }
    }

    /// The parts of the design that it comes from, where it says so.
    pub fn origins(&self) -> &[Origin] {
        match self {
            Self::From(origins, _) => origins,
            _ => &[],
        }
    }

    /// A named value of an object; JSON text is looked into.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self.plain() {
            Self::Object(entries) => entries.iter().find(|(present, _)| present == name).map(|(_, value)| value),
            Self::Json(value) => value.get(name),
            _ => None,
        }
    }

    /// The items of a list; of a single value, that one.
    pub fn items(&self) -> Vec<&Self> {
        match self.plain() {
            Self::List(items) => items.iter().collect(),
            Self::Absent => Vec::new(),
            other => vec![other],
        }
    }

    /// The text, where it is fixed.
    pub fn as_text(&self) -> Option<&str> {
        match self.plain() {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether a condition on it holds, where that can be told.
    pub fn holds(&self) -> Option<bool> {
        match self.plain() {
            Self::Absent => Some(false),
            Self::Boolean(value) => Some(*value),
            Self::Text(text) => Some(!text.is_empty()),
            Self::Setting(_) | Self::Unknown | Self::Answer(_) => None,
            _ => Some(true),
        }
    }

    /// The first resource whose output is in it.
    pub fn resource(&self) -> Option<&ResourceId> {
        match self {
            Self::Resource(id) | Self::Output(id, _) => Some(id),
            Self::Joined(parts) | Self::List(parts) => parts.iter().find_map(Self::resource),
            Self::From(_, value) | Self::Json(value) => value.resource(),
            Self::Object(entries) => entries.iter().find_map(|(_, value)| value.resource()),
            _ => None,
        }
    }

    /// The value as people read it: `orders.orders/index/by-customer`, `{settings.logLevel}`.
    pub fn readable(&self) -> String {
        match self {
            Self::Absent => String::new(),
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(text) | Self::Member(text) => text.clone(),
            Self::Joined(parts) => parts.iter().map(Self::readable).collect(),
            Self::List(items) => items.iter().map(Self::readable).collect::<Vec<_>>().join(", "),
            Self::Object(entries) => entries
                .iter()
                .map(|(name, value)| format!("{name}: {}", value.readable()))
                .collect::<Vec<_>>()
                .join(", "),
            Self::Json(value) | Self::From(_, value) => value.readable(),
            Self::Output(id, way) if way == "streamArn" => format!("{}.{}/stream", id.service, id.name),
            Self::Resource(id) | Self::Output(id, _) => format!("{}.{}", id.service, id.name),
            Self::Setting(name) => format!("{{settings.{name}}}"),
            Self::Answer(way) => format!("{{{}}}", way.rsplit('.').next().unwrap_or(way)),
            Self::Unknown => "{unknown}".to_owned(),
        }
    }
}
