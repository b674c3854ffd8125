//! container: a Cloud Run service, with a service account of its own. Whoever may call it is a member of it; from where it
//! can be reached at all follows from its flows.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin};
use crate::text::words;
use crate::value::Value;

use super::super::draft::{New, Stage, data, of};
use super::{Gcp, function, labels, logs, network, region, support};

pub(super) const CLASS: &str = "components/container-service:ContainerService";

/// How long a request may take, as the support module says.
pub(super) const LONGEST: i64 = 300;

/// The registries that Cloud Run takes images from, by the ends of their names.
const REGISTRIES: &[&str] = &["docker.pkg.dev", "gcr.io", "docker.io"];

/// How much memory goes with so many processors: the least and the most, in MiB.
const MEMORY: &[(i64, i64, i64)] =
    &[(1, 512, 4096), (2, 512, 8192), (4, 2048, 16_384), (6, 4096, 24_576), (8, 4096, 32_768)];

/// How others reach a container.
fn attributes(container: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(container.clone()), Name::known(name));
    match attribute {
        "member" | "email" => part("account").property(attribute),
        "name" => part("service").property("name"),
        "uri" => part("uri"),
        _ => container,
    }
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    if cx.is_existing(id) {
        cx.refuse(
            Place::property(id, "existing"),
            format!("{id}: a container that is there already has no account of the program's"),
            "call it as an external system by its address",
        );
        return;
    }
    image(cx, id);
    size(cx, id);
    cx.facts.support.insert(support::CONTAINER_SERVICE);
    cx.facts.apis.extend(["iam", "logging"]);
    let item = service(cx, id);
    cx.push(&id.service, item.at(cx.position(id, Stage::Main)));
    let name = of(&id.to_string(), "name");
    logs::keep(cx, id, "resource.type = \"cloud_run_revision\" AND resource.labels.service_name", name);
    if cx.flag(id, &["public_access"]) {
        cx.invoker(id, id, Expression::text("allUsers"), "anyone", &[]);
        cx.output(&id.service, &format!("{}-url", id.node), of(&id.to_string(), "uri"));
    }
}

fn service(cx: &mut Gcp, id: &NodeId) -> New {
    let access = function::access_of(cx, id);
    let description = cx.description(id, &words::sentence(&id.node));
    let account = crate::catalog::names::shorten(&id.node, 22);
    let check = cx.fixed(id, &["health_check"]).and_then(|value| value.as_str().map(str::to_owned));
    let subnet = network::subnet_of(cx, id);
    let egress = subnet.is_some().then(|| egress(cx, id));
    let channel = cx.flag(id, &["alarms"]).then(|| cx.alarm_channel());
    let mut item = New::component(CLASS, &id.to_string(), id.node.clone(), Origin::Node(id.to_string()))
        .variable(id.node.clone(), "container")
        .attributes(attributes)
        .argument("region", region())
        .argument("description", Expression::text(description))
        .argument("image", cx.text(id, &["image"]))
        .argument("port", cx.integer(id, &["port"]))
        .argument("cpu", cx.number(id, &["cpu"]))
        .argument("memoryMb", cx.integer(id, &["memory"]))
        .argument("minCopies", cx.integer(id, &["min"]))
        .argument("maxCopies", cx.integer(id, &["max"]))
        .argument("ingress", Expression::text(ingress(cx, id)));
    if !access.environment.is_empty() {
        item = item.argument("environment", data(access.environment));
    }
    if !access.secrets.is_empty() {
        item = item.argument("secrets", function::secret_variables(&access.secrets));
    }
    item = item
        .argument("healthCheck", check.filter(|path| !path.is_empty()).map(Expression::Text))
        .argument("subnet", subnet)
        .argument("egress", egress)
        .argument("alarmChannel", channel)
        .argument("accountName", (account != id.node).then(|| Expression::text(account)));
    let extra = labels::extra(cx, id);
    item.extra(&extra).aliases(cx.former(id, &id.node))
}

/// Refuses images that Cloud Run takes from nowhere.
fn image(cx: &mut Gcp, id: &NodeId) {
    let foreign = |image: &str| {
        let host = image.split_once('/').map(|(host, _)| host).filter(|host| host.contains(['.', ':']))?;
        (!REGISTRIES.iter().any(|known| host.ends_with(known))).then(|| host.to_owned())
    };
    let images = cx.known(id, &["image"]);
    if let Some(host) = images.iter().filter_map(Value::as_str).find_map(foreign) {
        cx.refuse(
            Place::property(id, "image"),
            format!("{id}: Cloud Run takes images of Artifact Registry and Docker Hub, and none of {host}"),
            "copy the image to Artifact Registry, or let a remote repository there fetch it",
        );
    }
}

/// Refuses memory that does not go with the processors, as far as both are known.
fn size(cx: &mut Gcp, id: &NodeId) {
    let of = |name: &str, environment: Option<&str>| cx.design.effective(id, &[name], environment)?.as_integer();
    let misfit = cx.environments().into_iter().find_map(|environment| {
        let (cpu, memory) = (of("cpu", environment)?, of("memory", environment)?);
        let (_, least, most) = MEMORY.iter().find(|row| row.0 == cpu)?;
        (!(*least..=*most).contains(&memory)).then_some((cpu, least, most, memory))
    });
    if let Some((cpu, least, most, memory)) = misfit {
        cx.refuse(
            Place::property(id, "memory"),
            format!("{id}: {cpu} processors of Cloud Run take {least} to {most} MiB of memory, not {memory}"),
            "change memory or cpu",
        );
    }
}

/// Which connections leave through the network.
fn egress(cx: &mut Gcp, id: &NodeId) -> Expression {
    let written = cx.fixed(id, &["egress"]);
    let all = written.as_ref().and_then(Value::as_str) == Some("all");
    Expression::text(if all { "ALL_TRAFFIC" } else { "PRIVATE_RANGES_ONLY" })
}

/// From where it can be reached: from where its flows come, or as it says. Gateways, functions and people come from
/// outside; subscriptions, schedules and workflows of the same project count as inside.
fn ingress(cx: &mut Gcp, id: &NodeId) -> &'static str {
    let written = cx.fixed(id, &["ingress"]).and_then(|value| value.as_str().map(str::to_owned));
    let public = cx.flag(id, &["public_access"]);
    let outside = outside(cx, id);
    match written.as_deref() {
        Some("all") => "INGRESS_TRAFFIC_ALL",
        Some(closed) => {
            if let Some(flow) = outside {
                cx.refuse(
                    Place::property(id, "ingress"),
                    format!("{flow} comes from outside, and {id} answers inside alone"),
                    "leave ingress out, so that it follows from the flows",
                );
            } else if public {
                cx.refuse(
                    Place::property(id, "ingress"),
                    format!("{id} is to be public, and answers inside alone"),
                    "leave ingress out, or public_access",
                );
            }
            match closed {
                "internal" => "INGRESS_TRAFFIC_INTERNAL_ONLY",
                _ => "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
            }
        }
        None if public || outside.is_some() => "INGRESS_TRAFFIC_ALL",
        None => "INGRESS_TRAFFIC_INTERNAL_ONLY",
    }
}

/// A flow that reaches it from outside.
fn outside(cx: &Gcp, id: &NodeId) -> Option<Flow> {
    let design = cx.design;
    let comes = |flow: &&Flow| flow.kind == "route" || design.kind_of(&flow.from) == Some("function");
    design.flows_to(id).find(comes).cloned()
}
