//! What a node's box says at each level of detail, and how large that makes it.

use crate::catalog::{Property, PropertyType, catalog};
use crate::design::{Design, NodeId};
use crate::value::Value;

use super::cells::{fit, width};
use super::detail::Detail;
use super::view::Charset;

/// The widest text in a box, in cells.
const WIDEST: usize = 26;
/// The narrowest text in a card, so that cards of a column look alike.
const CARD: usize = 14;

/// What a box says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Face {
    /// The sign of its kind.
    pub(super) glyph: char,
    /// The sign in ASCII.
    pub(super) ascii: char,
    /// Its name.
    pub(super) name: String,
    /// Further lines.
    notes: Vec<String>,
    /// The same in ASCII, where signs of kinds stand in them.
    plain: Option<Vec<String>>,
    /// Whether it has a border.
    pub(super) bordered: bool,
}

impl Face {
    /// The face of a node.
    pub(super) fn of_node(design: &Design, id: &NodeId, detail: Detail) -> Self {
        let kind = design.kind_of(id).and_then(|kind| catalog().kind(kind));
        let sign = |text: Option<&str>| text.and_then(|text| text.chars().next()).unwrap_or('?');
        let mut notes = Vec::new();
        if detail == Detail::Card {
            let cloud = kind.map(|kind| kind.cloud_name(design.provider()).unwrap_or(&kind.title));
            notes.push(fit(cloud.unwrap_or_default(), WIDEST));
            notes.push(fit(&properties(design, id), WIDEST));
        }
        Self {
            glyph: sign(kind.map(|kind| kind.glyph.as_str())),
            ascii: sign(kind.map(|kind| kind.ascii.as_str())),
            name: fit(&id.node, WIDEST),
            notes,
            plain: None,
            bordered: detail != Detail::Chip,
        }
    }

    /// The face of a whole service.
    pub(super) fn of_service(design: &Design, name: &str) -> Self {
        let mut counts: Vec<(&str, &str, usize)> = Vec::new();
        for node in design.services.get(name).into_iter().flat_map(|service| service.nodes.values()) {
            let (glyph, ascii) =
                catalog().kind(&node.kind).map_or(("?", "?"), |kind| (kind.glyph.as_str(), kind.ascii.as_str()));
            match counts.iter_mut().find(|(known, _, _)| *known == glyph) {
                Some((_, _, count)) => *count += 1,
                None => counts.push((glyph, ascii, 1)),
            }
        }
        let total: usize = counts.iter().map(|(_, _, count)| count).sum();
        let plural = if total == 1 { "" } else { "s" };
        let notes = |kinds: Vec<String>| vec![format!("{total} node{plural}"), fit(&kinds.join(" "), WIDEST)];
        Self {
            glyph: '◰',
            ascii: '%',
            name: fit(name, WIDEST),
            plain: Some(notes(counts.iter().map(|(_, ascii, count)| format!("{ascii}{count}")).collect())),
            notes: notes(counts.iter().map(|(glyph, _, count)| format!("{glyph}{count}")).collect()),
            bordered: true,
        }
    }

    /// The further lines in the characters that may be used.
    pub(super) fn notes(&self, charset: Charset) -> &[String] {
        match (charset, &self.plain) {
            (Charset::Ascii, Some(plain)) => plain,
            _ => &self.notes,
        }
    }

    /// Cells across and down.
    pub(super) fn size(&self) -> (u16, u16) {
        let text = self.notes.iter().map(|note| width(note)).max().unwrap_or(0).max(width(&self.name) + 2);
        let text = if self.notes.is_empty() { text } else { text.max(CARD) };
        // A chip has a blank at each side, so that lines and heads of arrows do not run into its text.
        let (across, down) = if self.bordered { (4, 2) } else { (2, 0) };
        ((text + across) as u16, (1 + self.notes.len() + down) as u16)
    }
}

/// Properties that say more about a node than others of its kind; of those left out, only they are shown.
const TELLING: [&str; 16] = [
    "runtime",
    "memory",
    "cpu",
    "key",
    "billing",
    "engine",
    "visibility",
    "cron",
    "every",
    "archive",
    "sign_in",
    "throttle",
    "access_logs",
    "log_retention",
    "versioning",
    "retention",
];

/// The first two properties that say something, those written before those left out.
fn properties(design: &Design, id: &NodeId) -> String {
    let Some((node, kind)) = design.node(id).and_then(|node| Some((node, catalog().kind(&node.kind)?))) else {
        return String::new();
    };
    let written = kind.properties.iter().filter(|(name, _)| node.get(name).is_some());
    let left_out =
        kind.properties.iter().filter(|(name, _)| node.get(name).is_none() && TELLING.contains(&name.as_str()));
    written
        .chain(left_out)
        .filter_map(|(name, property)| said(name, property, &design.effective(id, &[name], None)?))
        .take(2)
        .collect::<Vec<_>>()
        .join(", ")
}

fn said(name: &str, property: &Property, value: &Value) -> Option<String> {
    match (property.kind, value) {
        (PropertyType::Boolean, Value::Boolean(true)) => Some(name.replace('_', " ")),
        (PropertyType::Boolean, _) => None,
        (PropertyType::Integer | PropertyType::Number, Value::Integer(_) | Value::Float(_)) => {
            Some(property.unit.as_ref().map_or_else(|| format!("{name} {value}"), |unit| format!("{value} {unit}")))
        }
        (PropertyType::Object, Value::Map(map)) => match map.values().next() {
            Some(Value::String(text)) => Some(text.clone()),
            _ => None,
        },
        (_, Value::String(text)) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}
