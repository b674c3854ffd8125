//! The steps of a workflow, read from what was written. What is broken reads as nothing; the checks of types and steps
//! say so. Knows no rule and no cloud.

use std::collections::HashMap;

use crate::catalog::catalog;
use crate::text::duration::Duration;
use crate::value::{Map, Value};

use super::model::{Node, NodeId};

/// The steps of one workflow, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Steps<'d> {
    steps: Vec<Step<'d>>,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<'d> {
    /// Its position in the list, from 0.
    pub position: usize,
    /// Its name; empty when it has none.
    pub name: &'d str,
    /// What it does.
    pub deed: Deed<'d>,
    /// Further attempts when it fails.
    pub retry: Retry,
    /// Where the run goes on when the attempts are used up, in order.
    pub catches: Vec<Catch<'d>>,
    /// How long it may take, where that is said.
    pub timeout: Option<Duration>,
    /// What takes it back when the run fails later.
    pub undo: Option<NodeId>,
    /// The step to go on with, where that is said; `end` ends the run.
    pub next: Option<&'d str>,
    /// The position of the step of kind parallel or each that runs it.
    pub inside: Option<usize>,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed<'d> {
    /// Lets a node do the work.
    Invoke(NodeId),
    /// Asks an address.
    Call(NodeId),
    /// Sends a message, as an event of that name.
    Publish(NodeId, Option<&'d str>),
    /// Takes an item from a store.
    Read(NodeId),
    /// Puts an item into a store.
    Write(NodeId),
    /// Waits.
    Wait(Duration),
    /// Tries cases; each leads to a step.
    Choose(Vec<&'d str>),
    /// Runs branches at the same time, each a list of names of steps.
    Parallel(Vec<Vec<&'d str>>),
    /// Runs steps once for each item of a list, so many at the same time.
    Each(Vec<&'d str>, i64),
    /// Ends the run as failed, for this reason.
    Fail(&'d str),
    /// Nothing that can be read.
    Nothing,
}

/// Further attempts of a step that fails.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retry {
    /// How many at the most.
    pub attempts: i64,
    /// How long to wait before the first of them.
    pub wait: Duration,
    /// How many times longer to wait each time.
    pub backoff: f64,
}

impl Retry {
    /// The longest that waiting between attempts takes.
    pub fn waits(self) -> Duration {
        let mut wait = self.wait.milliseconds() as f64;
        let mut sum = 0.0;
        for _ in 0..self.attempts.clamp(0, 99) {
            sum += wait;
            wait *= self.backoff;
        }
        // Saturates: more than any workflow may run.
        Duration::from_milliseconds(sum as u64)
    }
}

/// Where a run goes on after a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catch<'d> {
    /// The names of the errors; any error when empty.
    pub errors: Vec<&'d str>,
    /// The step.
    pub then: &'d str,
}

impl<'d> Steps<'d> {
    /// The steps of a workflow; none of anything else.
    pub fn of(node: &'d Node) -> Self {
        let written = node.get("steps").and_then(Value::as_list).unwrap_or_default();
        let mut steps: Vec<Step<'d>> = written
            .iter()
            .enumerate()
            .filter_map(|(position, step)| step.as_map().map(|step| read(position, step)))
            .collect();
        let surrounding = surrounding(&steps);
        for step in &mut steps {
            step.inside = surrounding.get(step.name).copied().filter(|position| *position != step.position);
        }
        Self { steps }
    }

    /// The steps in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Step<'d>> {
        self.steps.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The step of that name; the first of several.
    pub fn named(&self, name: &str) -> Option<&Step<'d>> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// The steps around a step, the nearest first.
    pub fn around(&self, step: &Step<'d>) -> impl Iterator<Item = &Step<'d>> {
        let at = |inside: Option<usize>| {
            let index = self.steps.binary_search_by_key(&inside?, |step| step.position).ok()?;
            self.steps.get(index)
        };
        // Steps that stand in one another would never end; they are as many as there are at the most.
        std::iter::successors(at(step.inside), move |step| at(step.inside)).take(self.steps.len())
    }

    /// Whether a failure of the step, when its attempts are used up, leads anywhere but to the end of the run.
    pub fn is_caught(&self, step: &Step<'d>) -> bool {
        std::iter::once(step).chain(self.around(step)).any(|step| !step.catches.is_empty())
    }
}

/// The positions of the steps that run others in a branch or once for each item, by the names of those others.
fn surrounding<'d>(steps: &[Step<'d>]) -> HashMap<&'d str, usize> {
    let mut found = HashMap::new();
    for step in steps {
        let inner: Vec<&'d str> = match &step.deed {
            Deed::Parallel(branches) => branches.iter().flatten().copied().collect(),
            Deed::Each(inner, _) => inner.clone(),
            _ => continue,
        };
        for name in inner {
            found.entry(name).or_insert(step.position);
        }
    }
    found
}

