//! Messages that are larger than a channel takes.

use std::collections::HashSet;

use crate::check::limits::count_in_tier;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId, Node, NodeId};

pub(in crate::check) const RULE: Rule = Rule::warning("EVT036", "events/message-too-large", run).says(
    "A publication whose messages may be larger than the channel takes.",
    "The cloud refuses such a message when it is sent, which nobody notices before there is one.",
    "Put the content into a bucket, and send where it is.",
);

fn run(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("publish") {
        let Some(size) = joined.flow().get("max_payload").and_then(Value::as_integer) else { continue };
        let Ok(size) = usize::try_from(size) else { continue };
        report.each_stage(|stage| {
            let kind = joined.to.node.kind.as_str();
            let tier = context.value(joined.to, &["tier"], stage).and_then(Value::as_str).unwrap_or_default();
            let most = count_in_tier("payload", tier, kind, context.provider).filter(|most| size > *most)?;
            let message = format!(
                "{} sends up to {} to {}, which takes {} at the most: put the content into a bucket, and send where it is.",
                joined.from.id,
                kibibytes(size),
                joined.to.id,
                kibibytes(most)
            );
            let outcome = Outcome::new(joined.view.at("max_payload"), message);
            Some(match claim_check(context, joined) {
                Some((bucket, edit)) => outcome.mend(format!("Keep the content in a new bucket {bucket}"), edit),
                None => outcome,
            })
        });
    }
}

/// A size for people: whole MiB where it is one.
fn kibibytes(size: usize) -> String {
    if size >= 1024 && size.is_multiple_of(1024) { format!("{} MiB", size / 1024) } else { format!("{size} KiB") }
}

/// How many consumers of one channel a fix joins with the bucket.
const JOINED: usize = 20;

/// The edit that lets the publisher write to a bucket that the consumers read.
fn claim_check(context: &Context<'_>, joined: Joined<'_, '_>) -> Option<(NodeId, Edit)> {
    let publisher = joined.from;
    let readers = consumers(context, joined)?;
    if !publisher.is_any(&["function", "container", "workflow"]) || readers.is_empty() {
        return None;
    }
    let service = &publisher.id.service;
    let wish = format!("{}-payloads", publisher.id.node);
    let bucket = NodeId::new(service.clone(), context.design.free_name(service, &wish));
    let mut node = Node::of_kind("bucket");
    node.properties.insert("expire".to_owned(), "30d".into());
    let flow = |offset: usize, kind: &str, from: &NodeId| {
        let id = FlowId(context.design.next_flow.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)));
        Edit::AddFlow {
            flow: Flow { id, kind: kind.to_owned(), from: from.clone(), to: bucket.clone(), properties: Map::new() },
            index: None,
        }
    };
    let mut edits = vec![
        Edit::AddNode { id: bucket.clone(), node, index: None },
        Edit::SetFlowProperty { id: joined.flow().id, path: vec!["max_payload".to_owned()], value: None },
        flow(0, "write", &publisher.id),
    ];
    edits
        .extend(readers.iter().enumerate().map(|(number, reader)| flow(number + 1, "read", &context.node(*reader).id)));
    Some((bucket, Edit::Batch(edits)))
}

/// The functions and containers that get the messages, through further channels; `None` where there are too many.
fn consumers(context: &Context<'_>, joined: Joined<'_, '_>) -> Option<Vec<usize>> {
    let mut seen = HashSet::from([joined.to.index]);
    let mut open = vec![joined.to.index];
    let mut readers = Vec::new();
    while let Some(channel) = open.pop() {
        if seen.len() > JOINED {
            return None;
        }
        for next in context.outgoing(context.node(channel)).filter(|next| next.is("subscribe")) {
            if next.to.index == joined.from.index || !seen.insert(next.to.index) {
                continue;
            }
            if next.to.is_channel() {
                open.push(next.to.index);
            } else if next.to.is_any(&["function", "container"]) {
                readers.push(next.to.index);
            }
        }
    }
    Some(readers)
}
