//! schedule: EventBridge Scheduler. The node is a group with a role; each thing that it starts is a schedule in it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Origin, SettingKind};
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Request, Statements};
use super::dead_letters::{self, Target};
use super::event_bus::delivery_age;
use super::route::{self, RoleFor, json_input};
use super::{Aws, container, event_bus, iam, mapping, pattern};

pub(super) const CLASS: &str = "aws.scheduler.ScheduleGroup";
const SCHEDULE: &str = "aws.scheduler.Schedule";

/// How often, and for how many seconds, a target that cannot be reached is tried again where the design says nothing.
const USUAL_TRIES: (i64, i64) = (3, 3600);

/// Source: API model of EventBridge Scheduler, retry policies, 2026-11.
const MOST_ATTEMPTS: i64 = 185;

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: a schedule that is there already cannot be given something to start"),
            "leave existing out, or remove the schedule",
        );
        return;
    }
    let (tags, _) = extra(cx, id);
    let group = New::sdk(CLASS, &id.to_string(), id.node.clone(), Origin::Node(id.to_string()))
        .variable(format!("{}-group", id.node), "schedule-group")
        .overriding(tags)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, group);
    let others: Vec<Flow> = cx.design.flows_from(id).cloned().collect();
    if others.iter().any(|flow| cx.failure_target(flow).is_none() && flow.get("on_failure").is_none()) {
        let description = format!("What {} starts could not be reached", id.node);
        cx.dead_letter_queue(id, Stage::After, false, description);
    }
}

/// Properties that are passed through: the group takes the tags, the schedules in it all else.
fn extra(cx: &mut Aws, id: &NodeId) -> (Properties, Properties) {
    cx.extra(id).into_iter().partition(|(name, _)| name == "tags")
}

type Properties = Vec<(String, Expression)>;

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    let id = &flow.from;
    let Some(expression) = expression(cx, id) else { return };
    let kind = cx.design.kind_of(&flow.to).unwrap_or_default().to_owned();
    if !matches!(
        kind.as_str(),
        "function" | "container" | "workflow" | "queue" | "topic" | "event-bus" | "stream" | "delivery-stream"
    ) {
        let message = format!("{flow}: a schedule that starts a {kind} comes later");
        cx.refuse(Place::flow(flow.id), message, "start a function, or publish to a channel");
        return;
    }
    let failed = failed(cx, flow);
    let event = pattern::published_event(cx, flow).unwrap_or_default();
    let access = if flow.kind == "invoke" { Access::Invoke } else { Access::Publish };
    let mut statements = Statements::default();
    let request = Request { event: Some(&event), ..Request::of(&flow.to, access, &id.service) };
    statements.add(&cx.grant(&request).one_at_a_time());
    if let Some(failed) = &failed {
        statements.add(&cx.set_aside_grant(failed, &id.service));
    }
    let name = mapping::between(flow);
    let role = route::role(
        cx,
        &RoleFor {
            home: id,
            name: &name,
            service: "scheduler.amazonaws.com",
            description: format!("Lets the {} schedule reach {}", id.node, flow.to),
            condition: Some(iam::from_source(of(&id.to_string(), "arn"))),
            origin: Origin::Flow(flow.id.0),
        },
        statements,
    );
    let target = target(cx, flow, &kind, &event, &role.key, failed);
    let schedule = cx.names.take(&id.service, SCHEDULE, &name, "schedule");
    let description = cx.description(id, &format!("Starts {}", flow.to.node));
    let timezone = cx.text(id, &["timezone"]);
    let state = state(cx, id);
    let aliases = cx.former(id, &schedule);
    let (_, extra) = extra(cx, id);
    let window = Expression::properties([("mode", Expression::text("OFF"))]);
    let item = New::sdk(SCHEDULE, "", schedule, Origin::Flow(flow.id.0))
        .argument("description", Expression::text(description))
        .argument("groupName", of(&id.to_string(), "name"))
        .argument("scheduleExpression", expression)
        .argument("scheduleExpressionTimezone", timezone)
        .argument("state", state)
        .argument("flexibleTimeWindow", window)
        .argument("target", target)
        .overriding(extra)
        .aliases(aliases)
        .depends_on(&role.policy)
        .at(cx.position(id, Stage::Flow));
    cx.push(&id.service, item);
}

