//! The steps of a workflow as programs are made of them: what a run does where none are written, which parts of a step
//! are followed, and paths into the state of a run. Knows no cloud.

mod source;
mod value;

use std::collections::BTreeSet;

use crate::design::steps::{Deed, Step};
use crate::design::{Flow, NodeId, Place};
use crate::value::{Map, Value};

use super::values::Context;

pub(crate) use source::{Source, definition};
pub(crate) use value::{At, Words, input, mapped, path};

/// What a step goes on with to end its scope. No step is called so.
pub(crate) const END: &str = "end";

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

/// The steps as written; of a workflow that names none, what it is joined to.
pub(crate) fn of<Facts>(cx: &mut Context<Facts>, id: &NodeId) -> Option<Vec<Value>> {
    match cx.fixed(id, &["steps"]) {
        Some(Value::List(steps)) if !steps.is_empty() => Some(steps),
        _ => derived(cx, id),
    }
}

/// The steps of a workflow that names none: what it is joined to, in the order of its flows.
fn derived<Facts>(cx: &mut Context<Facts>, id: &NodeId) -> Option<Vec<Value>> {
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

/// The place of a step, or of a part of it.
pub(crate) fn place(id: &NodeId, position: usize, part: &str) -> Place {
    let mut path = vec!["steps".to_owned(), position.to_string()];
    path.extend((!part.is_empty()).then(|| part.to_owned()));
    Place::Node { id: id.clone(), path }
}

/// Notes what is in the way of a step.
pub(crate) fn refuse<Facts>(cx: &mut Context<Facts>, id: &NodeId, step: &Step, part: &str, what: &str, help: &str) {
    let message = format!("{id}: the step {} {what}", step.name);
    cx.refuse(place(id, step.position, part), message, help);
}

/// Refuses what no cloud follows in a step. `longest` is the most characters of its name.
pub(crate) fn check<Facts>(cx: &mut Context<Facts>, id: &NodeId, step: &Step, written: &Map, longest: usize) {
    let known = parts_of(&step.deed);
    for part in written.keys().filter(|part| *part != "name" && !known.contains(&part.as_str())) {
        refuse(cx, id, step, part, &format!("has {part}, which nothing follows there"), "leave it out");
    }
    if step.name.is_empty() || step.name.chars().count() > longest {
        refuse(cx, id, step, "name", &format!("has no name of 1 to {longest} characters"), "give it a shorter one");
    }
    if written.contains_key("undo") && step.inside.is_some() {
        refuse(
            cx,
            id,
            step,
            "undo",
            "stands in a branch or a list: when another one fails, nobody knows whether it was done",
            "give undo to the step around it, with a function that takes back whatever was done",
        );
    }
    let last = step.catches.len().saturating_sub(1);
    if step.catches.iter().take(last).any(|caught| caught.errors.is_empty()) {
        let what = "catches any error before others, which would never be tried";
        refuse(cx, id, step, "catch", what, "put that one last");
    }
}

/// A step on the way to a part of the state: a field or the place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Field(String),
    Place(u32),
}

/// Whether the text speaks of the state: `$`, or `$.` and so on.
pub(crate) fn is_path(text: &str) -> bool {
    text == "$" || text.starts_with("$.") || text.starts_with("$[")
}

/// The fields and places of a path; none where it is no path.
pub(crate) fn parts(path: &str) -> Option<Vec<Part>> {
    let mut rest = path.strip_prefix('$')?;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (place, after) = inside.split_once(']')?;
            parts.push(Part::Place(place.parse().ok()?));
            rest = after;
        } else {
            let field = rest.strip_prefix('.')?;
            let end = field.find(['.', '[']).unwrap_or(field.len());
            let (name, after) = field.split_at(end);
            let plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-');
            if name.is_empty() || !name.chars().all(plain) {
                return None;
            }
            parts.push(Part::Field(name.to_owned()));
            rest = after;
        }
    }
    Some(parts)
}
