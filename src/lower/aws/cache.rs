//! cache: `ElastiCache` Serverless in a private network, with a user for each kind of access; identities alone sign in.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin, Part};

use super::super::draft::{New, Stage, of, properties};
use super::access::{Grant, Request};
use super::alarm::{Alarm, Statistic};
use super::network::{Home, Port, Reach, group_key};
use super::{Aws, with_suffix};

pub(super) const CLASS: &str = "aws.elasticache.ServerlessCache";
const USER: &str = "aws.elasticache.User";
const GROUP: &str = "aws.elasticache.UserGroup";
/// The primary copy answers at the first port, those that only read at the second. Source: Amazon `ElastiCache` User Guide,
/// serverless caches, 2026-11.
const PORTS: Port = Port { first: 6379, last: 6380 };
/// Four fifths of a gibibyte: an alarm goes off when a cache is as full as that.
const FULL: i64 = 858_993_459;

/// What each user may do, in the words of access strings. What clients ask to find their way is allowed to all.
const USERS: &[(&str, &str)] = &[
    ("editor", "on ~* +@all -@admin -@dangerous +cluster|shards +cluster|slots +info"),
    ("reader", "on ~* -@all +@read +@connection +cluster|shards +cluster|slots +command +info"),
    ("writer", "on ~* -@all +@write +@connection +cluster|shards +cluster|slots +command +info"),
];

/// The newest version that serverless caches have of each engine, from the same guide.
fn version(engine: &str) -> &'static str {
    if engine == "redis" { "7" } else { "8" }
}

/// How others reach parts of a cache.
fn attributes(cache: Expression, attribute: &str) -> Expression {
    if attribute == "host" {
        return Expression::Index(Box::new(cache.property("endpoints")), 0).property("address");
    }
    properties(cache, attribute)
}

fn user_key(id: &NodeId, user: &str) -> String {
    format!("{id}/user/{user}")
}

/// The user that something signs in as: by all that it does there.
fn user(cx: &Aws, holder: &NodeId, id: &NodeId) -> &'static str {
    let flows = || cx.design.flows_from(holder).filter(|flow| flow.to == *id);
    let reads = flows().any(|flow| flow.kind.starts_with("read"));
    let writes = flows().any(|flow| flow.kind.ends_with("write"));
    match (reads, writes) {
        (true, false) => "reader",
        (false, _) => "writer",
        (true, true) => "editor",
    }
}

