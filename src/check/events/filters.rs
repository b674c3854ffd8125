//! Filters of subscriptions: their limits, and subscriptions without one.

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const KEYS: Rule = Rule::error("EVT016", "events/filter-keys", keys).says(
    "A filter on a topic with more than five keys, or with too many combinations of values.",
    "AWS refuses it: five keys, and 150 combinations.",
    "Filter by fewer keys, or in the function.",
);

pub(in crate::check) const COUNT: Rule = Rule::warning("EVT017", "events/filter-count", count).says(
    "A topic with more than 200 filtered subscriptions.",
    "AWS allows 200 filter policies a topic.",
    "Split the topic, or use an event bus.",
);

pub(in crate::check) const SIZE: Rule = Rule::warning("EVT018", "events/pattern-size", size).says(
    "A filter on an event bus of more than 2,048 characters.",
    "AWS allows 2,048 unless asked for more, and 4,096 at the most.",
    "Filter by less, or split the subscription.",
);

pub(in crate::check) const CATCH_ALL: Rule = Rule::warning("EVT019", "events/catch-all-subscription", catch_all).says(
    "A consumer that gets every event of a channel which carries more than three.",
    "It runs, and is paid for, for events that mean nothing to it.",
    "Name the events that it needs, one flow each.",
);

const MOST_KEYS: usize = 5;
const MOST_COMBINATIONS: usize = 150;
const MOST_FILTERED: usize = 200;
const LONG_PATTERN: usize = 2048;
const LONGEST_PATTERN: usize = 4096;
const MANY_EVENTS: usize = 3;

fn keys(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let on_topics =
        context.of_kind("subscribe").filter(|joined| joined.from.is("topic") && context.provider == Provider::Aws);
    for joined in on_topics {
        let Some(filter) = joined.flow().get("filter").and_then(Value::as_map) else { continue };
        let combinations = filter
            .values()
            .map(|value| value.as_list().map_or(1, |values| values.len().max(1)))
            .fold(1_usize, usize::saturating_mul);
        if filter.len() > MOST_KEYS {
            report.add(
                joined.view.at("filter"),
                format!(
                    "This filter has {} keys, and {MOST_KEYS} are the most on a topic: filter by fewer.",
                    filter.len()
                ),
            );
        } else if combinations > MOST_COMBINATIONS {
            report.add(
                joined.view.at("filter"),
                format!("This filter has {combinations} combinations of values, and {MOST_COMBINATIONS} are the most: use fewer values."),
            );
        }
    }
}

fn count(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for topic in context.nodes_of("topic").filter(|_| context.provider == Provider::Aws) {
        let filtered = context
            .outgoing(topic)
            .filter(|joined| joined.is("subscribe") && joined.flow().get("filter").is_some())
            .count();
        if filtered > MOST_FILTERED {
            report.add(
                topic.place(),
                format!(
                    "{} has {filtered} filtered subscriptions, and {MOST_FILTERED} are the most: split it.",
                    topic.id
                ),
            );
        }
    }
}

fn size(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let on_buses =
        context.of_kind("subscribe").filter(|joined| joined.from.is("event-bus") && context.provider == Provider::Aws);
    for joined in on_buses {
        let Some(filter) = joined.flow().get("filter") else { continue };
        let written = serde_json::to_string(filter).unwrap_or_default().chars().count();
        let event = joined.flow().event().map_or(0, |event| event.len() + r#","detail-type":[""]"#.len());
        let length = written + event + r#"{"detail":}"#.len();
        if length > LONG_PATTERN {
            let severity = if length > LONGEST_PATTERN { Severity::Error } else { Severity::Warning };
            let most = if length > LONGEST_PATTERN { LONGEST_PATTERN } else { LONG_PATTERN };
            report
                .add(
                    joined.view.at("filter"),
                    format!("This filter has {length} characters as a pattern, more than {most}: filter by less."),
                )
                .severity(severity);
        }
    }
}

fn catch_all(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for joined in context.of_kind("subscribe").filter(|joined| joined.from.is_any(&["event-bus", "topic"])) {
        let flow = joined.flow();
        if flow.event().is_some() || flow.get("filter").is_some() || !joined.to.is_compute() {
            continue;
        }
        let count = context.events.carried(joined.from.index).count();
        if count > MANY_EVENTS {
            report.add(
                joined.view.place(),
                format!(
                    "{} gets all {count} kinds of event of {}: name those that it needs.",
                    joined.to.id, joined.from.id
                ),
            );
        }
    }
}
