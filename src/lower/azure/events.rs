//! Events of buses and buckets: Event Grid delivers them to queues and topics, as itself. A function takes them off a
//! queue of its own, so that events wait while there is no function, and those that it cannot work off are set aside.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of, whole};
use super::access::{Grant, Request};
use super::alarm::Alarm;
use super::platform::{MESSAGES, PLATFORM, Undrawn};
use super::{Azure, bucket, queue, support};

pub(super) const SOURCE: &str = "components/event-source:EventSource";
const DELIVERY: &str = "components/event-delivery:EventDelivery";
/// Deliveries of a message before it is set aside.
const DELIVERIES: i64 = 10;

/// How the parts of a source are reached.
fn attributes(source: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(source.clone()), Name::known(name));
    match attribute {
        "topicName" => part("topic").property("name"),
        "topicId" => part("topic").property("id"),
        "endpoint" => part("endpoint"),
        "principalId" => part("principal-id"),
        "undeliveredAccountId" => part("undelivered").property("id"),
        "undeliveredContainer" => part("undelivered-container"),
        _ => source,
    }
}

/// A source of events with its arguments; of a bucket, with the key of its account.
pub(super) fn source(cx: &mut Azure, id: &NodeId, item: New, account: Option<&str>) -> New {
    cx.facts.support.insert(support::EVENT_SOURCE);
    let storage = bucket::account_name(&format!("{}kept", id.node));
    let tags = cx.tags(&id.service);
    item.attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("accountId", account.map(|account| of(account, "id")))
        .argument("storageName", Expression::text(storage))
        .argument("tags", tags)
}

/// The key of the source of a node's events.
fn source_key(cx: &Azure, id: &NodeId) -> String {
    if cx.design.kind_of(id) == Some("bucket") { format!("{id}/events") } else { id.to_string() }
}

/// The key of the queue from which a function takes events.
fn queue_key(from: &NodeId, function: &NodeId) -> String {
    format!("{function}/events-of-{from}")
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    let key = queue_key(request.node, request.holder);
    Grant::allow("Azure Service Bus Data Receiver", of(&key, "id")).variable("events", of(&key, "name")).messages()
}

/// Delivers what flows ask for; all between the same two nodes at once.
pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    let of_bucket = cx.design.kind_of(&flow.from) == Some("bucket");
    // What a bucket publishes is what others hear of it.
    let delivers = flow.kind == "subscribe" || flow.kind == "publish" && of_bucket;
    if !delivers || !cx.facts.subscriptions.insert((flow.from.clone(), flow.to.clone())) {
        return;
    }
    if of_bucket {
        bucket_source(cx, &flow.from);
    }
    let home = Azure::home(flow).clone();
    let wish = format!("{}-to-{}", flow.from.node, flow.to.node);
    let (destination, target) = match cx.design.kind_of(&flow.to) {
        Some("queue") => ("ServiceBusQueue", flow.to.to_string()),
        Some("topic") => ("ServiceBusTopic", flow.to.to_string()),
        Some("function") => ("ServiceBusQueue", own_queue(cx, flow, &home, &wish)),
        kind => {
            cx.refuse(
                Place::flow(flow.id),
                format!("{flow}: events for a {} cannot be exported yet", kind.unwrap_or("node")),
                "deliver them to a function or a queue",
            );
            return;
        }
    };
    cx.facts.support.insert(support::EVENT_DELIVERY);
    let all: Vec<Flow> = cx
        .design
        .flows_from(&flow.from)
        .filter(|other| other.kind == flow.kind && other.to == flow.to)
        .cloned()
        .collect();
    let types = if of_bucket { Some(vec!["Microsoft.Storage.BlobCreated".to_owned()]) } else { events(&all) };
    let types = types.map(|types| Expression::texts(types.iter().map(String::as_str)));
    let source = source_key(cx, &flow.from);
    let name = cx.companion(&home, DELIVERY, &wish);
    let aliases = cx.former(&home, &name);
    let mut item = New::component(DELIVERY, "", name, Origin::Flow(flow.id.0))
        .argument("platform", whole(PLATFORM))
        .argument("topicName", of(&source, "topicName"))
        .argument("principalId", of(&source, "principalId"))
        .argument("undeliveredAccountId", of(&source, "undeliveredAccountId"))
        .argument("undeliveredContainer", of(&source, "undeliveredContainer"))
        .argument("ofBucket", Expression::Boolean(of_bucket))
        .argument("destination", Expression::text(destination))
        .argument("destinationId", of(&target, "id"))
        .argument("eventTypes", types);
    if of_bucket {
        for (name, value) in subject(cx, flow) {
            item = item.argument(name, value);
        }
    }
    let attempts = flow.get("max_attempts").and_then(Value::as_integer);
    // As Azure documents for the retry policy of event subscriptions.
    if let Some(attempts) = attempts.filter(|attempts| !(1..=30).contains(attempts)) {
        cx.refuse(
            Place::flow_property(flow.id, "max_attempts"),
            format!("{flow}: Event Grid tries 1 to 30 times, and not {attempts}"),
            "set max_attempts to a number from 1 to 30",
        );
    }
    let item = item
        .argument("maximumAttempts", attempts.map(Expression::Integer))
        .aliases(aliases)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
}

