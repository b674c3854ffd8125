//! table: DynamoDB, encrypted, recoverable to any second, with a stream where somebody follows its changes.

use crate::design::{Flow, NodeId, Place};
use crate::program::{Expression, Origin};
use crate::value::Value;

use super::super::draft::{New, Stage, of};
use super::access::{Access, Grant, KeyUse, Request};
use super::iam::inside;
use super::{Aws, mapping, pipe, with_suffix};

pub(super) const CLASS: &str = "aws.dynamodb.Table";

/// Reading is by key: one item, several, those of a partition, or that there is one while others are written. To read
/// a whole table is slow, dear and rarely meant, and is only allowed where the flow says `scan: true`.
const READ: &[&str] = &["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:ConditionCheckItem"];
const SEARCH: &[&str] = &["dynamodb:Query"];
const SCAN: &str = "dynamodb:Scan";
const WRITE: &[&str] = &["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];
const FOLLOW: &[&str] = &["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];

/// A key attribute: its name and its type as DynamoDB writes it.
fn attribute(written: &str) -> (String, &'static str) {
    match written.rsplit_once(':') {
        Some((name, "number")) => (name.to_owned(), "N"),
        Some((name, "binary")) => (name.to_owned(), "B"),
        Some((name, "string")) => (name.to_owned(), "S"),
        _ => (written.to_owned(), "S"),
    }
}

/// An index as written.
struct Index {
    name: String,
    keys: Vec<(String, &'static str, &'static str)>,
    everything: bool,
}

fn keys(partition: &str, sort: Option<&str>) -> Vec<(String, &'static str, &'static str)> {
    let (name, kind) = attribute(partition);
    let mut keys = vec![(name, kind, "HASH")];
    if let Some((name, kind)) = sort.map(attribute) {
        keys.push((name, kind, "RANGE"));
    }
    keys
}

fn indexes(cx: &mut Aws, id: &NodeId) -> Vec<Index> {
    let written = cx.fixed(id, &["indexes"]);
    let items = written.as_ref().and_then(Value::as_list).unwrap_or_default();
    let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).map(str::to_owned);
    items
        .iter()
        .filter_map(|item| {
            Some(Index {
                name: text(item, "name")?,
                keys: keys(&text(item, "partition")?, text(item, "sort").as_deref()),
                everything: text(item, "projection").as_deref() != Some("keys"),
            })
        })
        .collect()
}

pub(super) fn lower(cx: &mut Aws, id: &NodeId) {
    let key = id.to_string();
    let origin = Origin::Node(key.clone());
    let wish = with_suffix(&id.node, "table");
    let main = New::sdk(CLASS, &key, id.node.clone(), origin).variable(wish.clone(), "table");
    cx.output(&id.service, &format!("{wish}-name"), of(&key, "name"));
    if let Some(existing) = cx.existing(id) {
        let item = main.existing(existing).at(cx.position(id, Stage::Main));
        cx.push(&id.service, item);
        return;
    }
    let partition = cx.fixed(id, &["key", "partition"]);
    let sort = cx.fixed(id, &["key", "sort"]);
    let Some(partition) = partition.as_ref().and_then(Value::as_str) else {
        cx.refuse(Place::property(id, "key"), format!("{id} has no key"), "set key: { partition: NAME }");
        return;
    };
    let own = keys(partition, sort.as_ref().and_then(Value::as_str));
    let indexes = indexes(cx, id);
    let attributes = attributes(cx, id, &own, &indexes);
    let capacity = capacity(cx, id);
    let protection = cx.deletion_protection(id);
    let told = told(cx, id);
    let mut item = main
        .argument("billingMode", Expression::text(if capacity.is_empty() { "PAY_PER_REQUEST" } else { "PROVISIONED" }));
    for (name, value) in &capacity {
        item = item.argument(name, value.clone());
    }
    for (name, _, role) in &own {
        item = item.argument(if *role == "HASH" { "hashKey" } else { "rangeKey" }, Expression::text(name));
    }
    let enabled = |value: Expression| Expression::properties([("enabled", value)]);
    let mut sealed = vec![("enabled", Expression::Boolean(true))];
    sealed.extend(cx.key_of(id).map(|key| ("kmsKeyArn", of(&key, "arn"))));
    let extra = cx.extra(id);
    let ttl = cx.text(id, &["ttl"]).map(|attribute| {
        Expression::properties([("enabled", Expression::Boolean(true)), ("attributeName", attribute)])
    });
    let item = item
        .argument("attributes", attributes)
        .argument("globalSecondaryIndexes", index_arguments(&indexes, &capacity))
        .argument("ttl", ttl)
        .argument("streamEnabled", told.map(|_| Expression::Boolean(true)))
        .argument("streamViewType", told.map(Expression::text))
        .argument("pointInTimeRecovery", cx.boolean(id, &["recovery"]).map(enabled))
        .argument("serverSideEncryption", Expression::properties(sealed))
        .argument("deletionProtectionEnabled", protection.clone())
        .overriding(extra)
        .protected(&protection)
        .aliases(cx.former(id, &id.node))
        .at(cx.position(id, Stage::Main));
    cx.push(&id.service, item);
}

/// What the stream tells of a change, where there is one: as the design says, or all where somebody follows.
fn told(cx: &mut Aws, id: &NodeId) -> Option<&'static str> {
    let followed = cx.design.flows_from(id).any(|flow| flow.kind == "subscribe");
    match cx.fixed(id, &["stream"]).as_ref().and_then(Value::as_str) {
        Some("keys") => Some("KEYS_ONLY"),
        Some("new") => Some("NEW_IMAGE"),
        Some("old") => Some("OLD_IMAGE"),
        Some("both") => Some("NEW_AND_OLD_IMAGES"),
        _ => followed.then_some("NEW_AND_OLD_IMAGES"),
    }
}

