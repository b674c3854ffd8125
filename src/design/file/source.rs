//! From places in a design to places in its file. Knows the layout of the file, not what is wrong with it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::design::model::FlowId;
use crate::design::place::Place;

use super::lines::{LineIndex, Position};
use super::tree::{Content, Item};

/// Where everything of a design stands in the text that it was loaded from.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    pub(super) root: Option<Item>,
    pub(super) lines: LineIndex,
    /// The position in the file's list of each flow that was loaded.
    pub(super) flows: BTreeMap<FlowId, usize>,
    /// The position in the file's list of each accepted finding that was loaded.
    pub(super) allow: Vec<usize>,
}

impl SourceMap {
    /// The bytes to point at for a place: a scalar's own, a collection's key. What the file does not hold (a default,
    /// something added since) has the nearest enclosing place that it does hold.
    pub fn span(&self, place: &Place) -> Option<Range<usize>> {
        let way = self.way(place);
        let (item, key, _) = self.root.as_ref()?.walk_with_key(way.iter().map(String::as_str));
        Some(match (&item.content, key) {
            (Content::Scalar(value), Some(key)) if *value == crate::value::Value::Null => key,
            (Content::Scalar(_), _) => item.span.clone(),
            (_, Some(key)) => key,
            _ => item.span.clone(),
        })
    }

    /// The line and column of a place in the text that was loaded.
    pub fn position(&self, text: &str, place: &Place) -> Option<Position> {
        self.span(place).map(|span| self.lines.position(text, span.start))
    }

    /// The way from the file's root: keys, and indices of lists as text.
    fn way(&self, place: &Place) -> Vec<String> {
        let (start, path): (Vec<String>, &[String]) = match place {
            Place::Design { path } => (Vec::new(), path),
            Place::Environment { name, path } => (vec!["environments".to_owned(), name.clone()], path),
            Place::Setting { name, path } => (vec!["settings".to_owned(), name.clone()], path),
            Place::Service { name } => (vec!["services".to_owned(), name.clone()], &[]),
            Place::Node { id, path } => {
                (vec!["services".to_owned(), id.service.clone(), "nodes".to_owned(), id.node.clone()], path)
            }
            Place::Flow { id, path } => {
                let index = self.flows.get(id).map_or_else(String::new, ToString::to_string);
                (vec!["flows".to_owned(), index], path)
            }
            Place::Event { name, path } => (vec!["events".to_owned(), name.clone()], path),
            Place::Allow { index, path } => {
                let index = self.allow.get(*index).map_or_else(String::new, ToString::to_string);
                (vec!["allow".to_owned(), index], path)
            }
        };
        start.into_iter().chain(path.iter().cloned()).collect()
    }
}
