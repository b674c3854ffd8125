//! sql: a flexible server of Azure Database for `PostgreSQL` in a private network. Functions sign in as users of their own,
//! by their identities and without a password; what each may do inside of the database is said there, not here.

use crate::design::{NodeId, Place};
use crate::program::{Expression, Literal, Name, Origin, SettingKind};
use crate::value::Value;

use super::super::draft::{New, Stage, data, of, whole};
use super::super::settings::Derived;
use super::access::{Access, Grant, Request};
use super::platform::{NAMES, PLATFORM};
use super::{Azure, network, support};

pub(super) const CLASS: &str = "components/database:Database";

/// The newest version that is taken where the design names none.
const NEWEST: &str = "17";
/// The versions that can be had. Source: Azure Database for `PostgreSQL`, supported versions, 2026-11.
const VERSIONS: &[&str] = &["18", "17", "16", "15", "14"];

/// The processors of general-purpose machines. Source: Azure Database for `PostgreSQL`, compute options, 2026-11.
const PROCESSORS: &[i64] = &[2, 4, 8, 16, 32, 48, 64, 96];

/// The machine with so many processors at the least: a burstable one for up to one where no second copy stands by.
fn size(processors: f64, several_zones: bool) -> Option<String> {
    if processors <= 1.0 && !several_zones {
        return Some("Standard_B1ms".to_owned());
    }
    let count = PROCESSORS.iter().find(|count| **count as f64 >= processors)?;
    Some(format!("Standard_D{count}ds_v5"))
}

fn attributes(database: Expression, attribute: &str) -> Expression {
    let part = |name: &str| Expression::Field(Box::new(database.clone()), Name::known(name));
    match attribute {
        "host" => part("server").property("fullyQualifiedDomainName"),
        "database" => part("content").property("name"),
        _ => database,
    }
}

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    if cx.refuse_existing(id) {
        return;
    }
    let engine = cx.fixed(id, &["engine"]);
    if engine.as_ref().and_then(Value::as_str) != Some("postgres") {
        cx.refuse(
            Place::property(id, "engine"),
            format!("{id}: MySQL lets identities in only by a right on the directory that no program can give itself"),
            "set engine: postgres",
        );
        return;
    }
    let Some(home) = network::of_node(cx, id) else {
        cx.refuse(
            Place::property(id, "network"),
            format!("{id} has no network to stand in, and a database has no public address here"),
            "draw a network, and name it at the database and at what uses it",
        );
        return;
    };
    users_fit(cx, id, &home);
    cx.facts.support.insert(support::DATABASE);
    let key = id.to_string();
    let version = version(cx, id);
    let protect = cx.deletion_protection(id);
    let network = home.to_string();
    let tags = cx.tags(&id.service);
    let extra = cx.extra_of(id, true);
    let mut item = New::component(CLASS, &key, id.node.clone(), Origin::Node(key.clone()))
        .variable(super::with_suffix(&id.node, "database"), "database")
        .attributes(attributes)
        .argument("platform", whole(PLATFORM))
        .argument("subnetId", of(&network, "databaseSubnetId"))
        .argument("zoneId", of(NAMES, "id"))
        .argument("zoneLink", whole(&network::link_key(&home)))
        .argument("version", Expression::text(version))
        .argument("size", sized(cx, id))
        .argument("multiZone", cx.boolean(id, &["multi_zone"]).unwrap_or(Expression::Boolean(false)))
        .argument("backupDays", cx.days(id, &["backup"]))
        .argument("parameters", parameters(cx, id))
        .argument("administrators", administrators(cx))
        .argument("protect", protect)
        .argument("tags", tags)
        .extra(&extra)
        .aliases(cx.former(id, &id.node));
    let users = users(cx, id);
    if !users.is_empty() {
        item = item.comment(&how_users_are_made(&users));
    }
    let item = item.at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{}-host", id.node), of(&key, "host"));
    for (holder, _) in users {
        cx.output(&holder.service, &format!("{}-principal-id", holder.node), of(&holder.to_string(), "principalId"));
    }
}

/// Refuses users that would not reach the database, or not by who they are.
fn users_fit(cx: &mut Azure, id: &NodeId, home: &NodeId) {
    let design = cx.design;
    for flow in design.flows_to(id) {
        if flow.effective(&["auth"]).as_ref().and_then(Value::as_str) == Some("password") {
            cx.refuse(
                Place::flow_property(flow.id, "auth"),
                format!("{flow}: the database takes no passwords, and functions sign in by their identities"),
                "use auth: identity",
            );
        }
        if network::of_node(cx, &flow.from).as_ref() != Some(home) {
            cx.refuse(
                Place::property(&flow.from, "network"),
                format!("{} cannot reach {id}, which stands in {home}", flow.from),
                "name the database's network at the function as well",
            );
        }
    }
}

fn version(cx: &mut Azure, id: &NodeId) -> String {
    let written = cx.fixed(id, &["version"]).and_then(|value| value.as_str().map(str::to_owned));
    let version = written.unwrap_or_else(|| NEWEST.to_owned());
    if !VERSIONS.contains(&version.as_str()) {
        cx.refuse(
            Place::property(id, "version"),
            format!("{version} is no version of Azure Database for PostgreSQL"),
            format!("use one of {}, or leave version out", VERSIONS.join(", ")),
        );
    }
    version
}

