//! Messages that are lost when they cannot be delivered.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const QUEUE: Rule =
    Rule::warning("REL001", "reliability/queue-without-dead-letters", queue).in_production(Severity::Error).says(
        "A queue with a consumer and without a dead-letter queue.",
        "A message that always fails is tried until it expires, and is then lost without a trace.",
        "Take dead_letters: false away.",
    );

pub(in crate::check) const TOPIC: Rule =
    Rule::warning("REL002", "reliability/topic-subscription-without-dead-letters", topic)
        .in_production(Severity::Error)
        .says(
            "A subscription to a topic whose undelivered messages are lost.",
            "When the target is down for longer, messages are gone without a trace.",
            "Take dead_letters: false away.",
        );

pub(in crate::check) const RULE: Rule =
    Rule::warning("REL003", "reliability/rule-without-dead-letters", rule).in_production(Severity::Error).says(
        "A subscription to an event bus whose undelivered events are lost.",
        "When the target is down for longer, events are gone without a trace.",
        "Take dead_letters: false away.",
    );

pub(in crate::check) const STREAM: Rule =
    Rule::warning("REL005", "reliability/stream-without-failure-destination", stream)
        .in_production(Severity::Error)
        .says(
            "A reader of a stream or of a table's changes whose failed records are kept nowhere.",
            "A record that always fails blocks all that follow it, or is lost.",
            "Take dead_letters: false away.",
        );

pub(in crate::check) const LOOP: Rule = Rule::error("REL013", "reliability/dead-letter-loop", dead_letter_loop).says(
    "Dead letters that come back to the queue they were taken from, without end.",
    "What can never be worked off goes round for ever.",
    "Let the last queue have no dead-letter queue among these; where a function sends dead letters back, set max_redrives.",
);

fn queue(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for queue in context.nodes_of("queue").filter(|node| !node.existing()) {
        let consumed = context.outgoing(queue).any(|joined| joined.is("subscribe"));
        if !consumed || context.is_dead_letter_target(queue) {
            continue;
        }
        report.each_stage(|stage| {
            let message =
                || format!("Messages of {} that always fail are lost: take dead_letters: false away.", queue.id);
            context.is_false(queue, "dead_letters", stage).then(|| {
                Outcome::new(context.place_of(queue, &["dead_letters"], stage), message())
                    .mend("Keep them in a dead-letter queue", context.mend(queue, &["dead_letters"], None, stage))
            })
        });
    }
}

fn flows(context: &Context<'_>, report: &mut Report<'_, '_>, kinds: &[&str], clouds: &[Provider], what: &str) {
    // The others set aside what they cannot deliver by themselves.
    if !clouds.contains(&context.provider) {
        return;
    }
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is_any(kinds)) {
        if joined.flow().get("dead_letters").and_then(Value::as_bool) != Some(false) {
            continue;
        }
        let edit = Edit::SetFlowProperty { id: joined.flow().id, path: vec!["dead_letters".to_owned()], value: None };
        report
            .add(
                joined.view.at("dead_letters"),
                format!(
                    "{what} that {} cannot deliver to {} are lost: take dead_letters: false away.",
                    joined.from.id, joined.to.id
                ),
            )
            .fix("Keep them in a dead-letter queue", edit);
    }
}

fn topic(context: &Context<'_>, report: &mut Report<'_, '_>) {
    flows(context, report, &["topic"], &[Provider::Aws, Provider::Gcp], "Messages");
}

fn rule(context: &Context<'_>, report: &mut Report<'_, '_>) {
    flows(context, report, &["event-bus"], &[Provider::Aws, Provider::Azure], "Events");
}

fn stream(context: &Context<'_>, report: &mut Report<'_, '_>) {
    flows(context, report, &["stream", "table"], &[Provider::Aws], "Records");
}

fn dead_letter_loop(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let next = |node: &NodeView<'_>| {
        node.node
            .get("dead_letters")
            .and_then(|value| context.named(value))
            .filter(|next| next.is("queue"))
            .map(|next| next.index)
    };
    super::dead_letter_queues::endless_redrives(context, report);
    let mut state = vec![0_usize; context.nodes.len()];
    for start in context.nodes_of("queue") {
        // Each queue is walked once: what this walk has seen before comes round again.
        let walk = start.index + 1;
        let mut at = Some(start.index);
        while let Some(index) = at {
            let Some(seen) = state.get_mut(index) else { break };
            if *seen == walk {
                let queue = context.node(index);
                let edit =
                    Edit::SetProperty { id: queue.id.clone(), path: vec!["dead_letters".to_owned()], value: None };
                report
                    .add(
                        queue.at("dead_letters"),
                        format!("The dead letters of {} come back to it: use a queue of its own.", queue.id),
                    )
                    .fix("Use a queue of its own", edit);
                break;
            }
            if *seen != 0 {
                break;
            }
            *seen = walk;
            at = next(context.node(index));
        }
    }
}
