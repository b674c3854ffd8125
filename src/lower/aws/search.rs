//! search: `OpenSearch` Serverless. Encrypted, reached from networks by an endpoint of its own, and open to the roles that
//! have a flow to it, each for what it does.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request};
use super::network::{Home, Port, Reach, search_endpoint, search_group};
use super::{Aws, with_suffix};

pub(super) const CLASS: &str = "aws.opensearch.ServerlessCollection";
const SECURITY: &str = "aws.opensearch.ServerlessSecurityPolicy";
const ACCESS: &str = "aws.opensearch.ServerlessAccessPolicy";

const GROUP: &str = "aws.opensearch.ServerlessCollectionGroup";

/// Units for writing, and as many for searching, that every collection may have.
const USUAL_CAPACITY: i64 = 2;

/// What is done to indexes. Source: Amazon `OpenSearch` Service Developer Guide, data access control for serverless, 2026-11.
const READ: &[&str] = &["aoss:DescribeIndex", "aoss:ReadDocument"];
const WRITE: &[&str] = &["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:UpdateIndex", "aoss:WriteDocument"];
const BOTH: &[&str] =
    &["aoss:CreateIndex", "aoss:DescribeIndex", "aoss:ReadDocument", "aoss:UpdateIndex", "aoss:WriteDocument"];

fn is_data(flow: &Flow) -> bool {
    matches!(flow.kind.as_str(), "read" | "write" | "read-write")
}

/// The networks in which something uses it, in order, and whether something uses it from outside of all.
fn users(cx: &Aws, id: &NodeId) -> (Vec<Home>, bool) {
    let mut homes: Vec<Home> = Vec::new();
    let mut outside = false;
    for flow in cx.design.flows_to(id).filter(|flow| is_data(flow)) {
        match home(cx, &flow.from) {
            Some(home) if !homes.contains(&home) => homes.push(home),
            Some(_) => {}
            None => outside = true,
        }
    }
    (homes, outside)
}

