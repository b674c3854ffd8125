//! One design being worked on: the document, how it is looked at, what is in focus, what the checks say.

mod code;
mod connect;
mod folding;
mod following;
mod granted;
mod history;
mod jumping;
mod look;
mod moving;
mod selecting;
mod settle;
mod tidying;
mod translating;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::catalog::Provider;
use crate::check::{Finding, Severity};
use crate::design::file::Document;
use crate::design::{Design, FlowId, NodeId, Place};
use crate::layout::Point;
use crate::render::{Detail, Focus, Scene};

use super::effect::Recovery;
use super::message::Opened;
use super::panes::inspector::Inspector;
use super::panes::minimap::Minimap;

pub(crate) use code::CodeRow;
pub(crate) use connect::Connect;
pub(crate) use following::{Followed, What};
pub(crate) use granted::Granted;
pub(crate) use jumping::Jumping;
pub(crate) use moving::Moving;
pub(crate) use selecting::Selecting;
pub use tidying::Clearer;

/// Where nodes are pinned, in cells.
pub type Pins = BTreeMap<NodeId, Point>;

/// What keys on the canvas do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They act on what is in focus.
    #[default]
    Normal,
    /// They choose the target of a new flow.
    Connect(Connect),
    /// They move what is in focus.
    Move(Moving),
    /// They draw a rectangle around what is to be selected.
    Select(Selecting),
    /// They are letters of boxes to jump to.
    Jump(Jumping),
}

/// The panels of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Panel {
    /// The design drawn.
    #[default]
    Canvas,
    /// The properties of what is in focus.
    Inspector,
    /// What the checks say.
    Problems,
    /// The program that the design gives.
    Code,
}

/// One design being worked on.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts about one view")]
pub struct Session {
    pub(crate) document: Document,
    pub(crate) pins: Pins,
    saved_pins: Pins,
    history: history::History,
    recovered: Option<Recovery>,
    /// The revision for which it was asked last what the design grants.
    asked: Option<u64>,
    /// What the design grants on its cloud, once it is known.
    access: Option<(Provider, Arc<Vec<crate::access::Row>>)>,
    /// The same by node, once somebody asks.
    granted: OnceLock<BTreeMap<NodeId, Vec<Granted>>>,
    /// What is on the screen.
    pub(crate) scene: Arc<Scene>,
    /// The level of detail that is wanted.
    pub(crate) detail: Detail,
    /// Services that show their nodes in the overview.
    opened: BTreeSet<String>,
    /// Services that are one box although nodes are shown.
    folded: BTreeSet<String>,
    /// Where flows lead.
    pub(crate) direction: crate::layout::Direction,
    /// Scenes of the levels of detail, of now or of before.
    levels: settle::Levels,
    /// The canvas cell in the upper left corner.
    pub(crate) offset: Point,
    pub(crate) focus: Option<Focus>,
    pub(crate) selected: BTreeSet<NodeId>,
    pub(crate) mode: Mode,
    pub(crate) panel: Panel,
    pub(crate) show_problems: bool,
    pub(crate) findings: Vec<Finding>,
    /// How many of them there are of each severity: errors, warnings, the rest.
    pub(crate) counts: [usize; 3],
    /// The worst finding of each node that has any.
    worst: Arc<BTreeMap<NodeId, Severity>>,
    /// The positions of the findings about each thing.
    about: BTreeMap<Focus, Vec<usize>>,
    pub(crate) problem: usize,
    /// Whether the place of the chosen finding has been gone to.
    pub(crate) visited: bool,
    /// What the quick fixes that are shown would change in the text, when it is known.
    pub(crate) diffs: Option<Vec<String>>,
    pub(crate) inspector: Inspector,
    /// The program that the design gives.
    pub(crate) code: code::Code,
    /// What would become of the design on other clouds.
    translations: translating::Translations,
    /// The environment whose values are shown and edited; none for all.
    pub(crate) environment: Option<String>,
    jumps: Vec<Focus>,
    jump: usize,
    /// Which state of the design and its pins this is.
    content: u64,
    /// Which scene was asked for last.
    generation: u64,
    /// Which check was asked for last.
    checking: u64,
    /// Whether what that check says has not come yet.
    unchecked: bool,
    pub(crate) waiting: bool,
    /// Whether a scene of another level of detail is being laid out.
    ahead: bool,
    /// Whether it has been asked for a clearer drawing than this scene.
    judged: bool,
    /// A drawing that is clearer than this scene.
    clearer: Option<Clearer>,
    /// What stays where it is on the screen when the next scene comes; otherwise the focus does.
    anchor: Option<look::Anchor>,
    /// The node that was in focus when its service was folded.
    inner: Option<NodeId>,
    /// Where nodes were put that the scene does not show there yet.
    dropped: BTreeMap<NodeId, Point>,
    follow: bool,
    /// Whether a scene of the design has been on the screen.
    shown: bool,
    /// The event that is followed, all else standing back.
    pub(crate) followed: Option<Followed>,
    /// Whether a small map is shown when there is more than the screen shows.
    pub(crate) minimap: Minimap,
}

