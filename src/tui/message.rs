//! What comes in: everything that can change the state, from the person or from work that was asked for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::access::Row;
use crate::catalog::Provider;
use crate::check::Finding;
use crate::design::NodeId;
use crate::design::file::{Document, Problem};
use crate::emit::SourceFile;
use crate::presets::Preset;
use crate::project::Report;
use crate::render::Scene;
use crate::translate::Translation;

use super::effect::Recovery;
use super::input::Input;
use super::session::{Clearer, Pins};

/// Everything that can change the state.
#[derive(Debug)]
pub enum Message {
    /// A person did something.
    Input(Input),
    /// What the start screen offers has been looked up.
    Shelf(Shelf),
    /// A design has been read.
    Opened(Box<Opened>),
    /// A design could not be read.
    NotOpened {
        /// What was to be read.
        name: String,
        /// Why not, in a sentence.
        reason: String,
        /// What is wrong in the text, when it could be read at all.
        problems: Vec<Problem>,
    },
    /// A design has been laid out.
    LaidOut {
        /// Which request this answers.
        generation: u64,
        /// The scene.
        scene: Arc<Scene>,
    },
    /// A design has been laid out ahead of need.
    LaidOutAhead {
        /// Which state of the design and its pins it shows.
        content: u64,
        /// The scene.
        scene: Arc<Scene>,
    },
    /// There is a drawing that is much clearer than that on the screen.
    Clearer(Box<Clearer>),
    /// A design has been checked.
    Checked {
        /// Which request this answers.
        generation: u64,
        /// What was found.
        findings: Vec<Finding>,
    },
    /// It is known what a design grants.
    Access {
        /// The revision of the design.
        revision: u64,
        /// Who may do what; nothing when no program can be made of the design.
        rows: Option<Vec<Row>>,
    },
    /// It is known what program a design gives.
    Code {
        /// The revision of the design.
        revision: u64,
        /// Its files, or why there is none.
        result: Result<Vec<SourceFile>, String>,
    },
    /// It is known what edits would make of the text.
    Compared {
        /// The revision of the design that they are for.
        revision: u64,
        /// A unified diff each.
        diffs: Vec<String>,
    },
    /// It is known what would become of a design on a cloud.
    Translated {
        /// The revision of the design.
        revision: u64,
        /// The cloud.
        to: Provider,
        /// What becomes of it, and the edit that takes it over.
        translation: Translation,
    },
    /// The design has been written.
    Saved {
        /// Where.
        path: PathBuf,
        /// What was written.
        text: String,
        /// The revision that was written.
        revision: u64,
        /// The pins that were written.
        pins: Pins,
        /// Why not, when it failed.
        result: Result<(), String>,
    },
    /// A program has been exported.
    Exported(Box<Result<Report, String>>),
    /// The time to write what could be lost has come.
    AutosaveDue,
    /// The program is to end without asking.
    Terminate,
    /// Something that the person should know.
    Notice(String),
}

/// What the start screen offers.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The user's own presets.
    pub own: Vec<Preset>,
    /// Files that were open lately, the last first.
    pub recent: Vec<PathBuf>,
    /// Work that a session left behind when it ended without saving.
    pub recoveries: Vec<Recovery>,
    /// The folder that relative paths start from.
    pub here: PathBuf,
}

/// A design that has been read.
#[derive(Debug)]
pub struct Opened {
    /// The design and its text.
    pub document: Document,
    /// Where nodes are pinned.
    pub pins: std::collections::BTreeMap<NodeId, crate::layout::Point>,
    /// What to tell, such as a broken canvas file.
    pub remarks: Vec<String>,
    /// Whether the text was never saved where the document says it lies.
    pub recovered: Option<Recovery>,
}
