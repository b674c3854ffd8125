//! Which items need which: where each key is, that nothing needs itself, and the orders that follow.

use std::collections::BTreeMap;

use crate::design::model::SHARED;
use crate::design::{NodeId, Place};
use crate::program::{Expression, Statement, walk};

use super::super::draft::{Draft, Item};
use super::super::{LowerError, order};

/// Where each key is: service and position in it.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Service and position by key.
    pub(super) places: BTreeMap<String, (String, usize)>,
}

impl Index {
    /// The index of a draft.
    pub(super) fn new(draft: &Draft) -> Self {
        let mut places = BTreeMap::new();
        for (service, items) in &draft.components {
            for (position, item) in items.iter().enumerate() {
                if !item.key.is_empty() {
                    let before = places.insert(item.key.clone(), (service.clone(), position));
                    debug_assert!(before.is_none(), "two items have the key {}", item.key);
                }
            }
        }
        Self { places }
    }

    /// Every reference leads somewhere, and no resources need each other.
    pub(super) fn check(&self, draft: &Draft) -> Result<(), Vec<LowerError>> {
        let mut items: Vec<&Item> = Vec::new();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for item in draft.components.values().flatten() {
            if !item.key.is_empty() {
                numbers.insert(&item.key, items.len());
            }
            items.push(item);
        }
        let mut errors = Vec::new();
        for item in &items {
            for (key, _) in references(&item.statement) {
                if !self.places.contains_key(&key) {
                    errors.push(LowerError {
                        place: place_of(&item.key),
                        message: format!("{} needs {key}, which makes no resource", readable(&item.key)),
                        help: "remove the flow, or replace the node by one that can be referred to".to_owned(),
                    });
                }
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let needs = |number: usize| {
            items.get(number).map_or_else(Vec::new, |item| {
                references(&item.statement).iter().filter_map(|(key, _)| numbers.get(key.as_str()).copied()).collect()
            })
        };
        order::order(items.len(), &needs).map(drop).map_err(|cycle| {
            let keys: Vec<&str> =
                cycle.iter().filter_map(|number| items.get(*number)).map(|item| item.key.as_str()).collect();
            vec![cycle_error(&keys)]
        })
    }
}

fn cycle_error(keys: &[&str]) -> LowerError {
    let mut nodes: Vec<String> = keys.iter().map(|key| readable(key)).collect();
    nodes.dedup();
    let first = keys.first().copied().unwrap_or_default();
    let message = match nodes.as_slice() {
        [one] => format!("{one} needs itself before it exists"),
        _ => format!("{} need each other before any of them exists", nodes.join(", ")),
    };
    LowerError {
        place: place_of(first),
        message,
        help: "put a queue or an event between them; for a trigger of a user pool, take the pool's id from the event"
            .to_owned(),
    }
}

/// The node of a key, for people.
fn readable(key: &str) -> String {
    key.split('/').next().unwrap_or_default().to_owned()
}

fn place_of(key: &str) -> Place {
    NodeId::parse(&readable(key)).map_or_else(Place::design, |id| Place::node(&id))
}

/// The keys and attributes that a statement refers to, in order, each once.
pub(super) fn references(statement: &Statement) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    walk::statement(statement, &mut |value| collect(value, &mut found));
    found
}

/// Adds what the expression refers to, once.
pub(super) fn collect(value: &Expression, found: &mut Vec<(String, String)>) {
    if let Expression::Node { node, attribute } = value {
        let reference = (node.clone(), attribute.clone());
        if !found.contains(&reference) {
            found.push(reference);
        }
    }
}

/// Puts items beside their nodes, and nodes after those that they need where that is possible, so that what belongs
/// together stays together.
pub(super) fn arrange(items: &mut [Item]) {
    items.sort_by_key(|item| item.position);
    let mut groups: Vec<usize> = items.iter().map(|item| item.position.0).collect();
    groups.dedup();
    let group_of: BTreeMap<&str, usize> = items
        .iter()
        .filter(|item| !item.key.is_empty())
        .filter_map(|item| Some((item.key.as_str(), groups.binary_search(&item.position.0).ok()?)))
        .collect();
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for item in items.iter() {
        let Ok(number) = groups.binary_search(&item.position.0) else { continue };
        let others = references(&item.statement);
        for other in others.iter().filter_map(|(key, _)| group_of.get(key.as_str()).copied()) {
            if let Some(found) = needs.get_mut(number)
                && other != number
                && !found.contains(&other)
            {
                found.push(other);
            }
        }
    }
    let needs = |number: usize| needs.get(number).cloned().unwrap_or_default();
    let ranks: BTreeMap<usize, usize> = order::order_with_cycles(groups.len(), &needs)
        .into_iter()
        .enumerate()
        .filter_map(|(rank, number)| groups.get(number).map(|group| (*group, rank)))
        .collect();
    items.sort_by_key(|item| (ranks.get(&item.position.0).copied(), item.position.1));
}

/// The order in which the entry makes the components: shared first, each after those it needs where that is possible.
pub(super) fn service_order(draft: &Draft, index: &Index) -> Vec<String> {
    let mut names: Vec<String> = draft.components.keys().cloned().collect();
    names.sort_by_key(|name| name != SHARED);
    let position = |service: &str| names.iter().position(|name| name == service);
    let needs = |number: usize| {
        let Some(service) = names.get(number) else { return Vec::new() };
        if service == SHARED {
            return Vec::new();
        }
        let items = draft.components.get(service).map(Vec::as_slice).unwrap_or_default();
        let mut found = Vec::new();
        for (key, _) in items.iter().flat_map(|item| references(&item.statement)) {
            let other = index.places.get(&key).and_then(|(other, _)| position(other));
            if let Some(other) = other.filter(|other| *other != number && !found.contains(other)) {
                found.push(other);
            }
        }
        found
    };
    order::order_with_cycles(names.len(), &needs).into_iter().filter_map(|number| names.get(number).cloned()).collect()
}
