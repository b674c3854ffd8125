//! The runbook's part on AWS: alarms of CloudWatch, dead-letter queues of SQS.

mod metrics;

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use crate::register::{Registered, ResourceId, Value};

use super::super::markdown::{commands, table};
use super::{Alarm, Alarms, place};
use metrics::METRICS;

const QUEUE: &str = "aws:sqs/queue:Queue";

pub(in crate::project::files) const AWS: Alarms = Alarms {
    kind: "aws:cloudwatch/metricAlarm:MetricAlarm",
    told: "Alarms go to one topic; the setting {} says who gets mail.",
    read,
    metrics: METRICS,
    set_aside,
};

fn read(alarm: &Registered) -> Alarm {
    let input = |name: &str| alarm.input(name).map(Value::readable).unwrap_or_default();
    // Several services have metrics of these names.
    let (service, name) = (input("namespace"), input("metricName"));
    let shared = matches!(service.as_str(), "AWS/AOSS" | "AWS/AppSync" | "AWS/ECS");
    let metric = if shared { format!("{service} {name}") } else { name };
    Alarm { metric, when: format!("above {}", input("threshold")), said: input("alarmDescription") }
}

/// Who sets messages aside in a queue, by the type of what names the queue.
const SETS_ASIDE: &[(&str, &str)] = &[
    (QUEUE, "a queue"),
    ("aws:sns/topicSubscription:TopicSubscription", "a subscription"),
    ("aws:cloudwatch/eventTarget:EventTarget", "a rule of a bus"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", "a stream's reader"),
    ("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "an asynchronous call"),
    ("aws:scheduler/schedule:Schedule", "a schedule"),
    ("aws:pipes/pipe:Pipe", "a pipe"),
];

/// The inputs in which a dead-letter queue is named.
const NAMED_IN: &[&str] = &["redrivePolicy", "deadLetterConfig", "destinationConfig", "target", "sourceParameters"];

fn set_aside(resources: &[Registered]) -> String {
    let registered: HashSet<&ResourceId> = resources.iter().map(|resource| &resource.id).collect();
    let mut found: BTreeMap<&ResourceId, Vec<(&'static str, &ResourceId)>> = BTreeMap::new();
    for resource in resources {
        let Some((_, what)) = SETS_ASIDE.iter().find(|(kind, _)| *kind == resource.id.kind) else { continue };
        for input in NAMED_IN {
            let mut queues = Vec::new();
            let value = resource.input(input).unwrap_or(&Value::Absent);
            let below = if *input == "target" { value.get("deadLetterConfig") } else { Some(value) };
            dead_letters(below.unwrap_or(&Value::Absent), &mut queues);
            for queue in queues.into_iter().filter(|queue| registered.contains(queue)) {
                found.entry(queue).or_default().push((what, &resource.id));
            }
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(queue, sources)| {
            let sources: Vec<String> = sources.iter().map(|(what, id)| format!("{what}, {}", place(id))).collect();
            vec![place(queue), sources.join("; ")]
        })
        .collect();
    let mut page = format!("\n## Sending again what was set aside\n\n{}\n", table(&["Queue", "Set aside by"], &rows));
    let find = "QUEUE_URL=$(aws sqs list-queues --queue-name-prefix NAME --query 'QueueUrls[0]' --output text)";
    let look = "aws sqs receive-message --queue-url \"$QUEUE_URL\" --max-number-of-messages 10 --attribute-names All";
    let arn = "QUEUE_ARN=$(aws sqs get-queue-attributes --queue-url \"$QUEUE_URL\" --attribute-names QueueArn \
               --query Attributes.QueueArn --output text)";
    let _ = write!(
        page,
        "Physical names begin with the name above. What is in one, without taking it out:\n\n{}\nWhat **a queue** set aside \
         goes back to it:\n\n{}\n",
        commands(&[find, look]),
        commands(&[
            arn,
            "aws sqs start-message-move-task --source-arn \"$QUEUE_ARN\" --max-number-of-messages-per-second 10"
        ]),
    );
    page.push_str(
        "SQS cannot send back by itself what others set aside; take each message out, send it on, delete it:\n\n- **a rule \
         of a bus:** the body is the event; send it to the rule's target.\n- **a subscription:** the body is the topic's \
         message; send it to the subscriber.\n- **an asynchronous call** or **a schedule:** the body holds the input \
         (`requestPayload`); invoke the function with it.\n- **a stream's reader** or **a pipe:** the body tells the shard \
         and the sequence numbers, not the records; read them from the stream while it still holds them.\n",
    );
    page
}

/// The queues in a value.
fn dead_letters<'a>(value: &'a Value, found: &mut Vec<&'a ResourceId>) {
    match value {
        Value::Output(id, _) if id.kind == QUEUE => found.push(id),
        Value::Joined(items) | Value::List(items) => items.iter().for_each(|item| dead_letters(item, found)),
        Value::Object(entries) => entries.iter().for_each(|(_, item)| dead_letters(item, found)),
        Value::Json(inner) | Value::From(_, inner) => dead_letters(inner, found),
        _ => {}
    }
}
