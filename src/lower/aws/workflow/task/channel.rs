//! Steps that publish: an event on a bus, a message to a queue or topic, a record into a stream.

use crate::design::NodeId;
use crate::program::{Entry, Expression};

use super::super::super::super::draft::of;
use super::super::super::super::steps;
use super::super::super::{Aws, event_bus};
use super::super::jsonata;
use super::{At, Task, WHOLE, input, path, task};

/// What a step does with a channel.
pub(super) fn of_step(cx: &mut Aws, at: &At, to: &NodeId, event: Option<&str>) -> Option<Task> {
    let event = event
        .map(str::to_owned)
        .or_else(|| at.flow(cx, &["publish"], to).and_then(|flow| flow.event().map(str::to_owned)));
    let key = to.to_string();
    let text = |text: &str| Expression::text(text);
    let kind = cx.design.kind_of(to).unwrap_or_default().to_owned();
    match kind.as_str() {
        "event-bus" => {
            let Some(event) = event else {
                at.refuse(
                    cx,
                    "publish",
                    &format!("does not name the event that it puts on {to}"),
                    "set event on the step",
                );
                return None;
            };
            let entry = Expression::data([
                ("Source", event_bus::source(cx, &at.id.service)),
                ("DetailType", text(&event)),
                ("Detail", input(cx, at, None)),
                ("EventBusName", of(&key, "name")),
            ]);
            Some(task(cx, "events:putEvents", vec![("Entries", Expression::List(vec![entry]))], WHOLE))
        }
        "topic" | "queue" => {
            let message = message(cx, at, event.as_deref());
            let (action, place, body) = if kind == "topic" {
                ("sns:publish", ("TopicArn", of(&key, "arn")), "Message")
            } else {
                ("sqs:sendMessage", ("QueueUrl", of(&key, "url")), "MessageBody")
            };
            let mut arguments = vec![place, (body, message)];
            if cx.is_fifo(to) {
                // Messages of one run keep their order.
                arguments.push(("MessageGroupId", text(&jsonata::marked("$states.context.Execution.Name"))));
            }
            Some(task(cx, action, arguments, WHOLE))
        }
        "stream" => {
            let record = message(cx, at, event.as_deref());
            let spread = partition_key(cx, at, to);
            let arguments = vec![("StreamName", of(&key, "name")), ("PartitionKey", spread), ("Data", record)];
            Some(task(cx, "aws-sdk:kinesis:putRecord", arguments, WHOLE))
        }
        "delivery-stream" => {
            let record = Expression::data([("Data", message(cx, at, event.as_deref()))]);
            let arguments = vec![("DeliveryStreamName", of(&key, "name")), ("Record", record)];
            Some(task(cx, "aws-sdk:firehose:putRecord", arguments, WHOLE))
        }
        _ => None,
    }
}

/// What decides to which shard a record goes: what the flow names; otherwise records of one run stay together.
fn partition_key(cx: &mut Aws, at: &At, to: &NodeId) -> Expression {
    let written = at.flow(cx, &["publish"], to).and_then(|flow| flow.text("partition_key").map(str::to_owned));
    match written {
        Some(text) if steps::is_path(&text) => {
            let path = path(cx, at, "publish", &text);
            Expression::text(jsonata::marked(&format!("$string({path})")))
        }
        Some(text) => Expression::text(jsonata::text(&text)),
        None => Expression::text(jsonata::marked("$states.context.Execution.Name")),
    }
}

/// A message tells its event beside its content, so that subscribers can ask for it.
fn message(cx: &mut Aws, at: &At, event: Option<&str>) -> Expression {
    let content = input(cx, at, None);
    let Some(event) = event else { return content };
    match content {
        Expression::Object(mut entries) => {
            entries.insert(0, Entry::data("event", Expression::text(event)));
            Expression::Object(entries)
        }
        Expression::Text(text) => {
            let inner = text.strip_prefix("{% ").and_then(|text| text.strip_suffix(" %}")).unwrap_or(jsonata::STATE);
            let merged = format!("$merge([{{'event': {}}}, {inner}])", jsonata::quoted(event));
            Expression::text(jsonata::marked(&merged))
        }
        other => other,
    }
}
