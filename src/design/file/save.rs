//! Saving: the text of a design after edits, with every line that no edit touched as it was.

use crate::design::edit::Edit;
use crate::design::model::{Design, NodeId};
use crate::value::{Map, Value};

use super::VERSION;
use super::canonical::{self, maps_say_same, says_same};
use super::load::{Loaded, load};
use super::patch::{Patched, patch};
use super::tree::{Content, Item};
use super::write;

/// A rename since the text was last saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rename {
    /// Of a service.
    Service {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// Of a node, or its move to another service.
    Node {
        /// The old id.
        from: NodeId,
        /// The new id.
        to: NodeId,
    },
}

impl Rename {
    /// The renames in an edit, in order.
    pub fn of(edit: &Edit) -> Vec<Self> {
        match edit {
            Edit::Batch(edits) => edits.iter().flat_map(Self::of).collect(),
            Edit::RenameService { from, to } => vec![Self::Service { from: from.clone(), to: to.clone() }],
            Edit::RenameNode { from, to, .. } => vec![Self::Node { from: from.clone(), to: to.clone() }],
            _ => Vec::new(),
        }
    }
}

/// A text that holds the design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The text.
    pub text: String,
    /// What had to be written anew, comments and all, since the change could not be made in place.
    pub rewritten: Rewritten,
}

/// How much of a text was written anew, the comments in it lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rewritten {
    /// Nothing but what changed.
    Nothing,
    /// These parts, such as `services.orders.nodes`.
    Parts(Vec<String>),
    /// Everything.
    Whole,
}

/// The text that holds the design, made from the text that held it before the edits. An empty original gives a text in
/// full. What comes out is read again and compared with the design; where a change cannot be made in place, the section
/// it is in is written anew, and as the last resort the whole text.
pub fn save(original: &str, renames: &[Rename], design: &Design) -> Saved {
    let wanted = canonical::value(design);
    let whole = || Saved { text: canonical::to_text(design), rewritten: Rewritten::Whole };
    if original.trim().is_empty() {
        return Saved { rewritten: Rewritten::Nothing, ..whole() };
    }
    let loaded = load(original);
    if loaded.source.root.is_none() || loaded.version.is_some_and(|version| version > VERSION) {
        return whole();
    }
    let base = base(&loaded);
    if maps_say_same(&base, &wanted, &[]) {
        return Saved { text: original.to_owned(), rewritten: Rewritten::Nothing };
    }
    let first = (loaded, base);
    if let Some(saved) = settle(original, &first, renames, &wanted) {
        return saved;
    }
    let (loaded, base) = first;
    // Without the anchor that an alias refers to, the alias has to say what it means.
    let spelled_out = spell_out_aliases(original, &loaded);
    if spelled_out != original
        && let Some(saved) = settle(&spelled_out, &loaded_map(&spelled_out), renames, &wanted)
    {
        return saved;
    }
    let sections: Vec<String> = wanted
        .keys()
        .filter(|key| {
            base.get(*key).zip(wanted.get(*key)).is_none_or(|(base, wanted)| !says_same(base, wanted, &[key]))
        })
        .cloned()
        .collect();
    patched(&spelled_out, &loaded_map(&spelled_out), &wanted, &[], &sections)
        .filter(|patched| says(&load(&patched.text), &wanted))
        .map_or_else(whole, |patched| Saved { text: patched.text, rewritten: Rewritten::Parts(sections) })
}

/// What a text was loaded as. Of an older version, what is written there, so that the migration is saved.
fn base(loaded: &Loaded) -> Map {
    match (&loaded.source.root, loaded.version) {
        (Some(root), Some(version)) if version < VERSION => match root.to_value() {
            Value::Map(map) => map,
            _ => Map::new(),
        },
        _ => canonical::value(&loaded.design),
    }
}

fn loaded_map(text: &str) -> (Loaded, Map) {
    let loaded = load(text);
    let base = base(&loaded);
    (loaded, base)
}

/// Patches until the text says what is wanted: where an anchor's value was changed, its aliases changed with it, and
/// are put right in the next round.
fn settle(original: &str, loaded: &(Loaded, Map), renames: &[Rename], wanted: &Map) -> Option<Saved> {
    const ROUNDS: usize = 3;
    let mut parts = Vec::new();
    let mut patched = patched(original, loaded, wanted, renames, &[])?;
    for _ in 0..ROUNDS {
        parts.append(&mut patched.rewritten);
        let next = loaded_map(&patched.text);
        if says(&next.0, wanted) {
            let rewritten = if parts.is_empty() { Rewritten::Nothing } else { Rewritten::Parts(parts) };
            return Some(Saved { text: patched.text, rewritten });
        }
        patched = self::patched(&patched.text, &next, wanted, &[], &[])?;
    }
    None
}

fn patched(
    text: &str,
    (loaded, base): &(Loaded, Map),
    wanted: &Map,
    renames: &[Rename],
    anew: &[String],
) -> Option<Patched> {
    patch(text, &loaded.source, base, wanted, renames, anew).ok()
}

/// Whether what was read says what is wanted.
fn says(loaded: &Loaded, wanted: &Map) -> bool {
    loaded.source.root.is_some() && maps_say_same(&canonical::value(&loaded.design), wanted, &[])
}

/// The text with each alias replaced by what it means, on one line.
fn spell_out_aliases(text: &str, loaded: &Loaded) -> String {
    fn gather(item: &Item, found: &mut Vec<(std::ops::Range<usize>, String)>) {
        if item.alias {
            found.push((item.span.clone(), write::flow(&item.to_value())));
            return;
        }
        match &item.content {
            Content::Scalar(_) => {}
            Content::List(items) => items.iter().for_each(|item| gather(item, found)),
            Content::Map(entries) => entries.values().for_each(|entry| gather(&entry.value, found)),
        }
    }
    let mut found = Vec::new();
    if let Some(root) = &loaded.source.root {
        gather(root, &mut found);
    }
    let mut result = text.to_owned();
    for (span, value) in found.into_iter().rev() {
        result.replace_range(span, &value);
    }
    result
}
