//! Compensation: where a run fails, what was done is undone in reverse order, and only then does the run end as failed.
//!
//! All steps stand in one scope. Another runs where that one fails, and undoes each step whose action was done.

use crate::design::NodeId;
use crate::design::steps::{Deed, Step};
use crate::program::Expression;

use super::super::super::draft::data;
use super::super::super::steps::{At, Source};
use super::super::Azure;
use super::blocks::FAILED;
use super::definition::bound;
use super::scope::{self, Actions, Chain, ENDED, Fields, Scope};
use super::{step, task, words};

/// The action that says what could not be undone.
const LEFT: &str = "run_not-undone";

/// The run: its input, a scope with all steps, and one that undoes what was done where that fails.
pub(super) fn around(cx: &mut Azure, source: &Source, outer: &Scope, input: Expression) -> Option<Actions> {
    let inside = scope::within(cx, source, outer)?;
    let mut undoing = Chain::default();
    let mut left: Vec<String> = Vec::new();
    for (position, node) in source.undone.iter().rev() {
        let Some(step) = source.steps.iter().find(|step| step.position == *position) else { continue };
        let Some(at) = source.at(step) else { continue };
        let Some(fields) = undo(cx, &at, node, &inside.state) else { continue };
        let name = at.action("undo");
        left.push(format!("if({}, '{} ', '')", scope::ended_in(&name, FAILED), at.action("")));
        let when = scope::when(Expression::List(done(step, &at)), data(vec![(name.clone(), data(fields))]));
        let action = bound(cx, source.id, &name, undoing.after_last(when, ENDED));
        undoing.actions.push((at.action("undo-when"), action));
    }
    let listed = Expression::Text(words::marked(&format!("concat({}, '')", left.join(", "))));
    undoing.push(LEFT.to_owned(), scope::compose(listed), ENDED);
    let given = format!("outputs('{LEFT}')");
    let message = format!(
        "if(empty({given}), 'The run failed, and what it did was undone.', \
         concat('The run failed, and not all that it did was undone: ', {given}))"
    );
    let end = scope::terminate(Expression::text("RunFailed"), Expression::Text(words::marked(&message)));
    undoing.push("run_end".to_owned(), end, ENDED);
    let scoped =
        |actions: Expression| vec![("type".to_owned(), Expression::text("Scope")), ("actions".to_owned(), actions)];
    let run = format!("{}_steps", outer.name);
    let steps = bound(cx, source.id, &run, data(inside.chain.actions));
    let mut whole = Chain::default();
    whole.push(outer.entry.clone(), scope::compose(input), &[]);
    whole.push(run, scoped(steps), &["Succeeded"]);
    whole.push(format!("{}_undo", outer.name), scoped(data(undoing.actions)), FAILED);
    Some(whole.actions)
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
