//! What becomes of the entries of a collection, before anything is said about text.

use std::ops::Range;

use crate::design::file::canonical::is_ordered;
use crate::design::file::tree::{Entries, Item};
use crate::value::{Map, Value};

use super::Patch;
use super::align::align;
use super::renames::Fate;

/// An entry or item as it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Cell<'t> {
    /// The key in the text; `None` in a list.
    pub(super) key: Option<(&'t str, Range<usize>)>,
    pub(super) value: &'t Item,
}

/// What becomes of a cell.
#[derive(Debug)]
pub(super) enum Outcome<'p> {
    /// The model does not know of it: it stays.
    Untouched,
    /// It stays, under this name where it has one, and is to say this.
    Kept(Target<'p>),
    /// It goes.
    Dropped,
}

/// What an entry is to be.
#[derive(Debug, Clone)]
pub(super) struct Target<'p> {
    /// Its name; `None` in a list.
    pub(super) name: Option<&'p str>,
    pub(super) base: Option<&'p Value>,
    pub(super) wanted: &'p Value,
}

/// Where the text of a new entry comes from.
#[derive(Debug)]
pub(super) enum Origin<'p> {
    /// It is new.
    New,
    /// Another place of the same collection.
    Cell(usize),
    /// Another collection of the same kind, and the position there.
    Elsewhere(&'p Item, usize),
}

/// An entry that comes in.
#[derive(Debug)]
pub(super) struct Arrival<'p> {
    pub(super) target: Target<'p>,
    pub(super) origin: Origin<'p>,
    /// After which cell; `None` at the front.
    pub(super) after: Option<usize>,
}

/// What becomes of a collection.
#[derive(Debug)]
pub(super) struct Plan<'p> {
    pub(super) cells: Vec<Cell<'p>>,
    pub(super) outcomes: Vec<Outcome<'p>>,
    pub(super) arrivals: Vec<Arrival<'p>>,
}

impl Plan<'_> {
    /// Whether entries come or go.
    pub(super) fn changes_structure(&self) -> bool {
        !self.arrivals.is_empty() || self.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Dropped))
    }
}

/// The cells of a mapping.
pub(super) fn cells_of_map(entries: &Entries) -> Vec<Cell<'_>> {
    entries.iter().map(|(key, entry)| Cell { key: Some((key, entry.key_span.clone())), value: &entry.value }).collect()
}

