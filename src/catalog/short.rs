//! Short ways to write a value: `url: true`, `key: orderId`. What is read is what they stand for; the file keeps them.

use serde::Deserialize;

use super::property::Property;
use crate::value::{Map, Value};

/// A value that stands for another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Short {
    /// What may be written.
    pub written: Value,
    /// What it stands for.
    pub means: Value,
}

impl Property {
    /// What a written value stands for; values that are spelled out stand for themselves.
    #[must_use]
    pub fn spelled_out(&self, value: Value) -> Value {
        if let Some(short) = self.short.iter().find(|short| short.written == value) {
            return short.means.clone();
        }
        match (value, &self.of, &self.alone) {
            (Value::List(items), Some(of), _) => {
                Value::List(items.into_iter().map(|item| of.spelled_out(item)).collect())
            }
            (value @ Value::String(_), _, Some(field)) => Value::Map(Map::from_iter([(field.clone(), value)])),
            (value, ..) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::catalog;
    use crate::value::Value;

    /// Whatever is written short is legal once it is spelled out, and what is spelled out stays as it is.
    #[test]
    fn what_is_short_stands_for_something_legal() {
        let mut found = 0;
        for kind in catalog().kinds.values() {
            for (name, property) in &kind.properties {
                for short in &property.short {
                    found += 1;
                    assert_eq!(property.check(&short.means), Ok(()), "{}: {name}", kind.name);
                    assert!(property.check(&short.written).is_err(), "{}: {name} needs no short way", kind.name);
                    assert_eq!(property.spelled_out(short.written.clone()), short.means);
                    assert_eq!(property.spelled_out(short.means.clone()), short.means);
                }
                let alone =
                    [Some(property), property.of.as_deref()].into_iter().flatten().filter(|one| one.alone.is_some());
                for property in alone {
                    found += 1;
                    let spelled_out = property.spelled_out(Value::from("a"));
                    assert_eq!(property.check(&spelled_out), Ok(()), "{}: {name}", kind.name);
                }
            }
        }
        assert!(found > 0);
    }
}
