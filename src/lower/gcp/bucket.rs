//! bucket: Cloud Storage, private, with versions. Its files are told of through a topic, from which they reach functions
//! and queues.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::places::with_suffix;
use super::access::{Access, Grant, Request, Role};
use super::{Gcp, delivery, labels, region, topic, workflow};

pub(super) const CLASS: &str = "gcp.storage.Bucket";
const MEMBER: &str = "gcp.storage.BucketIAMMember";

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "bucket");
    let name = cx.logical(id);
    let main = New::sdk(CLASS, &key, name.clone(), Origin::Node(key.clone())).variable(wish.clone(), "bucket");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let protection = cx.deletion_protection(id);
    let versions = cx.boolean(id, &["versioning"]).map(|enabled| Expression::properties([("enabled", enabled)]));
    let extra = labels::extra(cx, id);
    let item = main
        .argument("location", region())
        .argument("uniformBucketLevelAccess", Expression::Boolean(true))
        .argument("publicAccessPrevention", Expression::text("enforced"))
        .argument("versioning", versions)
        .argument("lifecycleRules", lifecycle(cx, id))
        .argument("cors", cors(cx, id))
        .overriding(extra)
        .protected(&protection)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

/// Files go after the time that the design says, and old versions a month after they were replaced.
fn lifecycle(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let rule = |condition: Expression| {
        Expression::properties([
            ("action", Expression::properties([("type", Expression::text("Delete"))])),
            ("condition", condition),
        ])
    };
    let mut rules = Vec::new();
    if let Some(days) = cx.days(id, &["expire"]) {
        rules.push(rule(Expression::properties([("age", days)])));
    }
    if cx.boolean(id, &["versioning"]) != Some(Expression::Boolean(false)) {
        rules.push(rule(Expression::properties([
            ("daysSinceNoncurrentTime", Expression::Integer(30)),
            ("withState", Expression::text("ARCHIVED")),
        ])));
    }
    (!rules.is_empty()).then_some(Expression::List(rules))
}

fn cors(cx: &mut Gcp, id: &NodeId) -> Option<Expression> {
    let origins = cx.texts(id, &["cors", "origins"])?;
    let methods = cx.texts(id, &["cors", "methods"]).unwrap_or_else(|| Expression::texts(["GET", "PUT"]));
    let headers = cx.texts(id, &["cors", "headers"]).unwrap_or_else(|| Expression::texts(["content-type"]));
    let age = cx.seconds(id, &["cors", "max_age"]).unwrap_or(Expression::Integer(3600));
    Some(Expression::List(vec![Expression::properties([
        ("origins", origins),
        ("methods", methods),
        ("responseHeaders", headers),
        ("maxAgeSeconds", age),
    ])]))
}

pub(super) fn grant(_: &mut Gcp, request: &Request) -> Grant {
    let (verb, role) = match request.access {
        Access::Read => ("reads", "roles/storage.objectViewer"),
        // objectCreator could not write a file anew.
        Access::Write => ("writes", "roles/storage.objectUser"),
        Access::ReadWrite => ("reads-and-writes", "roles/storage.objectUser"),
        _ => return Grant::default(),
    };
    let key = request.node.to_string();
    Grant::role(Role::on(verb, MEMBER, role, vec![("bucket", of(&key, "name"))])).variable("bucket", of(&key, "name"))
}

pub(super) fn flow(cx: &mut Gcp, flow: &Flow) {
    let told = flow.kind == "subscribe" || flow.kind == "publish";
    if !told {
        return;
    }
    cx.facts.apis.insert("pubsub");
    if !takes_by_topic(cx, flow) {
        notify(cx, flow, &flow.to.to_string());
        return;
    }
    let home = flow.to.clone();
    let name = cx.companion(&home, topic::CLASS, &format!("{}-files-for-{}", flow.from.node, home.node));
    let key = format!("{home}/{name}");
    let item = New::sdk(topic::CLASS, &key, name.clone(), Origin::Flow(flow.id.0))
        .variable(name, "topic")
        .argument("messageStoragePolicy", topic::storage())
        .at(cx.position(&home, Stage::Before));
    cx.push(&home.service, item);
    notify(cx, flow, &key);
    if cx.design.kind_of(&flow.to) == Some("workflow") {
        workflow::by_messages(cx, flow, &key);
    } else {
        delivery::push_from(cx, flow, of(&key, "id"), |_, _| None, Vec::new());
    }
}

/// Whether the target is no channel, so that files reach it through a topic of its own.
fn takes_by_topic(cx: &Gcp, flow: &Flow) -> bool {
    matches!(cx.design.kind_of(&flow.to), Some("function" | "workflow"))
}

/// Lets the bucket tell a topic of its files.
fn notify(cx: &mut Gcp, flow: &Flow, topic: &str) {
    let own = takes_by_topic(cx, flow);
    let home = if own { flow.to.clone() } else { Gcp::home(flow).clone() };
    let agent = cx.storage_agent();
    let mut role = topic::publisher(topic);
    role.verb = "tells";
    let right = if own {
        cx.member(&home, &role, agent, &flow.from.node, &flow.to.node, std::slice::from_ref(flow))
    } else {
        cx.member_once(&flow.to, &role, agent, "storage", flow)
    };
    let near = own || home.service == flow.to.service;
    let class = "gcp.storage.Notification";
    let name = cx.companion(&home, class, &format!("{}-to-{}", flow.from.node, flow.to.node));
    let removed = flow.event().is_some_and(|event| {
        event.to_ascii_lowercase().contains("delete") || event.to_ascii_lowercase().contains("remove")
    });
    let prefix = prefix(cx, flow);
    let events = if removed { "OBJECT_DELETE" } else { "OBJECT_FINALIZE" };
    let event = flow.event().unwrap_or("FileStored");
    let item = New::sdk(class, "", name, Origin::Flow(flow.id.0))
        .argument("bucket", of(&flow.from.to_string(), "name"))
        .argument("topic", of(topic, "id"))
        .argument("payloadFormat", Expression::text("JSON_API_V1"))
        .argument("eventTypes", Expression::texts([events]))
        .argument("objectNamePrefix", prefix)
        .argument("customAttributes", Expression::data([("type", Expression::text(event))]));
    let item = if near { item.depends_on(&right) } else { item };
    cx.push(&home.service, item.at(cx.position(&home, Stage::Flow)));
}

/// What names of files begin with; they can be asked for nothing else.
fn prefix(cx: &mut Gcp, flow: &Flow) -> Option<Expression> {
    let map = flow.get("filter").and_then(Value::as_map)?.clone();
    for (key, value) in &map {
        if key != "prefix" || value.as_str().is_none() {
            cx.refuse(
                Place::flow_property(flow.id, "filter"),
                format!("{flow}: Cloud Storage tells of files by what their names begin with, not by {key}"),
                "use prefix, or let the function look at the name",
            );
        }
    }
    map.get("prefix").and_then(Value::as_str).map(Expression::text)
}
