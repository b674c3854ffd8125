//! Properties: type, range, default, help; and the check of one written value against them.

use indexmap::IndexMap;
use serde::Deserialize;
use thiserror::Error;

use super::provider::Provider;
use crate::text::duration::Duration;
use crate::text::nearest::nearest;
use crate::value::Value;

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
    pub fields: IndexMap<String, Property>,
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

/// Why a value does not fit a property. `path` leads from the property to the part that does not fit.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TypeError {
    /// Another type of value.
    #[error("{found} is not {expected}")]
    Type {
        /// The way to the part.
        path: Vec<String>,
        /// What should be there, with an article.
        expected: String,
        /// What is there, as written.
        found: String,
    },
    /// Not one of the listed values.
    #[error("{found} is not one of {}{}", .allowed.join(", "), .nearest.as_ref().map(|near| format!("; did you mean {near}?")).unwrap_or_default())]
    OneOf {
        /// The way to the part.
        path: Vec<String>,
        /// What is there.
        found: String,
        /// What may be there.
        allowed: Vec<String>,
        /// The allowed value that was probably meant.
        nearest: Option<String>,
    },
    /// Below the minimum or above the maximum.
    #[error("{found} is {} {bound}", if *.above { "above the maximum of" } else { "below the minimum of" })]
    Range {
        /// The way to the part.
        path: Vec<String>,
        /// What is there.
        found: String,
        /// The bound that it passes.
        bound: Value,
        /// Which bound.
        above: bool,
    },
    /// A key that the object does not have.
    #[error("unknown key {key}{}", .nearest.as_ref().map(|near| format!("; did you mean {near}?")).unwrap_or_default())]
    UnknownField {
        /// The way to the object.
        path: Vec<String>,
        /// The key.
        key: String,
        /// The key that was probably meant.
        nearest: Option<String>,
    },
    /// A key that the object must have.
    #[error("{key} is missing")]
    MissingField {
        /// The way to the object.
        path: Vec<String>,
        /// The key.
        key: String,
    },
}

impl TypeError {
    /// The way from the property to the part that does not fit: keys, and indices of lists as text.
    pub fn path(&self) -> &[String] {
        match self {
            Self::Type { path, .. }
            | Self::OneOf { path, .. }
            | Self::Range { path, .. }
            | Self::UnknownField { path, .. }
            | Self::MissingField { path, .. } => path,
        }
    }
}

