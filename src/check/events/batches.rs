//! Batches: how many messages arrive together, and how long they are gathered.

use crate::catalog::Provider;
use crate::check::limits::{count, duration};
use crate::check::prelude::*;

pub(in crate::check) const FIFO_WINDOW: Rule = Rule::error("EVT012", "events/fifo-batch-window", fifo_window).says(
    "A batch window on a FIFO queue.",
    "AWS refuses it.",
    "Take the window away.",
);

pub(in crate::check) const SIZE: Rule = Rule::error("EVT013", "events/batch-size-range", size).says(
    "A batch size that the source cannot give.",
    "AWS refuses it: 1 to 10 for a FIFO queue, 1 to 10,000 for others.",
    "Use a size in that range.",
);

pub(in crate::check) const NEEDS_WINDOW: Rule = Rule::error("EVT014", "events/batch-needs-window", needs_window).says(
    "More than 10 messages of a queue together without a window to gather them.",
    "AWS refuses it.",
    "Set a window of at least one second.",
);

pub(in crate::check) const WINDOW: Rule = Rule::error("EVT015", "events/batch-window-range", window).says(
    "A batch window of more than five minutes.",
    "AWS refuses it.",
    "Use a window from 0s to 300s.",
);

/// The greatest batch that a source gives.
fn greatest(context: &Context<'_>, source: &NodeView<'_>) -> i64 {
    let name = if fifo(source) { "batch-size-fifo" } else { "batch-size" };
    let most = count(name, &source.node.kind, context.provider).and_then(|most| i64::try_from(most).ok());
    most.unwrap_or(i64::MAX)
}

fn fifo(node: &NodeView<'_>) -> bool {
    node.is("queue") && node.node.get("fifo").and_then(Value::as_bool) == Some(true)
}

fn batched<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = Joined<'c, 'd>> {
    let aws = context.provider == Provider::Aws;
    context.of_kind("subscribe").filter(move |joined| {
        aws && joined.flow().get("batch").is_some() && joined.from.is_any(&["queue", "stream", "table"])
    })
}

fn window_of(joined: &Joined<'_, '_>) -> Option<Duration> {
    joined.view.value(&["batch", "window"]).and_then(Value::as_str).and_then(Duration::parse)
}

fn size_of(joined: &Joined<'_, '_>) -> i64 {
    joined.view.value(&["batch", "size"]).and_then(Value::as_integer).unwrap_or(10)
}

fn place(joined: &Joined<'_, '_>, part: &str) -> Place {
    let written = joined.flow().get("batch").and_then(|batch| batch.get(part)).is_some();
    let mut path = vec!["batch".to_owned()];
    path.extend(written.then(|| part.to_owned()));
    Place::Flow { id: joined.flow().id, path }
}

fn set(joined: &Joined<'_, '_>, part: &str, value: Option<Value>) -> Edit {
    Edit::SetFlowProperty { id: joined.flow().id, path: vec!["batch".to_owned(), part.to_owned()], value }
}

fn fifo_window(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in batched(context).filter(|joined| fifo(joined.from) && joined.to.is("function")) {
        if let Some(window) = window_of(&joined).filter(|window| window.milliseconds() > 0) {
            report
                .add(
                    place(&joined, "window"),
                    format!(
                        "{} keeps the order and cannot gather messages for {window}: take the window away.",
                        joined.from.id
                    ),
                )
                .fix("Remove the window", set(&joined, "window", None));
        }
    }
}

fn size(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in batched(context) {
        let size = size_of(&joined);
        let greatest = greatest(context, joined.from);
        if (1..=greatest).contains(&size) {
            continue;
        }
        let better = size.clamp(1, greatest);
        report
            .add(
                place(&joined, "size"),
                format!("{} gives batches of 1 to {greatest} messages, not {size}: use {better}.", joined.from.id),
            )
            .fix(format!("Set the size to {better}"), set(&joined, "size", Some(Value::Integer(better))));
    }
}

fn needs_window(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let queues =
        batched(context).filter(|joined| joined.from.is("queue") && joined.to.is("function") && !fifo(joined.from));
    for joined in queues {
        let (size, window) = (size_of(&joined), window_of(&joined).unwrap_or_default());
        let ungathered = count("batch-size-without-window", "queue", context.provider).unwrap_or(usize::MAX);
        let large = usize::try_from(size).is_ok_and(|size| size > ungathered);
        if large && size <= greatest(context, joined.from) && window < Duration::from_seconds(1) {
            report
                .add(
                    place(&joined, "size"),
                    format!(
                        "Batches of {size} messages of {} need a window of at least 1s, not {window}: set one.",
                        joined.from.id
                    ),
                )
                .fix("Set a window of 1s", set(&joined, "window", Some("1s".into())));
        }
    }
}

fn window(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in batched(context).filter(|joined| !fifo(joined.from)) {
        let Some(longest) = duration("batch-window", &joined.from.node.kind, context.provider) else { continue };
        if let Some(window) = window_of(&joined).filter(|window| *window > longest) {
            report
                .add(
                    place(&joined, "window"),
                    format!(
                        "{} gathers messages for {longest} at the most, not {window}: shorten the window.",
                        joined.from.id
                    ),
                )
                .fix(format!("Set the window to {longest}"), set(&joined, "window", Some(longest.to_string().into())));
        }
    }
}
