//! The definition of a state machine: one state for each step, as an object that is read like the steps themselves.

use crate::design::NodeId;
use crate::design::model::Node;
use crate::design::steps::{Step, Steps};
use crate::program::Expression;
use crate::value::{Map, Value};

use super::super::super::draft::data;
use super::super::super::steps::{self, At};
use super::super::{Aws, pattern};
use super::scope::scope;
use super::timeout;
use super::undo::{self, Undo};

/// The longest name of a state, in characters (Amazon States Language).
const NAME_LENGTH: usize = 80;

/// The fields of a state, in order.
pub(super) type State = Vec<(String, Expression)>;

/// A workflow's steps, and what is decided for all of them.
pub(super) struct Machine<'a> {
    pub(super) id: &'a NodeId,
    pub(super) steps: &'a Steps<'a>,
    /// The steps as written, by their positions.
    written: Vec<&'a Map>,
    /// What can be undone, if anything.
    pub(super) undo: Option<Undo>,
}

impl<'a> Machine<'a> {
    /// The step with its place and all that is written of it.
    pub(super) fn at(&'a self, step: &'a Step<'a>) -> Option<At<'a>> {
        Some(At { id: self.id, step, written: self.written.get(step.position)? })
    }

    /// A name for a state that is no step.
    pub(super) fn free(&self, wish: &str) -> String {
        let wish: String = wish.chars().take(NAME_LENGTH - 4).collect();
        let numbered = (2..=u32::MAX).map(|number| format!("{wish} {number}"));
        let free = std::iter::once(wish.clone()).chain(numbered).find(|name| self.steps.named(name).is_none());
        free.unwrap_or(wish)
    }
}

/// The definition as JSON text; none where something is in the way.
pub(super) fn of(cx: &mut Aws, id: &NodeId, express: bool) -> Option<Expression> {
    let before = cx.errors.len();
    let written = steps::of(cx, id)?;
    let mut node = Node::of_kind("workflow");
    node.properties.insert("steps".to_owned(), Value::List(written.clone()));
    let drawn = Steps::of(&node);
    let maps: Vec<&Map> = written.iter().filter_map(Value::as_map).collect();
    if maps.len() != written.len() {
        return None;
    }
    let mut machine = Machine { id, steps: &drawn, written: maps, undo: None };
    check(cx, &machine);
    if cx.errors.len() > before {
        return None;
    }
    machine.undo = undo::plan(cx, &machine);
    let outer: Vec<&Step> = drawn.iter().filter(|step| step.inside.is_none()).collect();
    let (start, states) = scope(cx, &machine, &outer, true)?;
    if cx.errors.len() > before {
        return None;
    }
    let description = cx.description(id, &crate::text::words::sentence(&id.node));
    let text = |text: &str| Expression::text(text);
    let mut entries = vec![
        ("Comment".to_owned(), text(&description)),
        ("QueryLanguage".to_owned(), text("JSONata")),
        ("StartAt".to_owned(), text(&start)),
    ];
    entries.extend(timeout(cx, id, express).map(|seconds| ("TimeoutSeconds".to_owned(), seconds)));
    entries.push(("States".to_owned(), data(states)));
    Some(pattern::json(data(entries)))
}

/// Refuses what no state machine follows.
fn check(cx: &mut Aws, machine: &Machine) {
    for step in machine.steps.iter() {
        let Some(at) = machine.at(step) else { continue };
        steps::check(cx, machine.id, step, at.written, NAME_LENGTH);
    }
}
