//! Writing and taking away parts of maps, lists and named entries, with what was there before.

use indexmap::IndexMap;

use crate::value::{Map, Value};

/// Writes or takes away an entry; gives what was there and where.
pub(super) fn set_entry<T>(
    map: &mut IndexMap<String, T>,
    name: &str,
    value: Option<T>,
    index: Option<usize>,
) -> (Option<T>, Option<usize>) {
    match value {
        Some(value) => {
            if let Some(slot) = map.get_mut(name) {
                return (Some(std::mem::replace(slot, value)), None);
            }
            let index = index.unwrap_or(map.len()).min(map.len());
            map.shift_insert(index, name.to_owned(), value);
            (None, None)
        }
        None => match map.shift_remove_full(name) {
            Some((index, _, value)) => (Some(value), Some(index)),
            None => (None, None),
        },
    }
}

/// Writes or takes away a part of a map. Gives the shortest path that changed and what was there, so that doing the
/// same again with that restores it. Maps that a removal leaves empty go too, the outermost excepted.
pub(super) fn set_path(map: &mut Map, path: &[String], value: Option<Value>) -> (Vec<String>, Option<Value>) {
    let Some((first, rest)) = path.split_first() else { return (Vec::new(), None) };
    let before = map.get(first).cloned();
    set_inside(map, first, rest, value);
    (vec![first.clone()], before)
}

fn set_inside(map: &mut Map, first: &str, rest: &[String], value: Option<Value>) {
    let Some((next, deeper)) = rest.split_first() else {
        match value {
            Some(value) => {
                map.insert(first.to_owned(), value);
            }
            None => {
                map.shift_remove(first);
            }
        }
        return;
    };
    if let Some(Value::List(items)) = map.get_mut(first) {
        set_in_list(items, next, deeper, value);
        return;
    }
    if !matches!(map.get(first), Some(Value::Map(_))) {
        if value.is_none() {
            return;
        }
        map.insert(first.to_owned(), Value::Map(Map::new()));
    }
    let mut emptied = false;
    if let Some(Value::Map(inner)) = map.get_mut(first) {
        set_inside(inner, next, deeper, value);
        emptied = inner.is_empty();
    }
    if emptied {
        map.shift_remove(first);
    }
}

fn set_in_list(items: &mut Vec<Value>, index: &str, rest: &[String], value: Option<Value>) {
    let Ok(index) = index.parse::<usize>() else { return };
    match rest.split_first() {
        None => match value {
            Some(value) if index < items.len() => {
                if let Some(slot) = items.get_mut(index) {
                    *slot = value;
                }
            }
            Some(value) => items.push(value),
            None if index < items.len() => {
                items.remove(index);
            }
            None => {}
        },
        Some((next, deeper)) => match items.get_mut(index) {
            Some(Value::Map(inner)) => set_inside(inner, next, deeper, value),
            Some(Value::List(inner)) => set_in_list(inner, next, deeper, value),
            _ => {}
        },
    }
}
