//! One history for what changes the design and what changes the places of nodes.

use crate::design::{Edit, NodeId};
use crate::layout::Point;

use super::{Pins, Session};

/// A step: whether the document took part, and the pins as they were before it.
#[derive(Debug, Clone)]
struct Step {
    design: bool,
    pins: Option<Pins>,
    label: String,
}

/// What can be taken back and done again.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl Session {
    /// Changes the design as one step; pins follow renames and go with their nodes.
    pub(crate) fn apply(&mut self, edit: Edit, label: &str) -> Result<(), String> {
        let pins = pins_after(&self.pins, &edit);
        self.document.apply(edit, label).map_err(|error| error.to_string())?;
        let before = (pins != self.pins).then(|| std::mem::replace(&mut self.pins, pins));
        self.note(Step { design: true, pins: before, label: label.to_owned() });
        Ok(())
    }

    /// Pins nodes as one step.
    pub(crate) fn pin(&mut self, places: &[(NodeId, Point)], label: &str) {
        let before = self.pins.clone();
        self.pins.extend(places.iter().cloned());
        self.note_pins(before, label);
    }

    /// Takes pins away as one step; whether there were any.
    pub(crate) fn unpin(&mut self, nodes: &[NodeId], label: &str) -> bool {
        let before = self.pins.clone();
        self.pins.retain(|id, _| !nodes.contains(id));
        self.note_pins(before, label)
    }

    fn note_pins(&mut self, before: Pins, label: &str) -> bool {
        let changed = before != self.pins;
        if changed {
            self.note(Step { design: false, pins: Some(before), label: label.to_owned() });
        }
        changed
    }

    fn note(&mut self, step: Step) {
        self.history.undo.push(step);
        self.history.redo.clear();
    }

    /// Takes the last step back; gives its label.
    pub(crate) fn undo(&mut self) -> Option<String> {
        let step = self.history.undo.pop()?;
        let inverse = self.reverse(step, false);
        let label = inverse.label.clone();
        self.history.redo.push(inverse);
        Some(label)
    }

    /// Does again what was last taken back; gives its label.
    pub(crate) fn redo(&mut self) -> Option<String> {
        let step = self.history.redo.pop()?;
        let inverse = self.reverse(step, true);
        let label = inverse.label.clone();
        self.history.undo.push(inverse);
        Some(label)
    }

    fn reverse(&mut self, step: Step, again: bool) -> Step {
        if step.design {
            let done = if again { self.document.redo() } else { self.document.undo() };
            debug_assert!(done.is_ok(), "the document knows every step of the history");
        }
        let pins = step.pins.map(|pins| std::mem::replace(&mut self.pins, pins));
        Step { design: step.design, pins, label: step.label }
    }
}

/// The pins after an edit: a renamed node keeps its place, a removed one gives it up.
fn pins_after(pins: &Pins, edit: &Edit) -> Pins {
    let mut after = pins.clone();
    follow(&mut after, edit);
    after
}

fn follow(pins: &mut Pins, edit: &Edit) {
    match edit {
        Edit::Batch(edits) => edits.iter().for_each(|edit| follow(pins, edit)),
        Edit::RenameNode { from, to, .. } => {
            if let Some(point) = pins.remove(from) {
                pins.insert(to.clone(), point);
            }
        }
        Edit::RenameService { from, to } => {
            let moved: Vec<NodeId> = pins.keys().filter(|id| id.service == *from).cloned().collect();
            for id in moved {
                if let Some(point) = pins.remove(&id) {
                    pins.insert(NodeId::new(to.clone(), id.node), point);
                }
            }
        }
        Edit::RemoveNode(id) => {
            pins.remove(id);
        }
        Edit::RemoveService(name) => pins.retain(|id, _| id.service != *name),
        _ => {}
    }
}
