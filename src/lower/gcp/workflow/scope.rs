//! Scopes: the steps of the whole run, of a branch, or of a list, each with a variable that holds its state. A step can
//! lead to another of its own scope only.

use crate::design::steps::Step;
use crate::program::Expression;

use super::super::super::steps::{At, END, Source, Words};
use super::super::Gcp;
use super::source::Subworkflows;
use super::{step, words};

/// The variable that holds the state of the run, or of a branch.
pub(super) const STATE: &str = "state";
/// How Workflows writes values.
pub(super) const WORDS: Words = Words { state: STATE, marked: words::marked, text: words::text, value: words::value };
/// The variable that says until when calls may last.
pub(super) const DEADLINE: &str = "deadline";
/// The step at which a run or a branch ends well.
pub(super) const FINISH: &str = "finish";

/// A scope in the making. Each but that of the run is a subworkflow, with a state of its own.
pub(super) struct Scope<'a> {
    steps: &'a [&'a Step<'a>],
    /// Whether it is that of the whole run.
    pub(super) outer: bool,
    /// How many parallel steps are around it.
    pub(super) depth: usize,
}

impl<'a> Scope<'a> {
    /// The scope of the run.
    pub(super) fn outer(steps: &'a [&'a Step<'a>]) -> Self {
        Self { steps, outer: true, depth: 0 }
    }

    /// The scope of a branch or of a list.
    pub(super) fn inner(steps: &'a [&'a Step<'a>], depth: usize) -> Self {
        Self { steps, outer: false, depth }
    }

    /// The step of a name that a step gives; refuses one of another scope, to which none can lead.
    pub(super) fn named(&self, cx: &mut Gcp, at: &At, part: &str, name: &str) -> String {
        if name == END {
            return FINISH.to_owned();
        }
        if self.steps.iter().all(|step| step.name != name) {
            let what = format!("goes on with {name}, which is no step beside it");
            at.refuse(cx, part, &what, "go on with a step of the same list or branch, or with end");
        }
        words::name(name)
    }

    /// Where the run goes on after a step, where that is not the step that follows.
    pub(super) fn next(&self, cx: &mut Gcp, at: &At) -> Option<Expression> {
        at.step.next.map(|name| Expression::Text(self.named(cx, at, "next", name)))
    }
}

/// The steps of a scope, in order.
pub(super) fn steps(cx: &mut Gcp, source: &Source, scope: &Scope, further: &mut Subworkflows) -> Vec<Expression> {
    let mut made = Vec::new();
    for step in scope.steps {
        if let Some(at) = source.at(step) {
            made.extend(step::of(cx, source, scope, &at, further));
        }
    }
    made
}
