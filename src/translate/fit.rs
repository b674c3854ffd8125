//! What of a written value does not fit a cloud, and what to write instead.

use crate::catalog::{Property, Provider, TypeError};
use crate::value::{Map, Value};

/// A part of a value that another cloud takes otherwise.
pub(super) struct Change {
    /// What and why, as a sentence.
    pub(super) note: String,
    /// The way to the part and what to write there; nothing where only a person can say.
    pub(super) edit: Option<(Vec<String>, Option<Value>)>,
}

/// What changes in a value of a property, which is as the cloud knows it.
pub(super) fn changes(name: &str, property: &Property, to: Provider, value: &Value) -> Vec<Change> {
    if let Some(reason) = &property.lacking {
        let edit = Some((vec![name.to_owned()], None));
        return vec![Change { note: format!("{name} is left out: {reason}"), edit }];
    }
    let mut found: Vec<Change> =
        property.check_all(value).iter().map(|error| change(name, property, to, value, error)).collect();
    // What a cloud says beside a limit is about the limit, which the value keeps.
    let means = property.clouds.get(&to).filter(|cloud| cloud.min.is_none() && cloud.max.is_none());
    let note = means.and_then(|cloud| cloud.note.as_ref());
    if let (true, Some(note)) = (found.is_empty(), note) {
        found.push(Change { note: format!("{name}: {note}"), edit: None });
    }
    found
}

fn change(name: &str, property: &Property, to: Provider, value: &Value, error: &TypeError) -> Change {
    let path: Vec<String> = std::iter::once(name.to_owned()).chain(error.path().iter().cloned()).collect();
    let words = path.join(".");
    let cloud = to.title();
    match error {
        TypeError::Lacking { key, reason, .. } => {
            let whole: Vec<String> = path.into_iter().chain([key.clone()]).collect();
            Change { note: format!("{} is left out: {reason}", whole.join(".")), edit: Some((whole, None)) }
        }
        TypeError::Range { found, bound, .. } => Change {
            note: format!("{words} is {bound} instead of {found}, which is the most or the least of {cloud}."),
            edit: Some((path, Some(bound.clone()))),
        },
        TypeError::OneOf { allowed, found, .. } => match nearest(property, error, value, allowed) {
            Some(other) => Change {
                note: format!("{words} is {other} instead of {found}, which {cloud} does not have."),
                edit: Some((path, Some(other))),
            },
            None => {
                Change { note: format!("{words} can be {} on {cloud}, not {found}.", allowed.join(", ")), edit: None }
            }
        },
        other => Change { note: format!("{words}: {other}."), edit: None },
    }
}

/// The legal value that does at least as much; of words, the one that the cloud takes by itself.
fn nearest(property: &Property, error: &TypeError, value: &Value, allowed: &[String]) -> Option<Value> {
    if !error.path().is_empty() {
        return None;
    }
    let Some(wanted) = value.as_integer() else { return property.default.clone() };
    let numbers: Vec<i64> = allowed.iter().filter_map(|text| text.parse().ok()).collect();
    let enough = numbers.iter().copied().filter(|number| *number >= wanted).min();
    enough.or(numbers.iter().copied().max()).map(Value::Integer)
}

/// Writes a part of a map, or takes it away.
pub(super) fn write(map: &mut Map, path: &[String], value: Option<Value>) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        match value {
            Some(value) => {
                map.insert(first.clone(), value);
            }
            None => {
                map.shift_remove(first);
            }
        }
    } else if let Some(Value::Map(inner)) = map.get_mut(first) {
        write(inner, rest, value);
    }
}
