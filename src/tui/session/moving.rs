//! Move mode: nodes are put elsewhere and pinned there.

use crate::design::NodeId;
use crate::layout::Point;
use crate::render::{Detail, Focus};

use super::super::effect::Effect;
use super::{Mode, Pins, Session};

/// Moving nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moving {
    /// Where they stood when it began.
    start: Vec<(NodeId, Point)>,
    /// The pins when it began.
    pub(super) before: Pins,
    /// How far they have been moved.
    by: Point,
}

impl Moving {
    /// Where the nodes are to stand.
    fn places(&self) -> impl Iterator<Item = (NodeId, Point)> {
        self.start.iter().map(|(id, start)| (id.clone(), Point { x: start.x + self.by.x, y: start.y + self.by.y }))
    }

    /// Where the nodes are shown when the scene does not follow.
    pub(super) fn shown(&self, session: &Session) -> Vec<(NodeId, Point)> {
        if session.is_small() { Vec::new() } else { self.places().collect() }
    }
}

impl Session {
    /// Begins to move the selected nodes, or the focused one, or all of a focused service. In the overview places follow
    /// from the services.
    pub(crate) fn begin_move(&mut self) -> bool {
        let nodes = if self.detail == Detail::Overview { Vec::new() } else { self.chosen_nodes() };
        let start: Vec<(NodeId, Point)> = nodes
            .into_iter()
            .filter_map(|id| {
                let rect = self.scene.node_rect(&id).filter(|_| !self.scene.is_folded(&id))?;
                Some((id, Point { x: rect.x, y: rect.y }))
            })
            .collect();
        if start.is_empty() {
            return false;
        }
        self.mode = Mode::Move(Moving { start, before: self.pins.clone(), by: Point::default() });
        true
    }

    /// The selected nodes; without a selection the focused one, or those of the focused service.
    pub(crate) fn chosen_nodes(&self) -> Vec<NodeId> {
        if !self.selected.is_empty() {
            return self.selected.iter().cloned().collect();
        }
        match &self.focus {
            Some(Focus::Node(id)) => vec![id.clone()],
            Some(Focus::Service(name)) => {
                let service = self.design().services.get(name);
                service
                    .into_iter()
                    .flat_map(|service| service.nodes.keys())
                    .map(|node| NodeId::new(name.clone(), node.clone()))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Moves by so many cells from where it stands now.
    pub(crate) fn move_by(&mut self, columns: i32, rows: i32) -> Vec<Effect> {
        let Mode::Move(mut moving) = std::mem::take(&mut self.mode) else { return Vec::new() };
        let bounded = |value: i32, by: i32| value.saturating_add(by).clamp(-10_000, 10_000);
        moving.by = Point { x: bounded(moving.by.x, columns), y: bounded(moving.by.y, rows) };
        // Of a large design the rest waits until they are dropped.
        let effects = if self.is_small() {
            self.pins.extend(moving.places());
            self.settle_places()
        } else {
            Vec::new()
        };
        self.mode = Mode::Move(moving);
        self.show_focus();
        effects
    }

    /// Leaves the nodes where they are now, as one step, or puts them back.
    pub(crate) fn end_move(&mut self, keep: bool) -> Vec<Effect> {
        let Mode::Move(moving) = std::mem::take(&mut self.mode) else { return Vec::new() };
        let places: Vec<(NodeId, Point)> = moving.places().collect();
        self.pins = moving.before;
        if keep && moving.by != Point::default() {
            let label = match places.as_slice() {
                [(id, _)] => format!("Move {id}"),
                many => format!("Move {} nodes", many.len()),
            };
            self.pin(&places, &label);
            self.dropped = places.into_iter().collect();
        } else if !self.is_small() {
            return Vec::new();
        }
        self.settle_places()
    }

    /// Pins the chosen nodes where they stand, as one step; how many there are.
    pub(crate) fn pin_here(&mut self) -> (usize, Vec<Effect>) {
        let nodes = if self.detail == Detail::Overview { Vec::new() } else { self.chosen_nodes() };
        let places: Vec<(NodeId, Point)> = nodes
            .into_iter()
            .filter_map(|id| self.scene.node_rect(&id).map(|rect| (id, Point { x: rect.x, y: rect.y })))
            .collect();
        let label = match places.as_slice() {
            [] => return (0, Vec::new()),
            [(id, _)] => format!("Pin {id}"),
            many => format!("Pin {} nodes", many.len()),
        };
        self.pin(&places, &label);
        (places.len(), self.settle_places())
    }
}
