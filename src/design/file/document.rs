//! A design that is being worked on: its text as last saved, the edits since, undo and redo.
//!
//! Pure: whoever holds the document reads and writes the file.

use std::path::PathBuf;
use std::sync::Arc;

use crate::design::edit::{Edit, EditError};
use crate::design::model::{Design, NodeId};

use super::comparison::Comparison;
use super::load::{Loaded, load};
use super::problem::{Level, Problem};
use super::save::{Rename, Rewritten, Saved, save};

/// A step of the history: what it did, for people, and the edit that takes it back (or does it again).
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What was done, such as `Add queue orders.jobs`.
    pub label: String,
    edit: Edit,
}

/// How many earlier texts are kept.
const VERSIONS: usize = 8;

/// A design that is being worked on.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Where it was read from or last saved to.
    pub path: Option<PathBuf>,
    /// What is wrong with the text that it was opened from.
    pub problems: Vec<Problem>,
    text: String,
    /// Shared with whoever works on it elsewhere, and with `saved` while nothing is changed: copied only when an edit comes.
    design: Arc<Design>,
    saved: Arc<Design>,
    /// What the file held before the last save, the newest last.
    versions: Vec<(Arc<Design>, String)>,
    undo: Vec<Step>,
    redo: Vec<Step>,
    renames: Vec<Rename>,
    dirty: bool,
    revision: u64,
}

/// Why a document cannot be edited or opened.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DocumentError {
    /// The edit does not fit the design.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// There is nothing to take back, or to do again.
    #[error("nothing to {0}")]
    Nothing(&'static str),
}

impl Document {
    /// A design without a file; its text is written in full when it is first saved.
    pub fn new(design: Design) -> Self {
        let design = Arc::new(design);
        Self { saved: Arc::clone(&design), design, dirty: true, ..Self::default() }
    }

    /// The design in a text. Look at [`Document::has_errors`] before trusting it.
    pub fn open(path: Option<PathBuf>, text: &str) -> Self {
        let Loaded { design, text, problems, .. } = load(text);
        let design = Arc::new(design);
        Self { path, problems, text, saved: Arc::clone(&design), design, ..Self::default() }
    }

    /// Whether the text that it was opened from has errors, so that parts may be missing from the design.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.level == Level::Error)
    }

    /// The design as it is now.
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// The design as it is now, to be kept by others whatever becomes of it here.
    pub fn shared_design(&self) -> Arc<Design> {
        Arc::clone(&self.design)
    }

    /// The text that was last opened or saved.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A number that grows with each change of the design.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Changes the design. What had been taken back before can then not be done again.
    pub fn apply(&mut self, edit: Edit, label: impl Into<String>) -> Result<(), DocumentError> {
        let step = self.step(edit, label.into())?;
        self.undo.push(step);
        self.redo.clear();
        Ok(())
    }

    /// Takes the last change back; gives its label.
    pub fn undo(&mut self) -> Result<String, DocumentError> {
        let step = self.undo.pop().ok_or(DocumentError::Nothing("undo"))?;
        let inverse = self.step(step.edit, step.label)?;
        let label = inverse.label.clone();
        self.redo.push(inverse);
        Ok(label)
    }

    /// Does again what was last taken back; gives its label.
    pub fn redo(&mut self) -> Result<String, DocumentError> {
        let step = self.redo.pop().ok_or(DocumentError::Nothing("redo"))?;
        let inverse = self.step(step.edit, step.label)?;
        let label = inverse.label.clone();
        self.undo.push(inverse);
        Ok(label)
    }

    /// What `undo` would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| step.label.as_str())
    }

    /// What `redo` would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    fn step(&mut self, edit: Edit, label: String) -> Result<Step, DocumentError> {
        let renames = Rename::of(&edit);
        let inverse = Arc::make_mut(&mut self.design).apply(edit)?;
        self.renames.extend(renames);
        self.revision += 1;
        self.dirty = !same(&self.design, &self.saved) || self.text.is_empty();
        Ok(Step { label, edit: inverse })
    }

    /// Whether the design differs from what was last opened or saved.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// The text that holds the design as it is now, with every line that no edit touched as it was. Where undo has come
    /// back to what the file held before a save, that text comes back, with the comments that the save could not keep.
    pub fn text_to_save(&self) -> Saved {
        let held = self.versions.iter().rev().find(|(design, _)| same(design, &self.design));
        if let Some((_, text)) = held.filter(|_| !same(&self.saved, &self.design)) {
            return Saved { text: text.clone(), rewritten: Rewritten::Nothing };
        }
        save(&self.text, &self.renames, &self.design)
    }

    /// The design and its text as they are now, to tell what changes would make of them.
    pub fn comparison(&self) -> Comparison {
        Comparison { text: self.text.clone(), renames: self.renames.clone(), design: Arc::clone(&self.design) }
    }

    /// Notes that the text has been written to that file. Undo still reaches back before it.
    pub fn saved(&mut self, path: Option<PathBuf>, text: String) {
        if path.is_some() {
            self.path = path;
        }
        let text = std::mem::replace(&mut self.text, text);
        let design = std::mem::replace(&mut self.saved, Arc::clone(&self.design));
        if !text.is_empty() && !same(&design, &self.design) {
            self.versions.push((design, text));
            self.versions.drain(..self.versions.len().saturating_sub(VERSIONS));
        }
        self.renames.clear();
        self.dirty = false;
    }

    /// The edit that renames a node. What stands in the file may be deployed, so its id is noted in `was`; a node that
    /// was never saved leaves nothing behind.
    pub fn rename(&self, from: &NodeId, to: &NodeId) -> Edit {
        if !self.text.is_empty() && self.saved.node(from).is_some()
            || self.design.node(from).is_some_and(|node| node.get("was").is_some())
        {
            return self.design.rename(from, to);
        }
        Edit::RenameNode { from: from.clone(), to: to.clone(), index: None }
    }

    /// Notes that the text was not written, though the design is the same as that of the file: a recovered session.
    pub fn mark_dirty(&mut self) {
        self.dirty = true;
    }
}

/// Whether two designs say the same; the number that the next flow will have is no part of that.
fn same(left: &Design, right: &Design) -> bool {
    let Design {
        name,
        description,
        provider,
        region,
        language,
        stacks,
        environments,
        settings,
        services,
        flows,
        events,
        allow,
        next_flow: _,
    } = left;
    *name == right.name
        && *description == right.description
        && *provider == right.provider
        && *region == right.region
        && *language == right.language
        && *stacks == right.stacks
        && *environments == right.environments
        && environments.keys().eq(right.environments.keys())
        && *settings == right.settings
        && *services == right.services
        && *flows == right.flows
        && *events == right.events
        && *allow == right.allow
}