impl<'t> Patch<'t> {
    pub(super) fn plan_map<'p>(
        &'p self,
        entries: &'p Entries,
        base: &'p Map,
        wanted: &'p Map,
        path: &[&str],
    ) -> Plan<'p> {
        let cells = cells_of_map(entries);
        let mut outcomes = Vec::with_capacity(cells.len());
        // For each wanted entry, the cell that it continues.
        let mut continued: Vec<Option<usize>> = vec![None; wanted.len()];
        for (index, key) in entries.keys().enumerate() {
            let outcome = match self.renames.fate(path, key) {
                Fate::Away => Outcome::Dropped,
                Fate::Here(name) => match wanted.get_full(&name) {
                    Some((position, name, wanted)) => {
                        if let Some(slot) = continued.get_mut(position) {
                            *slot = Some(index);
                        }
                        Outcome::Kept(Target { name: Some(name), base: base.get(key), wanted })
                    }
                    None if base.contains_key(key) => Outcome::Dropped,
                    None => Outcome::Untouched,
                },
            };
            outcomes.push(outcome);
        }
        let in_order = if is_ordered(path) { rising(&continued) } else { vec![true; continued.len()] };
        let mut arrivals = Vec::new();
        let mut after = None;
        for (((name, wanted), cell), in_order) in wanted.iter().zip(&continued).zip(in_order) {
            let target = |base| Target { name: Some(name.as_str()), base, wanted };
            match cell {
                Some(cell) if in_order => {
                    after = Some(*cell);
                }
                Some(cell) => {
                    let base = match outcomes.get_mut(*cell) {
                        Some(outcome) => match std::mem::replace(outcome, Outcome::Dropped) {
                            Outcome::Kept(target) => target.base,
                            _ => None,
                        },
                        None => None,
                    };
                    arrivals.push(Arrival { target: target(base), origin: Origin::Cell(*cell), after });
                }
                // What loading adds to the text, such as a type that follows from a default, is not written.
                None if !entries.contains_key(name) && base.get(name) == Some(wanted) => {}
                None => {
                    let (base, origin) = self.elsewhere(path, name).unwrap_or((None, Origin::New));
                    arrivals.push(Arrival { target: target(base), origin, after });
                }
            }
        }
        Plan { cells, outcomes, arrivals }
    }

    /// A node that came from another service.
    fn elsewhere(&self, path: &[&str], name: &str) -> Option<(Option<&'t Value>, Origin<'t>)> {
        let origin = self.renames.origin(path, name)?;
        let nodes = self.root.get("services")?.get(&origin.service)?.get("nodes")?;
        let index = nodes.as_map()?.get_index_of(&origin.node)?;
        let base = self.base.get("services")?.get(&origin.service)?.get("nodes")?.get(&origin.node)?;
        Some((Some(base), Origin::Elsewhere(nodes, index)))
    }

    pub(super) fn plan_list<'p>(
        &'p self,
        items: &'p [Item],
        base: &'p Value,
        wanted: &'p [Value],
        path: &[&str],
    ) -> Plan<'p> {
        let base = base.as_list().unwrap_or_default();
        // The items that were loaded; others are not understood and stay.
        let loaded: Vec<usize> = match path {
            ["flows"] => self.source.flows.values().copied().collect(),
            ["allow"] => self.source.allow.clone(),
            _ => (0..items.len()).collect(),
        };
        let cells: Vec<Cell<'_>> = items.iter().map(|value| Cell { key: None, value }).collect();
        let mut outcomes: Vec<Outcome<'_>> = items.iter().map(|_| Outcome::Untouched).collect();
        for index in &loaded {
            if let Some(outcome) = outcomes.get_mut(*index) {
                *outcome = Outcome::Dropped;
            }
        }
        let mut arrivals = Vec::new();
        let mut after = None;
        for (wanted, old) in wanted.iter().zip(align(&base.iter().collect::<Vec<_>>(), wanted)) {
            let target = Target { name: None, base: old.and_then(|old| base.get(old)), wanted };
            match old.and_then(|old| loaded.get(old)).copied() {
                Some(cell) => {
                    after = Some(cell);
                    if let Some(outcome) = outcomes.get_mut(cell) {
                        *outcome = Outcome::Kept(target);
                    }
                }
                None => arrivals.push(Arrival { target, origin: Origin::New, after }),
            }
        }
        Plan { cells, outcomes, arrivals }
    }
}

/// Which of the positions are part of the longest rising sequence.
fn rising(positions: &[Option<usize>]) -> Vec<bool> {
    // For each length, the index of the sequence's last element with the least position.
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; positions.len()];
    let position = |index: usize| positions.get(index).copied().flatten().unwrap_or(0);
    for (index, entry) in positions.iter().enumerate() {
        let Some(entry) = entry else { continue };
        let length = tails.partition_point(|tail| position(*tail) < *entry);
        if let Some(slot) = previous.get_mut(index) {
            *slot = length.checked_sub(1).and_then(|before| tails.get(before)).copied();
        }
        if let Some(slot) = tails.get_mut(length) {
            *slot = index;
        } else {
            tails.push(index);
        }
    }
    let mut result = vec![false; positions.len()];
    let mut at = tails.last().copied();
    while let Some(index) = at {
        if let Some(slot) = result.get_mut(index) {
            *slot = true;
        }
        at = previous.get(index).copied().flatten();
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rising_sequence_stays() {
        let positions = [Some(2), Some(0), None, Some(1), Some(3)];
        assert_eq!(rising(&positions), [false, true, false, true, true]);
        assert_eq!(rising(&[None]), [false]);
    }
}