/// What identifies an item: its attributes with their types as DynamoDB writes them.
pub(super) fn key(cx: &mut Aws, id: &NodeId) -> Vec<(String, &'static str)> {
    let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
    let partition = text(cx.fixed(id, &["key", "partition"])).unwrap_or_default();
    let sort = text(cx.fixed(id, &["key", "sort"]));
    keys(&partition, sort.as_deref()).into_iter().map(|(name, kind, _)| (name, kind)).collect()
}

/// The attributes of all keys, each once; DynamoDB refuses one that is no key.
fn attributes(
    cx: &mut Aws,
    id: &NodeId,
    own: &[(String, &'static str, &'static str)],
    indexes: &[Index],
) -> Expression {
    let mut attributes: Vec<(String, &'static str)> = Vec::new();
    for (name, kind, _) in own.iter().chain(indexes.iter().flat_map(|index| &index.keys)) {
        match attributes.iter().find(|(present, _)| present == name) {
            Some((_, present)) if present != kind => cx.refuse(
                Place::property(id, "indexes"),
                format!("{name} of {id} has two types"),
                "give it one type in the key and in every index",
            ),
            Some(_) => {}
            None => attributes.push((name.clone(), kind)),
        }
    }
    let attributes = attributes.iter().map(|(name, kind)| {
        Expression::properties([("name", Expression::text(name)), ("type", Expression::text(*kind))])
    });
    Expression::List(attributes.collect())
}

/// Reserved capacity, for tables that do not pay for each request.
fn capacity(cx: &mut Aws, id: &NodeId) -> Vec<(&'static str, Expression)> {
    let billing = cx.fixed(id, &["billing"]);
    if billing.as_ref().and_then(Value::as_str) != Some("provisioned") {
        return Vec::new();
    }
    let read = cx.integer(id, &["capacity", "read"]).unwrap_or(Expression::Integer(5));
    let write = cx.integer(id, &["capacity", "write"]).unwrap_or(Expression::Integer(5));
    vec![("readCapacity", read), ("writeCapacity", write)]
}

fn index_arguments(indexes: &[Index], capacity: &[(&'static str, Expression)]) -> Option<Expression> {
    let items = indexes.iter().map(|index| {
        let keys = index.keys.iter().map(|(name, _, role)| {
            Expression::properties([("attributeName", Expression::text(name)), ("keyType", Expression::text(*role))])
        });
        let mut entries = vec![
            ("name", Expression::text(&index.name)),
            ("keySchemas", Expression::List(keys.collect())),
            ("projectionType", Expression::text(if index.everything { "ALL" } else { "KEYS_ONLY" })),
        ];
        entries.extend(capacity.iter().cloned());
        Expression::properties(entries)
    });
    (!indexes.is_empty()).then(|| Expression::List(items.collect()))
}

pub(super) fn grant(cx: &mut Aws, request: &Request) -> Grant {
    let key = request.node.to_string();
    let arn = of(&key, "arn");
    cx.uses_iam();
    let encrypted = cx.key_of(request.node);
    if request.access == Access::Consume {
        let object = format!("{}-stream", request.node.node);
        let mut grant = Grant::allow(request, "Follow", FOLLOW, vec![of(&key, "streamArn")]);
        grant.allows.iter_mut().for_each(|allow| allow.object.clone_from(&object));
        return grant.key(encrypted, KeyUse::Decrypt);
    }
    let mut indexes = Vec::new();
    if request.access != Access::Write {
        let written = cx.design.effective(request.node, &["indexes"], None);
        let names = written.as_ref().and_then(Value::as_list).unwrap_or_default();
        for name in names.iter().filter_map(|index| index.get("name").and_then(Value::as_str)) {
            indexes.push(inside(arn.clone(), &format!("/index/{name}")));
        }
    }
    let (verb, actions) = match request.access {
        Access::Read => ("Read", [READ].concat()),
        Access::Write => ("Write", [WRITE].concat()),
        Access::ReadWrite => ("ReadAndWrite", [READ, WRITE].concat()),
        _ => return Grant::default(),
    };
    let scanning: &[&'static str] = if request.whole { &[SCAN] } else { &[] };
    let mut grant = Grant::allow(request, verb, &[actions.as_slice(), scanning].concat(), vec![arn])
        .variable("table", of(&key, "name"))
        .key(encrypted, if request.access == Access::Read { KeyUse::Decrypt } else { KeyUse::Encrypt });
    if !indexes.is_empty() {
        // An index is searched; single items are taken from the table.
        let mut search = Grant::allow(request, "Search", &[SEARCH, scanning].concat(), indexes);
        search.allows.iter_mut().for_each(|allow| allow.object.push_str("-indexes"));
        grant.allows.append(&mut search.allows);
    }
    grant
}

pub(super) fn flow(cx: &mut Aws, flow: &Flow) {
    if flow.kind != "subscribe" {
        return;
    }
    if cx.design.kind_of(&flow.to) == Some("function") && flow.get("enrich").is_none() {
        mapping::from_table(cx, flow);
    } else {
        pipe::lower(cx, flow);
    }
}
