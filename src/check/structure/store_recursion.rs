//! Functions that are started by what they themselves write.

use std::collections::{HashMap, VecDeque};

use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("STR005", "structure/store-trigger-recursion", run)
    .in_production(Severity::Error)
    .allowable()
    .says(
        "A function that writes to a store whose changes start that function.",
        "Every write starts the function again: it runs without end and costs without limit.",
        "Let the subscription filter, by prefix or suffix for a bucket, by keys or operation for a table, or write elsewhere.",
    );

/// A write that comes back.
pub(super) struct Recursion {
    /// The position of the write.
    pub(super) write: usize,
    /// The positions of the flows from the store back to the function.
    back: Vec<usize>,
}

/// The most places that are looked at from one store.
const REACH: usize = 4096;

/// The writes into buckets and tables that lead back to the writer, directly or through channels.
pub(super) fn recursions(context: &Context<'_>) -> Vec<Recursion> {
    let mut ways: HashMap<usize, Ways<'_>> = HashMap::new();
    let mut found = Vec::new();
    for (write, view) in context.flows.iter().enumerate() {
        if !matches!(view.flow.kind.as_str(), "write" | "read-write") {
            continue;
        }
        let Some(joined) = context.joined(write) else { continue };
        if joined.from.is("function") && joined.to.is_any(&["bucket", "table"]) {
            let ways = ways.entry(joined.to.index).or_insert_with(|| Ways::new(context, joined.to));
            found.extend(ways.to(joined.from.index).map(|back| Recursion { write, back }));
        }
    }
    found
}

/// A node, and the event with which it is reached.
type Step<'d> = (usize, Option<&'d str>);

/// Where changes of a store lead through channels, where nothing filters.
struct Ways<'d> {
    /// From where and by which flow each step was first reached.
    came: HashMap<Step<'d>, (Step<'d>, usize)>,
    /// The first step that reaches each node.
    first: HashMap<usize, Step<'d>>,
    start: Step<'d>,
}

impl<'d> Ways<'d> {
    fn new(context: &Context<'d>, store: &NodeView<'d>) -> Self {
        let start = (store.index, None);
        let mut ways = Self { came: HashMap::new(), first: HashMap::new(), start };
        let mut open = VecDeque::from([start]);
        while let Some(step) = open.pop_front() {
            for position in &context.node(step.0).outgoing {
                let Some(joined) = context.joined(*position) else { continue };
                let follows = joined.is("subscribe") || (step == start && joined.is("publish"));
                let event = joined.flow().event();
                let other = step != start && event.is_some() && event != step.1;
                if !follows || other || joined.flow().get("filter").is_some() {
                    continue;
                }
                let next = (joined.to.index, event.or(step.1));
                if next == start || ways.came.contains_key(&next) || ways.came.len() >= REACH {
                    continue;
                }
                ways.came.insert(next, (step, *position));
                ways.first.entry(next.0).or_insert(next);
                if joined.to.is_channel() {
                    open.push_back(next);
                }
            }
        }
        ways
    }

    /// The positions of the flows that lead to a node.
    fn to(&self, node: usize) -> Option<Vec<usize>> {
        let mut at = *self.first.get(&node)?;
        let mut path = Vec::new();
        while at != self.start {
            let (before, flow) = self.came.get(&at)?;
            path.push(*flow);
            at = *before;
        }
        path.reverse();
        Some(path)
    }
}

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for recursion in recursions(context) {
        let Some(write) = context.joined(recursion.write) else { continue };
        let Some(first) = recursion.back.first().and_then(|position| context.joined(*position)) else { continue };
        let (hint, fix) = if write.to.is("bucket") && first.is("subscribe") {
            let filter = [("prefix".to_owned(), Value::from("in/"))].into_iter().collect();
            let edit = Edit::SetFlowProperty {
                id: first.flow().id,
                path: vec!["filter".to_owned()],
                value: Some(Value::Map(filter)),
            };
            ("only files under another prefix", Some(edit))
        } else if write.to.is("bucket") {
            ("only files under another prefix", None)
        } else {
            ("only other keys or operations", None)
        };
        report
            .add(
                write.view.place(),
                format!(
                    "{} writes to {}, whose changes start it again: let the subscription take {hint}.",
                    write.from.id, write.to.id
                ),
            )
            .related(
                recursion
                    .back
                    .iter()
                    .filter_map(|position| context.joined(*position))
                    .map(|joined| joined.view.place()),
            )
            .maybe_fix("Take only files under in/", fix);
    }
}