fn read(position: usize, step: &Map) -> Step<'_> {
    let text = |key: &str| step.get(key).and_then(Value::as_str);
    let list = |key: &str| step.get(key).and_then(Value::as_list).unwrap_or_default();
    let catches = list("catch").iter().filter_map(|catch| {
        Some(Catch {
            errors: catch.get("errors").and_then(Value::as_list).map(texts).unwrap_or_default(),
            then: catch.get("then")?.as_str()?,
        })
    });
    Step {
        position,
        name: text("name").unwrap_or_default(),
        deed: deed(step).unwrap_or(Deed::Nothing),
        retry: retry(step.get("retry")),
        catches: catches.collect(),
        timeout: text("timeout").and_then(Duration::parse),
        undo: text("undo").and_then(NodeId::parse),
        next: text("next"),
        inside: None,
    }
}

fn deed(step: &Map) -> Option<Deed<'_>> {
    let text = |key: &str| step.get(key).and_then(Value::as_str);
    let node = |key: &str| text(key).and_then(NodeId::parse);
    let list = |key: &str| step.get(key).and_then(Value::as_list);
    let invoke = node("invoke").map(Deed::Invoke);
    let each = || {
        let each = step.get("each")?;
        let at_once = each.get("at_once").or_else(|| default(&["each", "at_once"])).and_then(Value::as_integer);
        Some(Deed::Each(
            each.get("steps").and_then(Value::as_list).map(texts).unwrap_or_default(),
            at_once.unwrap_or(1),
        ))
    };
    invoke
        .or_else(|| node("call").map(Deed::Call))
        .or_else(|| node("publish").map(|to| Deed::Publish(to, text("event"))))
        .or_else(|| node("read").map(Deed::Read))
        .or_else(|| node("write").map(Deed::Write))
        .or_else(|| text("wait").and_then(Duration::parse).map(Deed::Wait))
        .or_else(|| {
            let targets = list("choose")?.iter().filter_map(|case| case.get("then")?.as_str());
            Some(Deed::Choose(targets.collect()))
        })
        .or_else(|| {
            let branches = list("parallel")?.iter().map(|branch| branch.as_list().map(texts).unwrap_or_default());
            Some(Deed::Parallel(branches.collect()))
        })
        .or_else(each)
        .or_else(|| text("fail").map(Deed::Fail))
}

/// Further attempts as written; what is left out is as in the catalogue.
fn retry(written: Option<&Value>) -> Retry {
    let part = |key: &str| {
        let default = || default(&["retry"]).and_then(|retry| retry.get(key));
        written.and_then(|written| written.get(key)).or_else(default)
    };
    Retry {
        attempts: part("attempts").and_then(Value::as_integer).unwrap_or_default(),
        wait: part("wait").and_then(Value::as_str).and_then(Duration::parse).unwrap_or_default(),
        backoff: part("backoff").and_then(Value::as_number).unwrap_or(1.0),
    }
}

/// What the catalogue says a part of a step is when it is left out.
fn default(path: &[&str]) -> Option<&'static Value> {
    let mut property = catalog().property("workflow", "steps")?.of.as_deref()?;
    for step in path {
        property = property.fields.get(*step)?;
    }
    property.default.as_ref()
}

fn texts(list: &[Value]) -> Vec<&str> {
    list.iter().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

    use super::*;

    fn workflow(steps: &str) -> Node {
        let steps: Value = serde_yaml::from_str(steps).expect("steps");
        Node { kind: "workflow".to_owned(), properties: [("steps".to_owned(), steps)].into_iter().collect() }
    }

    #[test]
    fn what_is_left_out_is_as_in_the_catalogue() {
        let node = workflow(
            "[{ name: pay, invoke: a.pay, retry: { attempts: 5 } }, { name: all, each: { items: $.x, steps: [] } }]",
        );
        let steps = Steps::of(&node);
        let pay = steps.named("pay").expect("pay");
        assert_eq!(pay.deed, Deed::Invoke(NodeId::new("a", "pay")));
        assert_eq!(pay.retry, Retry { attempts: 5, wait: Duration::from_seconds(2), backoff: 2.0 });
        assert_eq!(pay.retry.waits(), Duration::from_seconds(2 + 4 + 8 + 16 + 32));
        assert_eq!(steps.named("all").expect("all").deed, Deed::Each(Vec::new(), 10));
    }

    #[test]
    fn a_step_is_caught_by_the_steps_around_it() {
        let node = workflow(
            "[{ name: both, parallel: [[one], [two]], catch: [{ then: sorry }] }, { name: one, invoke: a.b }, \
             { name: two, each: { items: $.x, steps: [three] } }, { name: three, invoke: a.b }, \
             { name: four, invoke: a.b }, { name: sorry, fail: Sorry. }]",
        );
        let steps = Steps::of(&node);
        let caught = |name: &str| steps.is_caught(steps.named(name).expect("a step"));
        assert!(caught("one") && caught("two") && caught("three"));
        assert!(!caught("four"));
    }

    #[test]
    fn broken_steps_read_as_nothing_and_end() {
        let node = workflow("[7, { name: a, parallel: [[b]] }, { name: b, parallel: [[a]] }, { name: c, wait: soon }]");
        let steps = Steps::of(&node);
        assert_eq!(steps.iter().count(), 3);
        assert!(!steps.is_caught(steps.named("a").expect("a")));
        assert_eq!(steps.named("c").expect("c").deed, Deed::Nothing);
    }
}
