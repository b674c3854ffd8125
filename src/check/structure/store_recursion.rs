//! Functions that are started by what they themselves write.

use std::collections::VecDeque;

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

/// The most nodes that are followed from one store.
const REACH: usize = 256;

/// The writes into buckets and tables that lead back to the writer, directly or through channels.
pub(super) fn recursions(context: &Context<'_>) -> Vec<Recursion> {
    let mut found = Vec::new();
    for (write, view) in context.flows.iter().enumerate() {
        if !matches!(view.flow.kind.as_str(), "write" | "read-write") {
            continue;
        }
        let Some(joined) = context.joined(write) else { continue };
        let watched = |joined: &Joined<'_, '_>| {
            context.outgoing(joined.to).any(|flow| flow.is("subscribe") || flow.is("publish"))
        };
        if joined.from.is("function") && joined.to.is_any(&["bucket", "table"]) && watched(&joined) {
            found.extend(way_back(context, joined).map(|back| Recursion { write, back }));
        }
    }
    found
}

/// The way from a store through channels to a function, where nothing filters.
fn way_back(context: &Context<'_>, write: Joined<'_, '_>) -> Option<Vec<usize>> {
    let mut queue = VecDeque::from([(write.to.index, None::<&str>, Vec::new())]);
    let mut seen = vec![write.to.index];
    while let Some((at, event, path)) = queue.pop_front() {
        let node = context.node(at);
        for position in &node.outgoing {
            let Some(joined) = context.joined(*position) else { continue };
            let store = at == write.to.index;
            let follows = joined.is("subscribe") || (store && joined.is("publish"));
            let filtered = joined.flow().get("filter").is_some();
            let other =
                !store && joined.is("subscribe") && joined.flow().event().is_some() && joined.flow().event() != event;
            if !follows || filtered || other {
                continue;
            }
            let mut path: Vec<usize> = path.clone();
            path.push(*position);
            if joined.to.index == write.from.index {
                return Some(path);
            }
            if joined.to.is_channel() && !seen.contains(&joined.to.index) && seen.len() < REACH {
                seen.push(joined.to.index);
                queue.push_back((joined.to.index, joined.flow().event().or(event), path));
            }
        }
    }
    None
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