impl Property {
    /// Why the cloud does not have it, as a sentence; nothing where it does.
    pub fn lacking(&self, provider: Provider) -> Option<&str> {
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

    /// Whether the value fits; the first thing that does not.
    pub fn check(&self, value: &Value) -> Result<(), TypeError> {
        self.check_all(value).into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything about the value that does not fit, in order.
    pub fn check_all(&self, value: &Value) -> Vec<TypeError> {
        let mut errors = Vec::new();
        self.check_at(value, &mut Vec::new(), &mut errors);
        errors
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

    fn check_at(&self, value: &Value, path: &mut Vec<String>, errors: &mut Vec<TypeError>) {
        if value.as_setting().is_some() && self.kind != PropertyType::Map {
            return;
        }
        let fits = match self.kind {
            PropertyType::String | PropertyType::Text | PropertyType::Path | PropertyType::Node => {
                // A bare word such as 8080 or true stands where text is asked for only by accident; say so.
                value.as_str().is_some()
            }
            PropertyType::Integer => value.as_integer().is_some(),
            PropertyType::Number => value.as_number().is_some_and(f64::is_finite),
            PropertyType::Boolean => value.as_bool().is_some(),
            PropertyType::Duration => value.as_str().and_then(Duration::parse).is_some(),
            PropertyType::List => value.as_list().is_some(),
            PropertyType::Map | PropertyType::Object => value.as_map().is_some(),
            PropertyType::Value => true,
        };
        if !fits {
            let found = match value {
                Value::String(_) => format!("\"{value}\""),
                Value::List(_) | Value::Map(_) | Value::Null => value.describe().to_owned(),
                _ => value.to_string(),
            };
            errors.push(TypeError::Type { path: path.clone(), expected: self.describe(), found });
            return;
        }
        if !self.one_of.is_empty() && !self.one_of.contains(value) {
            let allowed: Vec<String> = self.one_of.iter().map(ToString::to_string).collect();
            let found = value.to_string();
            let nearest = nearest(&found, allowed.iter().map(String::as_str)).map(str::to_owned);
            errors.push(TypeError::OneOf { path: path.clone(), found, allowed, nearest });
            return;
        }
        self.check_range(value, path, errors);
        match self.kind {
            PropertyType::List => {
                for (index, item) in value.as_list().unwrap_or_default().iter().enumerate() {
                    path.push(index.to_string());
                    if let Some(of) = &self.of {
                        of.check_at(item, path, errors);
                    }
                    path.pop();
                }
            }
            PropertyType::Map => {
                for (key, item) in value.as_map().into_iter().flatten() {
                    path.push(key.clone());
                    if let Some(of) = &self.of {
                        of.check_at(item, path, errors);
                    }
                    path.pop();
                }
            }
            PropertyType::Object => self.check_fields(value, path, errors),
            _ => {}
        }
    }

    fn check_fields(&self, value: &Value, path: &mut Vec<String>, errors: &mut Vec<TypeError>) {
        let Some(map) = value.as_map() else { return };
        for (key, item) in map {
            if let Some(field) = self.fields.get(key) {
                path.push(key.clone());
                field.check_at(item, path, errors);
                path.pop();
            } else {
                let nearest = nearest(key, self.fields.keys().map(String::as_str)).map(str::to_owned);
                errors.push(TypeError::UnknownField { path: path.clone(), key: key.clone(), nearest });
            }
        }
        for (key, field) in &self.fields {
            if field.required && !map.contains_key(key) {
                errors.push(TypeError::MissingField { path: path.clone(), key: key.clone() });
            }
        }
    }

    fn check_range(&self, value: &Value, path: &[String], errors: &mut Vec<TypeError>) {
        let measure = |value: &Value| match self.kind {
            PropertyType::Duration => {
                value.as_str().and_then(Duration::parse).map(|duration| duration.milliseconds() as f64)
            }
            PropertyType::Integer | PropertyType::Number => value.as_number(),
            _ => None,
        };
        let Some(size) = measure(value) else { return };
        for (bound, above) in [(&self.min, false), (&self.max, true)] {
            let Some(bound) = bound else { continue };
            let Some(limit) = measure(bound) else { continue };
            if (above && size > limit) || (!above && size < limit) {
                errors.push(TypeError::Range {
                    path: path.to_vec(),
                    found: value.to_string(),
                    bound: bound.clone(),
                    above,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::catalog;

    fn errors(kind: &str, property: &str, value: &Value) -> Vec<String> {
        let property = catalog().property(kind, property).cloned();
        property.map(|property| property.check_all(value).iter().map(ToString::to_string).collect()).unwrap_or_default()
    }

    #[test]
    fn values_are_checked_against_type_range_and_list() {
        assert_eq!(errors("function", "memory", &Value::Integer(64)), ["64 is below the minimum of 128"]);
        assert_eq!(
            errors("function", "runtime", &"nodjs".into()),
            ["nodjs is not one of nodejs, python, container; did you mean nodejs?"]
        );
        assert_eq!(
            errors("function", "timeout", &Value::Integer(30)),
            ["30 is not a duration such as 30s, 5m, 2h or 14d from 1s to 900s"]
        );
        assert_eq!(
            errors("function", "memory", &Value::Map([("setting".to_owned(), "m".into())].into_iter().collect())),
            [""; 0]
        );
        assert_eq!(
            errors("table", "key", &Value::Map([("partiton".to_owned(), "id".into())].into_iter().collect())),
            ["unknown key partiton; did you mean partition?", "partition is missing"]
        );
    }
}
