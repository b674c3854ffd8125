//! How runs of a workflow are started, by whatever leads to it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};

use super::super::super::draft::{New, Stage, of};
use super::super::access::{Access, Grant, Request, Role};
use super::super::delivery::together;
use super::super::{Gcp, region, support};
use super::encoded;

const TRIGGER: &str = "gcp.eventarc.Trigger";

/// Who may start runs. Workflows has no members of its own, so the role is the project's.
fn role(cx: &mut Gcp) -> Role {
    Role::of_project(cx.google_project(), "starts", "roles/workflows.invoker", None)
}

/// What a starter of runs needs, and how its code names the workflow.
pub(in super::super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    if request.access != Access::Invoke {
        return Grant::default();
    }
    cx.facts.apis.insert("workflowexecutions");
    let mode = request.flow.effective(&["mode"]).and_then(|value| value.as_str().map(str::to_owned));
    let workflow = cx.design.kind_of(request.holder) == Some("workflow");
    if mode.as_deref() == Some("sync") && !workflow {
        cx.refuse(
            Place::flow_property(request.flow.id, "mode"),
            format!("{}: a run of Workflows is started and not waited for", request.flow),
            "leave mode out, and ask for the state of the run later",
        );
    }
    Grant::role(role(cx)).variable("workflow", of(&request.node.to_string(), "id"))
}

/// What a schedule sends to start a run: the address, the token and the body.
pub(in super::super) fn by_schedule(
    cx: &mut Gcp,
    flow: &Flow,
    home: &NodeId,
    account: &str,
    subject: &str,
    input: Option<Expression>,
) -> (Vec<(&'static str, Expression)>, String) {
    cx.facts.apis.insert("workflowexecutions");
    cx.facts.support.insert(support::ENCODING);
    let right = by_account(cx, flow, home, account, subject);
    let uri = Expression::Interpolate(vec![
        Part::Text("https://workflowexecutions.googleapis.com/v1/".to_owned()),
        Part::Value(of(&flow.to.to_string(), "id")),
        Part::Text("/executions".to_owned()),
    ]);
    let body = encoded(input.unwrap_or_else(|| Expression::data([])));
    let token = Expression::properties([("serviceAccountEmail", of(account, "email"))]);
    let target = vec![
        ("uri", uri),
        ("httpMethod", Expression::text("POST")),
        ("oauthToken", token),
        ("headers", Expression::data([("Content-Type", Expression::text("application/json"))])),
        ("body", body),
    ];
    (target, right)
}

/// Lets Eventarc start a run for each message of a topic, which it takes off by a subscription of its own making. It tries
/// for a day; an alarm tells what waits.
pub(in super::super) fn by_messages(cx: &mut Gcp, flow: &Flow, topic: &str) {
    let Some(flows) = together(cx, flow) else { return };
    cx.facts.apis.extend(["eventarc", "pubsub", "workflowexecutions"]);
    let home = flow.to.clone();
    let between = format!("{}-to-{}", flow.from.node, home.node);
    let account = cx.caller(
        &home,
        &format!("{}-starts", flow.from.node),
        format!("Starts runs of {} for messages of {}", home.node, flow.from.node),
    );
    let role = role(cx);
    let right =
        cx.member(&home, &role, of(&account, "member"), &format!("{}-messages", flow.from.node), &home.node, &flows);
    let name = cx.companion(&home, TRIGGER, &between);
    let published = Expression::properties([
        ("attribute", Expression::text("type")),
        ("value", Expression::text("google.cloud.pubsub.topic.v1.messagePublished")),
    ]);
    let transport = Expression::properties([("topic", of(topic, "id"))]);
    let item = New::sdk(TRIGGER, "", name.clone(), Origin::Flow(flow.id.0))
        .argument("location", region())
        .argument("matchingCriterias", Expression::List(vec![published]))
        .argument("transport", Expression::properties([("pubsub", transport)]))
        .argument("destination", Expression::properties([("workflow", of(&home.to_string(), "id"))]))
        .argument("serviceAccount", of(&account, "email"))
        .comment("Eventarc tries to start a run for a day; an alarm tells what waits.")
        .aliases(cx.former(&home, &name))
        .depends_on(&right)
        .at(cx.position(&home, Stage::Flow));
    cx.push(&home.service, item);
    waiting(cx, flow, topic, &between);
}

/// Tells when messages wait for ten minutes.
fn waiting(cx: &mut Gcp, flow: &Flow, topic: &str, between: &str) {
    let home = &flow.to;
    cx.facts.support.insert(support::ALARM);
    let class = "gcp.monitoring.AlertPolicy";
    let name = cx.companion(home, class, &format!("{between}-waiting"));
    let channel = cx.alarm_channel();
    let text = |text: &str| Part::Text(text.to_owned());
    let metric = Expression::Interpolate(vec![
        text("resource.type = \"pubsub_topic\" AND resource.labels.topic_id = \""),
        Part::Value(of(topic, "name")),
        text("\" AND metric.type = \"pubsub.googleapis.com/topic/oldest_unacked_message_age_by_region\""),
    ]);
    let told = format!("Messages of {} wait to start {}", flow.from.node, home.node);
    let item = New::function("components/alarm:createAlarm", "", name.clone(), Origin::Flow(flow.id.0))
        .argument("description", Expression::text(told))
        .argument("metric", metric)
        .argument("threshold", Expression::Integer(600))
        .argument("aligner", Expression::text("ALIGN_MAX"))
        .argument("channel", channel)
        .aliases(cx.former(home, &name))
        .at(cx.position(home, Stage::Alarm));
    cx.push(&home.service, item);
}

/// The right of an account to start whatever a node starts; the key of it.
fn by_account(cx: &mut Gcp, flow: &Flow, home: &NodeId, account: &str, subject: &str) -> String {
    let begins = format!("{home}/{subject}-starts-");
    let made = cx.draft.components.values().flatten().find(|item| item.key.starts_with(&begins));
    if let Some(item) = made {
        return item.key.clone();
    }
    let flows: Vec<Flow> = cx
        .design
        .flows_from(home)
        .filter(|other| other.kind == flow.kind && cx.design.kind_of(&other.to) == Some("workflow"))
        .cloned()
        .collect();
    let role = role(cx);
    cx.member(home, &role, of(account, "member"), subject, &flow.to.node, &flows)
}
