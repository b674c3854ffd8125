//! sql: Aurora Serverless v2 in a private network. Who stands in the same network connects with the identity of its role
//! (through a proxy, where one is drawn) or with the administrator's secret; what goes `via: data-api` needs no network.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Name, Origin, Part};
use crate::value::Value;

use super::super::draft::{New, Stage, data, of};
use super::access::{Access, Allow, Grant, Request};
use super::network::{Home, Port, Reach, Way};
use super::{Aws, shared, support};

pub(super) const CLASS: &str = "components/database:Database";
const EXISTING: &str = "aws.rds.Cluster";
const PROXY: &str = "components/database-proxy:DatabaseProxy";

/// What an engine is called in the places that name it.
struct Engine {
    name: &'static str,
    typescript: &'static str,
    python: &'static str,
    /// The version that is taken where the design names none: a major version, which follows its minor ones.
    version: &'static str,
    /// What families of parameters begin with, and how many parts of the version follow.
    family: (&'static str, usize),
    port: i64,
    log: &'static str,
    proxy: &'static str,
    /// The parameter that asks for TLS, and its values for yes and no.
    require_tls: (&'static str, &'static str, &'static str),
    /// The parameter of the oldest TLS, and its values for 1.2 and 1.3.
    min_tls: (&'static str, &'static str, &'static str),
    /// How a user is made that signs in by identity.
    user: &'static str,
}

/// Source: Amazon Aurora User Guide, parameters and releases of its two engines, 2026-11.
const POSTGRES: Engine = Engine {
    name: "postgres",
    typescript: "AuroraPostgresql",
    python: "AURORA_POSTGRESQL",
    version: "17",
    family: ("aurora-postgresql", 1),
    port: 5432,
    log: "postgresql",
    proxy: "POSTGRESQL",
    require_tls: ("rds.force_ssl", "1", "0"),
    min_tls: ("ssl_min_protocol_version", "TLSv1.2", "TLSv1.3"),
    user: "CREATE USER {user}; GRANT rds_iam TO {user}",
};

/// From the same source.
const MYSQL: Engine = Engine {
    name: "mysql",
    typescript: "AuroraMysql",
    python: "AURORA_MYSQL",
    version: "8.0",
    family: ("aurora-mysql", 2),
    port: 3306,
    log: "error",
    proxy: "MYSQL",
    require_tls: ("require_secure_transport", "ON", "OFF"),
    min_tls: ("tls_version", "TLSv1.2,TLSv1.3", "TLSv1.3"),
    user: "CREATE USER {user} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'",
};

/// The name of the database in each cluster; the component makes it.
const DATABASE: &str = "app";
const QUERY: &[&str] = &["rds-data:ExecuteStatement"];
const CHANGE: &[&str] = &[
    "rds-data:BatchExecuteStatement",
    "rds-data:BeginTransaction",
    "rds-data:CommitTransaction",
    "rds-data:ExecuteStatement",
    "rds-data:RollbackTransaction",
];

/// How something gets at a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// By the identity of its role, as a user of the database.
    Identity,
    /// With the administrator's secret.
    Password,
    /// With HTTPS, from outside of the network.
    DataApi,
}

impl Manner {
    /// What the texts of handlers call it.
    fn variant(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Password => "password",
            Self::DataApi => "data-api",
        }
    }
}

fn engine(cx: &Aws, id: &NodeId) -> &'static Engine {
    let written = cx.design.effective(id, &["engine"], None);
    if written.as_ref().and_then(Value::as_str) == Some(MYSQL.name) { &MYSQL } else { &POSTGRES }
}

/// How others reach parts of a database.
fn attributes(database: Expression, attribute: &str) -> Expression {
    let field = |name: &str| Expression::Field(Box::new(database.clone()), Name::known(name));
    match attribute {
        "groupId" => field("security-group").property("id"),
        "secretArn" => field("secret-arn"),
        "" => database,
        property => field("cluster").property(cluster_property(property)),
    }
}

fn cluster_property(attribute: &str) -> &str {
    match attribute {
        "host" => "endpoint",
        "readerHost" => "readerEndpoint",
        "resourceId" => "clusterResourceId",
        other => other,
    }
}

/// How others reach parts of a cluster that is there already.
fn existing_attributes(cluster: Expression, attribute: &str) -> Expression {
    if attribute == "secretArn" {
        let first = Expression::Index(Box::new(cluster.property("masterUserSecrets")), 0);
        return first.property("secretArn");
    }
    cluster.property(cluster_property(attribute))
}

