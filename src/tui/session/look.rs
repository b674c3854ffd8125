//! Looking at the canvas: focus, the part that is shown, jumps.

use std::collections::BTreeMap;

use crate::design::{FlowId, NodeId};
use crate::layout::{Point, Rect};
use crate::render::{Charset, Detail, Direction, Focus, Labels, View};

use super::super::effect::Effect;
use super::{Mode, Session};

/// The cells kept free around the focus.
const MARGIN: u16 = 2;
/// The most jumps that are remembered.
const JUMPS: usize = 100;
/// From so many nodes on a design opens with its services folded, when it does not fit otherwise.
const FOLDED: usize = 60;

impl Session {
    /// How the scene is looked at, for drawing.
    pub(crate) fn view(&self, charset: Charset) -> View {
        let mut findings = BTreeMap::new();
        for finding in &self.findings {
            if let Some(id) = finding.place.node_id() {
                let worst = findings.entry(id.clone()).or_insert(finding.severity);
                *worst = (*worst).min(finding.severity);
            }
        }
        let mut view = View {
            offset: self.offset,
            focus: self.focus.clone(),
            selected: self.selected.clone(),
            findings,
            charset,
            labels: if self.detail == Detail::Card { Labels::All } else { Labels::Focused },
            ..View::default()
        };
        view.lit = self.lit();
        if let Mode::Jump(jumping) = &self.mode {
            let left = jumping.labels.iter().filter_map(|(focus, label)| {
                Some((focus.clone(), label.strip_prefix(jumping.typed.as_str())?.to_owned()))
            });
            view.targets = left.collect();
        }
        if let Mode::Connect(connect) = &self.mode {
            view.lit = None;
            view.targets = connect
                .targets
                .iter()
                .map(|(id, target)| (Focus::Node(id.clone()), target.letter.to_string()))
                .collect();
            view.focus = connect.at.clone().map(Focus::Node);
            view.selected = std::iter::once(connect.from.clone()).collect();
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
    /// that still shows nodes.
    pub(crate) fn fit(&mut self, canvas: (u16, u16)) -> Vec<Effect> {
        let mut effects = Vec::new();
        let last = if self.design().node_count() > FOLDED { Detail::Overview } else { Detail::Chip };
        for detail in [Detail::Card, Detail::Box, Detail::Chip, last] {
            effects = self.set_detail(detail);
            let bounds = self.scene.bounds();
            if bounds.width <= i32::from(canvas.0) && bounds.height <= i32::from(canvas.1) && effects.is_empty() {
                break;
            }
            if !effects.is_empty() {
                // Too much to try out: the farthest is asked for at once.
                effects = self.set_detail(last);
                break;
            }
        }
        self.show_all(canvas);
        effects
    }

    /// Puts the scene in the middle where it fits, its upper left corner where it does not, then follows the focus.
    pub(crate) fn show_all(&mut self, canvas: (u16, u16)) {
        let bounds = self.scene.bounds();
        let place = |from: i32, length: i32, size: u16| {
            let free = i32::from(size) - length;
            if free >= 0 { from - free / 2 } else { from - 1 }
        };
        self.offset = Point { x: place(bounds.x, bounds.width, canvas.0), y: place(bounds.y, bounds.height, canvas.1) };
        self.follow = true;
    }

    /// The first look at a design.
    pub(crate) fn first_look(&mut self, canvas: (u16, u16)) -> Vec<Effect> {
        let effects = if self.design().node_count() > FOLDED {
            self.detail = Detail::Overview;
            self.settle()
        } else {
            self.detail = Detail::Box;
            let effects = self.settle();
            let bounds = self.scene.bounds();
            let fits = |rect: Rect| rect.width <= i32::from(canvas.0) && rect.height <= i32::from(canvas.1);
            if fits(bounds) { effects } else { self.set_detail(Detail::Chip) }
        };
        self.show_all(canvas);
        self.shown = !self.waiting;
        effects
    }
}
