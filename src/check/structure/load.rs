//! Nodes with too many neighbours, and queues with too many or no consumers.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use crate::check::limits::{subscribers, subscribers_to_oversee};
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const GOD_FUNCTION: Rule = Rule::info("STR026", "structure/god-function", god_function).says(
    "A function with very many flows.",
    "It does many things, needs many rights, and changes for many reasons.",
    "Split it by what starts it.",
);

pub(in crate::check) const FAN_OUT: Rule = Rule::warning("STR027", "structure/fan-out-too-wide", fan_out).says(
    "A channel with more subscribers than the cloud allows, or than anybody oversees.",
    "The deployment fails at the limit; before that, nobody knows who gets what.",
    "Split the channel by subject.",
);

pub(in crate::check) const COMPETING: Rule = Rule::warning("STR028", "structure/competing-consumers", competing).says(
    "A queue with two or more consumers.",
    "Each message goes to one of them, not to each: which one is chance.",
    "Put a topic or bus in front, with a queue for each consumer.",
);

pub(in crate::check) const NO_CONSUMER: Rule = Rule::warning("STR029", "structure/queue-without-consumer", no_consumer)
    .says(
        "A queue that gets messages and that nothing takes them from.",
        "Messages wait until they expire.",
        "Subscribe a function to it, or take it away.",
    );

/// The most consumers of a queue that a fix gives queues of their own.
const COPIED: usize = 10;

const MANY_FLOWS: usize = 15;
const MANY_TARGETS: usize = 8;

fn god_function(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes_of("function") {
        let flows = node.degree();
        let targets: BTreeSet<usize> = context
            .outgoing(node)
            .map(|joined| joined.to)
            .chain(context.incoming(node).map(|joined| joined.from))
            .filter(|other| other.is_store() || other.is_channel())
            .map(|other| other.index)
            .collect();
        let many = if targets.len() > MANY_TARGETS {
            format!("uses {} stores and channels, more than {MANY_TARGETS}", targets.len())
        } else if flows > MANY_FLOWS {
            format!("has {flows} flows, more than {MANY_FLOWS}")
        } else {
            continue;
        };
        report.add(node.place(), format!("{} {many}: split it by what starts it.", node.id));
    }
}

fn fan_out(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for node in context.nodes.iter().filter(|node| node.is_any(&["topic", "event-bus"])) {
        let count = context.outgoing(node).filter(|joined| joined.is("subscribe")).count();
        let fifo = node.node.get("fifo").and_then(Value::as_bool) == Some(true);
        let limit = subscribers(&node.node.kind, fifo, context.provider);
        if let Some(limit) = limit.filter(|limit| count > *limit) {
            report
                .add(node.place(), format!("{} has {count} subscribers, but {limit} are the most: split it.", node.id));
        } else if count > subscribers_to_oversee(&node.node.kind, context.provider) {
            report
                .add(
                    node.place(),
                    format!("{} has {count} subscribers, hard to oversee: split it by subject.", node.id),
                )
                .severity(Severity::Info);
        }
    }
}

fn competing(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for queue in context.nodes_of("queue") {
        let consumers: Vec<Joined<'_, '_>> = context.outgoing(queue).filter(|joined| joined.is("subscribe")).collect();
        let mut targets: Vec<usize> = consumers.iter().map(|joined| joined.to.index).collect();
        targets.sort_unstable();
        targets.dedup();
        if targets.len() < 2 {
            continue;
        }
        let names: Vec<String> = consumers.iter().map(|joined| joined.to.id.to_string()).collect();
        report
            .add(
                queue.place(),
                format!(
                    "{} share the messages of {}, so each gets only a part: give each a queue of its own, filled by a topic.",
                    some(&names),
                    queue.id
                ),
            )
            .related(consumers.iter().map(|joined| joined.view.place()))
            .maybe_fix("Give each consumer a queue of its own", copies(context, queue, &consumers));
    }
}

/// The edit that gives each consumer of a queue but the first a queue of its own, all filled alike: by what fills the
/// queue where that copies messages, by a topic in front where code sends them.
fn copies(context: &Context<'_>, queue: &NodeView<'_>, consumers: &[Joined<'_, '_>]) -> Option<Edit> {
    let incoming: Vec<Joined<'_, '_>> = context.incoming(queue).collect();
    let copied = incoming.iter().all(|joined| joined.is("subscribe") && joined.from.is_any(&["topic", "event-bus"]));
    let sent = incoming.iter().all(|joined| joined.is("publish"));
    if incoming.is_empty() || consumers.len() > COPIED || queue.existing() || !(copied || sent) {
        return None;
    }
    let service = &queue.id.service;
    let mut next = context.design.next_flow;
    let mut flow = |kind: &str, from: &NodeId, to: &NodeId, properties: Map| {
        let id = FlowId(next);
        next += 1;
        Edit::AddFlow {
            flow: Flow { id, kind: kind.to_owned(), from: from.clone(), to: to.clone(), properties },
            index: None,
        }
    };
    let mut edits = Vec::new();
    let topic = NodeId::new(service.clone(), context.design.free_name(service, &format!("{}-topic", queue.id.node)));
    if sent {
        let fifo = queue.node.get("fifo").map(|fifo| ("fifo".to_owned(), fifo.clone()));
        let node = Node { kind: "topic".to_owned(), properties: fifo.into_iter().collect() };
        edits.push(Edit::AddNode { id: topic.clone(), node, index: None });
        let moved = incoming.iter().map(|joined| Flow { to: topic.clone(), ..joined.flow().clone() });
        edits.extend(moved.map(Edit::ReplaceFlow));
        edits.push(flow("subscribe", &topic, &queue.id, Map::new()));
    }
    let mut own: HashMap<usize, NodeId> = HashMap::new();
    let first = consumers.first()?.to.index;
    for joined in consumers.iter().filter(|joined| joined.to.index != first) {
        let number = own.len();
        if let Entry::Vacant(free) = own.entry(joined.to.index) {
            // The names of those already given are not in the design yet; a number keeps them apart.
            let wish = if number == 0 {
                format!("{}-messages", joined.to.id.node)
            } else {
                format!("{}-messages-{}", joined.to.id.node, number + 1)
            };
            let id = free.insert(NodeId::new(service.clone(), context.design.free_name(service, &wish))).clone();
            let mut node = queue.node.clone();
            node.properties.shift_remove("was");
            edits.push(Edit::AddNode { id: id.clone(), node, index: None });
            if sent {
                edits.push(flow("subscribe", &topic, &id, Map::new()));
            } else {
                edits.extend(
                    incoming.iter().map(|from| flow("subscribe", &from.from.id, &id, from.flow().properties.clone())),
                );
            }
        }
        let from = own.get(&joined.to.index)?.clone();
        edits.push(Edit::ReplaceFlow(Flow { from, ..joined.flow().clone() }));
    }
    Some(Edit::Batch(edits))
}

fn no_consumer(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for queue in context.nodes_of("queue") {
        let filled = !queue.incoming.is_empty();
        let emptied = context.outgoing(queue).any(|joined| joined.is("subscribe"));
        if filled && !emptied && !queue.existing() && !context.is_dead_letter_target(queue) {
            report.add(queue.place(), format!("Nothing takes messages from {}: subscribe a function to it.", queue.id));
        }
    }
}