impl Session {
    /// A session for a design that was just read; nothing is laid out yet.
    pub fn new(opened: Opened) -> Self {
        let Opened { document, pins, recovered, .. } = opened;
        Self {
            document,
            saved_pins: pins.clone(),
            pins,
            history: history::History::default(),
            recovered,
            asked: None,
            access: None,
            granted: OnceLock::new(),
            scene: Arc::new(Scene::empty()),
            detail: Detail::Box,
            opened: BTreeSet::new(),
            folded: BTreeSet::new(),
            direction: crate::layout::Direction::default(),
            levels: settle::Levels::new(),
            offset: Point::default(),
            focus: None,
            selected: BTreeSet::new(),
            mode: Mode::Normal,
            panel: Panel::Canvas,
            show_problems: false,
            findings: Vec::new(),
            counts: [0; 3],
            worst: Arc::default(),
            about: BTreeMap::new(),
            problem: 0,
            visited: false,
            diffs: None,
            inspector: Inspector::default(),
            code: code::Code::default(),
            translations: translating::Translations::default(),
            environment: None,
            jumps: Vec::new(),
            jump: 0,
            content: 0,
            generation: 0,
            checking: 0,
            unchecked: false,
            waiting: false,
            ahead: false,
            judged: false,
            clearer: None,
            anchor: None,
            inner: None,
            dropped: BTreeMap::new(),
            follow: true,
            shown: false,
            followed: None,
            minimap: Minimap::default(),
        }
    }

    /// The design.
    pub fn design(&self) -> &Design {
        self.document.design()
    }

    /// The focused node, if a node is in focus.
    pub fn focused_node(&self) -> Option<&NodeId> {
        match &self.focus {
            Some(Focus::Node(id)) => Some(id),
            _ => None,
        }
    }

    /// What is in focus.
    pub fn focus(&self) -> Option<&Focus> {
        self.focus.as_ref()
    }

    /// Where something stands on the canvas as it is seen now, in cells from the canvas's upper left corner; none while it
    /// is folded away or nothing is laid out.
    pub fn seen_at(&self, focus: &Focus) -> Option<crate::layout::Rect> {
        let rect = self.scene.focus_rect(focus)?;
        Some(crate::layout::Rect { x: rect.x - self.offset.x, y: rect.y - self.offset.y, ..rect })
    }

    /// The level of detail.
    pub fn detail(&self) -> Detail {
        self.detail
    }

    /// The nodes that are selected.
    pub fn selected(&self) -> &BTreeSet<NodeId> {
        &self.selected
    }

    /// What the checks say.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Where nodes are pinned.
    pub fn pins(&self) -> &Pins {
        &self.pins
    }

    /// The file, when it has one.
    pub fn path(&self) -> Option<&PathBuf> {
        self.document.path.as_ref()
    }

    /// Whether there is work that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.document.is_dirty() || self.recovered.is_some() || self.pins != self.saved_pins
    }

    /// Whether the pins differ from those on disk.
    pub(crate) fn pins_changed(&self) -> bool {
        self.pins != self.saved_pins
    }

    /// Notes that a text has been written.
    pub(crate) fn saved(&mut self, path: PathBuf, text: String, revision: u64, pins: Pins) {
        self.saved_pins = pins;
        self.recovered = None;
        if revision == self.document.revision() {
            self.document.saved(Some(path), text);
        } else {
            self.document.path = Some(path);
        }
    }

    /// What to write down so that nothing is lost.
    pub(crate) fn recovery(&self) -> Recovery {
        Recovery {
            name: self.design().name.clone(),
            path: self.document.path.clone(),
            text: self.document.text_to_save().text,
            canvas: crate::design::file::canvas::write(&pins_to_file(&self.pins)),
            place: PathBuf::new(),
        }
    }

    /// The service that new nodes come into: that of what is in focus.
    pub(crate) fn current_service(&self) -> Option<String> {
        let design = self.design();
        let named = match &self.focus {
            Some(Focus::Node(id)) => Some(id.service.clone()),
            Some(Focus::Service(name)) => Some(name.clone()),
            Some(Focus::Flow(id)) => design.flow(*id).map(|flow| flow.from.service.clone()),
            None => None,
        };
        named.filter(|name| design.services.contains_key(name)).or_else(|| design.services.keys().next().cloned())
    }

    /// What a place is part of on the canvas.
    pub(crate) fn focus_of(&self, place: &Place) -> Option<Focus> {
        let design = self.design();
        match place {
            Place::Node { id, .. } => design.node(id).map(|_| Focus::Node(id.clone())),
            Place::Flow { id, .. } => design.flow(*id).map(|_| Focus::Flow(*id)),
            Place::Service { name } => design.services.get(name).map(|_| Focus::Service(name.clone())),
            Place::Environment { path, .. } => {
                let id = path.get(1).and_then(|id| NodeId::parse(id))?;
                design.node(&id).map(|_| Focus::Node(id))
            }
            _ => None,
        }
    }

    /// A flow in words: `publish orders.create-order → shared.bus`.
    pub(crate) fn describe_flow(&self, id: FlowId) -> String {
        self.design().flow(id).map_or_else(String::new, ToString::to_string)
    }
}

/// Pins as the canvas file holds them.
pub(crate) fn pins_to_file(pins: &Pins) -> crate::design::file::canvas::Pins {
    pins.iter().map(|(id, point)| (id.clone(), crate::design::file::canvas::Pin { x: point.x, y: point.y })).collect()
}

/// Pins from a canvas file.
/// The pins of a canvas file, as the canvas takes them.
pub fn pins_from_file(pins: &crate::design::file::canvas::Pins) -> Pins {
    pins.iter().map(|(id, pin)| (id.clone(), Point { x: pin.x, y: pin.y })).collect()
}
