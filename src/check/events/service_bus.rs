//! Queues and topics on Azure: what a Service Bus namespace of each tier gives, and how long its filters may be.

use crate::catalog::Provider;
use crate::check::limits::count;
use crate::check::prelude::*;

pub(in crate::check) const BASIC: Rule = Rule::error("EVT025", "events/servicebus-basic-topic", basic).says(
    "A basic Service Bus namespace that is to have topics, ordered queues or messages passed on.",
    "The basic tier has plain queues alone.",
    "Take the tier standard.",
);

pub(in crate::check) const FILTERS: Rule = Rule::error("EVT026", "events/servicebus-filters", filters).says(
    "A filter on a topic that becomes an expression of more than 1,024 characters.",
    "Azure refuses it. How many subscriptions a topic may have is told as a fan-out that is too wide.",
    "Filter by fewer values, or in the function.",
);

fn basic(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.provider != Provider::Azure {
        return;
    }
    for channel in context.nodes.iter().filter(|node| node.is_any(&["topic", "queue"]) && !node.existing()) {
        let forwards = channel.node.get("dead_letters").is_some_and(|value| value.as_str().is_some());
        report.each_stage(|stage| {
            let value = |property: &str| context.value(channel, &[property], stage);
            let ordered = value("fifo").and_then(Value::as_bool) == Some(true);
            let lacks = if channel.is("topic") {
                "topics"
            } else if ordered {
                "queues that keep the order"
            } else if forwards {
                "queues that pass messages on, as to a dead-letter queue of your own"
            } else {
                return None;
            };
            (value("tier").and_then(Value::as_str) == Some("basic")).then(|| {
                let message =
                    format!("{} is of the tier basic, which has no {lacks}: take the tier standard.", channel.id);
                Outcome::new(context.place_of(channel, &["tier"], stage), message)
                    .mend("Set the tier to standard", context.mend(channel, &["tier"], Some("standard".into()), stage))
            })
        });
    }
}

fn filters(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(most) = count("filter-size", "topic", context.provider).filter(|_| context.provider == Provider::Azure)
    else {
        return;
    };
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is("topic")) {
        let Some(filter) = joined.flow().get("filter").and_then(Value::as_map) else { continue };
        let length = length(filter);
        if length > most {
            report.add(
                joined.view.at("filter"),
                format!(
                    "{} has {length} characters as an expression, more than {most}: filter by fewer values.",
                    super::filters::named(&joined)
                ),
            );
        }
    }
}

/// How long a filter is as an expression: `type = 'a' AND region IN ('b', 'c')`.
fn length(filter: &Map) -> usize {
    let conditions = filter.iter().map(|(key, value)| {
        let values = value.as_list().map_or_else(|| vec![value], |values| values.iter().collect());
        let written: usize = values.iter().map(|value| value.to_string().chars().count() + "'', ".len()).sum();
        key.chars().count() + " IN ()".len() + written
    });
    conditions.map(|length| length + " AND ".len()).sum::<usize>().saturating_sub(" AND ".len())
}
