//! How runs of a workflow are started, by whatever leads to it.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};

use super::super::super::draft::of;
use super::super::access::{Access, Allow, Grant, KeyUse, Request, Statements};
use super::super::route::{self, RoleFor};
use super::super::{Aws, container, iam};
use super::is_express;

/// The rule by which Step Functions learns that a run has ended for which another one waits.
const RULE: &str = ":rule/StepFunctionsGetEventsForStepFunctionsExecutionRule";

/// The same for a container.
const TASK_RULE: &str = ":rule/StepFunctionsGetEventsForECSTaskRule";

/// What a starter of runs needs: to start them or, where it waits for the end, to run them.
pub(in super::super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let action = match request.access {
        Access::Invoke => "states:StartExecution",
        Access::Await => "states:StartSyncExecution",
        _ => return Grant::default(),
    };
    let arn = of(&request.node.to_string(), "arn");
    cx.uses_iam();
    // Whoever waits for the end of an encrypted run reads what it gives back.
    let key = (request.access == Access::Await).then(|| cx.key_of(request.node)).flatten();
    Grant::allow(request, "Start", &[action], vec![arn.clone()]).variable("workflow arn", arn).key(key, KeyUse::Decrypt)
}

/// Whether the starter waits for the end of the run. Only express workflows allow that to anybody but another workflow; a
/// function waits for them unless it says otherwise, an API only where it says so.
pub(in super::super) fn waits(cx: &mut Aws, flow: &Flow) -> bool {
    let express = is_express(cx, &flow.to);
    let mode = flow.effective(&["mode"]).and_then(|value| value.as_str().map(str::to_owned));
    let from = cx.design.kind_of(&flow.from).unwrap_or_default();
    match (mode.as_deref(), flow.kind.as_str(), from) {
        (Some("async"), ..) | (_, "subscribe", _) | (_, _, "schedule") => false,
        (Some("sync"), ..) if !express => {
            cx.refuse(
                Place::flow_property(flow.id, "mode"),
                format!("{flow} waits for the end of a run, which AWS allows of express workflows only"),
                "set express: true on the workflow, or only start it and ask for its state later",
            );
            false
        }
        (Some("sync"), ..) => true,
        (_, "route", _) => false,
        _ => express,
    }
}

/// What a flow into a workflow lets its starter do.
pub(in super::super) fn access(cx: &mut Aws, flow: &Flow) -> Access {
    if waits(cx, flow) { Access::Await } else { Access::Invoke }
}

/// How a pipe hands messages to runs. It can wait for an express one, and brings the message again when that fails.
pub(in super::super) fn invocation(cx: &mut Aws, id: &NodeId) -> (Access, &'static str) {
    if is_express(cx, id) { (Access::Await, "REQUEST_RESPONSE") } else { (Access::Invoke, "FIRE_AND_FORGET") }
}

/// Whether another workflow can wait for the end of its runs, and learns when they fail.
pub(super) fn can_be_awaited(cx: &mut Aws, id: &NodeId) -> bool {
    !is_express(cx, id)
}

/// What it takes to wait for the end of a run.
pub(super) fn follow(id: &NodeId) -> Vec<Allow> {
    let runs = iam::arn_here(
        "states",
        vec![
            Part::Text(":execution:".to_owned()),
            Part::Value(of(&id.to_string(), "name")),
            Part::Text(":*".to_owned()),
        ],
    );
    ended(id, &["states:DescribeExecution", "states:StopExecution"], runs, RULE)
}

/// What it takes to wait for the end of a container.
pub(super) fn follow_task(id: &NodeId) -> Vec<Allow> {
    let tasks = iam::arn_here(
        "ecs",
        vec![Part::Text(":task/".to_owned()), Part::Value(of(container::CLUSTER, "name")), Part::Text("/*".to_owned())],
    );
    ended(id, &["ecs:DescribeTasks", "ecs:StopTask"], tasks, TASK_RULE)
}

/// To look after what was started, and to hear by a rule of its end.
fn ended(id: &NodeId, actions: &[&'static str], started: Expression, rule: &str) -> Vec<Allow> {
    let rule = iam::arn_here("events", vec![Part::Text(rule.to_owned())]);
    let allow = |verb: &'static str, actions: &[&'static str], resource: Expression| Allow {
        verb,
        object: id.node.clone(),
        service: id.service.clone(),
        actions: actions.to_vec(),
        resources: vec![resource],
        condition: None,
    };
    vec![
        allow("Follow", actions, started),
        allow("HearOf", &["events:DescribeRule", "events:PutRule", "events:PutTargets"], rule),
    ]
}

/// The role by which EventBridge starts runs for a rule.
pub(in super::super) fn start_role(cx: &mut Aws, flow: &Flow, home: &NodeId, name: &str, rule: &str) -> route::Role {
    let mut statements = Statements::default();
    statements.add(&cx.grant(&Request::of(&flow.to, Access::Invoke, &home.service)));
    route::role(
        cx,
        &RoleFor {
            home,
            name,
            service: "events.amazonaws.com",
            description: format!("Lets EventBridge start {}", flow.to),
            condition: Some(iam::from_source(of(rule, "arn"))),
            origin: Origin::Flow(flow.id.0),
        },
        statements,
    )
}
