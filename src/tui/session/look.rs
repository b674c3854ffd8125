//! Looking at the canvas: focus, the part that is shown, jumps.

use std::sync::Arc;

use crate::design::{FlowId, NodeId};
use crate::layout::{Point, Rect};
use crate::render::{Charset, Detail, Direction, Focus, Labels, Scene, View};

use super::super::effect::Effect;
use super::{Mode, Session};

/// The cells kept free around the focus.
const MARGIN: u16 = 2;
/// The most jumps that are remembered.
const JUMPS: usize = 100;
/// From so many nodes on a design opens with its services folded, when it does not fit otherwise.
const FOLDED: usize = 60;

/// Something that stays where it is on the screen when the scene changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor {
    thing: Focus,
    /// The cell of the scene, as it is now, that is looked at; the middle of the thing when none is given.
    at: Option<Point>,
}

impl Anchor {
    /// The thing in focus, by its middle.
    pub(super) fn of_focus(thing: Focus) -> Self {
        Self { thing, at: None }
    }

    /// The upper left corner of the screen in the scene that comes, for what is looked at to stay where it is.
    pub(super) fn offset(&self, offset: Point, before: &Scene, after: &Scene) -> Option<Point> {
        let old = before.focus_rect(&self.thing).filter(|rect| rect.width > 0)?;
        let new = after.focus_rect(&self.thing).filter(|rect| rect.width > 0)?;
        if self.at.is_none() && matches!(self.thing, Focus::Service(_)) {
            // Frames grow and shrink much: what stays is their title.
            return Some(Point { x: offset.x + new.x - old.x, y: offset.y + new.y - old.y });
        }
        let at = self.at.unwrap_or(old.centre());
        let part = |at: i32, from: i32, length: i32, to: i32, new_length: i32| {
            let inside = i64::from(at) - i64::from(from);
            // Beside the thing, the distance stays; inside it, the share.
            let place = match inside {
                ..0 => inside,
                _ if inside >= i64::from(length) => inside - i64::from(length) + i64::from(new_length),
                _ => (2 * inside + 1) * i64::from(new_length) / (2 * i64::from(length)),
            };
            to + place as i32 - at
        };
        Some(Point {
            x: offset.x + part(at.x, old.x, old.width, new.x, new.width),
            y: offset.y + part(at.y, old.y, old.height, new.y, new.height),
        })
    }
}

impl Session {
    /// How the scene is looked at, for drawing.
    pub(crate) fn view(&self, charset: Charset) -> View {
        let mut view = View {
            offset: self.offset,
            focus: self.focus.clone(),
            selected: self.selected.clone(),
            findings: Arc::clone(&self.worst),
            charset,
            labels: Labels::All,
            lit: self.lit(),
            moved: self.dropped.clone(),
            ..View::default()
        };
        match &self.mode {
            Mode::Normal => {}
            Mode::Move(moving) => view.moved.extend(moving.shown(self)),
            Mode::Select(selecting) => view.band = Some(selecting.band),
            Mode::Jump(jumping) => {
                let left = jumping.labels.iter().filter_map(|(focus, label)| {
                    Some((focus.clone(), label.strip_prefix(jumping.typed.as_str())?.to_owned()))
                });
                view.targets = Arc::new(left.collect());
            }
            Mode::Connect(connect) => {
                view.lit = None;
                view.targets = Arc::clone(&connect.letters);
                view.focus = connect.at.clone().map(Focus::Node);
                view.selected = std::iter::once(connect.from.clone()).collect();
            }
        }
        view
    }

    /// Puts something into focus and remembers where the focus was.
    pub(crate) fn jump_to(&mut self, focus: Focus) {
        if let Some(before) = self.focus.clone().filter(|before| *before != focus) {
            self.jumps.truncate(self.jump);
            self.jumps.push(before);
            if self.jumps.len() > JUMPS {
                self.jumps.remove(0);
            }
            self.jump = self.jumps.len();
        }
        self.set_focus(focus);
    }

    /// Puts something into focus.
    pub(crate) fn set_focus(&mut self, focus: Focus) {
        if self.focus.as_ref() != Some(&focus) {
            self.inspector.reset();
            self.code.scroll = 0;
        }
        self.focus = Some(focus);
        self.follow = true;
    }

