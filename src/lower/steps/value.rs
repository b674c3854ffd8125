//! What steps hand on, in the words of a cloud's language for runs: `$.order.id` is a part of the run's state and becomes
//! an expression; everything else stands for itself. Knows no cloud.

use crate::design::steps::Step;
use crate::design::{Flow, NodeId};
use crate::program::{Entry, Expression, Key};
use crate::value::{Map, Value};

use super::super::values::Context;
use super::{is_path, place, refuse};

/// A step with its place and all that is written of it.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) id: &'a NodeId,
    pub(crate) step: &'a Step<'a>,
    pub(crate) written: &'a Map,
}

impl At<'_> {
    /// Notes what is in the way of this step.
    pub(crate) fn refuse<Facts>(&self, cx: &mut Context<Facts>, part: &str, what: &str, help: &str) {
        refuse(cx, self.id, self.step, part, what, help);
    }

    /// The flow that lets the step do this.
    pub(crate) fn flow<Facts>(&self, cx: &Context<Facts>, kinds: &[&str], to: &NodeId) -> Option<Flow> {
        cx.design.flows_from(self.id).find(|flow| kinds.contains(&flow.kind.as_str()) && flow.to == *to).cloned()
    }
}

/// How a language for runs writes values.
pub(crate) struct Words<'a> {
    /// The state of the run, as expressions name it.
    pub(crate) state: &'a str,
    /// An expression, told from text by its marks.
    pub(crate) marked: fn(&str) -> String,
    /// Text, which is never read as an expression.
    pub(crate) text: fn(&str) -> String,
    /// The part of a state that a path leads to; none where it is no path.
    pub(crate) value: fn(&str, &str) -> Option<String>,
}

/// What a step hands on: its input, that of the flow, or the whole state.
pub(crate) fn input<Facts>(cx: &mut Context<Facts>, words: &Words, at: &At, flow: Option<&Flow>) -> Expression {
    let written = at.written.get("input").or_else(|| flow.and_then(|flow| flow.get("input"))).cloned();
    match written {
        Some(value) => mapped(cx, words, at, &value),
        None => Expression::text((words.marked)(words.state)),
    }
}

/// A written value with its paths as expressions.
pub(crate) fn mapped<Facts>(cx: &mut Context<Facts>, words: &Words, at: &At, value: &Value) -> Expression {
    match value {
        Value::String(text) if is_path(text) => {
            let found = path(cx, words, at, "input", text);
            Expression::text((words.marked)(&found))
        }
        Value::String(text) => Expression::text((words.text)(text)),
        Value::Null => Expression::text((words.marked)("null")),
        Value::List(items) => Expression::List(items.iter().map(|item| mapped(cx, words, at, item)).collect()),
        Value::Map(map) if value.as_setting().is_none() => {
            let entries = map.iter().map(|(key, value)| Entry {
                key: Key::Data(key.clone()),
                value: mapped(cx, words, at, value),
                comment: None,
            });
            Expression::Object(entries.collect())
        }
        other => cx.data(other, &place(at.id, at.step.position, "input")),
    }
}

/// The part of the state that a path leads to.
pub(crate) fn path<Facts>(cx: &mut Context<Facts>, words: &Words, at: &At, part: &str, text: &str) -> String {
    (words.value)(words.state, text).unwrap_or_else(|| {
        let what = format!("speaks of {text}, which is no part of the run's state");
        at.refuse(cx, part, &what, "write names with dots between, such as $.order.lines");
        words.state.to_owned()
    })
}
