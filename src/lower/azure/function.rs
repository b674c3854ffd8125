//! function: an app of its own on Flex Consumption, with an identity, a storage account and a package of its own.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, SettingKind};
use crate::text::duration::Duration;
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, data, of, whole};
use super::super::frames::function_folder;
use super::access::{self, FunctionAccess};
use super::platform::{PACKAGES, PLATFORM, Undrawn};
use super::{Azure, bucket, handler, identity, network, support};

pub(super) const CLASS: &str = "components/function-app:FunctionApp";

/// The runtimes of Flex Consumption, the newest of a language first: the language and the version.
const RUNTIMES: &[(&str, &str)] =
    &[("nodejs", "24"), ("nodejs", "22"), ("nodejs", "20"), ("python", "3.13"), ("python", "3.12"), ("python", "3.11")];

/// How others reach a function.
fn attributes(function: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(function.clone()), Name::known(name));
    match attribute {
        "name" | "id" => part("app").property(attribute),
        "hostName" => part("app").property("defaultHostName"),
        "principalId" => part("identity").property("principalId"),
        _ => function,
    }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    cx.facts.support.insert(support::FUNCTION_APP);
    cx.need(Undrawn::Packages);
    let runtime = cx.fixed(id, &["runtime"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    if runtime == "container" {
        cx.refuse(
            Place::property(id, "runtime"),
            format!("{id} runs a container image, and Flex Consumption takes code only"),
            "draw a container, which Container Apps runs",
        );
    }
    let version = version(cx, id, &runtime);
    let own = own_environment(cx, id);
    let names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    let access = access::of_function(cx, id, &names);
    let mut environment = access.environment.clone();
    environment.extend(own);
    log_level(cx, &mut environment);
    environment.extend(timeout(cx, id));
    cx.handlers.push(handler::of(cx, id, &runtime, &environment, &access));
    let key = id.to_string();
    let alarms = cx.boolean(id, &["alarms"]).filter(|alarms| *alarms != Expression::Boolean(true));
    let FunctionAccess { grants, table_grants, connections, .. } = access;
    let subnet = network::of_node(cx, id).map(|network| of(&network.to_string(), "functionSubnetId"));
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let name = crate::catalog::names::shorten(&id.node, 32);
    let starts = |flow: &Flow| flow.kind == "invoke" && cx.design.kind_of(&flow.to) == Some("workflow");
    // A workflow admits the function, which must know the workflow: who it is comes before both.
    let apart = cx.design.flows_from(id).any(starts);
    if apart {
        identity::lower(cx, id, &name, Some(("FunctionApp", &name)));
    }
    let mut item = New::component(CLASS, &key, name.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "function")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("identity", apart.then(|| whole(&identity::key(id))))
        .argument("packages", whole(PACKAGES))
        .argument("storageName", Expression::text(bucket::account_name(&id.node)))
        .argument("codePath", Expression::text(function_folder(id)))
        .argument("runtime", Expression::text(if runtime == "python" { "python" } else { "node" }))
        .argument("version", Expression::text(version))
        .argument("memoryMb", cx.integer(id, &["memory"]))
        .argument("maximumInstances", cx.integer(id, &["concurrency", "reserved"]))
        .argument("alwaysReady", cx.integer(id, &["concurrency", "provisioned"]));
    if !environment.is_empty() {
        item = item.argument("environment", data(environment));
    }
    if !connections.is_empty() {
        let connections = connections.into_iter().map(|(name, values)| (name, Expression::data(values))).collect();
        item = item.argument("connections", data(connections));
    }
    if !grants.is_empty() {
        item = item.argument("grants", Expression::List(grants));
    }
    if !table_grants.is_empty() {
        item = item.argument("tableGrants", Expression::List(table_grants));
    }
    let item = item.argument("subnetId", subnet).argument("alarms", alarms).argument("tags", tags).extra(&extra);
    let item = item.aliases(cx.former(id, &name)).at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

fn version(cx: &mut Azure, id: &NodeId, runtime: &str) -> String {
    let written = cx.fixed(id, &["version"]).and_then(|value| value.as_str().map(str::to_owned));
    let family = if runtime == "python" { "python" } else { "nodejs" };
    let known: Vec<&str> =
        RUNTIMES.iter().filter(|(language, _)| *language == family).map(|(_, version)| *version).collect();
    match written {
        // The second newest is what the plan offers everywhere.
        None => known.get(1).copied().unwrap_or_default().to_owned(),
        Some(version) if known.contains(&version.as_str()) => version,
        Some(version) => {
            cx.refuse(
                Place::property(id, "version"),
                format!("no function can be made for version {version} of {runtime}"),
                format!("use one of {}, or leave version out", known.join(", ")),
            );
            version
        }
    }
}

/// The variables that the node itself sets, in any environment.
pub(super) fn own_environment(cx: &mut Azure, id: &NodeId) -> Vec<(String, Expression)> {
    let design = cx.design;
    let written = design.node(id).and_then(|node| node.get("environment"));
    let sets = design.environments.values().filter_map(|environment| environment.set.get(&id.to_string()));
    let overridden = sets.filter_map(|set| set.get("environment"));
    let mut names: Vec<String> = Vec::new();
    for map in written.into_iter().chain(overridden).filter_map(Value::as_map) {
        for name in map.keys() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    let mut variables = Vec::new();
    for name in names {
        if let Some(value) = cx.text(id, &["environment", &name]) {
            variables.push((name, value));
        }
    }
    variables
}

/// The program's own setting of the level, where it has one.
pub(super) fn log_level(cx: &mut Azure, environment: &mut Vec<(String, Expression)>) {
    let Some(field) = cx.settings.named("log_level").cloned() else { return };
    let text = matches!(cx.settings.kind(&field), Some(SettingKind::Text | SettingKind::OneOf(_)));
    if text && environment.iter().all(|(name, _)| name != "LOG_LEVEL") {
        environment.push(("LOG_LEVEL".to_owned(), Expression::Setting(field)));
    }
}

/// How long a run may take: a setting of the host, so that each stack can have its own.
fn timeout(cx: &mut Azure, id: &NodeId) -> Option<(String, Expression)> {
    let time = cx.vary(id, &["timeout"], &SettingKind::Text, "", |value| {
        let seconds = Duration::parse(value.as_str()?)?.milliseconds().div_ceil(1000);
        Some(Literal::Text(format!("{:02}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60)))
    })?;
    Some(("AzureFunctionsJobHost__functionTimeout".to_owned(), time))
}

/// What the function does, as a sentence.
pub(super) fn purpose(cx: &Azure, id: &NodeId) -> String {
    cx.description(id, &words::sentence(&id.node))
}

/// Flows that start at a function and that nothing of Azure is made for so far: the kind of flow, the kind of its target,
/// what is missing, and what to do.
const LATER: &[(&str, &str, &str, &str)] = &[
    (
        "invoke",
        "function",
        "a function cannot start another one yet",
        "put a queue or a topic between them, or call it by a route of an API",
    ),
    (
        "authorize",
        "http-api",
        "a function cannot decide who may call an API yet",
        "let a user pool authorize, or set auth: iam on its routes",
    ),
];

/// What starts at a function is wired by what it leads to, or refused.
pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    let target = cx.design.kind_of(&flow.to).unwrap_or_default();
    if let Some((_, _, missing, help)) = LATER.iter().find(|(kind, to, ..)| *kind == flow.kind && *to == target) {
        cx.refuse(Place::flow(flow.id), format!("{flow}: on Azure, {missing}"), *help);
    }
}

/// Whether the flow starts a function.
pub(super) fn starts(flow: &Flow) -> bool {
    matches!(flow.kind.as_str(), "route" | "subscribe" | "invoke" | "trigger")
}
