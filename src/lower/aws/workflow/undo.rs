//! Compensation: where a run fails, what was done is undone in reverse order, and only then does the run end as failed.
//!
//! A variable for each step that can be undone says whether it was done. A failure that nothing catches, and a step that
//! fails the run, lead to a choice that finds the last thing that was done; its undoing leads back to that choice.

use std::collections::BTreeSet;

use crate::design::steps::{Deed, Step, Steps};
use crate::design::{NodeId, Place};
use crate::program::Expression;
use crate::text::words;

use super::super::super::draft::data;
use super::super::Aws;
use super::definition::{Machine, State};
use super::state::retry;
use super::{jsonata, task};

/// What can be undone.
pub(super) struct Undo {
    /// The state in which it is seen what is to be undone next.
    pub(super) hub: String,
    failed: String,
    steps: Vec<Undoing>,
    /// The positions of the steps at which something may have been done that can be undone.
    after: BTreeSet<usize>,
}

struct Undoing {
    position: usize,
    node: NodeId,
    state: String,
    variable: String,
}

/// What of a workflow can be undone, if anything.
pub(super) fn plan(cx: &mut Aws, machine: &Machine) -> Option<Undo> {
    let mut steps: Vec<Undoing> = Vec::new();
    for step in machine.steps.iter() {
        let Some(node) = step.undo.clone() else { continue };
        if cx.design.node(&node).is_none() {
            let path = super::place(machine.id, step.position, "undo");
            cx.refuse(path, format!("{}: there is no node {node}", machine.id), "name a function of the design");
            continue;
        }
        let letters: String = words::camel(step.name).chars().filter(char::is_ascii_alphanumeric).collect();
        let named = letters.starts_with(|first: char| first.is_ascii_alphabetic());
        let wish = if named { format!("{letters}Done") } else { format!("step{}Done", step.position) };
        let taken = steps.iter().any(|other| other.variable == wish);
        let variable = if taken { format!("{wish}{}", step.position) } else { wish };
        let state = machine.free(&format!("undo {}", step.name));
        steps.push(Undoing { position: step.position, node, state, variable });
    }
    if steps.is_empty() {
        return None;
    }
    let after = after(machine.steps, &steps.iter().map(|step| step.position).collect::<Vec<_>>());
    Some(Undo { hub: machine.free("what to undo"), failed: machine.free("failed"), steps, after })
}

/// The positions of the steps that may run after one of those, and of those that are under way while they do something.
fn after(steps: &Steps, undone: &[usize]) -> BTreeSet<usize> {
    let outer: Vec<&Step> = steps.iter().filter(|step| step.inside.is_none()).collect();
    let mut found = BTreeSet::new();
    let mut open: Vec<&Step> = outer.iter().filter(|step| undone.contains(&step.position)).copied().collect();
    found.extend(open.iter().filter(|step| is_composed(step)).map(|step| step.position));
    let mut seen: BTreeSet<usize> = open.iter().map(|step| step.position).collect();
    while let Some(step) = open.pop() {
        let at = outer.iter().position(|other| other.position == step.position);
        let following = at.and_then(|at| outer.get(at + 1)).map(|step| step.name);
        let mut names: Vec<&str> = step.next.or(following).into_iter().collect();
        names.extend(step.catches.iter().map(|caught| caught.then));
        if let Deed::Choose(targets) = &step.deed {
            names.extend(targets);
        }
        for next in names.iter().filter_map(|name| steps.named(name)) {
            found.insert(next.position);
            if seen.insert(next.position) {
                open.push(next);
            }
        }
    }
    found
}

/// Whether a step is made of others, so that parts of it may be done when it fails.
fn is_composed(step: &Step) -> bool {
    matches!(step.deed, Deed::Parallel(_) | Deed::Each(..))
}

impl Undo {
    /// Whether something may have been done when the step fails.
    pub(super) fn concerns(&self, step: &Step) -> bool {
        self.after.contains(&step.position)
    }

    /// At the beginning nothing has been done.
    pub(super) fn nothing_done(&self) -> Expression {
        data(self.steps.iter().map(|step| (step.variable.clone(), Expression::Boolean(false))).collect())
    }

