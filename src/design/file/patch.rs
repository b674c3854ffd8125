//! Patching: the smallest changes of a text that turn what it says into what a design says.
//!
//! Three values meet at each place: the text's item, what the text was loaded as (`base`), and what is wanted. Only
//! where base and wanted differ is the text touched, so that everything the model does not hold (comments, quotes,
//! defaults written out, keys not understood) stays.

mod align;
mod block;
mod flow;
mod plan;
mod renames;
mod replace;
mod rows;
mod splice;

use std::cell::RefCell;

use crate::value::{Map, Value};

use super::canonical::says_same;
use super::lines::LineIndex;
use super::save::Rename;
use super::source::SourceMap;
use super::tree::{Content, Item, Style};
use renames::Renames;
use splice::{Splice, splice};

/// The text cannot be changed in place; it has to be written anew.
#[derive(Debug)]
pub(super) struct Irregular;

/// A text to patch and what it was loaded as.
pub(super) struct Patch<'t> {
    text: &'t str,
    lines: &'t LineIndex,
    root: &'t Item,
    source: &'t SourceMap,
    base: &'t Map,
    renames: Renames,
    end_of_line: &'static str,
    /// Top-level sections to write anew.
    anew: &'t [String],
    /// The ways to collections that had to be written anew.
    rewritten: RefCell<Vec<String>>,
}

/// A text that was patched.
#[derive(Debug)]
pub(super) struct Patched {
    pub(super) text: String,
    /// The ways to collections that were written anew, since the change could not be made in their lines.
    pub(super) rewritten: Vec<String>,
}

/// Where a value stands, which decides how it is replaced.
#[derive(Debug, Clone)]
enum Slot {
    /// After a key of a mapping in lines; the column of the key.
    Key { key: std::ops::Range<usize>, indent: usize },
    /// After a dash of a sequence in lines; the offset and column of the dash.
    Dash { dash: usize, indent: usize },
    /// In braces, after a key.
    FlowKey { key: std::ops::Range<usize> },
    /// In brackets.
    FlowItem,
    /// The whole text.
    Root,
}

/// The text with the changes. `source` and `base` are of the text, `wanted` is the design's value.
pub(super) fn patch(
    text: &str,
    source: &SourceMap,
    base: &Map,
    wanted: &Map,
    renames: &[Rename],
    anew: &[String],
) -> Result<Patched, Irregular> {
    let root = source.root.as_ref().ok_or(Irregular)?;
    let patch = Patch {
        text,
        lines: &source.lines,
        root,
        source,
        base,
        renames: Renames::compose(renames, base),
        end_of_line: if text.contains("\r\n") { "\r\n" } else { "\n" },
        anew,
        rewritten: RefCell::default(),
    };
    let mut splices = Vec::new();
    let (base, wanted) = (Value::Map(base.clone()), Value::Map(wanted.clone()));
    patch.value(&mut splices, root, &Slot::Root, Some(&base), &wanted, &[])?;
    Ok(Patched { text: splice(text, 0..text.len(), splices), rewritten: patch.rewritten.into_inner() })
}

impl Patch<'_> {
    /// Makes an item say what is wanted.
    fn value(
        &self,
        splices: &mut Vec<Splice>,
        item: &Item,
        slot: &Slot,
        base: Option<&Value>,
        wanted: &Value,
        path: &[&str],
    ) -> Result<(), Irregular> {
        let anew = path.len() == 1 && path.first().is_some_and(|section| self.anew.iter().any(|name| name == section));
        let may_hold_renamed = self.renames.concern(path) && item.as_map().is_some();
        if !anew && !may_hold_renamed && base.is_some_and(|base| says_same(base, wanted, path)) {
            return Ok(());
        }
        let written;
        let base = if let Some(base) = base {
            base
        } else {
            written = item.to_value();
            &written
        };
        if anew || item.alias {
            return self.replace(splices, item, slot, wanted, path);
        }
        let plan = match (&item.content, base, wanted) {
            (Content::Map(entries), Value::Map(base), Value::Map(wanted)) if !wanted.is_empty() => {
                self.plan_map(entries, base, wanted, path)
            }
            (Content::List(items), base, Value::List(wanted)) if !wanted.is_empty() => {
                self.plan_list(items, base, wanted, path)
            }
            _ => return self.replace(splices, item, slot, wanted, path),
        };
        let done = match item.style {
            Style::Flow => self.flow(item, &plan, path),
            _ => self.block(&plan, path),
        };
        match (done, slot) {
            (Err(Irregular), Slot::Root) => Err(Irregular),
            (Err(Irregular), _) => {
                if !plan.cells.is_empty() {
                    self.rewritten.borrow_mut().push(path.join("."));
                }
                self.replace(splices, item, slot, wanted, path)
            }
            (Ok(own), _) => {
                splices.extend(own);
                Ok(())
            }
        }
    }
}
