//! Filters as each service reads them: patterns over an event, a message's body, or a changed item.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Entry, Expression, walk};
use crate::text::words;
use crate::value::{Map, Value};

use super::super::draft::of;
use super::{Aws, event_bus, route};

/// The filter of a flow with every single value as a list, as patterns ask.
fn filter(cx: &mut Aws, flow: &Flow) -> Option<Expression> {
    let map = flow.get("filter").and_then(Value::as_map)?.clone();
    let place = Place::flow_property(flow.id, "filter");
    (!map.is_empty()).then(|| lists(cx, &map, &place))
}

fn lists(cx: &mut Aws, map: &Map, place: &Place) -> Expression {
    let entries = map.iter().map(|(key, value)| {
        let value = match value {
            Value::Map(inner) if value.as_setting().is_none() => lists(cx, inner, place),
            Value::List(_) => cx.data(value, place),
            single => Expression::List(vec![cx.data(single, place)]),
        };
        Entry::data(key, value)
    });
    Expression::Object(entries.collect())
}

/// The names of the events that are published to a channel, each once, in order.
pub(super) fn published_events(cx: &Aws, channel: &NodeId) -> Vec<String> {
    let mut events: Vec<String> = Vec::new();
    for flow in cx.design.flows_to(channel).filter(|flow| flow.kind == "publish") {
        if let Some(event) = flow.event().filter(|event| !events.iter().any(|present| present == event)) {
            events.push(event.to_owned());
        }
    }
    events
}

/// The event that a flow puts into a channel: as it says, or as it is called where the cloud itself puts it there.
/// None when code decides.
pub(super) fn published_event(cx: &Aws, flow: &Flow) -> Option<String> {
    let derived = || match (flow.kind.as_str(), cx.design.kind_of(&flow.from)?) {
        ("route", _) => Some(words::pascal(&route::wish(flow))),
        ("publish", "schedule") => Some(words::pascal(&flow.from.node)),
        ("subscribe", "table" | "queue" | "stream") => Some(words::pascal(&format!("{}-changed", flow.from.node))),
        _ => None,
    };
    flow.event().map(str::to_owned).or_else(derived)
}

/// What the messages of a channel look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Content {
    /// The content itself, with the event's name beside it.
    Plain,
    /// An event as EventBridge hands it on: its name is the `detail-type`, its content the `detail`.
    Event,
    /// A change of a table, as its stream tells it.
    Change,
}

/// What the messages of a queue, topic or stream look like, each once, in order. Each way into it is followed to where messages
/// are made: topics hand on what they got, and pipes hand on the bodies of a queue or stream.
pub(super) fn contents(cx: &Aws, channel: &NodeId) -> Vec<Content> {
    let mut found = std::collections::BTreeSet::new();
    let mut seen: Vec<NodeId> = vec![channel.clone()];
    let mut next = 0;
    while let Some(channel) = seen.get(next).cloned() {
        next += 1;
        for flow in cx.design.flows_to(&channel) {
            match (flow.kind.as_str(), cx.design.kind_of(&flow.from).unwrap_or_default()) {
                ("subscribe", "event-bus") => {
                    found.insert(Content::Event);
                }
                ("subscribe", "table") if flow.get("enrich").is_none() => {
                    found.insert(Content::Change);
                }
                ("subscribe", "queue" | "topic" | "stream") if seen.contains(&flow.from) => {}
                ("subscribe", "queue" | "topic" | "stream") if flow.get("enrich").is_none() => {
                    seen.push(flow.from.clone());
                }
                ("publish" | "subscribe" | "route", _) => {
                    found.insert(Content::Plain);
                }
                _ => {}
            }
        }
    }
    if found.is_empty() {
        found.insert(Content::Plain);
    }
    found.into_iter().collect()
}

/// The filter of a flow on messages that look so, with the event's name where it is asked for.
fn on_content(cx: &mut Aws, flow: &Flow, content: Content, event: Option<&str>) -> Option<Expression> {
    let mut entries = Vec::new();
    match content {
        Content::Plain => {
            entries.extend(event.map(|event| Entry::data("event", Expression::texts([event]))));
            if let Some(Expression::Object(further)) = filter(cx, flow) {
                entries.extend(further);
            }
        }
        Content::Event => {
            entries.extend(event.map(|event| Entry::data("detail-type", Expression::texts([event]))));
            entries.extend(filter(cx, flow).map(|detail| Entry::data("detail", detail)));
        }
        // A change carries no event's name: whoever asks for one by name asks for another message.
        Content::Change if event.is_some() => return None,
        Content::Change => return of_table(cx, flow),
    }
    (!entries.is_empty()).then_some(Expression::Object(entries))
}

/// The filter of a flow on the messages of a queue or topic: one pattern for each look that they have. The event's name
/// is asked for only where the channel carries several. Empty when everything passes.
fn on_messages(cx: &mut Aws, flow: &Flow) -> Vec<Expression> {
    let mut events = published_events(cx, &flow.from);
    for other in cx.design.flows_to(&flow.from).filter(|other| other.kind == "subscribe") {
        events.extend(other.event().map(str::to_owned));
    }
    let event = flow.event().filter(|event| events.iter().any(|other| other != event));
    let contents = contents(cx, &flow.from);
    contents.into_iter().filter_map(|content| on_content(cx, flow, content, event)).collect()
}

