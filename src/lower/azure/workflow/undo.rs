//! Compensation: where a run fails, what was done is undone in reverse order, and only then does the run end as failed.
//!
//! All steps stand in one scope. Another runs where that one fails, and undoes each step whose action was done.

use crate::design::NodeId;
use crate::design::steps::{Deed, Step};
use crate::program::Expression;

use super::super::super::draft::data;
use super::super::super::steps::{At, place};
use super::super::Azure;
use super::blocks::FAILED;
use super::definition::{Source, bound};
use super::scope::{self, Actions, Fields, Scope};
use super::{step, task, words};

/// The action that says what could not be undone.
const LEFT: &str = "run_not-undone";

/// What takes steps back, by the positions of the steps.
pub(super) fn nodes(cx: &mut Azure, source: &Source) -> Vec<(usize, NodeId)> {
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

/// The run: its input, a scope with all steps, and one that undoes what was done where that fails.
pub(super) fn around(cx: &mut Azure, source: &Source, outer: &Scope, input: Expression) -> Option<Actions> {
    let inside = scope::within(cx, source, outer)?;
    let mut undoing: Actions = Vec::new();
    let mut left: Vec<String> = Vec::new();
    for (position, node) in source.undone.iter().rev() {
        let Some(step) = source.steps.iter().find(|step| step.position == *position) else { continue };
        let Some(at) = source.at(step) else { continue };
        let Some(fields) = undo(cx, &at, node, &inside.state) else { continue };
        let name = at.action("undo");
        left.push(format!("if({}, '{} ', '')", failed(&name), at.action("")));
        let ways = Expression::List(done(step, &at));
        let when = scope::when(ways, data(vec![(name, data(after(fields, None)))]));
        let last = undoing.last().map(|(name, _)| name.clone());
        let fields = bound(cx, source.id, &at.action("undo"), data(after(when, last.as_deref())));
        undoing.push((at.action("undo-when"), fields));
    }
    let listed = Expression::Text(words::marked(&format!("concat({}, '')", left.join(", "))));
    let last = undoing.last().map(|(name, _)| name.clone());
    undoing.push((LEFT.to_owned(), data(after(scope::compose(listed), last.as_deref()))));
    let given = format!("outputs('{LEFT}')");
    let message = format!(
        "if(empty({given}), 'The run failed, and what it did was undone.', \
         concat('The run failed, and not all that it did was undone: ', {given}))"
    );
    let end = scope::terminate(Expression::text("RunFailed"), Expression::Text(words::marked(&message)));
    undoing.push(("run_end".to_owned(), data(after(end, Some(LEFT)))));
    let scoped = |actions: Expression, needs: Expression| {
        Expression::data([("type", Expression::text("Scope")), ("actions", actions), ("runAfter", needs)])
    };
    let input = data(after(scope::compose(input), None));
    let steps = bound(cx, source.id, &format!("{}_steps", outer.name), data(inside.actions));
    let run = format!("{}_steps", outer.name);
    Some(vec![
        (outer.entry.clone(), input),
        (run.clone(), scoped(steps, needs(&outer.entry, &["Succeeded"]))),
        (format!("{}_undo", outer.name), scoped(data(undoing), needs(&run, FAILED))),
    ])
}

/// What an action runs after.
fn needs(name: &str, ended: &[&str]) -> Expression {
    Expression::data([(name, Expression::texts(ended.iter().copied()))])
}

/// An action that runs after another, however that ended.
fn after(mut fields: Fields, last: Option<&str>) -> Fields {
    let ended = ["Succeeded", "Failed", "Skipped", "TimedOut"];
    fields.extend(last.map(|last| ("runAfter".to_owned(), needs(last, &ended))));
    fields
}

fn failed(name: &str) -> String {
    let listed: Vec<String> = FAILED.iter().map(|ended| words::quoted(ended)).collect();
    format!("contains(createArray({}), {})", listed.join(", "), scope::status(name))
}

/// Where a step counts as done. Branches that were under way when it failed may have done something.
fn done(step: &Step, at: &At) -> Vec<Expression> {
    let status = scope::status(&at.action(""));
    let mut ended = vec!["Succeeded"];
    if matches!(step.deed, Deed::Parallel(_) | Deed::Each(..)) {
        ended.extend(FAILED);
    }
    ended.into_iter().map(|ended| scope::is(&status, ended)).collect()
}

/// Takes one step back. What cannot be undone keeps nothing else from being undone.
fn undo(cx: &mut Azure, at: &At, node: &NodeId, state: &str) -> Option<Fields> {
    let task = task::undo(cx, at, node, state)?;
    let retry = step::retry(cx, at, at.step.retry.attempts.max(3));
    Some(task.fields(retry, None))
}