    /// After the step it is noted that it was done, if it can be undone.
    pub(super) fn done(&self, step: &Step) -> Option<Expression> {
        let undoing = self.steps.iter().find(|undoing| undoing.position == step.position)?;
        Some(noted(undoing, true))
    }

    /// A failure that nothing else catches. Branches that were under way may have done something, so they count as done.
    pub(super) fn catch(&self, step: &Step, is_task: bool, to: Expression) -> Expression {
        let failure = ("failure".to_owned(), Expression::text(jsonata::marked("$states.errorOutput")));
        let mut noted = vec![failure];
        let undoing = self.steps.iter().find(|undoing| undoing.position == step.position && !is_task);
        noted.extend(undoing.map(|undoing| (undoing.variable.clone(), Expression::Boolean(true))));
        Expression::data([
            ("ErrorEquals", Expression::texts(["States.ALL"])),
            ("Assign", data(noted)),
            ("Output", Expression::text(jsonata::marked(jsonata::STATE))),
            ("Next", to),
        ])
    }
}

fn noted(undoing: &Undoing, done: bool) -> Expression {
    Expression::data([(undoing.variable.as_str(), Expression::Boolean(done))])
}

/// The states of undoing, the last step's first.
pub(super) fn states(cx: &mut Aws, machine: &Machine, undo: &Undo, states: &mut State) {
    let text = |text: &str| Expression::text(text);
    let choices = undo.steps.iter().rev().map(|undoing| {
        let condition = Expression::text(jsonata::marked(&format!("${}", undoing.variable)));
        Expression::data([("Condition", condition), ("Next", text(&undoing.state))])
    });
    let hub = Expression::data([
        ("Type", text("Choice")),
        ("Choices", Expression::List(choices.collect())),
        ("Default", text(&undo.failed)),
    ]);
    states.push((undo.hub.clone(), hub));
    for undoing in undo.steps.iter().rev() {
        let Some(step) = machine.steps.iter().find(|step| step.position == undoing.position) else { continue };
        let Some(at) = machine.at(step) else { continue };
        let flow = cx.design.flows_from(machine.id).find(|flow| flow.kind == "invoke" && flow.to == undoing.node);
        let flow = flow.cloned();
        if flow.is_none() {
            cx.refuse(
                Place::property(machine.id, "steps"),
                format!("{}: nothing lets it invoke {}, which undoes a step", machine.id, undoing.node),
                format!("draw a flow of kind invoke to {}", undoing.node),
            );
            continue;
        }
        let state = Expression::text(jsonata::marked(jsonata::STATE));
        let Some(call) = task::invoke(cx, &at, &undoing.node, None, state.clone()) else { continue };
        // What cannot be undone keeps nothing else from being undone, and is what the run fails of in the end.
        let named = format!("$merge([$states.errorOutput, {{'Error': {}}}])", jsonata::quoted(&undoing.state));
        let given_up = Expression::data([
            (undoing.variable.as_str(), Expression::Boolean(false)),
            ("failure", Expression::text(jsonata::marked(&named))),
        ]);
        let catch = Expression::data([
            ("ErrorEquals", Expression::texts(["States.ALL"])),
            ("Assign", given_up),
            ("Output", state.clone()),
            ("Next", text(&undo.hub)),
        ]);
        let mut fields = vec![("Type".to_owned(), text("Task")), ("Resource".to_owned(), call.resource)];
        fields.push(("Arguments".to_owned(), call.arguments));
        let attempts = Some(step.retry.attempts.max(3));
        fields.extend(retry(cx, step, attempts).map(|retry| ("Retry".to_owned(), retry)));
        fields.push(("Catch".to_owned(), Expression::List(vec![catch])));
        fields.push(("Assign".to_owned(), noted(undoing, false)));
        fields.push(("Output".to_owned(), state));
        fields.push(("Next".to_owned(), text(&undo.hub)));
        states.push((undoing.state.clone(), data(fields)));
    }
    let cause = "$exists($failure.Cause) ? $failure.Cause : ''";
    let failed = Expression::data([
        ("Type", text("Fail")),
        ("Error", Expression::text(jsonata::marked("$failure.Error"))),
        ("Cause", Expression::text(jsonata::marked(cause))),
    ]);
    states.push((undo.failed.clone(), failed));
}
