//! The runbook: what each alarm means, what to look at and what to do; how to send again what was set aside.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::register::{Registered, ResourceId, Value, registered};

use super::Project;
use super::markdown::{code, commands, table, text};

const ALARM: &str = "aws:cloudwatch/metricAlarm:MetricAlarm";
const QUEUE: &str = "aws:sqs/queue:Queue";

/// What an alarm on a metric asks for: the metric, what it tells, what to look at, what to do.
const METRICS: &[(&str, &str, &str, &str)] = &[
    (
        "Errors",
        "A function ended with an error, or ran out of time or memory.",
        "Its log group, from the time of the alarm: filter for `ERROR` and `Task timed out`; then the trace in X-Ray, which \
         shows the call that failed.",
        "If a deployment came just before, deploy the version before it again. If a service it calls fails, the queue or \
         the caller tries again; watch the dead letters below.",
    ),
    (
        "Throttles",
        "Calls were refused because no more copies of a function may run at once.",
        "The metric `ConcurrentExecutions` of the function and of the account, and what calls it so often.",
        "Raise `concurrency.reserved` of the function, or the quota of the account; for queues, lower `max_concurrency` of \
         the flow so that messages wait instead.",
    ),
    (
        "ApproximateNumberOfMessagesVisible",
        "Something could not be worked off and was set aside.",
        "One of the messages, and the errors of the function that should have worked it off.",
        "Mend the cause first, then send the messages again as below.",
    ),
    (
        "ApproximateAgeOfOldestMessage",
        "Messages wait longer than they should: the reader is too slow, fails, or does not run.",
        "Errors, throttles and duration of the reader; how fast messages come (`NumberOfMessagesSent`).",
        "Raise `max_concurrency` or the batch size of the flow, or make the reader faster. Messages are lost when the \
         queue's retention ends.",
    ),
    (
        "5xx",
        "The API answered with server errors.",
        "The access log of the API: `integrationError` and `routeKey` tell which function failed; then its log group.",
        "As for errors of functions.",
    ),
];

/// The runbook; empty where nothing can raise an alarm.
pub(super) fn text_of(project: &Project<'_>) -> String {
    let resources = registered(project.program, project.program.stacks.last());
    let alarms: Vec<&Registered> = resources.iter().filter(|resource| resource.id.kind == ALARM).collect();
    if alarms.is_empty() {
        return String::new();
    }
    let mut page = format!(
        "# Runbook of {}\n\nAlarms go to one topic; the setting {} says who gets mail.\n",
        text(&project.design.name),
        code("alarmEmail"),
    );
    page.push_str(&by_metric(&alarms));
    page.push_str(&set_aside(&resources));
    page
}

fn by_metric(alarms: &[&Registered]) -> String {
    let mut groups: BTreeMap<String, Vec<&Registered>> = BTreeMap::new();
    for alarm in alarms {
        let metric = alarm.input("metricName").map(Value::readable).unwrap_or_default();
        groups.entry(metric).or_default().push(alarm);
    }
    let place = |metric: &str| METRICS.iter().position(|row| row.0 == metric).unwrap_or(METRICS.len());
    let mut ordered: Vec<(&String, &Vec<&Registered>)> = groups.iter().collect();
    ordered.sort_by_key(|(metric, _)| (place(metric), metric.as_str()));
    let mut page = String::new();
    for (metric, alarms) in ordered {
        let _ = write!(page, "\n## {}\n\n", code(metric));
        if let Some((_, meaning, look, act)) = METRICS.iter().find(|row| row.0 == metric) {
            let _ = write!(page, "{meaning}\n\n- **Look at:** {look}\n- **Do:** {act}\n\n");
        }
        let rows: Vec<Vec<String>> = alarms
            .iter()
            .map(|alarm| {
                let threshold = alarm.input("threshold").map(Value::readable).unwrap_or_default();
                let said = alarm.input("alarmDescription").map(Value::readable).unwrap_or_default();
                vec![
                    code(&format!("{}.{}", alarm.id.service, alarm.id.name)),
                    text(&said),
                    format!("above {threshold}"),
                ]
            })
            .collect();
        page.push_str(&table(&["Alarm", "What it says", "When"], &rows));
    }
    page
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
    let mut found: BTreeMap<&ResourceId, Vec<(&'static str, &ResourceId)>> = BTreeMap::new();
    for resource in resources {
        let Some((_, what)) = SETS_ASIDE.iter().find(|(kind, _)| *kind == resource.id.kind) else { continue };
        for input in NAMED_IN {
            let mut queues = Vec::new();
            let value = resource.input(input).unwrap_or(&Value::Absent);
            let below = if *input == "target" { value.get("deadLetterConfig") } else { Some(value) };
            dead_letters(below.unwrap_or(&Value::Absent), &mut queues);
            for queue in queues {
                let known = resources.iter().find(|other| other.id == *queue).map(|other| &other.id);
                if let Some(queue) = known {
                    found.entry(queue).or_default().push((what, &resource.id));
                }
            }
        }
    }
    if found.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|(queue, sources)| {
            let sources: Vec<String> = sources
                .iter()
                .map(|(what, id)| format!("{what}, {}", code(&format!("{}.{}", id.service, id.name))))
                .collect();
            vec![code(&format!("{}.{}", queue.service, queue.name)), sources.join("; ")]
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