/// What a subscriber of a bus gets: events of that name from those who publish it there, with the filter on their
/// detail.
pub(super) fn of_bus(cx: &mut Aws, flow: &Flow) -> Expression {
    let publishers: Vec<Flow> = cx
        .design
        .flows_to(&flow.from)
        .filter(|other| match (flow.event(), published_event(cx, other)) {
            (Some(wanted), Some(event)) => wanted == event,
            _ => true,
        })
        .cloned()
        .collect();
    let buckets: Vec<NodeId> = publishers
        .iter()
        // What S3 announces has one name for all; only a flow that says so makes it the event of that name.
        .filter(|other| flow.event().is_none() || other.event() == flow.event())
        .filter(|other| cx.design.kind_of(&other.from) == Some("bucket"))
        .map(|other| other.from.clone())
        .collect();
    let mut sources: Vec<Expression> = Vec::new();
    for other in &publishers {
        let kind = cx.design.kind_of(&other.from).unwrap_or_default();
        if kind == "bucket" || kind == "event-bus" {
            continue;
        }
        let source = event_bus::source(cx, &other.from.service);
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let forwarded = publishers.iter().any(|other| cx.design.kind_of(&other.from) == Some("event-bus"));
    let mut detail = filter(cx, flow);
    // A table's changes say in another way what an item holds.
    let changes = |other: &Flow| cx.design.kind_of(&other.from) == Some("table") && other.get("enrich").is_none();
    if detail.is_some() && !publishers.is_empty() && publishers.iter().all(changes) {
        detail = of_table(cx, flow);
    }
    let mut own = Vec::new();
    if !sources.is_empty() && !forwarded {
        own.push(Entry::data("source", Expression::List(sources.clone())));
    }
    if let Some(event) = flow.event() {
        own.push(Entry::data("detail-type", Expression::texts([event])));
    }
    own.extend(detail.clone().map(|detail| Entry::data("detail", detail)));
    if own.is_empty() {
        // A pattern may not be empty; every event has a source.
        let any = Expression::data([("prefix", Expression::text(""))]);
        own.push(Entry::data("source", Expression::List(vec![any])));
    }
    if buckets.is_empty() {
        return Expression::Object(own);
    }
    let stored = stored_objects(&buckets, detail);
    if sources.is_empty() && !forwarded {
        return stored;
    }
    Expression::data([("$or", Expression::List(vec![Expression::Object(own), stored]))])
}

/// The events that S3 sends for these buckets.
pub(super) fn stored_objects(buckets: &[NodeId], detail: Option<Expression>) -> Expression {
    let names = buckets.iter().map(|bucket| of(&bucket.to_string(), "bucket")).collect();
    let bucket = Entry::data("bucket", Expression::data([("name", Expression::List(names))]));
    let mut entries = vec![bucket];
    if let Some(Expression::Object(further)) = detail {
        entries.extend(further);
    }
    Expression::data([
        ("source", Expression::texts(["aws.s3"])),
        ("detail-type", Expression::texts(["Object Created"])),
        ("detail", Expression::Object(entries)),
    ])
}

/// The filter of a topic's subscription, on the message's body.
pub(super) fn of_topic(cx: &mut Aws, flow: &Flow) -> Option<Expression> {
    let mut patterns = on_messages(cx, flow);
    if patterns.len() > 1 { Some(Expression::data([("$or", Expression::List(patterns))])) } else { patterns.pop() }
}

/// The filters on messages of a queue: what one of them lets through passes.
pub(super) fn of_queue(cx: &mut Aws, flow: &Flow) -> Vec<Expression> {
    on_messages(cx, flow).into_iter().map(|pattern| Expression::data([("body", pattern)])).collect()
}

/// The filters on records of a stream: what one of them lets through passes.
pub(super) fn of_stream(cx: &mut Aws, flow: &Flow) -> Vec<Expression> {
    on_messages(cx, flow).into_iter().map(|pattern| Expression::data([("data", pattern)])).collect()
}

/// The filter on changes of a table: on the new item's attributes, unless it speaks of the record itself.
pub(super) fn of_table(cx: &mut Aws, flow: &Flow) -> Option<Expression> {
    let map = flow.get("filter").and_then(Value::as_map)?.clone();
    let place = Place::flow_property(flow.id, "filter");
    if map.is_empty() || map.contains_key("eventName") || map.contains_key("dynamodb") {
        return filter(cx, flow);
    }
    let attributes = map.iter().map(|(name, value)| {
        let items = match value {
            Value::List(items) => items.clone(),
            single => vec![single.clone()],
        };
        let number = items.iter().all(|item| matches!(item, Value::Integer(_) | Value::Float(_)));
        let boolean = items.iter().all(|item| matches!(item, Value::Boolean(_)));
        let items = items.iter().map(|item| match item {
            Value::Integer(_) | Value::Float(_) => Expression::Text(item.to_string()),
            other => cx.data(other, &place),
        });
        let items = Expression::List(items.collect());
        let kind = match (number, boolean) {
            (true, _) => "N",
            (_, true) => "BOOL",
            _ => "S",
        };
        Entry::data(name, Expression::data([(kind, items)]))
    });
    let image = Expression::Object(attributes.collect());
    Some(Expression::data([("dynamodb", Expression::data([("NewImage", image)]))]))
}

/// Whether the expression holds something that is only known after deployment.
pub(super) fn is_late(value: &Expression) -> bool {
    let mut late = false;
    walk::expression(value, &mut |part| late |= matches!(part, Expression::Node { .. }));
    late
}

/// The pattern as JSON text.
pub(super) fn json(value: Expression) -> Expression {
    if is_late(&value) { Expression::JsonOutput(Box::new(value)) } else { Expression::Json(Box::new(value)) }
}
