//! Two nodes of different services that wait for each other.

use std::collections::HashSet;

use crate::catalog::Class;
use crate::check::prelude::*;

pub(in crate::check) const RULE: Rule = Rule::warning("STR013", "structure/bidirectional-call", run).says(
    "Two services that call each other and wait.",
    "Neither can be changed, deployed or down without the other: they are one service in two parts.",
    "Let one direction be an event, or move the two nodes into one service.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let waits = |joined: &Joined<'_, '_>| joined.view.class == Some(Class::Synchronous);
    let pairs: HashSet<(usize, usize)> =
        context.all().filter(waits).map(|joined| (joined.from.index, joined.to.index)).collect();
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    for joined in context.all().filter(waits) {
        let (from, to) = (joined.from, joined.to);
        let pair = (from.index.min(to.index), from.index.max(to.index));
        let back = pairs.contains(&(to.index, from.index)) && from.index != to.index;
        if !back || from.id.service == to.id.service || !told.insert(pair) {
            continue;
        }
        let reverse = context.outgoing(to).find(|other| waits(other) && other.to.index == from.index);
        report
            .add(
                joined.view.place(),
                format!(
                    "{} of {} and {} of {} call each other and wait: let one direction be an event.",
                    from.id.node, from.id.service, to.id.node, to.id.service
                ),
            )
            .related(reverse.map(|reverse| reverse.view.place()))
            .maybe_fix(
                format!(
                    "Remove the {} flow from {} to {}",
                    reverse.map_or("", |reverse| &reverse.flow().kind),
                    to.id,
                    from.id
                ),
                reverse.map(|reverse| Edit::RemoveFlow(reverse.flow().id)),
            );
    }
}