/// The network in which something stands.
fn home(cx: &Aws, id: &NodeId) -> Option<Home> {
    let always = cx.design.kind_of(id) == Some("container");
    cx.named_network(id).map(Home::Node).or_else(|| always.then_some(Home::Default))
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(with_suffix(&id.node, "collection"), "collection");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let name = name(cx, id);
    let encryption = encryption(cx, id, &name);
    let network = network(cx, id, &name);
    let standby = Expression::Conditional {
        condition: Box::new(Expression::Setting(cx.settings.protect_data())),
        then: Box::new(Expression::text("ENABLED")),
        otherwise: Some(Box::new(Expression::text("DISABLED"))),
    };
    let description = cx.description(id, &format!("{} of {}", crate::text::words::sentence(&id.node), id.service));
    let protection = Expression::Setting(cx.settings.protect_data());
    let group = group(cx, id, &name, &standby);
    let extra = cx.extra(id);
    let item = main
        .argument("name", name)
        .argument("description", Expression::text(description))
        .argument("type", Expression::text("SEARCH"))
        .argument("standbyReplicas", standby)
        .argument("collectionGroupName", group)
        .overriding(extra)
        .protected(&protection)
        .aliases(cx.former(id, &id.node))
        .depends_on(&encryption)
        .depends_on(&network)
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

/// The name, which policies speak of before the collection is there: at most 32 characters, and unique.
fn name(cx: &mut Aws, id: &NodeId) -> Expression {
    let class = "random.RandomId";
    let key = format!("{id}/suffix");
    let name = cx.companion(id, class, &format!("{}-suffix", id.node));
    let aliases = cx.former(id, &name);
    let item = New::sdk(class, &key, name.clone(), Origin::Node(id.to_string()))
        .variable(name, "random-id")
        .argument("byteLength", Expression::Integer(4))
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    let beginning: String = id.node.chars().take(23).collect();
    let key_of_name = name_key(id);
    let text = Expression::Interpolate(vec![
        Part::Text(format!("{}-", beginning.trim_end_matches('-'))),
        Part::Value(of(&key, "hex")),
    ]);
    let item = super::super::draft::Item::value(
        &key_of_name,
        &format!("{}-name", id.node),
        text,
        cx.position(id, Stage::Before),
    );
    cx.push(&id.service, item);
    of(&key_of_name, "")
}

fn name_key(id: &NodeId) -> String {
    format!("{id}/name")
}

/// The group that lets the collection grow further than the account does, where the design says how far.
fn group(cx: &mut Aws, id: &NodeId, name: &Expression, standby: &Expression) -> Option<Expression> {
    let capacity = cx.integer(id, &["capacity"]).filter(|capacity| *capacity != Expression::Integer(USUAL_CAPACITY))?;
    let sizes: Vec<i64> = cx.known(id, &["capacity"]).iter().filter_map(Value::as_integer).collect();
    if let Some(size) = sizes.into_iter().find(|size| !is_size(*size)) {
        cx.refuse(
            Place::property(id, "capacity"),
            format!("{id} may grow to {size} units, which is none of the sizes that collections have"),
            "set capacity to 2, 4, 8, 16, or a multiple of 16",
        );
    }
    let logical = cx.companion(id, GROUP, &format!("{}-group", id.node));
    let aliases = cx.former(id, &logical);
    let key = format!("{id}/group");
    let least = || Expression::Integer(1);
    let limits = Expression::properties([
        ("minIndexingCapacityInOcu", least()),
        ("maxIndexingCapacityInOcu", capacity.clone()),
        ("minSearchCapacityInOcu", least()),
        ("maxSearchCapacityInOcu", capacity),
    ]);
    let item = New::sdk(GROUP, &key, logical.clone(), Origin::Node(id.to_string()))
        .variable(logical, "collection-group")
        .argument("name", name.clone())
        .argument("description", Expression::text(format!("How far {id} may grow")))
        .argument("capacityLimits", Expression::List(vec![limits]))
        .argument("standbyReplicas", standby.clone())
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    Some(of(&key, "name"))
}

/// Whether a group can have that many units at the most.
fn is_size(units: i64) -> bool {
    matches!(units, 2 | 4 | 8) || (units > 0 && units % 16 == 0)
}

/// `collection/name`, or what is below it.
fn resource(kind: &str, name: &Expression, below: &str) -> Expression {
    let mut parts = vec![Part::Text(format!("{kind}/")), Part::Value(name.clone())];
    if !below.is_empty() {
        parts.push(Part::Text(below.to_owned()));
    }
    Expression::List(vec![Expression::Interpolate(parts)])
}

fn rule(kind: &str, name: &Expression, below: &str, permissions: &[&str]) -> Expression {
    let mut entries = vec![("ResourceType", Expression::text(kind)), ("Resource", resource(kind, name, below))];
    if !permissions.is_empty() {
        entries.push(("Permission", Expression::texts(permissions.iter().copied())));
    }
    Expression::data(entries)
}

fn security(cx: &mut Aws, id: &NodeId, kind: &str, name: &Expression, policy: Expression) -> String {
    let logical = cx.companion(id, SECURITY, &format!("{}-{kind}", id.node));
    let aliases = cx.former(id, &logical);
    let key = format!("{id}/{kind}");
    let item = New::sdk(SECURITY, &key, logical.clone(), Origin::Node(id.to_string()))
        .variable(format!("{logical}-policy"), "security-policy")
        .argument("name", name.clone())
        .argument("type", Expression::text(kind))
        .argument("policy", Expression::JsonOutput(Box::new(policy)))
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    key
}

fn encryption(cx: &mut Aws, id: &NodeId, name: &Expression) -> String {
    let key = match cx.key_of(id) {
        Some(key) => ("KmsARN", of(&key, "arn")),
        None => ("AWSOwnedKey", Expression::Boolean(true)),
    };
    let rules = Expression::List(vec![rule("collection", name, "", &[])]);
    security(cx, id, "encryption", name, Expression::data([("Rules", rules), key]))
}

/// From where it is reached: by the endpoints of the networks in which it is used; from anywhere only where something
/// outside of all networks uses it, or the design says so. Who gets in is another question.
fn network(cx: &mut Aws, id: &NodeId, name: &Expression) -> String {
    let (homes, outside) = users(cx, id);
    let open = cx.flag(id, &["public_access"]) || outside;
    let rules = Expression::List(vec![rule("collection", name, "", &[])]);
    let mut entries = vec![("Rules", rules), ("AllowFromPublic", Expression::Boolean(open))];
    if !open && !homes.is_empty() {
        let endpoints = homes.iter().map(|home| of(&search_endpoint(home), "id")).collect();
        entries.push(("SourceVPCEs", Expression::List(endpoints)));
    }
    security(cx, id, "network", name, Expression::List(vec![Expression::data(entries)]))
}

/// The networks that need an endpoint: those with a user of a collection that is not open to all.
pub(super) fn is_used_from(cx: &Aws, network: &Home) -> bool {
    cx.design.nodes().filter(|(_, node)| node.kind == "search").any(|(id, _)| users(cx, &id).0.contains(network))
}

/// The connection that a flow's source makes inside of its network.
pub(super) fn reach(cx: &Aws, flow: &Flow) -> Option<Reach> {
    let home = home(cx, &flow.from).filter(|_| is_data(flow))?;
    Some(Reach {
        name: "search".to_owned(),
        group: Some(of(&search_group(&home), "id")),
        port: Port::one(443),
        origin: Origin::Flow(flow.id.0),
    })
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    if !matches!(request.access, Access::Read | Access::Write | Access::ReadWrite) {
        return Grant::default();
    }
    cx.uses_iam();
    let key = request.node.to_string();
    Grant::allow(request, "Use", &["aoss:APIAccessAll"], vec![of(&key, "arn")])
        .variable("search url", of(&key, "collectionEndpoint"))
}

/// Opens collections to the roles of functions, containers and delivery streams, each for what its flows say.
pub(super) fn open(cx: &mut Aws) {
    let flows: Vec<Flow> = cx.design.flows.iter().filter(|flow| is_data(flow)).cloned().collect();
    let mut seen: Vec<(NodeId, NodeId)> = Vec::new();
    for flow in &flows {
        let pair = (flow.from.clone(), flow.to.clone());
        if cx.design.kind_of(&flow.to) != Some("search") || seen.contains(&pair) {
            continue;
        }
        seen.push(pair);
        let both = || flows.iter().filter(|other| other.from == flow.from && other.to == flow.to);
        let reads = both().any(|flow| flow.kind.starts_with("read"));
        let writes = both().any(|flow| flow.kind.ends_with("write"));
        let permissions = match (reads, writes) {
            (true, true) => BOTH,
            (true, false) => READ,
            _ => WRITE,
        };
        access(cx, flow, permissions);
    }
}

fn access(cx: &mut Aws, flow: &Flow, permissions: &[&str]) {
    let (holder, id) = (&flow.from, &flow.to);
    let role = match (cx.design.kind_of(holder), cx.facts.delivery_roles.get(holder)) {
        (Some("container"), _) => of(&super::container::task_key(holder), "roleArn"),
        (_, Some(role)) => of(role, "arn"),
        _ => of(&holder.to_string(), "roleArn"),
    };
    let name = if cx.is_existing(id) { of(&id.to_string(), "name") } else { of(&name_key(id), "") };
    let rules = Expression::List(vec![
        rule("index", &name, "/*", permissions),
        rule("collection", &name, "", &["aoss:DescribeCollectionItems"]),
    ]);
    let policy =
        Expression::List(vec![Expression::data([("Rules", rules), ("Principal", Expression::List(vec![role]))])]);
    let logical = cx.companion(holder, ACCESS, &format!("{}-to-{}", holder.node, id.node));
    let item = New::sdk(ACCESS, "", logical, Origin::Flow(flow.id.0))
        .argument("type", Expression::text("data"))
        .argument("description", Expression::text(format!("What {holder} may do to {id}")))
        .argument("policy", Expression::JsonOutput(Box::new(policy)))
        .at(cx.position(holder, Stage::After));
    cx.push(&holder.service, item);
}
