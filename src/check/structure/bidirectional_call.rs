//! Two nodes of different services that wait for each other.

use std::collections::{HashMap, HashSet};

use crate::catalog::Class;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("STR013", "structure/bidirectional-call", run).says(
    "Two services that call each other and wait.",
    "Neither can be changed, deployed or down without the other: they are one service in two parts.",
    "Let one direction be an event, or move the two nodes into one service.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let waits = |joined: &Joined<'_, '_>| joined.view.class == Some(Class::Synchronous);
    let mut calls: HashMap<(usize, usize), Joined<'_, '_>> = HashMap::new();
    for joined in context.all().filter(waits) {
        calls.entry((joined.from.index, joined.to.index)).or_insert(joined);
    }
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    for joined in context.all().filter(waits) {
        let (from, to) = (joined.from, joined.to);
        let pair = (from.index.min(to.index), from.index.max(to.index));
        let Some(reverse) = calls.get(&(to.index, from.index)) else { continue };
        if from.id.service == to.id.service || !told.insert(pair) {
            continue;
        }
        report
            .add(
                joined.view.place(),
                format!(
                    "{} of {} and {} of {} call each other and wait: let one direction be an event.",
                    from.id.node, from.id.service, to.id.node, to.id.service
                ),
            )
            .related([reverse.view.place()])
            .fix(
                format!("Remove the {} flow from {} to {}", reverse.flow().kind, to.id, from.id),
                Edit::RemoveFlow(reverse.flow().id),
            );
    }
}
