//! Values as text in a field, and back.

use crate::catalog::{Property, PropertyType};
use crate::value::{Map, Value};

/// The value as a person writes it on one line; reading it back gives the same.
pub(super) fn write(value: &Value, property: &Property) -> String {
    match value {
        Value::String(text) if is_text(property) && !looks_like_reference(text) => text.clone(),
        other => flow(other),
    }
}

/// The value in YAML's flow style, with quotes where they are needed.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(map) if map.is_empty() => "{}".to_owned(),
        Value::Map(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

fn scalar(text: &str) -> String {
    let plain = !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || "-_./@$ ".contains(c))
        && text.trim() == text
        && !text.starts_with(['-', '@'])
        && serde_yaml::from_str::<Value>(text).is_ok_and(|value| value.as_str() == Some(text));
    if plain { text.to_owned() } else { serde_json::to_string(text).unwrap_or_else(|_| format!("{text:?}")) }
}

fn is_text(property: &Property) -> bool {
    matches!(
        property.kind,
        PropertyType::String | PropertyType::Text | PropertyType::Path | PropertyType::Node | PropertyType::Duration
    )
}

fn looks_like_reference(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Reads what a person wrote for a property; what is wrong with it when it does not fit.
pub(super) fn read(text: &str, property: &Property) -> Result<Value, String> {
    let text = if property.kind == PropertyType::Text { text } else { text.trim() };
    let value = if is_text(property) && !looks_like_reference(text) {
        Value::String(text.to_owned())
    } else if text.trim().is_empty() {
        match property.kind {
            PropertyType::List => Value::List(Vec::new()),
            PropertyType::Map | PropertyType::Object => Value::Map(Map::new()),
            _ => return Err(format!("Type {}", property.describe())),
        }
    } else {
        parse(text)?
    };
    match property.check_all(&value).first() {
        None => Ok(value),
        Some(error) if error.path().is_empty() => Err(error.to_string()),
        Some(error) => Err(format!("{}: {error}", error.path().join("."))),
    }
}

/// Reads YAML.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    serde_yaml::from_str::<Value>(text).map_err(|error| {
        let first = error.to_string();
        let first = first.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        format!("This is not YAML: {first}")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::catalog::catalog;

    #[test]
    fn what_is_written_is_read_back() {
        let property = catalog().property("table", "indexes").unwrap();
        let text = "[{ name: by-customer, partition: customerId, sort: placedAt }]";
        let value = read(text, property).unwrap();
        assert_eq!(write(&value, property), text);
        let property = catalog().property("function", "environment").unwrap();
        let value = read("{ A: \"yes\", B: \"a: b, c\", C: \"1\" }", property).unwrap();
        assert_eq!(read(&write(&value, property), property), Ok(value));
    }

    #[test]
    fn what_does_not_fit_is_said_in_a_sentence() {
        let memory = catalog().property("function", "memory").unwrap();
        assert_eq!(read("64", memory), Err("64 is below the minimum of 128".to_owned()));
        assert!(read("{ setting: memory }", memory).is_ok());
        assert!(read("[", memory).unwrap_err().starts_with("This is not YAML"));
    }
}
