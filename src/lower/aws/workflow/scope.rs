//! Scopes: the steps of the whole run, of a branch, or of a list. A state can lead to another of its own scope only.

use crate::design::Place;
use crate::design::steps::Step;
use crate::program::Expression;

use super::super::super::draft::data;
use super::super::super::steps::{At, END};
use super::super::Aws;
use super::definition::{Machine, State};
use super::{jsonata, state, undo};

/// A scope in the making: the steps of the run, of a branch, or of a list.
pub(super) struct Scope<'a> {
    steps: &'a [&'a Step<'a>],
    pub(super) outer: bool,
    /// The state in which it ends, where a state must lead to one: names are unique in the whole machine.
    pub(super) end: String,
    pub(super) states: State,
    /// Which state leads to which.
    edges: Vec<(String, String)>,
}

/// The states of a scope, and which is the first.
pub(super) fn scope<'a>(
    cx: &mut Aws,
    machine: &'a Machine<'a>,
    steps: &'a [&'a Step<'a>],
    outer: bool,
) -> Option<(String, State)> {
    let first = steps.first()?.name.to_owned();
    let end = if outer { END.to_owned() } else { machine.free(&format!("end {first}")) };
    let mut made = Scope { steps, outer, end, states: Vec::new(), edges: Vec::new() };
    let start = if outer { begin(cx, machine, &mut made, &first) } else { first };
    for (index, step) in steps.iter().enumerate() {
        let following = steps.get(index + 1).map(|step| step.name);
        state::lower(cx, machine, &mut made, step, following);
    }
    let undo = machine.undo.as_ref().filter(|_| outer);
    if let Some(undo) = undo {
        let from = made.edges.iter().any(|(_, to)| *to == undo.hub);
        if !from {
            let message = format!("{}: nothing that was done is ever undone, since every failure leads on", machine.id);
            cx.refuse(Place::property(machine.id, "steps"), message, "leave undo out, or let a step fail the run");
        }
        undo::states(cx, machine, undo, &mut made.states);
    }
    if made.edges.iter().any(|(_, to)| *to == made.end) {
        made.states.push((made.end.clone(), Expression::data([("Type", Expression::text("Succeed"))])));
    }
    unreached(cx, machine, &made, &start);
    Some((start, made.states))
}

/// The state before the first step, where there is something to settle: what came by a pipe is a list of one, and
/// nothing has been done yet that could be undone.
fn begin(cx: &Aws, machine: &Machine, made: &mut Scope, first: &str) -> String {
    let piped = cx.design.flows_to(machine.id).any(|flow| {
        flow.kind == "subscribe" && matches!(cx.design.kind_of(&flow.from), Some("queue" | "table" | "stream"))
    });
    if !piped && machine.undo.is_none() {
        return first.to_owned();
    }
    let name = machine.free("begin");
    let mut fields = vec![("Type".to_owned(), Expression::text("Pass"))];
    if piped {
        let one = "$type($states.input) = 'array' ? $states.input[0] : $states.input";
        fields.push(("Output".to_owned(), Expression::text(jsonata::marked(one))));
    }
    fields.extend(machine.undo.as_ref().map(|undo| ("Assign".to_owned(), undo.nothing_done())));
    fields.push(("Next".to_owned(), Expression::text(first)));
    made.edges.push((name.clone(), first.to_owned()));
    made.states.push((name.clone(), data(fields)));
    name
}

/// Refuses steps to which no other leads: Step Functions takes no such definition.
fn unreached(cx: &mut Aws, machine: &Machine, made: &Scope, start: &str) {
    let mut reached: Vec<&str> = vec![start];
    let mut next = 0;
    while let Some(from) = reached.get(next).copied() {
        next += 1;
        for (_, to) in made.edges.iter().filter(|(source, _)| source == from) {
            if !reached.contains(&to.as_str()) {
                reached.push(to);
            }
        }
    }
    for step in made.steps.iter().filter(|step| !reached.contains(&step.name)) {
        if let Some(at) = machine.at(step) {
            at.refuse(cx, "", "is never reached: no step leads to it", "let another one go on with it, or remove it");
        }
    }
}

impl Scope<'_> {
    /// The state of a name that a step gives; refuses one of another scope, to which no state can lead.
    pub(super) fn named(&self, cx: &mut Aws, at: &At, part: &str, name: &str) -> String {
        if name == END {
            return self.end.clone();
        }
        if self.steps.iter().all(|step| step.name != name) {
            let what = format!("goes on with {name}, which is no step beside it");
            at.refuse(cx, part, &what, "go on with a step of the same list or branch, or with end");
        }
        name.to_owned()
    }

    /// Notes that one state leads to another, and gives the other's name.
    pub(super) fn lead(&mut self, at: &At, to: &str) -> Expression {
        self.edges.push((at.step.name.to_owned(), to.to_owned()));
        Expression::text(to)
    }

    /// Where the run goes on after a step: a state, or the end.
    pub(super) fn go_on(&mut self, cx: &mut Aws, at: &At, following: Option<&str>) -> (String, Expression) {
        let next = match at.step.next {
            Some(END) => None,
            Some(name) => Some(self.named(cx, at, "next", name)),
            None => following.map(str::to_owned),
        };
        match next {
            Some(name) => ("Next".to_owned(), self.lead(at, &name)),
            None => ("End".to_owned(), Expression::Boolean(true)),
        }
    }
}