/// Whether it starts anything; nothing is said where it always does.
fn state(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    match cx.boolean(id, &["enabled"])? {
        Expression::Boolean(true) => None,
        Expression::Boolean(false) => Some(Expression::text("DISABLED")),
        setting => Some(Expression::Conditional {
            condition: Box::new(setting),
            then: Box::new(Expression::text("ENABLED")),
            otherwise: Some(Box::new(Expression::text("DISABLED"))),
        }),
    }
}

/// Where it goes when the target cannot be reached.
fn failed(cx: &mut Aws, flow: &Flow) -> Option<Target> {
    cx.failure_target(flow).or_else(|| {
        if flow.get("on_failure").is_some() {
            return cx.chosen(flow, "on_failure", &flow.from);
        }
        Some(Target::Own(dead_letters::key_of(&flow.from)))
    })
}

fn target(cx: &mut Aws, flow: &Flow, kind: &str, event: &str, role: &str, failed: Option<Target>) -> Expression {
    let container = kind == "container";
    let arn = if container { of(container::CLUSTER, "arn") } else { of(&flow.to.to_string(), "arn") };
    let (attempts, age) = tries(cx, flow, kind);
    let retry = Expression::properties([
        ("maximumEventAgeInSeconds", Expression::Integer(age)),
        ("maximumRetryAttempts", Expression::Integer(attempts)),
    ]);
    let mut entries = vec![("arn", arn), ("roleArn", of(role, "arn"))];
    let input = if container { container::input(cx, flow) } else { json_input(cx, flow) };
    let input = input.or_else(|| {
        // A bus takes nothing but JSON objects.
        (kind == "event-bus").then(|| Expression::text("{}"))
    });
    entries.extend(input.map(|input| ("input", input)));
    if kind == "event-bus" {
        let parameters = Expression::properties([
            ("detailType", Expression::text(event)),
            ("source", event_bus::source(cx, &flow.from.service)),
        ]);
        entries.push(("eventbridgeParameters", parameters));
    }
    if container {
        entries.push(("ecsParameters", container::ecs_parameters(cx, &flow.to)));
    }
    if kind == "queue" && cx.is_fifo(&flow.to) {
        let group = Expression::properties([("messageGroupId", Expression::text(&flow.from.node))]);
        entries.push(("sqsParameters", group));
    }
    if kind == "stream" {
        let partition = Expression::properties([("partitionKey", Expression::text(&flow.from.node))]);
        entries.push(("kinesisParameters", partition));
    }
    entries.extend(failed.map(|target| ("deadLetterConfig", Expression::properties([("arn", target.arn())]))));
    entries.push(("retryPolicy", retry));
    Expression::properties(entries)
}

/// How often and how long it tries to reach the target. A function is reached at once; what fails there, Lambda tries again.
fn tries(cx: &mut Aws, flow: &Flow, kind: &str) -> (i64, i64) {
    if kind == "function" {
        return USUAL_TRIES;
    }
    let attempts = flow.get("max_attempts").and_then(Value::as_integer);
    let age = delivery_age(cx, flow, "EventBridge Scheduler");
    let attempts = attempts.map_or(USUAL_TRIES.0, |attempts| attempts.clamp(0, MOST_ATTEMPTS));
    (attempts, age.unwrap_or(USUAL_TRIES.1))
}

/// When it starts, as Scheduler writes it.
fn expression(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let node = cx.design.node(id)?;
    let cron_place = Place::property(id, "cron");
    if node.get("every").is_some() && node.get("cron").is_some() {
        cx.refuse(
            Place::property(id, "every"),
            format!("{id} has both every and cron, and can follow one"),
            "leave one of them out",
        );
        return None;
    }
    if node.get("every").is_some() {
        return cx.vary(id, &["every"], &SettingKind::Text, "", |value| {
            Duration::parse(value.as_str()?).map(|every| Literal::Text(rate(every)))
        });
    }
    if cx.design.effective(id, &["cron"], None).is_none() {
        cx.refuse(cron_place, format!("{id} says neither when nor how often"), "set cron or every");
        return None;
    }
    let written = cx.known(id, &["cron"]);
    if let Some(wrong) = written.iter().filter_map(Value::as_str).find(|text| cron(text).is_none()) {
        cx.refuse(
            cron_place,
            format!("{id} starts at \"{wrong}\", which AWS cannot say"),
            "write five fields; give the day of the month or the day of the week, not both",
        );
        return None;
    }
    cx.vary(id, &["cron"], &SettingKind::Text, "", |value| {
        cron(value.as_str()?).map(|cron| Literal::Text(format!("cron({cron})")))
    })
}

