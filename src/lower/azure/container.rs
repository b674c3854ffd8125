//! container: a Container App with an identity of its own. It is reached by its public address or not at all, and does
//! its own work with what its flows let it do.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Name, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, data, of, whole};
use super::super::settings::Derived;
use super::access::{self, FunctionAccess};
use super::platform::{CONTAINERS, PLATFORM, Undrawn};
use super::{Azure, function, support};

pub(super) const CLASS: &str = "components/container-app:ContainerApp";

/// How the hosts of Azure's own registries end.
const REGISTRY: &str = ".azurecr.io";

/// How much memory goes with a processor, in MiB, and how finely processors are given out.
const MEMORY: f64 = 2048.0;
const STEP: f64 = 0.25;

/// What a flow of a container leads to.
const REACHED: &[(&str, &[&str])] = &[
    ("publish", &["event-bus", "queue", "stream", "topic"]),
    ("read", &["bucket", "table"]),
    ("write", &["bucket", "table"]),
    ("read-write", &["bucket", "table"]),
    ("call", &["email", "external", "http-api", "websocket-api"]),
    ("use", &["parameter", "secret"]),
];

fn attributes(container: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(container.clone()), Name::known(name));
    match attribute {
        "url" => part("url"),
        "name" | "id" => part("app").property(attribute),
        "principalId" => part("identity").property(attribute),
        _ => container,
    }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    if cx.design.node(id).and_then(|node| node.get("network")).is_some() {
        cx.refuse(
            Place::property(id, "network"),
            format!("network of {id} has no counterpart in programs for Azure yet"),
            "leave it out for now, and let a function do what needs the network",
        );
    }
    flows_fit(cx, id);
    size(cx, id);
    cx.facts.support.insert(support::CONTAINER_APP);
    cx.need(Undrawn::Containers);
    let public = cx.flag(id, &["public_access"]);
    if !public && cx.known(id, &["min"]).iter().any(|value| value.as_integer() == Some(0)) {
        cx.refuse(
            Place::property(id, "min"),
            format!("{id} has no public address, and nothing would ever start its first copy"),
            "set min: 1, or more",
        );
    }
    let own = function::own_environment(cx, id);
    let names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    let FunctionAccess { grants, table_grants, environment, connections, secrets, .. } =
        access::of_function(cx, id, &names);
    let mut environment = environment;
    for (connection, values) in connections {
        environment.extend(values.into_iter().map(|(key, value)| (format!("{connection}__{key}"), value)));
    }
    environment.extend(own);
    function::log_level(cx, &mut environment);
    let key = id.to_string();
    let check = cx.fixed(id, &["health_check"]).and_then(|value| value.as_str().map(str::to_owned));
    let alarms = cx.boolean(id, &["alarms"]).filter(|alarms| *alarms != Expression::Boolean(true));
    let registry = registry(cx, id);
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    // The names of apps are short, and a random part follows.
    let name = crate::catalog::names::shorten(&id.node, 24);
    let mut item = New::component(CLASS, &key, name.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "container")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("environmentId", of(CONTAINERS, "id"))
        .argument("domain", of(CONTAINERS, "defaultDomain"))
        .argument("image", cx.text(id, &["image"]))
        .argument("registry", registry)
        .argument("cpu", cx.number(id, &["cpu"]))
        .argument("memoryMb", cx.integer(id, &["memory"]))
        .argument("port", cx.integer(id, &["port"]))
        .argument("minCopies", cx.integer(id, &["min"]))
        .argument("maxCopies", cx.integer(id, &["max"]))
        .argument("isPublic", Expression::Boolean(public))
        .argument("healthCheck", check.filter(|path| !path.is_empty()).map(Expression::Text));
    if !environment.is_empty() {
        item = item.argument("environment", data(environment));
    }
    if !secrets.is_empty() {
        item = item.argument("secrets", data(secrets));
    }
    if !grants.is_empty() {
        item = item.argument("grants", Expression::List(grants));
    }
    if !table_grants.is_empty() {
        item = item.argument("tableGrants", Expression::List(table_grants));
    }
    let item = item.argument("alarms", alarms).argument("tags", tags).extra(&extra);
    let item = item.aliases(cx.former(id, &name)).at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    if public {
        cx.output(&id.service, &format!("{}-url", id.node), of(&key, "url"));
    }
}

/// Refuses what would reach it past its address, and what it cannot reach.
fn flows_fit(cx: &mut Azure, id: &NodeId) {
    let design = cx.design;
    for flow in design.flows_to(id).filter(|flow| matches!(flow.kind.as_str(), "invoke" | "subscribe")) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: a container of Azure answers its public address, which no identity guards"),
            "let a function do the work, or let the container take it from a queue by itself",
        );
    }
    for flow in design.flows_from(id) {
        let kind = design.kind_of(&flow.to).unwrap_or_default();
        if !REACHED.iter().any(|(name, kinds)| *name == flow.kind && kinds.contains(&kind)) {
            cx.refuse(
                Place::flow(flow.id),
                format!("{flow}: containers cannot do that to a {kind} in programs for Azure yet"),
                "let a function do it",
            );
        }
    }
}

/// Refuses sizes that Container Apps does not have.
fn size(cx: &mut Azure, id: &NodeId) {
    let of = |name: &str, environment: Option<&str>| cx.design.effective(id, &[name], environment)?.as_number();
    let misfit = cx.environments().into_iter().find_map(|environment| {
        let (processors, memory) = (of("cpu", environment)?, of("memory", environment)?);
        let whole = (processors / STEP).fract() == 0.0;
        let fits = whole && (memory - processors * MEMORY).abs() < 0.5;
        (!fits).then_some((processors, memory))
    });
    if let Some((processors, memory)) = misfit {
        cx.refuse(
            Place::property(id, "memory"),
            format!("{id}: Container Apps gives 2048 MiB with each processor, and not {memory} with {processors}"),
            "write processors in steps of 0.25, and 2048 MiB of memory for each",
        );
    }
}

/// The registry of Azure that holds its image: it is there already, and the stack says which it is.
fn registry(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let images = cx.known(id, &["image"]);
    let host =
        |image: &str| image.split_once('/').map(|(host, _)| host.to_owned()).filter(|host| host.ends_with(REGISTRY));
    let mut hosts: Vec<Option<String>> = images.iter().filter_map(Value::as_str).map(host).collect();
    hosts.dedup();
    if hosts.len() > 1 {
        cx.refuse(
            Place::property(id, "image"),
            format!("{id}: its image comes from another registry in one environment than in another"),
            "take it from one registry, with a tag for each environment",
        );
    }
    let host = hosts.into_iter().next().flatten()?;
    let name = host.trim_end_matches(REGISTRY).to_owned();
    let registry = cx.settings.derive(Derived {
        wish: format!("{name}-registry-id"),
        documentation: format!("The id of the container registry {host}."),
        ..Derived::default()
    });
    Some(Expression::properties([("server", Expression::text(host)), ("id", Expression::Setting(registry))]))
}
