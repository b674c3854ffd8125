//! The steps of a workflow as a definition is made of them: read, checked, and with what takes each of them back. Knows no
//! cloud.

use crate::design::NodeId;
use crate::design::model::Node;
use crate::design::steps::{Step, Steps};
use crate::value::{Map, Value};

use super::super::values::Context;
use super::{At, of, place};

/// A workflow's steps, and what is decided for all of them.
pub(crate) struct Source<'a> {
    pub(crate) id: &'a NodeId,
    pub(crate) steps: &'a Steps<'a>,
    /// The steps as written, by their positions.
    written: Vec<&'a Map>,
    /// The nodes that take steps back, by the steps' positions.
    pub(crate) undone: Vec<(usize, NodeId)>,
}

impl<'a> Source<'a> {
    /// The step with its place and all that is written of it.
    pub(crate) fn at(&'a self, step: &'a Step<'a>) -> Option<At<'a>> {
        Some(At { id: self.id, step, written: self.written.get(step.position)? })
    }

    /// What takes a step back.
    pub(crate) fn undo_of(&self, step: &Step) -> Option<&NodeId> {
        self.undone.iter().find(|(position, _)| *position == step.position).map(|(_, node)| node)
    }
}

/// What is made of a workflow's steps; none where something is in the way. `check` refuses what the cloud does not follow,
/// before anything is made.
pub(crate) fn definition<Facts, Made>(
    cx: &mut Context<Facts>,
    id: &NodeId,
    check: impl FnOnce(&mut Context<Facts>, &Source),
    make: impl FnOnce(&mut Context<Facts>, &Source) -> Option<Made>,
) -> Option<Made> {
    let before = cx.errors.len();
    let written = of(cx, id)?;
    let mut node = Node::of_kind("workflow");
    node.properties.insert("steps".to_owned(), Value::List(written.clone()));
    let steps = Steps::of(&node);
    let maps: Vec<&Map> = written.iter().filter_map(Value::as_map).collect();
    if maps.len() != written.len() {
        return None;
    }
    let mut source = Source { id, steps: &steps, written: maps, undone: Vec::new() };
    check(cx, &source);
    if cx.errors.len() > before {
        return None;
    }
    source.undone = undone(cx, &source);
    make(cx, &source).filter(|_| cx.errors.len() == before)
}

/// What takes steps back, by the positions of the steps.
fn undone<Facts>(cx: &mut Context<Facts>, source: &Source) -> Vec<(usize, NodeId)> {
    let mut found = Vec::new();
    for step in source.steps.iter() {
        let Some(node) = step.undo.clone() else { continue };
        let flow = cx.design.flows_from(source.id).any(|flow| flow.kind == "invoke" && flow.to == node);
        if !flow {
            cx.refuse(
                place(source.id, step.position, "undo"),
                format!("{}: nothing lets it invoke {node}, which undoes a step", source.id),
                format!("draw a flow of kind invoke to {node}"),
            );
        }
        found.push((step.position, node));
    }
    found
}
