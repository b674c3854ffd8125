//! What goes out: everything the state asks the rim to do, as data.

use std::path::PathBuf;
use std::sync::Arc;

use crate::catalog::{Language, Provider};
use crate::design::file::Comparison;
use crate::design::{Design, Edit};
use crate::render::{Arrangement, Scene};

use super::session::Pins;

/// Something for the rim to do.
#[derive(Debug)]
pub enum Effect {
    /// Look up presets, recent files and work that was left behind.
    LookUp,
    /// Read a design.
    Open(Source),
    /// Lay a design out and answer with the generation.
    LayOut {
        /// Which request this is.
        generation: u64,
        /// What to lay out.
        design: Arc<Design>,
        /// How to arrange it.
        arrangement: Arrangement,
        /// The scene before.
        previous: Option<Arc<Scene>>,
    },
    /// Lay a design out at a level of detail that nobody has asked for yet, and answer with the content.
    LayOutAhead {
        /// Which state of the design and its pins this is.
        content: u64,
        /// What to lay out.
        design: Arc<Design>,
        /// How to arrange it.
        arrangement: Arrangement,
        /// The scene before.
        previous: Option<Arc<Scene>>,
    },
    /// Lay a design out as if nothing had stood anywhere, and answer if that is much clearer.
    LayOutAnew {
        /// The scene on the screen.
        than: Arc<Scene>,
        /// What to lay out.
        design: Arc<Design>,
        /// How to arrange it.
        arrangement: Arrangement,
    },
    /// Check a design and answer with the generation.
    Check {
        /// Which request this is.
        generation: u64,
        /// What to check.
        design: Arc<Design>,
    },
    /// Tell what a design grants, and answer with the revision.
    Access {
        /// The revision of the design.
        revision: u64,
        /// The design.
        design: Arc<Design>,
    },
    /// Make the program of a design, and answer with the revision.
    Code {
        /// The revision of the design.
        revision: u64,
        /// The design.
        design: Arc<Design>,
    },
    /// Tell what edits would make of the text, and answer with the revision.
    Compare {
        /// The revision of the design.
        revision: u64,
        /// The design and its text.
        comparison: Box<Comparison>,
        /// The edits, each by itself.
        edits: Vec<Edit>,
    },
    /// Tell what would become of a design on a cloud, and answer with the revision.
    Translate {
        /// The revision of the design.
        revision: u64,
        /// The cloud.
        to: Provider,
        /// The design.
        design: Arc<Design>,
    },
    /// Write the design, and its canvas file beside it.
    Save {
        /// Where.
        path: PathBuf,
        /// What.
        text: String,
        /// The revision of the design in the text.
        revision: u64,
        /// Where nodes are pinned.
        pins: Pins,
        /// Whether the pins differ from those on disk.
        pins_changed: bool,
        /// Whether a file that is there already may be replaced.
        replace: bool,
    },
    /// Note that there is work to lose; the answer is a message when it is time to write it down.
    Autosave,
    /// Write down the work that could be lost.
    WriteRecovery(Recovery),
    /// Nothing can be lost any more.
    DropRecovery,
    /// Forget work that another session left behind.
    Discard(PathBuf),
    /// Write a program into a folder.
    Export {
        /// The design.
        design: Arc<Design>,
        /// The language.
        language: Language,
        /// The folder.
        folder: PathBuf,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Hand the terminal back until the shell continues us.
    Suspend,
    /// Turn the mouse on or off.
    Mouse(bool),
    /// End.
    Quit,
}

/// Where a design comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// A preset.
    Preset {
        /// Its name.
        name: String,
        /// Its text.
        text: String,
    },
    /// Work that was left behind.
    Recovery(Recovery),
}

/// Work that could be lost.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Recovery {
    /// The design's name, for the offer.
    pub name: String,
    /// The file it belongs to, when it has one.
    pub path: Option<PathBuf>,
    /// The text of the design.
    pub text: String,
    /// The text of its canvas file.
    pub canvas: String,
    /// Where the work is written down; set when it is read.
    #[serde(skip)]
    pub place: PathBuf,
}
