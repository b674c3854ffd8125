//! What buckets tell others about their files.

use crate::catalog::Provider;
use crate::check::prelude::*;
use crate::check::structure::adapter::insert_adapter;
use crate::design::FileEvent;

pub(in crate::check) const OVERLAP: Rule = Rule::error("EVT040", "events/bucket-filter-overlap", overlap).says(
    "Two subscriptions to one bucket that would both be told of the same file.",
    "AWS refuses notifications whose prefixes and suffixes overlap.",
    "Give them filters that do not overlap, or go through an event bus.",
);

pub(in crate::check) const NATIVE: Rule = Rule::warning("EVT041", "events/bucket-notification-native", native).says(
    "A bucket that starts a workflow directly.",
    "On AWS a bucket cannot start a workflow by itself.",
    "Put an event bus between them.",
);

/// The prefix and suffix of a subscription's filter; `None` where a stack gives one of them.
fn ends<'d>(joined: &Joined<'_, 'd>) -> Option<(&'d str, &'d str)> {
    let filter = joined.flow().get("filter");
    let part = |name: &str| filter.and_then(|filter| filter.get(name)).map_or(Some(""), Value::as_str);
    Some((part("prefix")?, part("suffix")?))
}

/// How many subscriptions of one bucket are compared; S3 takes a hundred.
const COMPARED: usize = 100;

fn overlap(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for bucket in context.nodes_of("bucket").filter(|_| context.provider == Provider::Aws) {
        let told: Vec<(Joined<'_, '_>, FileEvent, (&str, &str))> = context
            .outgoing(bucket)
            .filter(|joined| {
                (joined.is("subscribe") || joined.is("publish")) && joined.to.is_any(&["function", "queue", "topic"])
            })
            .filter_map(|joined| Some((joined, FileEvent::meant_by(joined.flow().event()), ends(&joined)?)))
            .take(COMPARED)
            .collect();
        for (position, (second, event, (prefix, suffix))) in told.iter().enumerate() {
            let clash = told.iter().take(position).find(|(_, other, (start, end))| {
                event == other
                    && (prefix.starts_with(start) || start.starts_with(prefix))
                    && (suffix.ends_with(end) || end.ends_with(suffix))
            });
            let Some((first, ..)) = clash else { continue };
            let whom = if first.to.index == second.to.index {
                format!("{} twice", second.to.id)
            } else {
                format!("both {} and {}", first.to.id, second.to.id)
            };
            report
                .add(
                    second.view.place(),
                    format!(
                        "{} would tell {whom} of the same {} files: filter by prefix or suffix, or go through an event bus.",
                        bucket.id,
                        event.adjective()
                    ),
                )
                .related([first.view.place()])
                .maybe_fix(
                    format!("Put an event bus between {} and {}", bucket.id, second.to.id),
                    insert_adapter(context, *second, "event-bus"),
                );
        }
    }
}

fn native(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is("bucket") && joined.to.is("workflow")) {
        if context.provider == Provider::Aws {
            report
                .add(
                    joined.view.place(),
                    format!(
                        "{} cannot start the workflow {} by itself: put an event bus between them.",
                        joined.from.id, joined.to.id
                    ),
                )
                .maybe_fix("Put an event bus between them", insert_adapter(context, joined, "event-bus"));
        }
    }
}
