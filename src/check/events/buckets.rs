//! What buckets tell others about their files.

use crate::catalog::Provider;
use crate::check::prelude::*;
use crate::check::structure::adapter::insert_adapter;

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

/// The prefix and suffix of a subscription's filter.
fn ends<'d>(joined: &Joined<'_, 'd>) -> (&'d str, &'d str) {
    let filter = joined.flow().get("filter");
    let part = |name: &str| filter.and_then(|filter| filter.get(name)).and_then(Value::as_str).unwrap_or_default();
    (part("prefix"), part("suffix"))
}

fn overlap(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for bucket in context.nodes_of("bucket").filter(|_| context.provider == Provider::Aws) {
        let told: Vec<Joined<'_, '_>> = context
            .outgoing(bucket)
            .filter(|joined| {
                (joined.is("subscribe") || joined.is("publish")) && joined.to.is_any(&["function", "queue", "topic"])
            })
            .take(100)
            .collect();
        for (position, second) in told.iter().enumerate() {
            let clash = told.iter().take(position).find(|first| {
                let ((a, b), (c, d)) = (ends(first), ends(second));
                let (one, other) = (first.flow().event(), second.flow().event());
                let same = first.to.index == second.to.index;
                let events = one.is_none() || other.is_none() || one == other;
                !same && events && (a.starts_with(c) || c.starts_with(a)) && (b.ends_with(d) || d.ends_with(b))
            });
            if let Some(first) = clash {
                report
                    .add(
                        second.view.place(),
                        format!("{} would tell both {} and {} of the same files: filter by prefix or suffix, or go through an event bus.", bucket.id, first.to.id, second.to.id),
                    )
                    .related([first.view.place()]);
            }
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
