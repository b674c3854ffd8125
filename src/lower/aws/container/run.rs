//! Starting a container as a task: what it takes, and what whoever starts it must know.

use crate::design::{Flow, NodeId, Place};
use crate::program::Expression;

use super::super::super::draft::of;
use super::super::access::{Access, Allow, Grant, Request};
use super::super::network::group_key;
use super::super::{Aws, iam, route};
use super::{CLUSTER, home, task_key};

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Invoke {
        return Grant::default();
    }
    if let Some(flow) = request.flow.filter(|flow| flow.text("mode") == Some("sync")) {
        cx.refuse(
            Place::flow_property(flow.id, "mode"),
            format!("{flow} waits for the end of a task, which may run for hours, and a function has minutes"),
            "leave mode out, and let the container say when it is done, or let a workflow start it",
        );
    }
    cx.uses_iam();
    let id = request.node;
    let task = task_key(id);
    let cluster = of(CLUSTER, "arn");
    let mut grant = Grant::allow(request, "Run", &["ecs:RunTask"], vec![of(&task, "definitionArn")]);
    grant.allows.iter_mut().for_each(|allow| {
        allow.condition = Some(iam::condition("ArnEquals", "ecs:cluster", cluster.clone()));
    });
    // A task takes on the roles of its definition, which whoever starts it must be allowed to hand on.
    grant.allows.push(Allow {
        verb: "HandRolesTo",
        object: id.node.clone(),
        service: id.service.clone(),
        actions: vec!["iam:PassRole"],
        resources: vec![of(&task, "roleArn"), of(&task, "executionRoleArn")],
        condition: Some(iam::condition(
            "StringEquals",
            "iam:PassedToService",
            Expression::text("ecs-tasks.amazonaws.com"),
        )),
    });
    grant.details.push(("container", id.node.clone()));
    grant
        .variable("task arn", of(&task, "definitionArn"))
        .variable("task cluster arn", cluster)
        .variable("task subnet ids", Expression::JsonOutput(Box::new(home(cx, id).of("subnetIds"))))
        .variable("task security group id", of(&group_key(id), "id"))
}

/// How EventBridge starts it.
pub(in super::super) fn ecs_parameters(cx: &Aws, id: &NodeId) -> Expression {
    let network = Expression::properties([
        ("subnets", home(cx, id).of("subnetIds")),
        ("securityGroups", Expression::List(vec![of(&group_key(id), "id")])),
        ("assignPublicIp", Expression::Boolean(false)),
    ]);
    Expression::properties([
        ("taskDefinitionArn", of(&task_key(id), "definitionArn")),
        ("launchType", Expression::text("FARGATE")),
        ("networkConfiguration", network),
    ])
}

/// What a flow hands over: the environment variable `INPUT` of the container, as JSON.
pub(in super::super) fn input(cx: &mut Aws, flow: &Flow) -> Option<Expression> {
    let value = route::json_input(cx, flow)?;
    let variable = Expression::data([("name", Expression::text("INPUT")), ("value", value)]);
    let container = Expression::data([
        ("name", Expression::text(&flow.to.node)),
        ("environment", Expression::List(vec![variable])),
    ]);
    let overrides = Expression::data([("containerOverrides", Expression::List(vec![container]))]);
    Some(Expression::Json(Box::new(overrides)))
}