    /// Back to where the focus was, or forward again; whether there was anywhere to go.
    pub(crate) fn jump(&mut self, back: bool) -> bool {
        let Some(current) = self.focus.clone() else { return false };
        if back {
            if self.jump == 0 {
                return false;
            }
            if self.jump == self.jumps.len() {
                self.jumps.push(current);
            }
            self.jump -= 1;
        } else {
            if self.jump + 1 >= self.jumps.len() {
                return false;
            }
            self.jump += 1;
        }
        if let Some(focus) = self.jumps.get(self.jump).cloned() {
            self.set_focus(focus);
        }
        true
    }

    /// Puts the nearest box in that direction into focus.
    pub(crate) fn step(&mut self, direction: Direction) {
        let next = match &self.focus {
            Some(focus) => self.scene.neighbour(focus, direction),
            None => self.scene.first(),
        };
        if let Some(next) = next {
            self.set_focus(next);
        }
        self.follow = true;
    }

    /// The flows that leave (or reach) what is in focus.
    pub(crate) fn flows_onward(&self, forward: bool) -> Vec<FlowId> {
        let design = self.design();
        let inside = |id: &NodeId| match &self.focus {
            Some(Focus::Node(focus)) => id == focus,
            Some(Focus::Service(name)) => id.service == *name,
            _ => false,
        };
        let near = |flow: &crate::design::Flow| if forward { inside(&flow.from) } else { inside(&flow.to) };
        let far = |flow: &crate::design::Flow| if forward { inside(&flow.to) } else { inside(&flow.from) };
        design.flows.iter().filter(|flow| near(flow) && !far(flow)).map(|flow| flow.id).collect()
    }

    /// The next flow around what is in focus, or around the start of the focused flow.
    pub(crate) fn next_flow(&mut self, forward: bool) {
        let (around, current) = match &self.focus {
            Some(Focus::Flow(id)) => {
                let from = self.design().flow(*id).map(|flow| Focus::Node(flow.from.clone()));
                (from.map(|from| self.scene.flows_around(&from)).unwrap_or_default(), Some(*id))
            }
            Some(focus) => (self.scene.flows_around(focus), None),
            None => (Vec::new(), None),
        };
        let position = current.and_then(|id| around.iter().position(|flow| *flow == id));
        let count = around.len();
        let next = match position {
            Some(position) if forward => (position + 1) % count.max(1),
            Some(position) => (position + count - 1) % count.max(1),
            None if forward => 0,
            None => count.saturating_sub(1),
        };
        if let Some(flow) = around.get(next) {
            self.set_focus(Focus::Flow(*flow));
        }
    }

    /// Moves the view so that the focus stays in it, when something asked for that; `canvas` is columns and rows.
    pub(crate) fn follow_focus(&mut self, canvas: (u16, u16)) {
        self.fold_focus();
        let focus = match &self.mode {
            Mode::Connect(connect) => connect.at.clone().map(Focus::Node).or_else(|| self.focus.clone()),
            _ => self.focus.clone(),
        };
        if !std::mem::take(&mut self.follow) {
            return;
        }
        let Some(rect) = focus.and_then(|focus| self.scene.focus_rect(&focus)) else { return };
        let mut view = View { offset: self.offset, ..View::default() };
        view.follow(rect, canvas.0, canvas.1, MARGIN);
        self.offset = view.offset;
    }

    /// Shows more or less of each node; what is in focus stays where it is, or the thing at a cell of the canvas.
    pub(crate) fn zoom(&mut self, detail: Detail, at: Option<(u16, u16)>) -> Vec<Effect> {
        if detail == self.detail {
            return Vec::new();
        }
        let point = at.map(|(x, y)| Point { x: self.offset.x + i32::from(x), y: self.offset.y + i32::from(y) });
        let thing = point.and_then(|point| match self.scene.at(point) {
            Some(crate::render::Hit::Flow(_)) | None => self.scene.nearest(point),
            Some(hit) => Some(hit.into()),
        });
        self.anchor = thing.map(|thing| Anchor { thing, at: point });
        let effects = self.set_detail(detail);
        self.follow = at.is_none();
        effects
    }

    /// Asks for another level of detail.
    pub(super) fn set_detail(&mut self, detail: Detail) -> Vec<Effect> {
        if detail == self.detail {
            return Vec::new();
        }
        self.detail = detail;
        self.follow = true;
        self.arrange()
    }

    /// Asks for the focus to be shown.
    pub(crate) fn show_focus(&mut self) {
        self.follow = true;
    }

