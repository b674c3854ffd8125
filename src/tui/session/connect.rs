//! Connect mode: from the focused node to a legal target.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::legal::{self, Legality};
use crate::design::{Edit, NodeId};
use crate::render::{Direction, Focus};

use super::{Mode, Session};

/// Letters that jump to targets: those that mean nothing else in this mode.
const LETTERS: &str = "asdfgqwertyuiopzxcvbnmASDFGQWERTYUIOPZXCVBNM1234567890";

/// Choosing the target of a new flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connect {
    /// Where the flow starts.
    pub from: NodeId,
    /// Where it may end.
    pub targets: BTreeMap<NodeId, Target>,
    /// The letters of the targets, for drawing.
    pub letters: Arc<BTreeMap<Focus, String>>,
    /// The target that is chosen now.
    pub at: Option<NodeId>,
}

/// A legal target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// The letter that jumps there; a blank when there are more targets than letters.
    pub letter: char,
    /// The flow kinds that are legal, the most likely first.
    pub kinds: Vec<&'static str>,
}

impl Session {
    /// Begins to connect from a node; the reason when nothing can be reached.
    pub(crate) fn begin_connect(&mut self, from: &NodeId) -> Result<(), String> {
        let design = self.design();
        let mut letters = LETTERS.chars();
        let mut targets = BTreeMap::new();
        let mut refusal = None;
        for (id, _) in design.nodes() {
            match legal::legal_flows(design, from, &id) {
                Legality::Legal(kinds) => {
                    targets.insert(id, Target { letter: letters.next().unwrap_or(' '), kinds });
                }
                Legality::Refused(refused) if id != *from => drop(refusal.get_or_insert(refused.message)),
                Legality::Refused(_) => {}
            }
        }
        if targets.is_empty() {
            return Err(refusal.unwrap_or_else(|| format!("There is nothing that {from} could be connected to yet")));
        }
        let joined: Vec<&NodeId> = design.flows_from(from).map(|flow| &flow.to).collect();
        let start = self.scene.node_rect(from).map(crate::layout::Rect::centre).unwrap_or_default();
        let nearest = targets.iter().min_by_key(|(id, target)| {
            let there = self.scene.node_rect(id).map(crate::layout::Rect::centre).unwrap_or_default();
            let far = i64::from((there.x - start.x).abs()) + 2 * i64::from((there.y - start.y).abs());
            // What moves data or messages is likelier than code that calls code.
            let calls = matches!(target.kinds.first(), Some(&"invoke" | &"call"));
            (joined.contains(id), calls, id.service != from.service, far)
        });
        let at = nearest.map(|(id, _)| id.clone());
        let letters = targets.iter().map(|(id, target)| (Focus::Node(id.clone()), target.letter.to_string()));
        let letters = Arc::new(letters.collect());
        self.mode = Mode::Connect(Connect { from: from.clone(), targets, letters, at });
        self.focus = Some(Focus::Node(from.clone()));
        self.show_focus();
        Ok(())
    }

    /// To the nearest legal target in that direction.
    pub(crate) fn connect_step(&mut self, direction: Direction) {
        let Mode::Connect(connect) = &self.mode else { return };
        let here = connect.at.as_ref().unwrap_or(&connect.from);
        let Some(start) = self.scene.node_rect(here).map(crate::layout::Rect::centre) else { return };
        let candidates = connect.targets.keys().filter(|id| *id != here).filter_map(|id| {
            let there = self.scene.node_rect(id)?.centre();
            let (x, y) = (i64::from(there.x - start.x), 2 * i64::from(there.y - start.y));
            let (along, across) = match direction {
                Direction::Up => (-y, x.abs()),
                Direction::Down => (y, x.abs()),
                Direction::Left => (-x, y.abs()),
                Direction::Right => (x, y.abs()),
            };
            (along > 0).then_some((along + 2 * across, id.clone()))
        });
        if let Some((_, next)) = candidates.min() {
            self.connect_at(next);
        }
    }

    /// To the next or previous legal target in the order of the design.
    pub(crate) fn connect_cycle(&mut self, forward: bool) {
        let Mode::Connect(connect) = &self.mode else { return };
        let ids: Vec<&NodeId> = connect.targets.keys().collect();
        let count = ids.len().max(1);
        let position = connect.at.as_ref().and_then(|at| ids.iter().position(|id| *id == at));
        let next = match (position, forward) {
            (Some(position), true) => (position + 1) % count,
            (Some(position), false) => (position + count - 1) % count,
            (None, _) => 0,
        };
        if let Some(next) = ids.get(next).map(|id| (*id).clone()) {
            self.connect_at(next);
        }
    }

    /// Chooses a target; the reason when it is none.
    pub(crate) fn connect_to(&mut self, id: &NodeId) -> Result<(), String> {
        let Mode::Connect(connect) = &self.mode else { return Ok(()) };
        if connect.targets.contains_key(id) {
            self.connect_at(id.clone());
            return Ok(());
        }
        match legal::legal_flows(self.design(), &connect.from, id) {
            Legality::Refused(refusal) => Err(refusal.message),
            Legality::Legal(_) => Ok(()),
        }
    }

    fn connect_at(&mut self, id: NodeId) {
        if let Mode::Connect(connect) = &mut self.mode {
            connect.at = Some(id);
            self.show_focus();
        }
    }

    /// The edit that adds a flow with sensible beginnings, what it does in words, and the identity of the flow.
    pub(crate) fn connection(&self, kind: &str, from: &NodeId, to: &NodeId) -> (Edit, String, crate::design::FlowId) {
        let design = self.design();
        let mut draft = crate::design::Design { next_flow: design.next_flow, ..Default::default() };
        let mut flow = draft.new_flow(kind, from.clone(), to.clone());
        flow.properties = legal::new_flow_defaults(design, kind, from, to);
        let id = flow.id;
        (Edit::AddFlow { flow, index: None }, format!("Connect {from} to {to} ({kind})"), id)
    }
}
