//! Filters of subscriptions: their limits, and subscriptions without one.

use std::collections::HashSet;

use crate::catalog::Provider;
use crate::check::limits;
use crate::check::prelude::*;
use crate::design::{Flow, FlowId};
use crate::text::words::words;

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

/// Kinds of event above which a consumer hardly needs them all.
const MANY_EVENTS: usize = 3;

/// The most flows that a fix puts in place of one.
const NAMED: usize = 20;

/// The filter of a flow, as a sentence begins.
pub(super) fn named(joined: &Joined<'_, '_>) -> String {
    format!("The filter from {} to {}", joined.from.id, joined.to.id)
}

fn keys(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let on_topics =
        context.of_kind("subscribe").filter(|joined| joined.from.is("topic") && context.provider == Provider::Aws);
    for joined in on_topics {
        let Some(filter) = joined.flow().get("filter").and_then(Value::as_map) else { continue };
        let combinations = filter
            .values()
            .map(|value| value.as_list().map_or(1, |values| values.len().max(1)))
            .fold(1_usize, usize::saturating_mul);
        let limit = |name: &str| limits::count(name, "topic", context.provider).unwrap_or(usize::MAX);
        let (keys, most) = (limit("filter-keys"), limit("filter-combinations"));
        if filter.len() > keys {
            report.add(
                joined.view.at("filter"),
                format!(
                    "{} has {} keys, and {keys} are the most on a topic: filter by fewer.",
                    named(&joined),
                    filter.len()
                ),
            );
        } else if combinations > most {
            report.add(
                joined.view.at("filter"),
                format!(
                    "{} has {combinations} combinations of values, and {most} are the most: use fewer values.",
                    named(&joined)
                ),
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
        let most = limits::count("filters", "topic", context.provider).unwrap_or(usize::MAX);
        if filtered > most {
            report.add(
                topic.place(),
                format!("{} has {filtered} filtered subscriptions, and {most} are the most: split it.", topic.id),
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
        let limit = |name: &str| limits::count(name, "event-bus", context.provider).unwrap_or(usize::MAX);
        let (usual, adjusted) = (limit("filter-size"), limit("filter-size-adjusted"));
        if length > usual {
            let severity = if length > adjusted { Severity::Error } else { Severity::Warning };
            let most = if length > adjusted { adjusted } else { usual };
            report
                .add(
                    joined.view.at("filter"),
                    format!(
                        "{} has {length} characters as a pattern, more than {most}: filter by less.",
                        named(&joined)
                    ),
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
        let carried: Vec<&str> = context.events.carried(joined.from.index).collect();
        if carried.len() <= MANY_EVENTS {
            continue;
        }
        let meant = mentioned(joined.to, &carried);
        let title = if meant.len() == carried.len() {
            format!("Subscribe to all {} by name", meant.len())
        } else {
            format!("Subscribe to {} alone", list(&meant))
        };
        report
            .add(
                joined.view.place(),
                format!(
                    "{} gets all {} kinds of event of {}: name those that it needs.",
                    joined.to.id,
                    carried.len(),
                    joined.from.id
                ),
            )
            .maybe_fix(title, (meant.len() <= NAMED).then(|| by_name(context, joined, &meant)));
    }
}

/// The events of which the consumer's name speaks; all of them when it speaks of none.
fn mentioned<'d>(consumer: &NodeView<'_>, carried: &[&'d str]) -> Vec<&'d str> {
    let spoken: HashSet<String> = words(&consumer.id.node).into_iter().map(|word| singular(&word).to_owned()).collect();
    let speaks = |event: &&&str| {
        let words = words(event);
        // The last word says what has happened, and that is said of many things.
        let things = words.split_last().map_or(&[] as &[String], |(_, things)| things);
        things.iter().any(|word| spoken.contains(singular(word)))
    };
    let meant: Vec<&str> = carried.iter().filter(speaks).copied().collect();
    if meant.is_empty() { carried.to_vec() } else { meant }
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// The edit that puts one flow for each event in place of a flow for all.
fn by_name(context: &Context<'_>, joined: Joined<'_, '_>, events: &[&str]) -> Edit {
    let flow = joined.flow();
    let position = context.design.flows.iter().position(|other| other.id == flow.id);
    let named = |offset: usize, id: FlowId, event: &str| {
        let mut flow = Flow { id, ..flow.clone() };
        flow.properties.insert("event".to_owned(), Value::from(event));
        Edit::AddFlow { flow, index: position.map(|position| position + offset) }
    };
    let mut edits = vec![Edit::RemoveFlow(flow.id)];
    edits.extend(events.iter().enumerate().map(|(offset, event)| {
        let further = u32::try_from(offset).unwrap_or(u32::MAX).saturating_sub(1);
        let id = if offset == 0 { flow.id } else { FlowId(context.design.next_flow.saturating_add(further)) };
        named(offset, id, event)
    }));
    Edit::Batch(edits)
}
