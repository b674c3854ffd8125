//! The check of one written value against its property: type, range, list, fields.

use thiserror::Error;

use super::property::{Property, PropertyType};
use crate::text::duration::Duration;
use crate::text::nearest::nearest;
use crate::value::Value;

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
    /// A key that the cloud at hand does not have.
    #[error("{key}: {reason}")]
    Lacking {
        /// The way to the object.
        path: Vec<String>,
        /// The key.
        key: String,
        /// Why, as a sentence.
        reason: String,
    },
    /// What tells the items of a list apart, which an item before has as well.
    #[error("{found} stands there already")]
    Twice {
        /// The way to the part.
        path: Vec<String>,
        /// What is there.
        found: String,
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
            | Self::Lacking { path, .. }
            | Self::Twice { path, .. }
            | Self::MissingField { path, .. } => path,
        }
    }
}

impl Property {
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
                self.check_distinct(value.as_list().unwrap_or_default(), path, errors);
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
                if let Some(reason) = &field.lacking {
                    errors.push(TypeError::Lacking { path: path.clone(), key: key.clone(), reason: reason.clone() });
                    continue;
                }
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

    /// Whether the items are told apart by what should tell them apart.
    fn check_distinct(&self, items: &[Value], path: &[String], errors: &mut Vec<TypeError>) {
        let Some(field) = &self.distinct else { return };
        let told: Vec<Option<&str>> =
            items.iter().map(|item| item.as_map().and_then(|map| map.get(field)).and_then(Value::as_str)).collect();
        for (index, name) in told.iter().enumerate() {
            if let Some(found) = name
                && told.iter().take(index).any(|before| before == name)
            {
                let whole = path.iter().cloned().chain([index.to_string(), field.clone()]).collect();
                errors.push(TypeError::Twice { path: whole, found: (*found).to_owned() });
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
            ["30 is not a duration such as 30s, 5m, 2h or 14d from 1s to 3600s"]
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

    #[test]
    fn what_tells_items_of_a_list_apart_stands_there_once() {
        let client = |name: &str| Value::Map([("name".to_owned(), name.into())].into_iter().collect());
        let clients = |names: &[&str]| Value::List(names.iter().map(|name| client(name)).collect());
        assert_eq!(errors("user-pool", "clients", &clients(&["web", "app"])), [""; 0]);
        assert_eq!(errors("user-pool", "clients", &clients(&["web", "app", "web"])), ["web stands there already"]);
    }
}