fn rate(every: Duration) -> String {
    let minutes = (every.seconds() / 60).max(1);
    let (count, unit) = match minutes {
        days if days.is_multiple_of(1440) => (days / 1440, "day"),
        hours if hours.is_multiple_of(60) => (hours / 60, "hour"),
        other => (other, "minute"),
    };
    format!("rate({count} {unit}{})", if count == 1 { "" } else { "s" })
}

/// Five fields of cron as the six of AWS: a year is added, one of the two days becomes `?`, and days of the week count
/// from 1 on Sunday.
fn cron(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return (fields.len() == 6).then(|| fields.join(" "));
    };
    let weekday = weekday_field(weekday)?;
    let (day, weekday) = match (*day, weekday.as_str()) {
        ("*" | "?", "*" | "?") => ("*".to_owned(), "?".to_owned()),
        ("*" | "?", other) => ("?".to_owned(), other.to_owned()),
        (other, "*" | "?") => (other.to_owned(), "?".to_owned()),
        // AWS cannot say "on this day of the month or on that day of the week".
        _ => return None,
    };
    let step = |field: &str| field.strip_prefix("*/").map_or_else(|| field.to_owned(), |step| format!("0/{step}"));
    Some(format!("{} {} {day} {month} {weekday} *", step(minute), step(hour)))
}

fn weekday_field(field: &str) -> Option<String> {
    if matches!(field, "*" | "?") {
        return Some(field.to_owned());
    }
    let number = |part: &str| match part.parse::<u8>() {
        Ok(day @ 0..=6) => Some((day + 1).to_string()),
        Ok(7) => Some("1".to_owned()),
        Ok(_) => None,
        Err(_) => {
            (part.len() == 3 && part.chars().all(|letter| letter.is_ascii_alphabetic())).then(|| part.to_uppercase())
        }
    };
    let parts: Option<Vec<String>> = field
        .split(',')
        .map(|part| {
            let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
            let range = match range.split_once('-') {
                Some((from, to)) => format!("{}-{}", number(from)?, number(to)?),
                None if range == "*" => "1".to_owned(),
                None => number(range)?,
            };
            Some(step.map_or(range.clone(), |step| format!("{range}/{step}")))
        })
        .collect();
    parts.map(|parts| parts.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_fields_become_six() {
        assert_eq!(cron("0 8 * * *").as_deref(), Some("0 8 * * ? *"));
        assert_eq!(cron("*/15 * * * *").as_deref(), Some("0/15 * * * ? *"));
        assert_eq!(cron("30 9 * * 1-5").as_deref(), Some("30 9 ? * 2-6 *"));
        assert_eq!(cron("0 0 1 * *").as_deref(), Some("0 0 1 * ? *"));
        assert_eq!(cron("0 0 * * 0,6").as_deref(), Some("0 0 ? * 1,7 *"));
        assert_eq!(cron("0 0 * * MON").as_deref(), Some("0 0 ? * MON *"));
        assert_eq!(cron("0 0 13 * 5"), None);
        assert_eq!(cron("0 8 * *"), None);
    }

    #[test]
    fn intervals_are_in_the_largest_whole_unit() {
        assert_eq!(rate(Duration::from_seconds(60)), "rate(1 minute)");
        assert_eq!(rate(Duration::from_seconds(900)), "rate(15 minutes)");
        assert_eq!(rate(Duration::from_seconds(7200)), "rate(2 hours)");
        assert_eq!(rate(Duration::from_seconds(86_400)), "rate(1 day)");
    }
}
