//! container: Fargate. What is reached by requests, or runs by itself, is a service that follows its load; what is only
//! started by a call is a task.

mod balance;
mod run;
mod size;

use crate::design::{NodeId, Place};
use crate::program::{Expression, Name, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, data, of, whole};
use super::access::{self, Grant, Request};
use super::network::{self, Home, Way};
use super::{Aws, function, shared, support};

pub(super) use super::network::group_key;
pub(super) use balance::listener;
pub(super) use run::{ecs_parameters, input};

pub(super) const CLASS: &str = "components/container-service:ContainerService";
const TASK: &str = "components/container-task:ContainerTask";
/// The key of the cluster of all containers.
pub(super) const CLUSTER: &str = "shared/cluster";

/// The key of a container's task.
pub(super) fn task_key(id: &NodeId) -> String {
    format!("{id}/task")
}

/// How others reach parts of a task.
fn task_attributes(task: Expression, attribute: &str) -> Expression {
    let field = |name: &str| Expression::Field(Box::new(task.clone()), Name::known(name));
    match attribute {
        "definitionArn" => field("definition").property("arn"),
        "roleArn" => field("role").property("arn"),
        "executionRoleArn" => field("execution-role").property("arn"),
        _ => task,
    }
}

/// Whether requests of an API reach it.
pub(super) fn is_routed(cx: &Aws, id: &NodeId) -> bool {
    cx.design.flows_to(id).any(|flow| flow.kind == "route")
}

/// Whether it has a public address.
fn is_public(cx: &Aws, id: &NodeId) -> bool {
    cx.known(id, &["public_access"]).iter().any(|value| value.as_bool() == Some(true))
}

/// Whether it is only ever started by a call, and ends by itself.
fn is_task(cx: &Aws, id: &NodeId) -> bool {
    cx.design.flows_to(id).any(|flow| flow.kind == "invoke") && !is_routed(cx, id) && !is_public(cx, id)
}

/// The ways out of its network that starting it takes: to its image, its logs and its traces.
pub(super) fn ways(cx: &Aws, id: &NodeId) -> Vec<Way> {
    let mut ways = vec![Way::Interface("logs")];
    let images = cx.known(id, &["image"]);
    if images.iter().filter_map(Value::as_str).all(|image| image.contains(".dkr.ecr.")) {
        ways.extend([Way::Interface("ecr.api"), Way::Interface("ecr.dkr"), Way::Gateway("s3")]);
    } else {
        ways.push(Way::Internet);
    }
    if cx.known(id, &["tracing"]).iter().any(|value| value.as_bool() != Some(false)) {
        ways.push(Way::Interface("xray"));
    }
    ways
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id} is there already, and its address is not known by its id"),
            "draw it as an external system with its url",
        );
        return;
    }
    cx.facts.undrawn.insert(shared::Undrawn::Cluster);
    let public = cx.flag(id, &["public_access"]);
    check(cx, id, public);
    let home = cx.home_of(id);
    let group = cx.security_group(id, &home, "container");
    let reaches = cx.reaches_of(id);
    cx.reach_out(id, &home, reaches);
    task(cx, id);
    if is_task(cx, id) {
        return;
    }
    let alarms = cx.flag(id, &["alarms"]);
    let mut balancers = Vec::new();
    if is_routed(cx, id) {
        balancers.push(balance::internal(cx, id, &home, &group, alarms));
    }
    if public {
        balancers.push(balance::public(cx, id, &home, &group, alarms));
    }
    let balancers: Vec<Expression> = balancers.iter().map(|key| whole(key)).collect();
    let extra = cx.extra(id);
    let mut item = New::component(CLASS, &id.to_string(), id.node.clone(), Origin::Node(id.to_string()))
        .variable(id.node.clone(), "container")
        .argument("task", whole(&task_key(id)))
        .argument("cluster", whole(CLUSTER))
        .argument("port", cx.integer(id, &["port"]))
        .argument("minCopies", cx.integer(id, &["min"]))
        .argument("maxCopies", cx.integer(id, &["max"]))
        .argument("loadBalancers", Expression::List(balancers))
        .argument("subnetIds", home.of("subnetIds"))
        .argument("securityGroupId", of(&group, "id"));
    if alarms {
        cx.facts.alarming = true;
        item = item.argument("alarmTopicArn", of(shared::ALARMS, "arn"));
    }
    cx.facts.support.insert(support::CONTAINER_SERVICE);
    let item = item.extra(&extra).aliases(cx.former(id, &id.node)).at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

