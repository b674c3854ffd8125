//! Everything there is to know about a running session: the one value that `update` changes and `view` reads.

use std::path::PathBuf;
use std::sync::Arc;

use crate::design::Edit;
use crate::render::{Charset, Focus};

use super::effect::{Effect, Source};
use super::input::KeyPress;
use super::message::Shelf;
use super::overlay::Overlay;
use super::panes::start::Start;
use super::session::{Panel, Session};
use super::theme::{Palette, Theme};

/// How a session begins.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the command line")]
pub struct Options {
    /// The design file to open.
    pub file: Option<PathBuf>,
    /// The preset to open, when there is no file.
    pub preset: Option<String>,
    /// Whether designs may be looked at only.
    pub readonly: bool,
    /// Whether ASCII alone may be shown.
    pub ascii: bool,
    /// Whether colours may be used.
    pub color: bool,
    /// Which colours.
    pub palette: Palette,
    /// Whether the mouse is left to the terminal.
    pub no_mouse: bool,
}

/// What the last action has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) bad: bool,
}

/// What the mouse is doing with its button down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Drag {
    /// It went down on the background; the view follows it.
    Pan { column: u16, row: u16 },
    /// It went down on a node.
    Node { column: u16, row: u16, moving: bool },
    /// It went down on the source of a new flow.
    Connect,
    /// It went down to draw a rectangle around what is to be selected.
    Select,
}

/// What to do once the design is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AfterSave {
    Nothing,
    Quit,
}

/// Everything there is to know.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of one screen")]
pub struct State {
    pub(crate) size: (u16, u16),
    pub(crate) theme: Theme,
    pub(crate) session: Option<Session>,
    pub(crate) start: Start,
    pub(crate) overlays: Vec<Box<dyn Overlay>>,
    pub(crate) prefix: Vec<KeyPress>,
    pub(crate) notice: Option<Notice>,
    pub(crate) shelf: Shelf,
    /// What is being read now.
    pub(crate) opening: Option<String>,
    pub(crate) exporting: bool,
    pub(crate) mouse: bool,
    pub(crate) readonly: bool,
    pub(crate) expanded: bool,
    pub(crate) drag: Option<Drag>,
    pub(crate) after_save: AfterSave,
    pub(crate) quitting: bool,
}

impl State {
    /// The beginning, and what to do first. Nothing has been read yet.
    pub fn new(options: &Options, size: (u16, u16)) -> (Self, Vec<Effect>) {
        let charset = if options.ascii { Charset::Ascii } else { Charset::Unicode };
        let mut state = Self {
            size,
            theme: Theme { color: options.color, palette: options.palette, charset },
            session: None,
            start: Start::default(),
            overlays: Vec::new(),
            prefix: Vec::new(),
            notice: None,
            shelf: Shelf::default(),
            opening: None,
            exporting: false,
            mouse: !options.no_mouse,
            readonly: options.readonly,
            expanded: false,
            drag: None,
            after_save: AfterSave::Nothing,
            quitting: false,
        };
        let mut effects = vec![Effect::LookUp];
        if options.no_mouse {
            effects.push(Effect::Mouse(false));
        }
        if let Some(path) = &options.file {
            effects.insert(0, state.open(Source::File(path.clone())));
        } else if let Some(name) = &options.preset {
            let preset = crate::presets::find(name, &[]);
            let text = preset.map(|preset| preset.text.to_string()).unwrap_or_default();
            effects.insert(0, state.open(Source::Preset { name: name.clone(), text }));
        }
        (state, effects)
    }

    /// The design being worked on, if any.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether the session has ended.
    pub fn is_quitting(&self) -> bool {
        self.quitting
    }

    /// What the status line says beside the mode.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_ref().map(|notice| notice.text.as_str())
    }

    /// Asks for a design to be read.
    pub(crate) fn open(&mut self, source: Source) -> Effect {
        self.opening = Some(match &source {
            Source::File(path) => path.display().to_string(),
            Source::Preset { name, .. } => name.clone(),
            Source::Recovery(recovery) => recovery.name.clone(),
        });
        Effect::Open(source)
    }

    /// Says something in the status line.
    pub(crate) fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), bad: false });
    }

    /// Says in the status line that something does not go.
    pub(crate) fn complain(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), bad: true });
    }

    /// Puts something over everything else.
    pub(crate) fn show(&mut self, overlay: impl Overlay + 'static) {
        self.overlays.push(Box::new(overlay));
    }

    /// Changes the design as one step that can be undone. Says whether it did.
    pub(crate) fn edit(&mut self, edit: Edit, label: &str) -> (bool, Vec<Effect>) {
        if self.readonly {
            self.complain("This session is for reading only");
            return (false, Vec::new());
        }
        let Some(session) = &mut self.session else { return (false, Vec::new()) };
        if let Err(reason) = session.apply(edit, label) {
            self.complain(reason);
            return (false, Vec::new());
        }
        let mut effects = session.settle();
        effects.push(Effect::Autosave);
        self.tell(label);
        (true, effects)
    }

    /// As [`State::edit`], then puts something into focus.
    pub(crate) fn edit_and_focus(&mut self, edit: Edit, label: &str, focus: Focus) -> Vec<Effect> {
        let (done, effects) = self.edit(edit, label);
        if done && let Some(session) = &mut self.session {
            session.jump_to(focus);
        }
        effects
    }

    /// What the session looks like after something was taken back or done again.
    pub(crate) fn settled(&mut self) -> Vec<Effect> {
        let mut effects = self.session.as_mut().map(Session::settle).unwrap_or_default();
        effects.push(Effect::Autosave);
        effects
    }

    /// The panel that keys go to.
    pub(crate) fn panel(&self) -> Panel {
        self.session.as_ref().map_or(Panel::Canvas, |session| session.panel)
    }

    /// The design as it is now, to be handed to another thread.
    pub(crate) fn shared_design(&self) -> Option<Arc<crate::design::Design>> {
        self.session.as_ref().map(|session| session.document.shared_design())
    }
}
