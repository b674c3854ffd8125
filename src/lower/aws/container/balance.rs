//! Load balancers before containers: one inside of the network for the routes of APIs, one with a public address.

use crate::design::NodeId;
use crate::program::{Expression, Name, Origin, Part};

use super::super::super::draft::{New, Stage, of};
use super::super::super::settings::Derived;
use super::super::network::{Home, Port, link_group};
use super::super::{Aws, shared, support};

const CLASS: &str = "components/load-balancer:LoadBalancer";
const HTTP: i64 = 80;

/// How others reach parts of a load balancer.
fn attributes(balancer: Expression, attribute: &str) -> Expression {
    let field = |name: &str| Expression::Field(Box::new(balancer.clone()), Name::known(name));
    match attribute {
        "listenerArn" => field("listener").property("arn"),
        "dnsName" => field("balancer").property("dnsName"),
        "groupId" => field("security-group").property("id"),
        _ => balancer,
    }
}

fn key(id: &NodeId, name: &str) -> String {
    format!("{id}/{name}")
}

/// The listener that routes of APIs lead to.
pub(in super::super) fn listener(id: &NodeId) -> Expression {
    of(&key(id, "internal"), "listenerArn")
}

fn balancer(cx: &mut Aws, id: &NodeId, kind: &str, home: &Home, group: &str, alarms: bool) -> New {
    cx.facts.support.insert(support::LOAD_BALANCER);
    let name = cx.companion(id, CLASS, &format!("{}-{kind}", id.node));
    let aliases = cx.former(id, &name);
    // Load balancers ask for a path; where the design asks nothing, any answer that is no failure will do.
    let health = match cx.text(id, &["health_check"]) {
        Some(Expression::Text(text)) if text.is_empty() => Expression::text("/"),
        Some(path) => path,
        None => Expression::text("/"),
    };
    let item = New::component(CLASS, &key(id, kind), name.clone(), Origin::Node(id.to_string()))
        .variable(name, "load-balancer")
        .attributes(attributes)
        .argument("port", cx.integer(id, &["port"]))
        .argument("healthCheckPath", health)
        .argument("vpcId", home.of("vpcId"))
        .argument("targetGroupId", of(group, "id"))
        .aliases(aliases);
    if alarms { item.argument("alarmTopicArn", of(shared::ALARMS, "arn")) } else { item }
}

/// The balancer inside of the network, and the way to it from the link of APIs; gives its key.
pub(super) fn internal(cx: &mut Aws, id: &NodeId, home: &Home, group: &str, alarms: bool) -> String {
    let item = balancer(cx, id, "internal", home, group, alarms)
        .argument("subnetIds", home.of("subnetIds"))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    let key = key(id, "internal");
    let source = of(&link_group(home), "id");
    let (name, said) = (format!("api-to-{}", id.node), format!("From APIs to {}", id.node));
    cx.connect(id, &name, &said, (source, of(&key, "groupId")), Port::one(HTTP), Origin::Node(id.to_string()));
    key
}

/// The balancer with a public address, which is an output of the stack; gives its key.
pub(super) fn public(cx: &mut Aws, id: &NodeId, home: &Home, group: &str, alarms: bool) -> String {
    let certificate = cx.text(id, &["certificate"]).unwrap_or_else(|| {
        Expression::Setting(cx.settings.derive(Derived {
            wish: format!("{}-{}-certificate-arn", id.service, id.node),
            documentation: format!("The certificate of the public address of {id}."),
            origin: Origin::Node(id.to_string()),
            ..Derived::default()
        }))
    });
    let tls = cx.boolean(id, &["require_tls"]).filter(|value| *value != Expression::Boolean(true));
    let item = balancer(cx, id, "public", home, group, alarms)
        .argument("certificateArn", certificate)
        .argument("requireTls", tls)
        .argument("subnetIds", home.of("publicSubnetIds"))
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    let key = key(id, "public");
    let address = Expression::Interpolate(vec![Part::Text("https://".to_owned()), Part::Value(of(&key, "dnsName"))]);
    cx.output(&id.service, &format!("{}-url", id.node), address);
    key
}
