//! external: something outside of the design. It has an address, and makes no resource of its own.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::super::settings::Derived;
use super::access::{Access, Allow, Grant, Request, Statements};
use super::event_bus::{self, Rule};
use super::route::{self, RoleFor};
use super::{Aws, iam};

pub(super) const CLASS: &str = "aws.cloudwatch.EventApiDestination";
const SERVICE: &str = "events.amazonaws.com";

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    for property in ["existing", "extra"] {
        if cx.design.node(id).and_then(|node| node.get(property)).is_some() {
            cx.refuse(
                Place::property(id, property),
                format!("{id} is outside of the program, so {property} has nothing to apply to"),
                format!("leave {property} out"),
            );
        }
    }
}

fn url(cx: &Aws, id: &NodeId) -> Option<String> {
    cx.design.effective(id, &["url"], None).as_ref().and_then(Value::as_str).map(str::to_owned)
}

/// How the address is reached: `https`, `mailto`, `tel`, when the design knows.
pub(super) fn scheme(cx: &Aws, id: &NodeId) -> Option<String> {
    url(cx, id)?.split_once(':').map(|(scheme, _)| scheme.to_lowercase())
}

/// The ports of the address in any environment; that of HTTPS where it is not known, and none where it is no address of
/// the web.
pub(super) fn ports(cx: &Aws, id: &NodeId) -> Option<std::collections::BTreeSet<i64>> {
    let known = cx.known(id, &["url"]);
    let addresses: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
    if addresses.is_empty() {
        return Some([443].into());
    }
    addresses.into_iter().map(port).collect()
}

/// The port of an address of the web.
fn port(address: &str) -> Option<i64> {
    let (scheme, rest) = address.split_once("://")?;
    let default = match scheme.to_lowercase().as_str() {
        "https" | "wss" => 443,
        "http" | "ws" => 80,
        _ => return None,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((_, port)) => port.parse::<u16>().ok().map(i64::from),
        None => Some(default),
    }
}

/// The address; without the scheme where it is one for people.
pub(super) fn address(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    let people = matches!(scheme(cx, id).as_deref(), Some("mailto" | "tel"));
    match cx.text(id, &["url"])? {
        Expression::Text(text) if people => {
            Some(Expression::Text(text.split_once(':').map_or(text.clone(), |(_, rest)| rest.to_owned())))
        }
        other => Some(other),
    }
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if request.access != Access::Call {
        return Grant::default();
    }
    if let Some(address) = address(cx, request.node) {
        return Grant::default().variable("url", address);
    }
    let id = request.node.clone();
    let name = cx.external_url(&id);
    Grant::default().variable("url", name)
}

/// The address of a system of the web; refused where it is reached otherwise.
pub(super) fn web_address(cx: &mut Aws, id: &NodeId) -> Option<Expression> {
    if scheme(cx, id).is_some_and(|scheme| scheme != "https") {
        cx.refuse(
            Place::property(id, "url"),
            format!("{id} is called without code between, which takes an address that begins with https"),
            "set such an address, or let a function make the call",
        );
        return None;
    }
    Some(address(cx, id).unwrap_or_else(|| cx.external_url(id)))
}

impl Aws<'_> {
    /// A setting for the address of an external system whose address the design does not know.
    fn external_url(&mut self, id: &NodeId) -> Expression {
        Expression::Setting(self.settings.derive(Derived {
            wish: format!("{}-{}-url", id.service, id.node),
            documentation: format!("The address of {id}."),
            origin: Origin::Node(id.to_string()),
            ..Derived::default()
        }))
    }
}

