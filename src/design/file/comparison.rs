//! What changes of a design would make of its text, before they are made.

use std::sync::Arc;

use crate::design::edit::Edit;
use crate::design::model::Design;

use super::diff;
use super::save::{Rename, save};

/// A design as it is now with the text it came from: enough to tell what changes would make of the text, also on
/// another thread.
#[derive(Debug, Clone)]
pub struct Comparison {
    pub(super) text: String,
    pub(super) renames: Vec<Rename>,
    pub(super) design: Arc<Design>,
}

impl Comparison {
    /// For each edit how the text would change, as a unified diff; empty for one that does not fit.
    pub fn diffs(&self, edits: &[Edit]) -> Vec<String> {
        let before = save(&self.text, &self.renames, &self.design).text;
        let diff = |edit: &Edit| {
            let mut design = Design::clone(&self.design);
            design.apply(edit.clone()).ok()?;
            Some(diff::unified(&before, &save(&before, &Rename::of(edit), &design).text, ""))
        };
        edits.iter().map(|edit| diff(edit).unwrap_or_default()).collect()
    }
}