/// The container as it is started: what it is made of, and what its code may do.
fn task(cx: &mut Aws, id: &NodeId) {
    cx.facts.support.insert(support::CONTAINER_TASK);
    let own = function::own_environment(cx, id);
    let names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    let access = access::of_function(cx, id, &names);
    let mut environment = access.environment;
    environment.extend(own);
    function::log_level(cx, &mut environment);
    if !access.statements.is_empty() {
        cx.uses_iam();
    }
    let port = if is_task(cx, id) { None } else { cx.integer(id, &["port"]) };
    let mut item = New::component(TASK, &task_key(id), id.node.clone(), Origin::Node(id.to_string()))
        .variable(format!("{}-task", id.node), "container-task")
        .attributes(task_attributes)
        .argument("family", Expression::text(format!("{}-{}", id.service, id.node)))
        .argument("image", cx.text(id, &["image"]))
        .argument("cpu", size::units(cx, id))
        .argument("memoryMb", cx.integer(id, &["memory"]))
        .argument("port", port);
    if !environment.is_empty() {
        item = item.argument("environment", data(environment));
    }
    if !access.injected.is_empty() {
        item = item.argument("secrets", data(access.injected));
    }
    if !access.injected_keys.is_empty() {
        item = item.argument("secretKeyArns", Expression::List(access.injected_keys));
    }
    let item = item
        .argument("logRetentionDays", cx.retention(id))
        .argument("tracing", cx.boolean(id, &["tracing"]))
        .argument("statements", Expression::List(access.statements))
        .argument("region", network::region())
        .argument("partition", of(shared::PARTITION, ""))
        .argument("accountId", of(shared::ACCOUNT, ""))
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
}

/// Refuses what no copy could ever serve, and what nothing would follow.
fn check(cx: &mut Aws, id: &NodeId, public: bool) {
    size::check(cx, id);
    let idle = cx.known(id, &["min"]).iter().any(|value| value.as_integer() == Some(0));
    if idle && (public || is_routed(cx, id)) {
        cx.refuse(
            Place::property(id, "min"),
            format!("{id} would have no copy, and on Fargate a request starts none"),
            "set min: 1, or let a function answer",
        );
    }
    if !public && !cx.flag(id, &["require_tls"]) {
        cx.refuse(
            Place::property(id, "require_tls"),
            format!("{id} has no public address, and inside of its network requires no TLS anyway"),
            "leave require_tls out",
        );
    }
    if !public && !is_routed(cx, id) && cx.is_written(id, "health_check") {
        cx.refuse(
            Place::property(id, "health_check"),
            format!("no requests reach {id}, so that no balancer asks its health_check"),
            "leave health_check out, route requests to it, or set public_access: true",
        );
    }
    if !public && cx.design.node(id).is_some_and(|node| node.get("certificate").is_some()) {
        cx.refuse(
            Place::property(id, "certificate"),
            format!("{id} has no public address that the certificate could be for"),
            "leave certificate out, or set public_access: true",
        );
    }
    if is_task(cx, id) {
        for property in ["min", "max", "port", "extra", "tags", "alarms"] {
            if cx.is_written(id, property) {
                cx.refuse(
                    Place::property(id, property),
                    format!("{id} is only started by calls, and {property} is for containers that are always there"),
                    format!("leave {property} out, or route requests to it"),
                );
            }
        }
    }
}

/// The cluster of all containers.
pub(super) fn finish(cx: &mut Aws) {
    if !cx.facts.undrawn.contains(&shared::Undrawn::Cluster) {
        return;
    }
    let class = "aws.ecs.Cluster";
    let service = crate::design::model::SHARED;
    let name = cx.names.take(service, class, "cluster", "shared");
    let insights = Expression::properties([
        ("name", Expression::text("containerInsights")),
        ("value", Expression::text("enabled")),
    ]);
    let item = New::sdk(class, CLUSTER, name.clone(), Origin::Frame)
        .variable(name, "cluster")
        .argument("settings", Expression::List(vec![insights]))
        .at((0, Stage::Before));
    cx.push(service, item);
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    run::grant(cx, request)
}

/// Where a container stands.
pub(super) fn home(cx: &Aws, id: &NodeId) -> Home {
    cx.named_network(id).map_or(Home::Default, Home::Node)
}
