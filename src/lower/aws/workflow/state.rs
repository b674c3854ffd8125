//! The state of one step: what it does, what becomes of its answer and of its failures, and where the run goes on.

use crate::design::steps::{Catch, Deed, Step};
use crate::program::{Entry, Expression, Key, Support};
use crate::value::Value;

use super::super::super::draft::data;
use super::super::super::steps::At;
use super::super::{Aws, support};
use super::definition::{Machine, State};
use super::scope::{Scope, scope};
use super::task;
use super::{choose, jsonata};

/// How many items of a list one run works on at the same time (Step Functions: Map state in inline mode).
const ITEMS_AT_ONCE: i64 = 40;

/// Makes the state of a step.
pub(super) fn lower(cx: &mut Aws, machine: &Machine, made: &mut Scope, step: &Step, following: Option<&str>) {
    let Some(at) = machine.at(step) else { return };
    let text = |text: &str| Expression::text(text);
    let mut fields: State = Vec::new();
    let mut push = |name: &str, value: Expression| fields.push((name.to_owned(), value));
    match &step.deed {
        Deed::Wait(time) => {
            push("Type", text("Wait"));
            push("Seconds", Expression::Integer(time.seconds().max(1) as i64));
            fields.push(made.go_on(cx, &at, following));
        }
        Deed::Choose(_) => {
            push("Type", text("Choice"));
            push("Choices", choose::cases(cx, &at, made));
            let (_, default) = made.go_on(cx, &at, following);
            let default = if default == Expression::Boolean(true) {
                let end = made.end.clone();
                made.lead(&at, &end)
            } else {
                default
            };
            fields.push(("Default".to_owned(), default));
        }
        Deed::Fail(reason) => {
            let failure = [("Error", text(step.name)), ("Cause", Expression::text(jsonata::text(reason)))];
            if let Some(undo) = machine.undo.as_ref().filter(|undo| made.outer && undo.concerns(step)) {
                push("Type", text("Pass"));
                push("Assign", Expression::data([("failure", Expression::data(failure))]));
                push("Next", made.lead(&at, &undo.hub));
            } else {
                push("Type", text("Fail"));
                for (name, value) in failure {
                    push(name, value);
                }
            }
        }
        Deed::Parallel(_) | Deed::Each(..) => {
            around(cx, machine, &at, &mut fields);
            let answer = task::WHOLE;
            settle(cx, machine, made, &at, &mut fields, &answer, None);
            fields.push(made.go_on(cx, &at, following));
        }
        _ => {
            let Some(task) = task::of_step(cx, &at) else { return };
            push("Type", text("Task"));
            push("Resource", task.resource);
            push("Arguments", task.arguments);
            let limit = step.timeout.map(|limit| limit.seconds().max(1) as i64).or(task.timeout);
            fields.extend(limit.map(|limit| ("TimeoutSeconds".to_owned(), Expression::Integer(limit))));
            settle(cx, machine, made, &at, &mut fields, &task.answer, task.attempts);
            fields.push(made.go_on(cx, &at, following));
        }
    }
    made.states.push((step.name.to_owned(), data(fields)));
}

/// What becomes of a step's answer, of its failures, and of the run after it.
fn settle(
    cx: &mut Aws,
    machine: &Machine,
    made: &mut Scope,
    at: &At,
    fields: &mut State,
    answer: &task::Answer,
    attempts: Option<i64>,
) {
    let is_task = !matches!(at.step.deed, Deed::Parallel(_) | Deed::Each(..));
    let retries = is_task || at.written.contains_key("retry");
    let attempts = attempts.filter(|_| !at.written.contains_key("retry"));
    if retries {
        fields.extend(retry(cx, at.step, attempts).map(|retry| ("Retry".to_owned(), retry)));
    }
    let undo = machine.undo.as_ref().filter(|_| made.outer);
    let done = undo.and_then(|undo| undo.done(at.step));
    let mut catches = Vec::new();
    for caught in &at.step.catches {
        let to = made.named(cx, at, "catch", caught.then);
        let to = made.lead(at, &to);
        catches.push(catch(caught, done.clone().filter(|_| !is_task), to));
    }
    let all = at.step.catches.iter().any(|caught| caught.errors.is_empty());
    if let Some(undo) = undo.filter(|undo| !all && undo.concerns(at.step)) {
        let to = made.lead(at, &undo.hub);
        catches.push(undo.catch(at.step, is_task, to));
    }
    if !catches.is_empty() {
        fields.push(("Catch".to_owned(), Expression::List(catches)));
    }
    fields.extend(done.map(|done| ("Assign".to_owned(), done)));
    fields.push(("Output".to_owned(), output(cx, at, answer)));
}

