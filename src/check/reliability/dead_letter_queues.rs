//! Queues of the design in which others set messages aside: whether they keep them, and whether anybody looks.

use std::collections::BTreeMap;

use crate::catalog::catalog;
use crate::check::prelude::*;

pub(in crate::check) const RETENTION: Rule = Rule::warning("REL011", "reliability/dead-letter-retention", retention)
    .says(
        "A dead-letter queue that keeps messages no longer than the queue they come from.",
        "Age counts from the first sending: a message may be deleted soon after it was set aside, before anybody looks.",
        "Keep set-aside messages for 14 days.",
    );

pub(in crate::check) const UNWATCHED: Rule = Rule::warning("REL012", "reliability/dead-letter-unwatched", unwatched)
    .says(
        "A dead-letter queue in production that nothing reads and no alarm watches.",
        "Messages are set aside, and nobody learns of it before they expire.",
        "Take alarms: false away, or let a function work them off.",
    );

/// The queues that others name, by position, with those others.
fn named<'c, 'd>(context: &'c Context<'d>) -> BTreeMap<usize, Vec<&'c NodeView<'d>>> {
    let mut found: BTreeMap<usize, Vec<&NodeView<'_>>> = BTreeMap::new();
    for source in context.nodes_of("queue") {
        let target = source.node.get("dead_letters").and_then(|value| context.named(value));
        if let Some(target) = target.filter(|target| target.is("queue") && target.index != source.index) {
            found.entry(target.index).or_default().push(source);
        }
    }
    found
}

fn retention(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(most) = catalog().limits.duration("retention-most", "queue", context.provider) else { return };
    for (target, sources) in named(context) {
        let target = context.node(target);
        // A queue that keeps the order counts the age anew.
        if target.existing() || target.node.get("fifo").and_then(Value::as_bool) == Some(true) {
            continue;
        }
        report.each_stage(|stage| {
            let kept = context.duration(target, "retention", stage).filter(|kept| *kept < most)?;
            let of = |source: &&NodeView<'_>| context.duration(source, "retention", stage);
            let source = sources.iter().filter(|source| of(source).is_some_and(|other| other >= kept)).max_by_key(|source| of(source))?;
            let message = format!(
                "{} keeps messages for {kept}, counted from when they came to {}, which keeps them for {}: keep them for {most}.",
                target.id,
                source.id,
                of(source)?,
            );
            Some(Outcome::new(context.place_of(target, &["retention"], stage), message).mend(
                format!("Keep them for {most}"),
                context.mend(target, &["retention"], Some(most.to_string().into()), stage),
            ))
        });
    }
}

fn unwatched(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let queues = context.nodes_of("queue").filter(|queue| context.is_dead_letter_target(queue) && !queue.existing());
    for queue in queues.filter(|queue| !context.outgoing(queue).any(|joined| joined.is("subscribe"))) {
        report.each_stage(|stage| {
            let message = || format!("Nothing reads {} and no alarm watches it: take alarms: false away.", queue.id);
            (stage.production && context.is_false(queue, "alarms", stage)).then(|| {
                Outcome::new(context.place_of(queue, &["alarms"], stage), message())
                    .mend("Tell when messages are set aside", context.mend(queue, &["alarms"], None, stage))
            })
        });
    }
}

/// Consumers of dead letters that send them back without an end.
pub(super) fn endless_redrives(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for (target, sources) in named(context) {
        let target = context.node(target);
        for subscription in context.outgoing(target).filter(|joined| joined.is("subscribe")) {
            let back = context.outgoing(subscription.to).filter(|joined| {
                joined.is("publish")
                    && joined.flow().get("max_redrives").is_none()
                    && sources.iter().any(|source| source.index == joined.to.index)
            });
            for back in back {
                let edit = Edit::SetFlowProperty {
                    id: back.flow().id,
                    path: vec!["max_redrives".to_owned()],
                    value: Some(Value::Integer(REDRIVES)),
                };
                report
                    .add(
                        back.view.place(),
                        format!(
                            "{} sends dead letters of {} back to it without end: set max_redrives.",
                            back.from.id, back.to.id
                        ),
                    )
                    .related([back.to.at("dead_letters"), subscription.view.place()])
                    .fix(format!("Send each back {REDRIVES} times at the most"), edit);
            }
        }
    }
}

/// How often a message is worth another round, unless its author knows better.
const REDRIVES: i64 = 3;