/// The events that flows name; none where one of them asks for all.
fn events(flows: &[Flow]) -> Option<Vec<String>> {
    let mut events: Vec<String> = Vec::new();
    for flow in flows {
        let event = flow.event()?;
        if !events.iter().any(|known| known == event) {
            events.push(event.to_owned());
        }
    }
    Some(events)
}

/// Which files count: what their names begin or end with, below the container.
fn subject(cx: &mut Azure, flow: &Flow) -> Vec<(&'static str, Expression)> {
    let filter = flow.get("filter").and_then(Value::as_map);
    let text = |key: &str| filter.and_then(|filter| filter.get(key)).and_then(Value::as_str).map(str::to_owned);
    if let Some(other) =
        filter.into_iter().flat_map(|filter| filter.keys()).find(|key| !matches!(key.as_str(), "prefix" | "suffix"))
    {
        cx.refuse(
            Place::flow_property(flow.id, "filter"),
            format!("{flow}: events of a bucket cannot be filtered by {other}"),
            "filter by prefix or suffix",
        );
    }
    let begins = Expression::Interpolate(vec![
        crate::program::Part::Text("/blobServices/default/containers/".to_owned()),
        crate::program::Part::Value(of(&flow.from.to_string(), "name")),
        crate::program::Part::Text(format!("/blobs/{}", text("prefix").unwrap_or_default())),
    ]);
    let mut found = vec![("subjectBeginsWith", begins)];
    found.extend(text("suffix").map(|suffix| ("subjectEndsWith", Expression::Text(suffix))));
    found
}

/// What tells of a bucket's files, once for all who want to know.
fn bucket_source(cx: &mut Azure, id: &NodeId) {
    if !cx.facts.subscriptions.insert((id.clone(), id.clone())) {
        return;
    }
    let name = cx.companion(id, SOURCE, &format!("{}-events", id.node));
    let item = New::component(SOURCE, &format!("{id}/events"), name.clone(), Origin::Node(id.to_string()))
        .variable(name.clone(), "source")
        .aliases(cx.former(id, &name));
    let item = source(cx, id, item, Some(&bucket::account_key(id))).at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// The queue from which a function takes events; gives its key.
fn own_queue(cx: &mut Azure, flow: &Flow, home: &NodeId, wish: &str) -> String {
    cx.need(Undrawn::Messages);
    let key = queue_key(&flow.from, &flow.to);
    let name = cx.companion(home, queue::CLASS, wish);
    let item = New::sdk(queue::CLASS, &key, name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-queue"), "queue")
        .argument("resourceGroupName", Azure::group())
        .argument("namespaceName", of(MESSAGES, "name"))
        .argument("deadLetteringOnMessageExpiration", Expression::Boolean(true))
        .argument("maxDeliveryCount", Expression::Integer(DELIVERIES))
        .aliases(cx.former(home, &name))
        .at(cx.position(home, Stage::Flow));
    cx.push(&home.service, item);
    cx.alarm(
        home,
        Alarm {
            suffix: &format!("{}-dead-letters", flow.from.node),
            description: format!("The {} function could not work off events of {}", flow.to.node, flow.from.node),
            scope: of(MESSAGES, "id"),
            metric: ("Microsoft.ServiceBus/namespaces", "DeadletteredMessages"),
            dimension: ("EntityName", of(&key, "name")),
            aggregation: "Average",
        },
    );
    key
}