/// The state with the answer where the step keeps it.
fn output(cx: &mut Aws, at: &At, answer: &task::Answer) -> Expression {
    let Some(path) = at.written.get("result").and_then(Value::as_str) else {
        return Expression::text(jsonata::marked(jsonata::STATE));
    };
    let Some(merged) = jsonata::merged(path, answer.value) else {
        let what = format!("keeps its answer at {path}, which is no part of the run's state");
        at.refuse(cx, "result", &what, "write names with dots between, such as $.payment");
        return Expression::text("");
    };
    let whole = if answer.before.is_empty() { merged } else { format!("({} {merged})", answer.before) };
    Expression::text(jsonata::marked(&whole))
}

/// Further attempts, spread by chance so that what failed together does not come again together.
pub(super) fn retry(cx: &mut Aws, step: &Step, attempts: Option<i64>) -> Option<Expression> {
    let attempts = attempts.unwrap_or(step.retry.attempts);
    let backoff = step.retry.backoff;
    let backoff =
        if backoff.fract() == 0.0 { Expression::Integer(backoff as i64) } else { Expression::Number(backoff) };
    if attempts < 1 {
        return None;
    }
    cx.facts.support.insert(support::STATES);
    let wait = Expression::Integer(step.retry.wait.seconds().max(1) as i64);
    let function = Support { module: vec!["states".to_owned()], item: "retry".to_owned() };
    Some(Expression::Call { function, arguments: vec![Expression::Integer(attempts), wait, backoff] })
}

/// A failure that leads on: the state stays, with what went wrong beside it.
fn catch(caught: &Catch, done: Option<Expression>, to: Expression) -> Expression {
    let errors = if caught.errors.is_empty() { vec!["States.ALL"] } else { caught.errors.clone() };
    let error = jsonata::merged("$.error", "$states.errorOutput").unwrap_or_default();
    let mut fields = vec![("ErrorEquals".to_owned(), Expression::texts(errors))];
    fields.extend(done.map(|done| ("Assign".to_owned(), done)));
    fields.push(("Output".to_owned(), Expression::text(jsonata::marked(&error))));
    fields.push(("Next".to_owned(), to));
    data(fields)
}

/// Branches, or the steps for each item of a list.
fn around(cx: &mut Aws, machine: &Machine, at: &At, fields: &mut State) {
    let text = |text: &str| Expression::text(text);
    let inner = |cx: &mut Aws, names: &[&str]| -> Option<State> {
        let steps: Vec<&Step> = names.iter().filter_map(|name| machine.steps.named(name)).collect();
        if steps.is_empty() {
            at.refuse(cx, "", "has a branch or a list without a step", "name at least one step there");
            return None;
        }
        let (start, states) = scope(cx, machine, &steps, false)?;
        Some(vec![("StartAt".to_owned(), text(&start)), ("States".to_owned(), data(states))])
    };
    let mut push = |name: &str, value: Expression| fields.push((name.to_owned(), value));
    match &at.step.deed {
        Deed::Parallel(branches) => {
            push("Type", text("Parallel"));
            if at.written.contains_key("input") {
                push("Arguments", task::input(cx, at, None));
            }
            let branches: Vec<Expression> = branches.iter().filter_map(|names| inner(cx, names)).map(data).collect();
            if branches.is_empty() {
                at.refuse(cx, "parallel", "has no branch", "add one, or remove the step");
            }
            push("Branches", Expression::List(branches));
        }
        Deed::Each(names, at_once) => {
            push("Type", text("Map"));
            let items = at.written.get("each").and_then(|each| each.get("items")).and_then(Value::as_str);
            let items = task::path(cx, at, "each", items.unwrap_or_default());
            push("Items", text(&jsonata::marked(&items)));
            if *at_once > ITEMS_AT_ONCE {
                let what = format!("works on {at_once} items at once, and one run of AWS on {ITEMS_AT_ONCE}");
                at.refuse(cx, "each", &what, "lower at_once, or send the items to a queue");
            }
            push("MaxConcurrency", Expression::Integer(*at_once));
            let mode = Expression::data([("Mode", text("INLINE"))]);
            let mut processor =
                vec![Entry { key: Key::Data("ProcessorConfig".to_owned()), value: mode, comment: None }];
            for (name, value) in inner(cx, names).unwrap_or_default() {
                processor.push(Entry { key: Key::Data(name), value, comment: None });
            }
            push("ItemProcessor", Expression::Object(processor));
        }
        _ => {}
    }
}
