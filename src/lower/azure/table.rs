//! table: a container of a serverless Cosmos DB account. A service's tables share the account and the database, and each
//! is opened to those alone whom a flow names.

use crate::design::{Flow, NodeId};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, Request, Role};
use super::platform::Undrawn;
use super::{Azure, with_suffix};
use crate::text::words;

pub(super) const CLASS: &str = "azure-native.cosmosdb.SqlResourceSqlContainer";
const READER: &str = "Cosmos DB Built-in Data Reader";
const CONTRIBUTOR: &str = "Cosmos DB Built-in Data Contributor";

pub(super) fn lower(cx: &mut Azure, id: &NodeId) {
    let key = id.to_string();
    let wish = with_suffix(&id.node, "table");
    if cx.refuse_existing(id) {
        return;
    }
    cx.need(Undrawn::Database(id.service.clone()));
    let partition = text(cx, id, &["key", "partition"]);
    let mut resource = vec![("id", Expression::text(&id.node)), ("partitionKey", partition_key(&partition))];
    let sort = text(cx, id, &["key", "sort"]);
    if !sort.is_empty() {
        let key = Expression::properties([("paths", Expression::List(vec![Expression::text(format!("/{sort}"))]))]);
        let policy = Expression::properties([("uniqueKeys", Expression::List(vec![key]))]);
        resource.push(("uniqueKeyPolicy", policy));
    }
    if let Some(paths) = composites(cx, id) {
        resource.push(("indexingPolicy", indexing(paths)));
    }
    let expires = cx.design.effective(id, &["ttl"], None).is_some_and(|ttl| ttl != Value::Null);
    if expires {
        resource.push(("defaultTtl", Expression::Integer(-1)));
    }
    let protect = cx.deletion_protection(id);
    let extra = cx.extra_of(id, false);
    let name = cx.logical(id);
    let mut item = New::sdk(CLASS, &key, name.clone(), Origin::Node(key.clone()));
    if expires {
        item = item.comment("An item says by its own `ttl` for how many seconds after its last change it is kept.");
    }
    let item = item
        .variable(wish.clone(), "container")
        .argument("resourceGroupName", Azure::group())
        .argument("accountName", of(&account(id), "name"))
        .argument("databaseName", of(&database(id), "name"))
        .argument("containerName", Expression::text(&id.node))
        .argument("resource", Expression::properties(resource))
        .overriding(extra)
        .protected(&protect)
        .aliases(cx.former(id, &name))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
}

fn account(id: &NodeId) -> String {
    format!("{}/account", id.service)
}

fn database(id: &NodeId) -> String {
    format!("{}/database", id.service)
}

fn text(cx: &mut Azure, id: &NodeId, path: &[&str]) -> String {
    cx.fixed(id, path).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn partition_key(partition: &str) -> Expression {
    Expression::properties([
        ("paths", Expression::List(vec![Expression::text(format!("/{partition}"))])),
        ("kind", Expression::text("Hash")),
        ("version", Expression::Integer(2)),
    ])
}

/// Cosmos DB indexes every field by itself; what an index sorts by beside its key takes a composite one.
fn composites(cx: &mut Azure, id: &NodeId) -> Option<Expression> {
    let indexes = cx.fixed(id, &["indexes"])?;
    let mut rows = Vec::new();
    for index in indexes.as_list().unwrap_or_default() {
        let field = |name: &str| index.as_map().and_then(|map| map.get(name)).and_then(Value::as_str);
        let (Some(partition), Some(sort)) = (field("partition"), field("sort")) else { continue };
        let path = |name: &str| {
            Expression::properties([
                ("path", Expression::text(format!("/{name}"))),
                ("order", Expression::text("ascending")),
            ])
        };
        rows.push(Expression::List(vec![path(partition), path(sort)]));
    }
    (!rows.is_empty()).then_some(Expression::List(rows))
}

fn indexing(paths: Expression) -> Expression {
    Expression::properties([("indexingMode", Expression::text("consistent")), ("compositeIndexes", paths)])
}

/// Where a container is: the account's name and id, the database, the container.
fn places(id: &NodeId, container: &str) -> [Expression; 4] {
    let (account, database) = (account(id), database(id));
    [of(&account, "name"), of(&account, "id"), of(&database, "name"), of(container, "name")]
}

/// The name by which a trigger connects to a table's account.
pub(super) fn connection(id: &NodeId) -> String {
    words::pascal(&id.node)
}

/// The key of the container in which a function that follows a table notes how far it is.
fn leases(table: &NodeId, function: &NodeId) -> String {
    format!("{table}/leases-of-{function}")
}

pub(super) fn grant(_: &mut Azure, request: &Request) -> Grant {
    let id = request.node;
    let key = id.to_string();
    let known = |grant: Grant| {
        grant
            .variable("table", of(&key, "name"))
            .variable("endpoint", of(&account(id), "documentEndpoint"))
            .variable("database", of(&database(id), "name"))
    };
    match request.access {
        Access::Read => known(Grant::allow_table(READER, places(id, &key))),
        // Cosmos DB has no role that writes and cannot read.
        Access::Write | Access::ReadWrite => known(Grant::allow_table(CONTRIBUTOR, places(id, &key))),
        Access::Consume => {
            let leases = leases(id, request.holder);
            let mut grant = known(Grant::allow_table(READER, places(id, &key)));
            grant.roles.push(("leases", Role::Table(CONTRIBUTOR, Box::new(places(id, &leases)))));
            grant.variable("leases", of(&leases, "name")).connection(
                &connection(id),
                "accountEndpoint",
                of(&account(id), "documentEndpoint"),
            )
        }
        _ => Grant::default(),
    }
}

/// A function that follows a table notes how far it is in a container of its own.
pub(super) fn flow(cx: &mut Azure, flow: &Flow) {
    if flow.kind != "subscribe" || !cx.facts.subscriptions.insert((flow.from.clone(), flow.to.clone())) {
        return;
    }
    let id = &flow.from;
    let name = cx.companion(id, CLASS, &format!("{}-leases-of-{}", id.node, flow.to.node));
    let aliases = cx.former(id, &name);
    let resource = Expression::properties([("id", Expression::text(&name)), ("partitionKey", partition_key("id"))]);
    let item = New::sdk(CLASS, &leases(id, &flow.to), name.clone(), Origin::Flow(flow.id.0))
        .variable(name.clone(), "container")
        .argument("resourceGroupName", Azure::group())
        .argument("accountName", of(&account(id), "name"))
        .argument("databaseName", of(&database(id), "name"))
        .argument("containerName", Expression::text(&name))
        .argument("resource", resource)
        .aliases(aliases)
        .at(cx.position(id, Stage::Flow));
    cx.push(&id.service, item);
}
