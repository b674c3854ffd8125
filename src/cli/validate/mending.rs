//! What a quick fix changes in the text of a file.

use crate::check::Fix;
use crate::design::file::diff::{self, TextEdit};
use crate::design::file::{Loaded, Rename, save};

/// The most text that is gone through for the fixes of one report, in bytes; the fixes beyond have a title only.
const MOST: usize = 64 * 1024 * 1024;

/// What a fix makes of a text.
#[derive(Debug)]
pub(super) struct Mending {
    /// The parts of the text that give way.
    pub(super) edits: Vec<TextEdit>,
    /// The same for people.
    pub(super) diff: String,
}

/// Tries fixes out, until too much text has been gone through.
#[derive(Debug)]
pub(super) struct Mender {
    left: usize,
}

impl Mender {
    pub(super) fn new() -> Self {
        Self { left: MOST }
    }

    /// What the fix changes in the text; `None` when it does not fit, or when too much has been tried.
    pub(super) fn try_out(&mut self, loaded: &Loaded, name: &str, fix: &Fix) -> Option<Mending> {
        self.left = self.left.checked_sub(loaded.text.len().max(1))?;
        let mut design = loaded.design.clone();
        design.apply(fix.edit.clone()).ok()?;
        let after = save(&loaded.text, &Rename::of(&fix.edit), &design).text;
        let edits = diff::edits(&loaded.text, &after);
        Some(Mending { edits, diff: diff::unified(&loaded.text, &after, name) })
    }
}
