//! The definition of a state machine: one state for each step, as an object that is read like the steps themselves.

use std::collections::BTreeSet;

use crate::design::model::Node;
use crate::design::steps::{Deed, Step, Steps};
use crate::design::{Flow, NodeId, Place};
use crate::program::Expression;
use crate::value::{Map, Value};

use super::super::super::draft::data;
use super::super::{Aws, pattern};
use super::scope::{END, scope};
use super::task::At;
use super::timeout;
use super::undo::{self, Undo};

/// The longest name of a state, in characters (Amazon States Language).
const NAME_LENGTH: usize = 80;

/// What the parts of a step are that something follows, by what it does.
fn parts_of(deed: &Deed) -> &'static [&'static str] {
    match deed {
        Deed::Invoke(_) => &["invoke", "input", "result", "timeout", "retry", "catch", "undo", "next"],
        Deed::Call(_) => &["call", "input", "result", "timeout", "retry", "catch", "undo", "next"],
        Deed::Publish(..) => &["publish", "event", "input", "result", "timeout", "retry", "catch", "undo", "next"],
        Deed::Read(_) => &["read", "input", "result", "timeout", "retry", "catch", "undo", "next"],
        Deed::Write(_) => &["write", "input", "result", "timeout", "retry", "catch", "undo", "next"],
        Deed::Wait(_) => &["wait", "next"],
        Deed::Choose(_) => &["choose", "next"],
        Deed::Parallel(_) => &["parallel", "input", "result", "retry", "catch", "undo", "next"],
        Deed::Each(..) => &["each", "result", "retry", "catch", "undo", "next"],
        Deed::Fail(_) => &["fail"],
        Deed::Nothing => &[],
    }
}

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
    let written = match cx.fixed(id, &["steps"]) {
        Some(Value::List(steps)) if !steps.is_empty() => steps,
        _ => derived(cx, id)?,
    };
    let mut node = Node::of_kind("workflow");
    node.properties.insert("steps".to_owned(), Value::List(written.clone()));
    let steps = Steps::of(&node);
    let maps: Vec<&Map> = written.iter().filter_map(Value::as_map).collect();
    if maps.len() != written.len() {
        return None;
    }
    let mut machine = Machine { id, steps: &steps, written: maps, undo: None };
    check(cx, &machine);
    if cx.errors.len() > before {
        return None;
    }
    machine.undo = undo::plan(cx, &machine);
    let outer: Vec<&Step> = steps.iter().filter(|step| step.inside.is_none()).collect();
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

/// The steps of a workflow that names none: what it is joined to, in the order of its flows.
fn derived(cx: &mut Aws, id: &NodeId) -> Option<Vec<Value>> {
    let flows: Vec<Flow> = cx.design.flows_from(id).cloned().collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut steps = Vec::new();
    for flow in &flows {
        if !matches!(flow.kind.as_str(), "invoke" | "call" | "publish") {
            cx.refuse(
                Place::property(id, "steps"),
                format!("{id} has no steps, and {flow} does not say which item is meant, and when"),
                "write the steps, so that one of them says it",
            );
            return None;
        }
        let to = &flow.to;
        let numbered = (2..=u32::MAX).map(|number| format!("{to}-{number}"));
        let mut wishes = [to.node.clone(), to.to_string()].into_iter().chain(numbered);
        let name = wishes.find(|name| name != END && taken.insert(name.clone())).unwrap_or_default();
        let mut step = Map::new();
        step.insert("name".to_owned(), Value::String(name));
        step.insert(flow.kind.clone(), Value::String(to.to_string()));
        step.extend(flow.event().map(|event| ("event".to_owned(), Value::String(event.to_owned()))));
        steps.push(Value::Map(step));
    }
    if steps.is_empty() {
        cx.refuse(
            Place::property(id, "steps"),
            format!("{id} has neither steps nor flows, so there is nothing that a run could do"),
            "write its steps, or draw what it invokes",
        );
        return None;
    }
    Some(steps)
}

/// Refuses what no state machine follows.
fn check(cx: &mut Aws, machine: &Machine) {
    for step in machine.steps.iter() {
        let Some(at) = machine.at(step) else { continue };
        let known = parts_of(&step.deed);
        for part in at.written.keys().filter(|part| *part != "name" && !known.contains(&part.as_str())) {
            at.refuse(cx, part, &format!("has {part}, which nothing follows there"), "leave it out");
        }
        if step.name.is_empty() || step.name.chars().count() > NAME_LENGTH {
            at.refuse(cx, "name", &format!("has no name of 1 to {NAME_LENGTH} characters"), "give it a shorter one");
        }
        if at.written.contains_key("undo") && step.inside.is_some() {
            at.refuse(
                cx,
                "undo",
                "stands in a branch or a list: when another one fails, nobody knows whether it was done",
                "give undo to the step around it, with a function that takes back whatever was done",
            );
        }
        let last = step.catches.len().saturating_sub(1);
        if step.catches.iter().take(last).any(|caught| caught.errors.is_empty()) {
            at.refuse(cx, "catch", "catches any error before others, which would never be tried", "put that one last");
        }
    }
}
