//! workflow: Workflows, each with an account of its own and an alarm. What it does is in `source`.

mod choose;
mod scope;
mod source;
mod starts;
mod step;
mod task;
mod undo;
mod words;

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Origin, Part, SettingKind, Support, walk};
use crate::text::words as text_words;

use super::super::draft::{New, Stage, of};
use super::super::places::with_suffix;
use super::{Gcp, access, labels, logs, region, support};

pub(super) use starts::{by_messages, by_schedule, grant};

pub(super) const CLASS: &str = "gcp.workflows.Workflow";

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "workflow");
    let name = cx.logical(id);
    let main = New::sdk(CLASS, &key, name.clone(), Origin::Node(key.clone())).variable(wish.clone(), "workflow");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let Some(source) = source::of(cx, id) else { return };
    let account = cx.caller(id, &format!("{}-runs", id.node), format!("Runs the {} workflow", id.node));
    let rights = access::of_account(cx, id, &of(&account, "member"));
    let description = cx.description(id, &text_words::sentence(&id.node));
    let level = cx.vary(id, &["logs"], &SettingKind::Text, "", |value| {
        let level = match value.as_str()? {
            "all" => "LOG_ALL_CALLS",
            "errors" => "LOG_ERRORS_ONLY",
            _ => "LOG_NONE",
        };
        Some(Literal::Text(level.to_owned()))
    });
    let extra = labels::extra(cx, id);
    let mut item = main
        .argument("region", region())
        .argument("description", Expression::text(description))
        .argument("serviceAccount", of(&account, "email"))
        .argument("callLogLevel", level)
        .argument("deletionProtection", Expression::Boolean(false))
        .argument("sourceContents", source)
        .overriding(extra);
    // A run that starts at once must find its rights.
    for right in &rights {
        item = item.depends_on(right);
    }
    let item = item.aliases(cx.former(id, &name)).at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    let filter = "resource.type = \"workflows.googleapis.com/Workflow\" AND resource.labels.workflow_id";
    logs::keep(cx, id, filter, of(&key, "name"));
    if cx.flag(id, &["alarms"]) {
        alarm(cx, id);
    }
}

/// Tells when a run fails.
fn alarm(cx: &mut Gcp, id: &NodeId) {
    cx.facts.support.insert(support::ALARM);
    let class = "gcp.monitoring.AlertPolicy";
    let name = cx.companion(id, class, &format!("{}-failed", id.node));
    let channel = cx.alarm_channel();
    let text = |text: &str| Part::Text(text.to_owned());
    let metric = Expression::Interpolate(vec![
        text("resource.type = \"workflows.googleapis.com/Workflow\" AND resource.labels.workflow_id = \""),
        Part::Value(of(&id.to_string(), "name")),
        text(
            "\" AND metric.type = \"workflows.googleapis.com/finished_execution_count\" AND metric.labels.status = \"FAILED\"",
        ),
    ]);
    let aliases = cx.former(id, &name);
    let item = New::function("components/alarm:createAlarm", "", name, Origin::Node(id.to_string()))
        .argument("description", Expression::text(format!("Runs of {} fail", id.node)))
        .argument("metric", metric)
        .argument("threshold", Expression::Integer(0))
        .argument("channel", channel)
        .aliases(aliases)
        .at(cx.position(id, Stage::Alarm));
    cx.push(&id.service, item);
}

/// Refuses what no step can do.
pub(super) fn flow(cx: &mut Gcp, flow: &Flow) {
    let to = cx.design.kind_of(&flow.to).unwrap_or_default();
    let (what, help) = match (flow.kind.as_str(), to) {
        ("read" | "write" | "read-write", _) => {
            ("a run handles no items and files itself", "let a function read and write, and invoke the function")
        }
        ("call", "http-api") => {
            ("a step cannot say which of its routes it means", "let a function make the call, and invoke the function")
        }
        _ => return,
    };
    cx.refuse(Place::flow(flow.id), format!("{flow}: {what}"), help);
}

/// A value as JSON text.
fn json(value: Expression) -> Expression {
    let mut late = false;
    walk::expression(&value, &mut |part| late |= matches!(part, Expression::Node { .. }));
    if late { Expression::JsonOutput(Box::new(value)) } else { Expression::Json(Box::new(value)) }
}

/// What starts a run, as the base64 that Cloud Scheduler takes.
fn encoded(input: Expression) -> Expression {
    Expression::Call {
        function: Support { module: vec!["encoding".to_owned()], item: "run".to_owned() },
        arguments: vec![input],
    }
}
