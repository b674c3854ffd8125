//! websocket-api: a hub of Azure's service for open connections, whose events go to functions. Clients speak its JSON
//! protocol: a route's key is the name of the event that they send. Who may connect is decided by a function, or by
//! tokens of the service.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin, Part};
use crate::text::words;

use super::super::draft::{New, Stage, of, whole};
use super::access::{Access, Grant, Request};
use super::platform::PLATFORM;
use super::{Azure, support};

pub(super) const CLASS: &str = "components/websocket-api:WebSocketApi";
const HUB: &str = "components/websocket-hub:WebSocketHub";
/// The event of which a function decides whether somebody may connect.
const CONNECT: &str = "connect";

/// How the parts of an API are reached.
fn attributes(api: Expression, attribute: &str) -> Expression {
    let service = Expression::Field(Box::new(api.clone()), Name::known("service"));
    match attribute {
        "serviceId" => service.property("id"),
        "serviceName" => service.property("name"),
        "hostName" => service.property(attribute),
        _ => api,
    }
}

/// The name by which clients call the hub: letters and digits, the first a letter.
fn hub(id: &NodeId) -> String {
    let name: String = id.node.chars().filter(char::is_ascii_alphanumeric).collect();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("hub{name}") }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    if cx.refuse_existing(id) {
        return;
    }
    cx.facts.support.insert(support::WEBSOCKET_API);
    let logs = cx.boolean(id, &["access_logs"]).unwrap_or(Expression::Boolean(true));
    let alarms = cx.boolean(id, &["alarms"]).filter(|alarms| *alarms != Expression::Boolean(true));
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(id.node.clone(), "api")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("logMessages", logs)
        .argument("alarms", alarms)
        .argument("tags", tags)
        .extra(&extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    let url = Expression::Interpolate(vec![
        Part::Text("wss://".to_owned()),
        Part::Value(of(&key, "hostName")),
        Part::Text(format!("/client/hubs/{}", hub(id))),
    ]);
    cx.output(&id.service, &format!("{}-url", id.node), url);
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    let key = request.node.to_string();
    let endpoint = Expression::Interpolate(vec![Part::Text("https://".to_owned()), Part::Value(of(&key, "hostName"))]);
    // There is no role that sends to one hub alone.
    Grant::allow("Web PubSub Service Owner", of(&key, "serviceId"))
        .variable("endpoint", endpoint)
        .variable("hub", Expression::Text(hub(request.node)))
}

/// Where in its app a function answers what comes by a flow.
pub(super) fn path(api: &NodeId, flow: &Flow) -> String {
    let event = flow.text("key").map_or_else(|| CONNECT.to_owned(), words::kebab);
    let event = if flow.kind == "authorize" { "authorize".to_owned() } else { event };
    format!("{}/{}", words::kebab(&api.node), if event.is_empty() { "message" } else { &event })
}

/// Makes the hub, once all that stands at its ends is there.
pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    let api = &flow.from;
    if flow.kind != "route" || !cx.facts.subscriptions.insert((api.clone(), api.clone())) {
        return;
    }
    let deciding: Vec<Flow> = cx.design.flows_to(api).filter(|flow| flow.kind == "authorize").cloned().collect();
    let mut routes: Vec<Flow> = cx.design.flows_from(api).filter(|flow| flow.kind == "route").cloned().collect();
    // The first that fits takes an event, so that the route of all others comes last.
    routes.sort_by_key(|route| route.text("key") == Some("$default"));
    let mut handlers = Vec::new();
    for flow in &deciding {
        handlers.push(handler(&flow.from, flow, ("systemEvents", Expression::texts([CONNECT])), api));
    }
    let mut anonymous = true;
    for route in &routes {
        let key = route.text("key").unwrap_or_default();
        let event = match key {
            "$connect" => ("systemEvents", Expression::texts(["connected"])),
            "$disconnect" => ("systemEvents", Expression::texts(["disconnected"])),
            "$default" => ("userEvent", Expression::text("*")),
            event => ("userEvent", Expression::text(event)),
        };
        handlers.push(handler(&route.to, route, event, api));
        let auth = route.effective(&["auth"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
        match auth.as_str() {
            "iam" if key == "$connect" => anonymous = false,
            "custom" if deciding.is_empty() => refuse_auth(cx, route, "no function decides who may connect"),
            "jwt" | "iam" => refuse_auth(cx, route, "tokens are looked at when a connection opens, by a function"),
            _ => {}
        }
    }
    // It stands with the function of the first route, which need not know of it.
    let home = NodeId { service: flow.to.service.clone(), node: api.node.clone() };
    cx.facts.support.insert(support::WEBSOCKET_HUB);
    let name = cx.companion(&home, HUB, &api.node);
    let item = New::component(HUB, "", name, Origin::Flow(flow.id.0))
        .argument("platform", whole(PLATFORM))
        .argument("serviceName", of(&api.to_string(), "serviceName"))
        .argument("hubName", Expression::Text(hub(api)))
        .argument("anonymous", Expression::Boolean(anonymous))
        .argument("handlers", Expression::List(handlers))
        .at(cx.position(&flow.to, Stage::Flow));
    cx.push(&home.service, item);
}

fn refuse_auth(cx: &mut Azure, route: &Flow, why: &str) {
    cx.refuse(
        Place::flow_property(route.id, "auth"),
        format!("{route}: {why}"),
        "draw an authorize flow from a function to the API, and set auth: custom on the route $connect",
    );
}

/// A function that takes an event, as the hub asks it.
fn handler(function: &NodeId, flow: &Flow, event: (&'static str, Expression), api: &NodeId) -> Expression {
    let app = function.to_string();
    let value = Expression::properties([
        event,
        ("appName", of(&app, "name")),
        ("hostName", of(&app, "hostName")),
        ("path", Expression::Text(path(api, flow))),
    ]);
    Expression::From { origins: vec![Origin::Flow(flow.id.0)], remark: None, value: Box::new(value) }
}