/// How others reach parts of a proxy.
fn proxy_attributes(proxy: Expression, attribute: &str) -> Expression {
    let field = |name: &str| Expression::Field(Box::new(proxy.clone()), Name::known(name));
    match attribute {
        "groupId" => field("security-group").property("id"),
        "resourceId" => field("resource-id"),
        "host" => field("proxy").property("endpoint"),
        _ => proxy,
    }
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    if let Some(existing) = cx.existing(id) {
        let item = New::sdk(EXISTING, &key, id.node.clone(), origin)
            .variable(super::with_suffix(&id.node, "database"), "database")
            .attributes(existing_attributes)
            .existing(existing)
            .at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    cx.facts.support.insert(support::DATABASE);
    cx.facts.alarming = true;
    let engine = engine(cx, id);
    cx.fixed(id, &["engine"]);
    let version = version(cx, id, engine);
    if cx.known_seconds(id, &["backup"]).contains(&0) {
        cx.refuse(
            Place::property(id, "backup"),
            format!("{id} would have no backups, and Aurora always keeps those of a day at least"),
            "set backup: 1d, or more",
        );
    }
    let home = cx.home_of(id);
    let users = users(cx, id);
    let connections = cx.integer(id, &["max_connections"]);
    let item = New::component(CLASS, &key, id.node.clone(), origin)
        .variable(super::with_suffix(&id.node, "database"), "database")
        .attributes(attributes)
        .argument("engine", enumeration(engine))
        .argument("engineVersion", Expression::text(&version))
        .argument("port", Expression::Integer(engine.port))
        .argument("parameterFamily", Expression::text(family(engine, &version)))
        .argument("parameters", parameters(cx, id, engine))
        .argument("logs", Expression::texts([engine.log]))
        .argument("minCapacity", cx.number(id, &["capacity", "min"]))
        .argument("maxCapacity", cx.number(id, &["capacity", "max"]))
        .argument("backupDays", cx.days(id, &["backup"]))
        .argument("multiZone", cx.boolean(id, &["multi_zone"]))
        .argument("deletionProtection", cx.deletion_protection(id))
        .argument("snapshotName", Expression::text(format!("{}-{}-final", id.service, id.node)))
        .argument("maxConnections", connections)
        .argument("vpcId", home.of("vpcId"))
        .argument("subnetIds", home.of("subnetIds"))
        .argument("alarmTopicArn", of(shared::ALARMS, "arn"));
    let mut item = extra(cx, id, item).aliases(cx.former(id, &id.node));
    if !users.is_empty() {
        item = item.comment(&how_users_are_made(engine, &users));
    }
    let item = item.at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    if cx.flag(id, &["proxy"]) {
        proxy(cx, id, engine, &home, &users);
    }
}

fn extra(cx: &mut Aws, id: &NodeId, item: New) -> New {
    let mut extra = Vec::new();
    extra.extend(cx.key_of(id).map(|key| ("kmsKeyId".to_owned(), of(&key, "arn"))));
    for (name, value) in cx.extra(id) {
        extra.retain(|(present, _)| *present != name);
        extra.push((name, value));
    }
    item.extra(&extra)
}

fn enumeration(engine: &Engine) -> Expression {
    Expression::Enumeration {
        path: ["aws", "rds", "EngineType"].map(str::to_owned).to_vec(),
        typescript: engine.typescript.to_owned(),
        python: engine.python.to_owned(),
    }
}

fn version(cx: &mut Aws, id: &NodeId, engine: &Engine) -> String {
    let written = cx.fixed(id, &["version"]).and_then(|value| value.as_str().map(str::to_owned));
    let version = written.unwrap_or_else(|| engine.version.to_owned());
    let starts = version.split('.').take(engine.family.1).all(|part| part.parse::<u32>().is_ok());
    if !starts || version.split('.').count() < engine.family.1 {
        cx.refuse(
            Place::property(id, "version"),
            format!("{version} is no version of Aurora for {}", engine.name),
            format!("write a version such as {}, or leave it out for the newest that is known", engine.version),
        );
    }
    version
}

/// `aurora-postgresql17`, `aurora-mysql8.0`
fn family(engine: &Engine, version: &str) -> String {
    let parts: Vec<&str> = version.split('.').take(engine.family.1).collect();
    format!("{}{}", engine.family.0, parts.join("."))
}

fn parameters(cx: &mut Aws, id: &NodeId, engine: &Engine) -> Expression {
    let (require, yes, no) = engine.require_tls;
    let mut parameters =
        vec![(require.to_owned(), Expression::text(if cx.flag(id, &["require_tls"]) { yes } else { no }))];
    let oldest = cx.fixed(id, &["min_tls"]).and_then(|value| value.as_number()).unwrap_or(1.2);
    let (name, two, three) = engine.min_tls;
    if oldest < 1.2 {
        cx.refuse(
            Place::property(id, "min_tls"),
            format!("{id} would accept TLS {oldest}, and Aurora takes 1.2 and later"),
            "set min_tls: 1.2, or leave it out",
        );
    }
    parameters.push((name.to_owned(), Expression::text(if oldest > 1.2 { three } else { two })));
    data(parameters)
}

/// What users of identities are for, as SQL says it.
const RIGHTS: &[(&str, &str)] =
    &[("reader", "SELECT"), ("writer", "INSERT, UPDATE, DELETE"), ("editor", "SELECT, INSERT, UPDATE, DELETE")];

fn how_users_are_made(engine: &Engine, users: &[&'static str]) -> String {
    let rights: Vec<String> = RIGHTS
        .iter()
        .filter(|(user, _)| users.contains(user))
        .map(|(user, rights)| format!("{} and {rights} for {user}", engine.user.replace("{user}", user)))
        .collect();
    format!(
        "Identities sign in as users of the database, which are made in it once, by its Data API: {}.",
        rights.join("; ")
    )
}

/// The user of the database that a function or container signs in as: by all that it does there.
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

/// The users that identities sign in as, each once, in the order of their names.
fn users(cx: &Aws, id: &NodeId) -> Vec<&'static str> {
    let mut users: Vec<&'static str> = cx
        .design
        .flows_to(id)
        .filter(|flow| manner(cx, &flow.from, id, flow) == Some(Manner::Identity))
        .map(|flow| user(cx, &flow.from, id))
        .collect();
    users.sort_unstable();
    users.dedup();
    users
}

/// The network that something stands in, as far as the design tells.
fn place(cx: &Aws, id: &NodeId) -> Option<Home> {
    let always = matches!(cx.design.kind_of(id), Some("container" | "sql"));
    cx.named_network(id).map(Home::Node).or_else(|| always.then_some(Home::Default))
}

/// How a flow's source gets at the database.
fn manner(cx: &Aws, holder: &NodeId, id: &NodeId, flow: &Flow) -> Option<Manner> {
    matches!(flow.kind.as_str(), "read" | "write" | "read-write").then(|| {
        let says =
            |property: &str, word: &str| flow.effective(&[property]).as_ref().and_then(Value::as_str) == Some(word);
        if says("via", "data-api") || place(cx, holder) != place(cx, id) {
            Manner::DataApi
        } else if says("auth", "password") {
            Manner::Password
        } else {
            Manner::Identity
        }
    })
}

/// The ways out of its network that the source of a flow needs.
pub(super) fn ways(cx: &Aws, holder: &NodeId, flow: &Flow) -> Vec<Way> {
    match manner(cx, holder, &flow.to, flow) {
        Some(Manner::DataApi) => vec![Way::Interface("rds-data")],
        Some(Manner::Password) => vec![Way::Interface("secretsmanager")],
        _ => Vec::new(),
    }
}

/// The connection that a flow's source makes inside of the network.
pub(super) fn reach(cx: &Aws, flow: &Flow) -> Option<Reach> {
    let id = &flow.to;
    let manner = manner(cx, &flow.from, id, flow).filter(|manner| *manner != Manner::DataApi)?;
    let group = if cx.is_existing(id) {
        None
    } else {
        let proxied = manner == Manner::Identity && has_proxy(cx, id);
        Some(of(&if proxied { proxy_key(id) } else { id.to_string() }, "groupId"))
    };
    Some(Reach { name: id.node.clone(), group, port: Port::one(engine(cx, id).port), origin: Origin::Flow(flow.id.0) })
}

fn has_proxy(cx: &Aws, id: &NodeId) -> bool {
    let written = cx.design.effective(id, &["proxy"], None);
    !cx.is_existing(id) && written.as_ref().and_then(Value::as_bool) == Some(true)
}

fn proxy_key(id: &NodeId) -> String {
    format!("{id}/proxy")
}

/// The ARN of a user, of the cluster or of its proxy.
fn user_arn(key: &str, user: &str) -> Expression {
    Expression::Interpolate(vec![
        Part::Text("arn:".to_owned()),
        Part::Value(of(shared::PARTITION, "")),
        Part::Text(":rds-db:".to_owned()),
        Part::Value(super::network::region()),
        Part::Text(":".to_owned()),
        Part::Value(of(shared::ACCOUNT, "")),
        Part::Text(":dbuser:".to_owned()),
        Part::Value(of(key, "resourceId")),
        Part::Text(format!("/{user}")),
    ])
}

fn proxy(cx: &mut Aws, id: &NodeId, engine: &Engine, home: &Home, users: &[&'static str]) {
    if users.is_empty() {
        cx.refuse(
            Place::property(id, "proxy"),
            format!("nothing connects to {id} by its identity, and the proxy would have nothing to share"),
            "leave proxy out, or place a function that uses the database in its network",
        );
        return;
    }
    cx.facts.support.insert(support::DATABASE_PROXY);
    let key = id.to_string();
    let name = cx.companion(id, PROXY, &format!("{}-proxy", id.node));
    let aliases = cx.former(id, &name);
    let arns = users.iter().map(|user| user_arn(&key, user)).collect();
    let item = New::component(PROXY, &proxy_key(id), name.clone(), Origin::Node(key.clone()))
        .variable(name, "database-proxy")
        .attributes(proxy_attributes)
        .argument("database", super::super::draft::whole(&key))
        .argument("engineFamily", Expression::text(engine.proxy))
        .argument("port", Expression::Integer(engine.port))
        .argument("userArns", Expression::List(arns))
        .argument("requireTls", Expression::Boolean(cx.flag(id, &["require_tls"])))
        .argument("vpcId", home.of("vpcId"))
        .argument("subnetIds", home.of("subnetIds"))
        .aliases(aliases)
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

/// Refuses what the Data API would not follow: there is no connection, and no choice of how to prove oneself.
fn check_manner(cx: &mut Aws, flow: &Flow, manner: Manner) {
    if manner != Manner::DataApi {
        return;
    }
    if flow.effective(&["via"]).as_ref().and_then(Value::as_str) != Some("data-api") {
        cx.refuse(
            Place::flow(flow.id),
            format!("{flow}: {} stands in no network, or in another than {}", flow.from, flow.to),
            "place both in one network, or set via: data-api, which answers outside of it",
        );
    }
    for (property, default) in [("auth", Value::from("identity")), ("pool", Value::Integer(1))] {
        if flow.get(property).is_some_and(|value| *value != default) {
            cx.refuse(
                Place::flow_property(flow.id, property),
                format!("{flow} goes by the Data API, which knows no {property}"),
                format!("leave {property} out, or connect from inside of the network"),
            );
        }
    }
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let id = request.node;
    let (Some(holder), Some(flow)) = (request.holder, request.flow) else { return Grant::default() };
    let Some(manner) = manner(cx, holder, id, flow) else { return Grant::default() };
    check_manner(cx, flow, manner);
    cx.uses_iam();
    let key = id.to_string();
    let engine = engine(cx, id);
    let port = engine.port.to_string();
    let name = Expression::text(DATABASE);
    let secret = of(&key, "secretArn");
    let read_secret = Allow {
        verb: "ReadSecretOf",
        object: id.node.clone(),
        service: id.service.clone(),
        actions: vec!["secretsmanager:GetSecretValue"],
        resources: vec![secret.clone()],
        condition: None,
    };
    let mut grant = match manner {
        Manner::DataApi => {
            let (verb, actions) = if request.access == Access::Read { ("Query", QUERY) } else { ("Change", CHANGE) };
            let arn = of(&key, "arn");
            let mut grant = Grant::allow(request, verb, actions, vec![arn.clone()])
                .variable("database cluster arn", arn)
                .variable("database secret arn", secret);
            grant.allows.push(read_secret);
            grant
        }
        Manner::Password => {
            let grant = Grant { allows: vec![read_secret], ..Grant::default() };
            grant
                .variable("database host", of(&key, "host"))
                .variable("database port", Expression::text(&port))
                .variable("database secret arn", secret)
        }
        Manner::Identity => {
            let user = user(cx, holder, id);
            let through = if has_proxy(cx, id) { proxy_key(id) } else { key.clone() };
            // What only reads leaves the copy alone that is written to; a proxy leads to that one.
            let host = if user == "reader" && through == key { "readerHost" } else { "host" };
            Grant::allow(request, "ConnectTo", &["rds-db:connect"], vec![user_arn(&through, user)])
                .variable("database host", of(&through, host))
                .variable("database port", Expression::text(&port))
                .variable("database user", Expression::text(user))
        }
    };
    grant = grant.variable("database name", name);
    grant.variant = Some(manner.variant());
    grant.details.push(("port", port));
    let pool = flow.effective(&["pool"]).and_then(|value| value.as_integer()).unwrap_or(1);
    grant.details.push(("pool", pool.to_string()));
    grant
}
