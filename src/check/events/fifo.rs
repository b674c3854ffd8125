//! Order: queues and topics that keep it, and what they may be joined to.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const PAIRING: Rule = Rule::error("EVT008", "events/fifo-pairing", pairing).says(
    "A FIFO topic or queue joined to something that cannot keep the order.",
    "AWS refuses the pair, or the order is lost on the way.",
    "Put a FIFO queue between them, or give both the same value of fifo.",
);

pub(in crate::check) const BUCKET: Rule = Rule::error("EVT009", "events/fifo-target-of-bucket", bucket).says(
    "A bucket that tells a FIFO queue or topic about its files.",
    "Bucket notifications reach standard queues and topics only.",
    "Set fifo: false, or go through an event bus.",
);

pub(in crate::check) const DEDUPLICATION: Rule = Rule::warning("EVT010", "events/fifo-without-dedup", deduplication)
    .says(
        "A FIFO queue or topic with deduplication by content switched off.",
        "Every message must then carry an id of its own, or sending fails.",
        "Take the property away.",
    );

pub(in crate::check) const GROUP: Rule = Rule::info("EVT011", "events/fifo-needs-group", group).says(
    "A message published to a FIFO queue or topic.",
    "The code must say which group each message belongs to: order is kept within a group.",
    "Send a message group id, such as the id of the order.",
);

/// Whether a queue or topic keeps the order, outside of environments.
fn fifo(node: &NodeView<'_>) -> bool {
    node.is_any(&["queue", "topic"]) && node.node.get("fifo").and_then(Value::as_bool) == Some(true)
}

fn on_aws(context: &Context<'_>) -> bool {
    context.provider == Provider::Aws
}

fn set(node: &NodeView<'_>, value: Option<bool>) -> Edit {
    Edit::SetProperty { id: node.id.clone(), path: vec!["fifo".to_owned()], value: value.map(Value::Boolean) }
}

fn pairing(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if !on_aws(context) {
        return;
    }
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is("topic") && fifo(joined.from)) {
        if joined.to.is("queue") && !fifo(joined.to) {
            report
                .add(
                    joined.view.place(),
                    format!("{} keeps the order, but {} does not: set fifo: true there.", joined.from.id, joined.to.id),
                )
                .severity(Severity::Warning)
                .fix(format!("Set fifo: true on {}", joined.to.id), set(joined.to, Some(true)));
        } else if !joined.to.is("queue") {
            let fix = crate::check::structure::adapter::insert_adapter(context, joined, "queue")
                .map(|edit| with_fifo(edit, context));
            report
                .add(
                    joined.view.place(),
                    format!(
                        "{} keeps the order and can deliver to queues only, not to {}: put a FIFO queue between them.",
                        joined.from.id, joined.to.id
                    ),
                )
                .maybe_fix(format!("Put a FIFO queue between {} and {}", joined.from.id, joined.to.id), fix);
        }
    }
    // A topic without order may not even subscribe a queue that keeps it.
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is("topic") && !fifo(joined.from)) {
        if joined.to.is("queue") && fifo(joined.to) {
            report
                .add(
                    joined.view.place(),
                    format!(
                        "{} keeps the order but {} does not, and AWS does not join such a pair: give both the same fifo.",
                        joined.to.id, joined.from.id
                    ),
                )
                .fix(format!("Set fifo: false on {}", joined.to.id), set(joined.to, None))
                .fix(format!("Set fifo: true on {}", joined.from.id), set(joined.from, Some(true)));
        }
    }
    for queue in context.nodes_of("queue") {
        let Some(dead) = queue.node.get("dead_letters").and_then(|value| context.named(value)) else { continue };
        if dead.is("queue") && fifo(dead) != fifo(queue) {
            let (one, other) = if fifo(queue) { ("a FIFO queue", "is not one") } else { ("no FIFO queue", "is one") };
            report
                .add(
                    queue.at("dead_letters"),
                    format!("{} is {one}, but its dead-letter queue {} {other}: set fifo the same.", queue.id, dead.id),
                )
                .fix(
                    format!("Set fifo of {} as that of {}", dead.id, queue.id),
                    set(dead, fifo(queue).then_some(true)),
                );
        }
    }
}

/// The queue that an adapter edit adds, as one that keeps the order.
fn with_fifo(edit: Edit, _context: &Context<'_>) -> Edit {
    let Edit::Batch(edits) = edit else { return edit };
    let edits = edits.into_iter().map(|edit| match edit {
        Edit::AddNode { id, mut node, index } => {
            node.properties.insert("fifo".to_owned(), Value::Boolean(true));
            Edit::AddNode { id, node, index }
        }
        other => other,
    });
    Edit::Batch(edits.collect())
}

fn bucket(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if !on_aws(context) {
        return;
    }
    for joined in context.all().filter(|joined| joined.from.is("bucket") && fifo(joined.to)) {
        if joined.is("publish") || joined.is("subscribe") {
            report
                .add(
                    joined.view.place(),
                    format!(
                        "{} cannot tell {}, which keeps the order: set fifo: false, or go through an event bus.",
                        joined.from.id, joined.to.id
                    ),
                )
                .fix(format!("Set fifo: false on {}", joined.to.id), set(joined.to, None));
        }
    }
}

fn deduplication(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let property = "contentBasedDeduplication";
    for node in context.nodes.iter().filter(|node| on_aws(context) && fifo(node)) {
        let off = node.node.get("extra").and_then(|extra| extra.get(property)).and_then(Value::as_bool) == Some(false);
        if off {
            let path = vec!["extra".to_owned(), property.to_owned()];
            report
                .add(
                    Place::Node { id: node.id.clone(), path: path.clone() },
                    format!(
                        "{} does not deduplicate by content, so sending without an id fails: take the property away.",
                        node.id
                    ),
                )
                .fix(format!("Remove {property}"), Edit::SetProperty { id: node.id.clone(), path, value: None });
        }
    }
}

fn group(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("publish").filter(|joined| on_aws(context) && fifo(joined.to)) {
        if joined.from.is_compute() {
            report.add(
                joined.view.place(),
                format!(
                    "{} keeps the order within a group: the code of {} must send a message group id.",
                    joined.to.id, joined.from.id
                ),
            );
        }
    }
}
