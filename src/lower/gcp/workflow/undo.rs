//! Compensation: where a run fails, what was done is undone in reverse order, and only then does the run end as failed.
//!
//! A variable for each step that can be undone says whether it was done. All steps stand in one that catches what nothing
//! else does.

use crate::design::NodeId;
use crate::design::steps::Step;
use crate::program::Expression;

use super::super::super::steps::{At, Source};
use super::super::Gcp;
use super::scope::STATE;
use super::source::{Subworkflows, assign, bound, finish, named, subworkflow};
use super::{step, task, words};

/// The step around all others, where something can be undone.
pub(super) const RUN: &str = "run";
/// The variable that says what could not be undone.
const LEFT: &str = "not_undone";

/// At the beginning nothing has been done.
pub(super) fn nothing_done(source: &Source) -> Vec<(String, Expression)> {
    let undone = source.steps.iter().filter(|step| source.undo_of(step).is_some());
    let mut values: Vec<(String, Expression)> =
        undone.map(|step| (variable(step), Expression::Boolean(false))).collect();
    if !values.is_empty() {
        values.push((LEFT.to_owned(), Expression::text(words::marked(words::NO_LIST))));
    }
    values
}

/// After the step it is noted that it was done.
pub(super) fn done(at: &At) -> (String, Expression) {
    (variable(at.step), Expression::Boolean(true))
}

fn variable(step: &Step) -> String {
    format!("{}_done", words::name(step.name))
}

/// The steps of a run inside of one that undoes what was done where they fail.
pub(super) fn around(cx: &mut Gcp, source: &Source, steps: Vec<Expression>, further: &mut Subworkflows) -> Expression {
    let marked = |expression: &str| Expression::text(words::marked(expression));
    let mut undoing = Vec::new();
    let mut undone: Vec<&Step> = source.steps.iter().filter(|step| source.undo_of(step).is_some()).collect();
    undone.reverse();
    for step in undone {
        let (Some(at), Some(node)) = (source.at(step), source.undo_of(step)) else { continue };
        let name = format!("undo_{}", at.own(""));
        let Some(body) = undo(cx, &at, node) else { continue };
        further.push((name.clone(), subworkflow(&[STATE, LEFT], vec![body, finish(LEFT)])));
        let call = Expression::data([
            ("call", Expression::text(&name)),
            ("args", Expression::data([(STATE, marked(STATE)), (LEFT, marked(LEFT))])),
            ("result", Expression::text(LEFT)),
        ]);
        let case = Expression::data([
            ("condition", marked(&variable(step))),
            ("steps", Expression::List(vec![named(&name, call)])),
        ]);
        undoing.push(named(&at.own("was_done"), Expression::data([("switch", Expression::List(vec![case]))])));
    }
    let failure = Expression::data([
        ("message", Expression::text("The run failed, and what it did was undone but for what is named.")),
        ("tags", marked("failure.tags")),
        ("cause", marked("failure")),
        (LEFT, marked(LEFT)),
    ]);
    undoing.push(named("failed", Expression::data([("raise", failure)])));
    let except = Expression::data([("as", Expression::text("failure")), ("steps", Expression::List(undoing))]);
    let tried = Expression::data([("steps", Expression::List(steps))]);
    let run = named(RUN, Expression::data([("try", tried), ("except", except)]));
    bound(cx, source.id, RUN, run)
}

/// Takes one step back. What cannot be undone keeps nothing else from being undone.
fn undo(cx: &mut Gcp, at: &At, node: &NodeId) -> Option<Expression> {
    let task = task::undo(cx, at, node)?;
    let mut work = Vec::new();
    if !task.before.is_empty() {
        work.push(named("input", assign(task.before)));
    }
    work.push(named("call", Expression::data([("call", Expression::text(task.call)), ("args", task.arguments)])));
    let left = format!("list.concat({LEFT}, {})", words::quoted(at.step.name));
    let noted = named("left", Expression::data([("return", Expression::text(words::marked(&left)))]));
    let except = Expression::data([("as", Expression::text("failure")), ("steps", Expression::List(vec![noted]))]);
    let step = Expression::data([
        ("try", Expression::data([("steps", Expression::List(work))])),
        ("retry", step::retry(at.step, at.step.retry.attempts.max(3))),
        ("except", except),
    ]);
    Some(bound(cx, at.id, &format!("undo_{}", at.own("")), named("undo", step)))
}
