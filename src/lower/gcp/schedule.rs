//! schedule: Cloud Scheduler. Each thing that it starts is a job; it calls functions as an account of its own.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Origin, Part, SettingKind, Support};
use crate::text::duration::Duration;
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::delivery::in_seconds;
use super::{Gcp, region, support, workflow};

pub(super) const CLASS: &str = "gcp.cloudscheduler.Job";

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: a schedule that is there already cannot be given something to start"),
            "leave existing out, or remove the schedule",
        );
    }
    if cx.design.flows_from(id).any(|flow| flow.kind == "invoke") {
        cx.caller(id, &id.node.clone(), format!("Calls what {} starts", id.node));
    }
}

/// The key of the account as which a schedule calls.
fn account(cx: &Gcp, id: &NodeId) -> String {
    let begins = format!("{id}/");
    let items = cx.draft.components.get(&id.service).into_iter().flatten();
    items.map(|item| item.key.as_str()).find(|key| key.starts_with(&begins)).unwrap_or_default().to_owned()
}

pub(super) fn flow(cx: &mut Gcp, flow: &Flow) {
    let id = &flow.from;
    let Some(times) = times(cx, id) else { return };
    let name = cx.companion(id, CLASS, &format!("{}-to-{}", id.node, flow.to.node));
    let description = cx.description(id, &format!("Starts {}", flow.to.node));
    let zone = cx.text(id, &["timezone"]);
    let aliases = cx.former(id, &name);
    let extra = cx.extra(id);
    let input = flow.get("input").cloned();
    let mut item = New::sdk(CLASS, &format!("{id}/{name}/job"), name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-job"), "job")
        .argument("description", Expression::text(description))
        .argument("region", region())
        .argument("schedule", times)
        .argument("timeZone", zone);
    if flow.kind == "invoke" && cx.design.kind_of(&flow.to) == Some("workflow") {
        let account = account(cx, id);
        let input = input.map(|input| cx.data(&input, &Place::flow_property(flow.id, "input")));
        let (target, right) = workflow::by_schedule(cx, flow, id, &account, &id.node, input);
        item = item
            .argument("retryConfig", retries())
            .argument("httpTarget", Expression::properties(target))
            .depends_on(&right);
    } else if flow.kind == "invoke" {
        let account = account(cx, id);
        let right = cx.invoker(id, &flow.to, of(&account, "member"), &id.node, std::slice::from_ref(flow));
        let uri = || of(&flow.to.to_string(), "uri");
        let token = Expression::properties([("serviceAccountEmail", of(&account, "email")), ("audience", uri())]);
        let mut target = vec![("uri", uri()), ("httpMethod", Expression::text("POST")), ("oidcToken", token)];
        if let Some(input) = input {
            cx.facts.support.insert(support::ENCODING);
            let body = cx.data(&input, &Place::flow_property(flow.id, "input"));
            target.push(("headers", Expression::data([("Content-Type", Expression::text("application/json"))])));
            target.push(("body", encoded(body)));
        }
        let deadline = cx.longest(&flow.to).map(at_least);
        item = item
            .argument("attemptDeadline", deadline.map(in_seconds))
            .argument("retryConfig", retries())
            .argument("httpTarget", Expression::properties(target))
            .depends_on(&right);
    } else {
        let event = flow.event().map_or_else(|| crate::text::words::pascal(&id.node), str::to_owned);
        item = item.argument(
            "pubsubTarget",
            Expression::properties([
                ("topicName", of(&flow.to.to_string(), "id")),
                ("attributes", Expression::data([("type", Expression::text(event))])),
            ]),
        );
    }
    let item = item.overriding(extra).aliases(aliases).at(cx.position(id, Stage::Flow));
    cx.push(&id.service, item);
    failures(cx, flow, &name);
}

/// Tells when a run fails: what cannot be started is nowhere set aside.
fn failures(cx: &mut Gcp, flow: &Flow, job: &str) {
    let id = &flow.from;
    let class = "gcp.monitoring.AlertPolicy";
    let name = cx.companion(id, class, &format!("{job}-failed"));
    let channel = cx.alarm_channel();
    let title = format!("{} could not start {}", id.node, flow.to.node);
    let filter = Expression::Interpolate(vec![
        Part::Text(
            "resource.type=\"cloud_scheduler_job\" AND severity>=ERROR AND resource.labels.job_id=\"".to_owned(),
        ),
        Part::Value(of(&format!("{id}/{job}/job"), "name")),
        Part::Text("\"".to_owned()),
    ]);
    let condition = Expression::properties([
        ("displayName", Expression::text(&title)),
        ("conditionMatchedLog", Expression::properties([("filter", filter)])),
    ]);
    let strategy = Expression::properties([
        ("autoClose", Expression::text("86400s")),
        ("notificationRateLimit", Expression::properties([("period", Expression::text("3600s"))])),
    ]);
    let item = New::sdk(class, "", name.clone(), Origin::Flow(flow.id.0))
        .argument("displayName", Expression::text(&title))
        .argument("combiner", Expression::text("OR"))
        .argument("severity", Expression::text("ERROR"))
        .argument("conditions", Expression::List(vec![condition]))
        .argument("notificationChannels", Expression::List(vec![channel]))
        .argument("alertStrategy", strategy)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Alarm));
    cx.push(&id.service, item);
    cx.facts.apis.insert("logging");
}

fn retries() -> Expression {
    Expression::properties([("retryCount", Expression::Integer(3)), ("minBackoffDuration", Expression::text("30s"))])
}

/// Cloud Scheduler waits for an answer for 15 seconds at least.
fn at_least(seconds: Expression) -> Expression {
    match seconds {
        Expression::Integer(seconds) => Expression::Integer(seconds.clamp(15, 1800)),
        other => other,
    }
}

fn encoded(body: Expression) -> Expression {
    Expression::Call {
        function: Support { module: vec!["encoding".to_owned()], item: "json".to_owned() },
        arguments: vec![body],
    }
}

/// The times in the words of Unix cron, which is what Cloud Scheduler reads.
fn times(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let cron = cx.vary(id, &["cron"], &SettingKind::Text, "", |value| {
        let text = value.as_str()?;
        (text.split_whitespace().count() == 5).then(|| Literal::Text(text.to_owned()))
    });
    if cron.is_some() {
        return cron;
    }
    let every = cx.fixed(id, &["every"]).and_then(|value| value.as_str().and_then(Duration::parse));
    let found = every.and_then(interval);
    if found.is_none() {
        let written = cx.design.effective(id, &["every"], None).as_ref().map(Value::to_string).unwrap_or_default();
        cx.refuse(
            Place::property(id, "every"),
            format!("{id}: Cloud Scheduler cannot start something every {written}"),
            "say cron, or an interval that divides an hour or a day",
        );
    }
    found.map(Expression::Text)
}

/// An interval as cron, where it divides an hour or a day.
fn interval(every: Duration) -> Option<String> {
    let seconds = every.seconds();
    if seconds == 0 || !seconds.is_multiple_of(60) {
        return None;
    }
    let minutes = seconds / 60;
    match minutes {
        1 => Some("* * * * *".to_owned()),
        2..60 if 60 % minutes == 0 => Some(format!("*/{minutes} * * * *")),
        60 => Some("0 * * * *".to_owned()),
        1440 => Some("0 0 * * *".to_owned()),
        _ if minutes.is_multiple_of(60) && 24 % (minutes / 60) == 0 => Some(format!("0 */{} * * *", minutes / 60)),
        _ => None,
    }
}
