//! sql: Cloud SQL with a private address. Functions sign in as their own accounts, without a password; what each may do
//! inside of the database is said there, not here.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Literal, Origin, Part, SettingKind, Support};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request, Role};
use super::{Gcp, network, region, support, table};

pub(super) const CLASS: &str = "gcp.sql.DatabaseInstance";
const USER: &str = "gcp.sql.User";

/// The newest version of each engine, and the flag that lets accounts sign in.
const ENGINES: &[(&str, &str, &str, &str)] = &[
    ("postgres", "POSTGRES", "17", "cloudsql.iam_authentication"),
    ("mysql", "MYSQL", "8.4", "cloudsql_iam_authentication"),
];

/// The size that has so many processors at the least: a shared one has no service level.
fn tier(value: &Value) -> Option<Literal> {
    let asked = value.as_number()?;
    let sizes = [1_i64, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96];
    let processors = sizes.iter().find(|size| **size as f64 >= asked)?;
    Some(Literal::Text(format!("db-custom-{processors}-{}", processors * 3840)))
}

pub(super) fn lower(cx: &mut Gcp, id: &NodeId) {
    let key = id.to_string();
    let main = New::sdk(CLASS, &key, id.node.clone(), Origin::Node(key.clone())).variable(id.node.clone(), "database");
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let Some(home) = network::of_node(cx, id) else {
        cx.refuse(
            Place::property(id, "network"),
            format!("{id} has no network to stand in, and a database has no public address here"),
            "draw a network, and name it",
        );
        return;
    };
    let engine = cx.fixed(id, &["engine"]).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let Some((_, family, newest, flag)) = ENGINES.iter().find(|known| known.0 == engine) else {
        cx.refuse(
            Place::property(id, "engine"),
            format!("{engine} is no engine of Cloud SQL here"),
            "use postgres or mysql",
        );
        return;
    };
    let version = cx.fixed(id, &["version"]).and_then(|value| value.as_str().map(str::to_owned));
    let version = format!("{family}_{}", version.as_deref().unwrap_or(newest).replace('.', "_"));
    let size = cx.vary(id, &["capacity", "min"], &SettingKind::Text, "", tier);
    let protection = cx.deletion_protection(id);
    let zones = cx.boolean(id, &["multi_zone"]).unwrap_or(Expression::Boolean(false));
    let days = cx.days(id, &["backup"]).unwrap_or(Expression::Integer(7));
    let encrypted = cx.boolean(id, &["require_tls"]).unwrap_or(Expression::Boolean(true));
    let yes = Expression::Boolean(true);
    let backup = Expression::properties([
        ("enabled", yes.clone()),
        ("pointInTimeRecoveryEnabled", Expression::Boolean(engine == "postgres")),
        ("binaryLogEnabled", Expression::Boolean(engine == "mysql")),
        ("backupRetentionSettings", Expression::properties([("retainedBackups", days)])),
    ]);
    let address = Expression::properties([
        ("ipv4Enabled", Expression::Boolean(false)),
        // As the connection names it, so that the instance waits for that.
        ("privateNetwork", of(&network::peering_key(&home), "network")),
        ("sslMode", table::choice(&encrypted, "ENCRYPTED_ONLY", "ALLOW_UNENCRYPTED_AND_ENCRYPTED")),
    ]);
    let flags = Expression::properties([("name", Expression::text(*flag)), ("value", Expression::text("on"))]);
    let settings = Expression::properties([
        ("tier", size.unwrap_or_else(|| Expression::text("db-custom-1-3840"))),
        ("edition", Expression::text("ENTERPRISE")),
        ("availabilityType", table::choice(&zones, "REGIONAL", "ZONAL")),
        ("backupConfiguration", backup),
        ("ipConfiguration", address),
        ("databaseFlags", Expression::List(vec![flags])),
        ("deletionProtectionEnabled", protection.clone()),
    ]);
    let extra = cx.extra(id);
    let item = main
        .argument("databaseVersion", Expression::text(version))
        .argument("region", region())
        .argument("deletionProtection", protection.clone())
        .argument("settings", settings)
        .overriding(extra)
        .protected(&protection)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    let class = "gcp.sql.Database";
    let name = cx.companion(id, class, &id.node.clone());
    let item = New::sdk(class, &format!("{id}/content"), name.clone(), Origin::Node(key.clone()))
        .variable(format!("{}-content", id.node), "content")
        .argument("instance", of(&key, "name"))
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::After));
    cx.push(&id.service, item);
}

pub(super) fn grant(cx: &mut Gcp, request: &Request) -> Grant {
    if !matches!(request.access, Access::Read | Access::Write | Access::ReadWrite) {
        return Grant::default();
    }
    if request.flow.effective(&["auth"]).as_ref().and_then(Value::as_str) == Some("password") {
        cx.refuse(
            Place::flow_property(request.flow.id, "auth"),
            format!("{}: functions of Google Cloud sign in as their own accounts", request.flow),
            "use auth: identity",
        );
    }
    if network::of_node(cx, request.holder).is_none() {
        cx.refuse(
            Place::property(request.holder, "network"),
            format!("{} cannot reach {}, which stands in a network", request.holder, request.node),
            "name the database's network at the function as well",
        );
    }
    let key = request.node.to_string();
    let text = |text: &str| Part::Text(text.to_owned());
    let project = cx.google_project();
    let only = Expression::Interpolate(vec![
        text("resource.service == \"sqladmin.googleapis.com\" && resource.name == \"projects/"),
        Part::Value(project.clone()),
        text("/instances/"),
        Part::Value(of(&key, "name")),
        text("\""),
    ]);
    let condition = || Some((format!("Only {}", request.node.node), only.clone()));
    user(cx, request);
    let mut grant = Grant::role(Role::of_project(project.clone(), "connects-to", "roles/cloudsql.client", condition()));
    grant.roles.push(Role::of_project(project, "signs-in-to", "roles/cloudsql.instanceUser", condition()));
    let content = if cx.is_existing(request.node) {
        Expression::text("postgres")
    } else {
        of(&format!("{}/content", request.node), "name")
    };
    grant.variable("instance", of(&key, "connectionName")).variable("database", content)
}

/// The user that a function is inside of a database; its code asks the metadata server for its own name.
fn user(cx: &mut Gcp, request: &Request) {
    cx.facts.support.insert(support::SQL);
    let holder = request.holder;
    let named = Expression::Call {
        function: Support { module: vec!["sql".to_owned()], item: "userName".to_owned() },
        arguments: vec![of(&holder.to_string(), "email")],
    };
    let wish = format!("{}-in-{}", holder.node, request.node.node);
    let key = format!("{holder}/user-in-{}", request.node);
    let made = cx.draft.components.values().flatten().any(|item| item.key == key);
    if !made {
        let name = cx.companion(holder, USER, &wish);
        let item = New::sdk(USER, &key, name.clone(), Origin::Flow(request.flow.id.0))
            .variable(name.clone(), "user")
            .argument("instance", of(&request.node.to_string(), "name"))
            .argument("type", Expression::text("CLOUD_IAM_SERVICE_ACCOUNT"))
            .argument("name", named)
            .aliases(cx.former(holder, &name))
            .at(cx.position(holder, Stage::Policy));
        cx.push(&holder.service, item);
    }
}