/// The key with which events are delivered to an external system: made once, and shown to whoever deploys, so that the
/// receiver can be told.
fn api_key(cx: &mut Aws, id: &NodeId) -> Expression {
    let key = format!("{id}/api-key");
    if cx.facts.api_keys.insert(id.clone()) {
        let class = "random.RandomPassword";
        let name = cx.companion(id, class, &format!("{}-api-key", id.node));
        let aliases = cx.former(id, &name);
        let item = New::sdk(class, &key, name.clone(), Origin::Node(id.to_string()))
            .variable(name.clone(), "password")
            .argument("length", Expression::Integer(48))
            .argument("special", Expression::Boolean(false))
            .aliases(aliases)
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        cx.output(&id.service, &name, of(&key, "result"));
    }
    of(&key, "result")
}

/// Makes a connection: how an external system learns who asks. It stands beside `home`, under `key`.
pub(super) fn connection(cx: &mut Aws, home: &NodeId, name: &str, key: &str, id: &NodeId, stage: Stage, flow: &Flow) {
    let secret = api_key(cx, id);
    let class = "aws.cloudwatch.EventConnection";
    let name = cx.companion(home, class, name);
    let what = if flow.kind == "call" { "requests" } else { "events" };
    let api_key = Expression::properties([("key", Expression::text("x-api-key")), ("value", secret)]);
    let item = New::sdk(class, key, name.clone(), Origin::Flow(flow.id.0))
        .variable(format!("{name}-connection"), "event-connection")
        .argument("description", Expression::text(format!("How {what} reach {id}")))
        .argument("authorizationType", Expression::text("API_KEY"))
        .argument("authParameters", Expression::properties([("apiKey", api_key)]))
        .at(cx.position(home, stage));
    cx.push(&home.service, item);
}

/// Events of a bus to an address: an API destination, which proves itself with a key.
pub(super) fn from_bus(cx: &mut Aws, flow: &Flow, rule: &Rule, key: &str) {
    let id = &flow.to;
    if matches!(scheme(cx, id).as_deref(), Some("mailto" | "tel"))
        || flow.text("protocol").is_some_and(|protocol| protocol != "https")
    {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: a bus delivers to addresses of the web only"),
            "put a topic between them",
        );
        return;
    }
    let address = match address(cx, id) {
        Some(address) => address,
        None => cx.external_url(id),
    };
    let origin = Origin::Flow(flow.id.0);
    let connection = format!("{}/{}-connection-{}", rule.home, rule.name, flow.id.0);
    self::connection(cx, &rule.home, &rule.name, &connection, id, Stage::Flow, flow);
    let position = cx.position(&rule.home, Stage::Flow);
    let name = cx.companion(&rule.home, CLASS, &rule.name);
    let destination = format!("{}/{name}-destination", rule.home);
    let item = New::sdk(CLASS, &destination, name.clone(), origin.clone())
        .variable(format!("{name}-destination"), "api-destination")
        .argument("connectionArn", of(&connection, "arn"))
        .argument("httpMethod", Expression::text("POST"))
        .argument("invocationEndpoint", address)
        .argument("invocationRateLimitPerSecond", Expression::Integer(50))
        .at(position);
    cx.push(&rule.home.service, item);
    let mut statements = Statements::default();
    statements.add(&Grant {
        allows: vec![Allow {
            verb: "Deliver",
            object: format!("to-{}", id.node),
            service: id.service.clone(),
            actions: vec!["events:InvokeApiDestination"],
            resources: vec![of(&destination, "arn")],
            condition: None,
        }],
        ..Grant::default()
    });
    let assumed = route::role(
        cx,
        &RoleFor {
            home: &rule.home,
            name: &rule.name,
            service: SERVICE,
            description: format!("Lets EventBridge deliver events to {id}"),
            condition: Some(iam::from_source(of(key, "arn"))),
            origin,
        },
        statements,
    );
    let failed = event_bus::kept_apart(cx, flow, rule);
    let item = event_bus::target(cx, flow, rule, key, of(&destination, "arn"))
        .argument("roleArn", of(&assumed.key, "arn"))
        .depends_on(&assumed.policy);
    event_bus::push_target(cx, flow, rule, key, item, failed);
}
