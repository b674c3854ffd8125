//! Selecting: a rectangle drawn around nodes, all of a service, one after another.

use std::collections::BTreeSet;

use crate::design::NodeId;
use crate::layout::{Point, Rect};
use crate::render::{Direction, Focus};

use super::{Mode, Session};

/// A rectangle that is being drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selecting {
    /// Where it began.
    start: Rect,
    /// The rectangle as it is now.
    pub(super) band: Rect,
    /// What was selected before.
    before: BTreeSet<NodeId>,
}

impl Session {
    /// Begins a rectangle at what is in focus; whether there is anything in focus that has a place.
    pub(crate) fn begin_select(&mut self) -> bool {
        let Some(start) = self.focus.as_ref().and_then(|focus| self.scene.focus_rect(focus)) else { return false };
        self.begin_band(start);
        self.stretch_to(start);
        true
    }

    /// Begins a rectangle at a cell of the scene.
    pub(crate) fn begin_select_at(&mut self, point: Point) {
        self.begin_band(Rect { x: point.x, y: point.y, width: 1, height: 1 });
    }

    fn begin_band(&mut self, start: Rect) {
        self.mode = Mode::Select(Selecting { start, band: start, before: self.selected.clone() });
    }

    /// Stretches the rectangle to the nearest box in a direction.
    pub(crate) fn select_step(&mut self, direction: Direction) {
        self.step(direction);
        if let Some(rect) = self.focus.as_ref().and_then(|focus| self.scene.focus_rect(focus)) {
            self.stretch_to(rect);
        }
    }

    /// Stretches the rectangle to a cell of the scene.
    pub(crate) fn select_to(&mut self, point: Point) {
        self.stretch_to(Rect { x: point.x, y: point.y, width: 1, height: 1 });
    }

    fn stretch_to(&mut self, to: Rect) {
        let Mode::Select(selecting) = &mut self.mode else { return };
        selecting.band = selecting.start.union(to);
        let inside = self.scene.nodes_within(selecting.band).cloned();
        self.selected = selecting.before.iter().cloned().chain(inside).collect();
    }

    /// Ends the rectangle; what it holds stays selected, or what was selected before.
    pub(crate) fn end_select(&mut self, keep: bool) {
        if let Mode::Select(selecting) = std::mem::take(&mut self.mode)
            && !keep
        {
            self.selected = selecting.before;
        }
    }

    /// Selects all nodes of the service of what is in focus, or none of them when all are selected.
    pub(crate) fn select_service(&mut self) {
        let Some(service) = self.current_service() else { return };
        let nodes: Vec<NodeId> = self
            .design()
            .services
            .get(&service)
            .into_iter()
            .flat_map(|content| content.nodes.keys())
            .map(|node| NodeId::new(service.clone(), node.clone()))
            .collect();
        if nodes.iter().all(|id| self.selected.contains(id)) {
            self.selected.retain(|id| id.service != service);
        } else {
            self.selected.extend(nodes);
        }
    }

    /// Selects a node, or no longer.
    pub(crate) fn turn_selected(&mut self, focus: &Focus) {
        if let Focus::Node(id) = focus
            && !self.selected.remove(id)
        {
            self.selected.insert(id.clone());
        }
    }
}