fn is_data(flow: &Flow) -> bool {
    matches!(flow.kind.as_str(), "read" | "write" | "read-write")
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(with_suffix(&id.node, "cache"), "cache")
        .attributes(attributes);
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let engine = cx.fixed(id, &["engine"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let home = cx.home_of(id);
    let group = cx.security_group(id, &home, "cache");
    let users = users(cx, id, &engine);
    let size = cx.integer(id, &["size"]);
    let storage = size.clone().map(|size| {
        let most = Expression::properties([("maximum", size), ("unit", Expression::text("GB"))]);
        Expression::properties([("dataStorage", most)])
    });
    let keep = Expression::Setting(cx.settings.protect_data());
    let days = Expression::Conditional {
        condition: Box::new(keep),
        then: Box::new(Expression::Integer(7)),
        otherwise: Some(Box::new(Expression::Integer(1))),
    };
    let description = cx.description(id, &format!("{} of {}", crate::text::words::sentence(&id.node), id.service));
    let extra = cx.extra(id);
    let item = main
        .argument("description", Expression::text(description))
        .argument("engine", Expression::text(&engine))
        .argument("majorEngineVersion", Expression::text(version(&engine)))
        .argument("cacheUsageLimits", storage)
        .argument("kmsKeyId", cx.key_of(id).map(|key| of(&key, "arn")))
        .argument("subnetIds", home.of("subnetIds"))
        .argument("securityGroupIds", Expression::List(vec![of(&group, "id")]))
        .argument("userGroupId", users)
        .argument("snapshotRetentionLimit", days)
        .argument("dailySnapshotTime", Expression::text("03:00"))
        .overriding(extra)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    alarms(cx, id, size);
}

/// The users that something signs in as, and the group of them.
fn users(cx: &mut Aws, id: &NodeId, engine: &str) -> Option<Expression> {
    let flows: Vec<Flow> = cx.design.flows_to(id).filter(|flow| is_data(flow)).cloned().collect();
    let mut names: Vec<&'static str> = flows.iter().map(|flow| user(cx, &flow.from, id)).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return None;
    }
    let suffix = suffix(cx, id);
    let origin = Origin::Node(id.to_string());
    let mut ids = Vec::new();
    for name in names {
        let access = USERS.iter().find(|(user, _)| *user == name).map_or("off", |(_, access)| *access);
        ids.push(of(&user_key(id, name), "userId"));
        let called = called(&id.node, name, &suffix);
        make_user(cx, id, engine, name, (called.clone(), called), access, "iam");
    }
    if engine == "redis" {
        // Redis asks for a user of this name in every group; nobody can be it.
        ids.push(of(&user_key(id, "default"), "userId"));
        let names = (called(&id.node, "default", &suffix), Expression::text("default"));
        make_user(cx, id, engine, "default", names, "off -@all", "no-password-required");
    }
    let name = cx.companion(id, GROUP, &format!("{}-users", id.node));
    let aliases = cx.former(id, &name);
    let key = format!("{id}/users");
    let item = New::sdk(GROUP, &key, name.clone(), origin)
        .variable(name, "user-group")
        .argument("engine", Expression::text(engine))
        .argument("userGroupId", called(&id.node, "users", &suffix))
        .argument("userIds", Expression::List(ids))
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
    Some(of(&key, "userGroupId"))
}

fn make_user(
    cx: &mut Aws,
    id: &NodeId,
    engine: &str,
    name: &str,
    (user_id, user_name): (Expression, Expression),
    access: &str,
    proof: &str,
) {
    let logical = cx.companion(id, USER, &format!("{}-{name}", id.node));
    let aliases = cx.former(id, &logical);
    let item = New::sdk(USER, &user_key(id, name), logical.clone(), Origin::Node(id.to_string()))
        .variable(format!("{logical}-user"), "cache-user")
        .argument("engine", Expression::text(engine))
        .argument("userId", user_id)
        .argument("userName", user_name)
        .argument("accessString", Expression::text(access))
        .argument("authenticationMode", Expression::properties([("type", Expression::text(proof))]))
        .aliases(aliases)
        .at(cx.position(id, Stage::Before));
    cx.push(&id.service, item);
}

/// What ends the names of users, which are names of the whole account; gives its key.
fn suffix(cx: &mut Aws, id: &NodeId) -> Expression {
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
    of(&key, "hex")
}

/// A name of at most 40 characters: the node's beginning, what it is, and the suffix.
fn called(node: &str, what: &str, suffix: &Expression) -> Expression {
    let beginning: String = node.chars().take(23).collect();
    Expression::Interpolate(vec![
        Part::Text(format!("{}-{what}-", beginning.trim_end_matches('-'))),
        Part::Value(suffix.clone()),
    ])
}

fn alarms(cx: &mut Aws, id: &NodeId, size: Option<Expression>) {
    let alarm = |suffix, description, metric, statistic| Alarm {
        base: &id.node,
        suffix,
        description,
        metric: ("AWS/ElastiCache", metric),
        dimensions: vec![("clusterId", of(&id.to_string(), "name"))],
        threshold: 0,
        statistic,
    };
    let throttled = format!("The cache {} is asked for more than it may do", id.node);
    cx.alarm(id, alarm("throttled", throttled, "ThrottledCmds", Statistic::Sum));
    let threshold = match size {
        Some(Expression::Integer(count)) => Expression::Integer(count.saturating_mul(FULL)),
        Some(setting) => Expression::Product(Box::new(setting), Box::new(Expression::Integer(FULL))),
        None => return,
    };
    let full = format!("The cache {} is nearly full", id.node);
    cx.alarm_above(id, alarm("full", full, "BytesUsedForCache", Statistic::Maximum), threshold);
}

/// The connection that a flow's source makes.
pub(super) fn reach(cx: &Aws, flow: &Flow) -> Option<Reach> {
    let group = (!cx.is_existing(&flow.to)).then(|| of(&group_key(&flow.to), "id"));
    is_data(flow).then(|| Reach { name: flow.to.node.clone(), group, port: PORTS, origin: Origin::Flow(flow.id.0) })
}

/// Where something stands, as far as the design tells.
fn place(cx: &Aws, id: &NodeId) -> Option<Home> {
    let always = matches!(cx.design.kind_of(id), Some("container" | "cache"));
    cx.named_network(id).map(Home::Node).or_else(|| always.then_some(Home::Default))
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let id = request.node;
    let Some((holder, flow)) = request.holder.zip(request.flow.filter(|flow| is_data(flow))) else {
        return Grant::default();
    };
    if cx.is_existing(id) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: the users of a cache that is there already are its owner's to make"),
            "leave existing out, or draw it as an external system",
        );
    } else if place(cx, holder) != place(cx, id) {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: {holder} stands in no network, or in another than {id}"),
            "place both in one network",
        );
    }
    cx.uses_iam();
    let key = id.to_string();
    let name = user(cx, holder, id);
    let user = user_key(id, name);
    let mut grant =
        Grant::allow(request, "ConnectTo", &["elasticache:Connect"], vec![of(&key, "arn"), of(&user, "arn")])
            .variable("cache host", of(&key, "host"))
            .variable("cache name", of(&key, "name"))
            .variable("cache user", of(&user, "userName"));
    grant.variant = Some("identity");
    grant
}