    /// Moves the view.
    pub(crate) fn pan(&mut self, columns: i32, rows: i32, canvas: (u16, u16)) {
        self.offset.x += columns;
        self.offset.y += rows;
        self.keep_in_sight(canvas);
    }

    /// Some of the scene always stays on the screen.
    pub(crate) fn keep_in_sight(&mut self, canvas: (u16, u16)) {
        let bounds = self.scene.bounds();
        if bounds.width == 0 || bounds.height == 0 {
            self.offset = Point::default();
            return;
        }
        let (width, height) = (i32::from(canvas.0), i32::from(canvas.1));
        let some = |from: i32, to: i32, size: i32, offset: i32| {
            let keep = 8.min(size / 2).min(to - from);
            offset.clamp(from - size + keep, (to - keep).max(from - size + keep))
        };
        self.offset.x = some(bounds.x, bounds.right(), width, self.offset.x);
        self.offset.y = some(bounds.y, bounds.bottom(), height, self.offset.y);
    }

    /// Puts a point of the scene in the middle.
    pub(crate) fn look_at(&mut self, point: Point, canvas: (u16, u16)) {
        self.centre(Rect { x: point.x, y: point.y, width: 1, height: 1 }, canvas);
        self.keep_in_sight(canvas);
    }

    /// Puts the focus in the middle.
    pub(crate) fn centre_focus(&mut self, canvas: (u16, u16)) {
        if let Some(rect) = self.focus.as_ref().and_then(|focus| self.scene.focus_rect(focus)) {
            self.centre(rect, canvas);
        }
    }

    fn centre(&mut self, rect: Rect, canvas: (u16, u16)) {
        let mut view = View { offset: self.offset, ..View::default() };
        view.centre(rect, canvas.0, canvas.1);
        self.offset = view.offset;
        self.follow = false;
    }

    /// Shows as much as fits: the nearest level of detail at which everything is on the screen, or else the farthest
    /// that still shows nodes. Of a large design only levels that are laid out already are tried.
    pub(crate) fn fit(&mut self, canvas: (u16, u16)) -> Vec<Effect> {
        let fits = |scene: &Scene| {
            let bounds = scene.bounds();
            bounds.width <= i32::from(canvas.0) && bounds.height <= i32::from(canvas.1)
        };
        let small = self.is_small();
        let mut effects = Vec::new();
        for detail in [Detail::Card, Detail::Box, Detail::Chip] {
            if small || self.ready(detail).is_some() {
                effects = self.set_detail(detail);
                if fits(&self.scene) {
                    self.show_all(canvas);
                    return effects;
                }
            }
        }
        if self.design().node_count() > FOLDED {
            effects = self.set_detail(Detail::Overview);
        }
        self.shown = !self.waiting;
        self.show_all(canvas);
        effects
    }

    /// Puts the scene in the middle where it fits, and what is in focus where it does not.
    pub(crate) fn show_all(&mut self, canvas: (u16, u16)) {
        let bounds = self.scene.bounds();
        let focus = self.focus.as_ref().and_then(|focus| self.scene.focus_rect(focus)).unwrap_or(bounds).centre();
        let place = |from: i32, length: i32, size: u16, focus: i32| {
            let size = i32::from(size);
            // A free cell at the ends shows that there is no more.
            let (first, last) = (from - 1, from + length + 1 - size);
            if length <= size { from - (size - length) / 2 } else { (focus - size / 2).clamp(first, last.max(first)) }
        };
        self.offset = Point {
            x: place(bounds.x, bounds.width, canvas.0, focus.x),
            y: place(bounds.y, bounds.height, canvas.1, focus.y),
        };
        self.follow = true;
    }

    /// The first look at a design.
    pub(crate) fn first_look(&mut self, canvas: (u16, u16)) -> Vec<Effect> {
        let effects = if self.design().node_count() > FOLDED {
            self.detail = Detail::Overview;
            self.settle()
        } else {
            self.detail = Detail::Box;
            let mut effects = self.settle();
            let bounds = self.scene.bounds();
            let fits = |rect: Rect| rect.width <= i32::from(canvas.0) && rect.height <= i32::from(canvas.1);
            if !fits(bounds) {
                effects.extend(self.set_detail(Detail::Chip));
            }
            effects
        };
        self.show_all(canvas);
        self.shown = !self.waiting;
        effects
    }
}