/// The size of the machine: two properties decide it together, in each environment.
fn sized(cx: &mut Azure, id: &NodeId) -> Expression {
    let design = cx.design;
    let of = |environment: Option<&str>| {
        let processors = design.effective(id, &["capacity", "min"], environment)?.as_number()?;
        let zones = design.effective(id, &["multi_zone"], environment).and_then(|value| value.as_bool());
        Some(Literal::Text(size(processors, zones?)?))
    };
    let found: Vec<(String, Option<Literal>)> =
        design.environments.keys().map(|name| (name.clone(), of(Some(name)))).collect();
    let default = of(None);
    let values: Vec<(String, Literal)> =
        found.iter().filter_map(|(name, size)| Some((name.clone(), size.clone()?))).collect();
    if values.len() < found.len() || default.is_none() {
        cx.refuse(
            Place::property(id, "capacity"),
            format!("{id} has no size that is known in every environment, of at most 96 processors"),
            "write capacity.min and multi_zone as values, not as settings",
        );
    }
    let settled = cx.settings.settle(Derived {
        wish: format!("{}-{}-size", id.service, id.node),
        kind: SettingKind::Text,
        default,
        values,
        documentation: format!("The size of the machine of {id}."),
        origin: Origin::Node(id.to_string()),
        ..Derived::default()
    });
    settled.unwrap_or_else(|| Expression::text(""))
}

/// What the server is told.
fn parameters(cx: &mut Azure, id: &NodeId) -> Expression {
    let oldest = cx.fixed(id, &["min_tls"]).and_then(|value| value.as_number()).unwrap_or(1.2);
    if oldest < 1.2 {
        cx.refuse(
            Place::property(id, "min_tls"),
            format!("{id} would accept TLS {oldest}, and Azure takes 1.2 and later"),
            "set min_tls: 1.2, or leave it out",
        );
    }
    let required = cx.vary(id, &["require_tls"], &SettingKind::Text, "", |value| {
        Some(Literal::Text(if value.as_bool()? { "on" } else { "off" }.to_owned()))
    });
    let most = cx.vary(id, &["max_connections"], &SettingKind::Text, "", |value| {
        Some(Literal::Text(value.as_integer()?.to_string()))
    });
    let mut told = vec![
        ("require_secure_transport".to_owned(), required.unwrap_or_else(|| Expression::text("on"))),
        ("ssl_min_protocol_version".to_owned(), Expression::text(if oldest > 1.2 { "TLSv1.3" } else { "TLSv1.2" })),
    ];
    told.extend(most.map(|most| ("max_connections".to_owned(), most)));
    data(told)
}

/// Whose members make users: a group, so that nobody is one by the program alone.
fn administrators(cx: &mut Azure) -> Expression {
    let mut setting = |wish: &str, documentation: &str| {
        Expression::Setting(cx.settings.own_or_derived(Derived {
            wish: wish.to_owned(),
            documentation: documentation.to_owned(),
            ..Derived::default()
        }))
    };
    Expression::properties([
        (
            "id",
            setting(
                "database-administrators-id",
                "The object id of the group of Microsoft Entra that administers databases.",
            ),
        ),
        ("name", setting("database-administrators", "The name of the group that administers databases.")),
    ])
}

/// What users are for, as SQL says it.
const RIGHTS: &[(bool, bool, &str)] =
    &[(true, false, "SELECT"), (false, true, "INSERT, UPDATE, DELETE"), (true, true, "SELECT, INSERT, UPDATE, DELETE")];

/// Who uses the database, in the order of the flows, with what each may do there.
fn users(cx: &Azure, id: &NodeId) -> Vec<(NodeId, &'static str)> {
    let mut found: Vec<(NodeId, &'static str)> = Vec::new();
    for flow in cx.design.flows_to(id) {
        if found.iter().any(|(holder, _)| *holder == flow.from) {
            continue;
        }
        let flows = || cx.design.flows_from(&flow.from).filter(|other| other.to == *id);
        let reads = flows().any(|flow| flow.kind.starts_with("read"));
        let writes = flows().any(|flow| flow.kind.ends_with("write"));
        if let Some((_, _, rights)) = RIGHTS.iter().find(|row| (row.0, row.1) == (reads, writes)) {
            found.push((flow.from.clone(), rights));
        }
    }
    found
}

fn how_users_are_made(users: &[(NodeId, &'static str)]) -> String {
    let named: Vec<String> = users.iter().map(|(holder, rights)| format!("{} ({rights})", user(holder))).collect();
    format!(
        "Identities sign in as users of the database. Its administrators make each once, from inside of the network: in \
         postgres, pgaadauth_create_principal_with_oid(USER, ID, 'service', false, false), with the id of the principal \
         from the outputs; in app, GRANT RIGHTS ON ALL TABLES IN SCHEMA public TO USER. Users and rights: {}.",
        named.join("; ")
    )
}

/// The user of databases that a function signs in as.
fn user(holder: &NodeId) -> String {
    crate::catalog::names::shorten(&format!("{}-{}", holder.service, holder.node), 63)
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    if !matches!(request.access, Access::Read | Access::Write | Access::ReadWrite) {
        return Grant::default();
    }
    let key = request.node.to_string();
    Grant::default()
        .variable("host", of(&key, "host"))
        .variable("database", of(&key, "database"))
        .variable("database user", Expression::text(user(request.holder)))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_has_enough_processors_and_can_have_a_second_copy() {
        for (processors, zones, wanted) in [
            (0.5, false, Some("Standard_B1ms")),
            (1.0, false, Some("Standard_B1ms")),
            (0.5, true, Some("Standard_D2ds_v5")),
            (4.0, false, Some("Standard_D4ds_v5")),
            (33.0, true, Some("Standard_D48ds_v5")),
            (97.0, false, None),
        ] {
            assert_eq!(size(processors, zones).as_deref(), wanted, "{processors}");
        }
    }
}
