//! How runs of a workflow are started, by whatever leads to it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Part};

use super::super::super::draft::of;
use super::super::access::{Access, Grant, Request, Role};
use super::super::{Gcp, support};
use super::encoded;

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
