//! Keys, indexes and expiry of tables.

use std::collections::HashMap;

use crate::catalog::Provider;
use crate::check::limits::count;
use crate::check::prelude::*;
use crate::text::words::{snake, words};

pub(in crate::check) const REQUIRED: Rule = Rule::error("DAT001", "data/partition-key-required", required).says(
    "A table without a partition key.",
    "Items are found and spread by it; the cloud creates no table without one.",
    "Name the attribute that tells items apart, such as orderId.",
);

pub(in crate::check) const TYPE: Rule = Rule::error("DAT002", "data/key-attribute-type", types).says(
    "A key attribute of a type that keys cannot have, of two types, or twice in one key; or two indexes of one name.",
    "DynamoDB takes text, numbers and binary values as keys, each attribute has one type in all keys and indexes, and indexes are told apart by their names.",
    "Write NAME, NAME:number or NAME:binary, the same everywhere, and give each index a name of its own.",
);

pub(in crate::check) const PARTITION: Rule = Rule::info("DAT006", "data/logical-partition-size", partition).says(
    "A table on Azure that puts all items of a tenant or of a date into one partition and keeps them for ever.",
    "Cosmos DB keeps 20 GB of one partition key and refuses more.",
    "Use a key with more values, such as the tenant with the month, or let items expire.",
);

pub(in crate::check) const INDEXES: Rule = Rule::error("DAT004", "data/index-count", indexes).says(
    "A table with more than 20 indexes.",
    "AWS refuses it.",
    "Let one index serve several questions, or split the table.",
);

pub(in crate::check) const CARDINALITY: Rule = Rule::info("DAT005", "data/low-cardinality-key", cardinality).says(
    "A table whose partition key has few values.",
    "All items of one value share one partition and its limits.",
    "Use a key with many values, such as an id.",
);

pub(in crate::check) const TTL: Rule = Rule::error("DAT016", "data/ttl-attribute", ttl).says(
    "A table whose items expire by an attribute that is its key, or by none.",
    "The cloud refuses it, or nothing ever expires.",
    "Use an attribute of its own, such as expiresAt.",
);

/// Names of attributes with few values.
const FEW_VALUES: [&str; 9] = ["status", "type", "country", "date", "day", "month", "tenant_type", "active", "flag"];

/// Words in the name of a key of which one value gathers many items.
const GATHERING: [&str; 8] = ["tenant", "organization", "organisation", "account", "date", "day", "month", "year"];

/// The types of key attributes.
const TYPES: [&str; 3] = ["string", "number", "binary"];

/// The attribute's name in `NAME`, `NAME:number` or `NAME:binary`.
fn attribute(written: &str) -> &str {
    written.split(':').next().unwrap_or(written)
}

/// Whether an attribute has few values, by its name.
fn few_values(attribute: &str) -> bool {
    FEW_VALUES.contains(&snake(attribute).as_str())
}

fn required(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let named = |provider: Provider| matches!(provider, Provider::Aws | Provider::Azure);
    for table in context.nodes_of("table").filter(|node| named(context.provider) && !node.existing()) {
        report.each_stage(|stage| {
            let path = &["key", "partition"];
            let partition = context.value(table, path, stage);
            // A value of another type is told as such.
            let missing =
                partition.is_none_or(|value| value.as_str().is_some_and(|name| attribute(name).trim().is_empty()));
            let shaped = context.value(table, &["key"], stage).is_none_or(|key| key.as_map().is_some());
            (missing && shaped).then(|| {
                let message =
                    format!("{} has no partition key: name the attribute that tells its items apart.", table.id);
                let place = context.place_of(table, if partition.is_some() { path } else { &["key"] }, stage);
                Outcome::new(place, message)
                    .mend("Use the attribute id", context.mend(table, path, Some("id".into()), stage))
            })
        });
    }
}

/// A key attribute as written, with the way to it.
type KeyAttribute<'d> = (Vec<String>, &'d str);

/// The key attributes of a table and its indexes.
fn key_attributes<'d>(table: &NodeView<'d>) -> Vec<KeyAttribute<'d>> {
    let parts = ["partition", "sort"];
    let key = table.node.get("key");
    let own = parts.iter().filter_map(|part| {
        Some((vec!["key".to_owned(), (*part).to_owned()], key.and_then(|key| key.get(part))?.as_str()?))
    });
    let indexes = table.node.get("indexes").and_then(Value::as_list).unwrap_or_default();
    let of_indexes = indexes.iter().enumerate().flat_map(|(number, index)| {
        parts.iter().filter_map(move |part| {
            Some((vec!["indexes".to_owned(), number.to_string(), (*part).to_owned()], index.get(part)?.as_str()?))
        })
    });
    own.chain(of_indexes).collect()
}

fn types(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|_| context.provider == Provider::Aws) {
        repeated(table, report);
        let mut known: HashMap<&str, (&str, Vec<String>)> = HashMap::new();
        for (path, written) in key_attributes(table) {
            let (name, kind) = written.split_once(':').unwrap_or((written, "string"));
            let place = Place::Node { id: table.id.clone(), path: path.clone() };
            if !TYPES.contains(&kind) {
                report.add(
                    place,
                    format!(
                        "The key attribute {name} of {} cannot be of type {kind}: use {}.",
                        table.id,
                        choice(&TYPES)
                    ),
                );
                continue;
            }
            match known.get(name) {
                Some((other, first)) if *other != kind => {
                    report
                        .add(
                            place,
                            format!(
                                "The key attribute {name} of {} is a {kind} here and a {other} before: give it one type.",
                                table.id
                            ),
                        )
                        .related([Place::Node { id: table.id.clone(), path: first.clone() }]);
                }
                Some(_) => {}
                None => {
                    known.insert(name, (kind, path));
                }
            }
        }
    }
}

/// Keys whose two parts are one attribute, and indexes of one name.
fn repeated(table: &NodeView<'_>, report: &mut Report<'_, '_>) {
    let place = |path: &[&str]| Place::Node {
        id: table.id.clone(),
        path: path.iter().map(|step| (*step).to_owned()).collect(),
    };
    let twice = |key: &Value| {
        let part = |part: &str| key.get(part).and_then(Value::as_str).map(attribute);
        part("sort").filter(|sort| part("partition") == Some(*sort)).map(str::to_owned)
    };
    let told = |of: &str, name: &str| {
        format!("The attribute {name} is both parts of the key of {of}: sort by another, or leave sort out.")
    };
    if let Some(name) = table.node.get("key").and_then(twice) {
        report.add(place(&["key", "sort"]), told(&table.id.to_string(), &name));
    }
    let mut names: HashMap<&str, usize> = HashMap::new();
    for (number, index) in table.node.get("indexes").and_then(Value::as_list).unwrap_or_default().iter().enumerate() {
        let at = number.to_string();
        if let Some(name) = twice(index) {
            report.add(place(&["indexes", &at, "sort"]), told(&format!("an index of {}", table.id), &name));
        }
        let Some(name) = index.get("name").and_then(Value::as_str) else { continue };
        if let Some(first) = names.get(name) {
            report
                .add(
                    place(&["indexes", &at, "name"]),
                    format!("Two indexes of {} are called {name}: rename one of them.", table.id),
                )
                .related([place(&["indexes", &first.to_string(), "name"])]);
        } else {
            names.insert(name, number);
        }
    }
}

fn partition(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|_| context.provider == Provider::Azure) {
        let key = table.node.get("key").and_then(|key| key.get("partition")).and_then(Value::as_str);
        let Some(name) = key.map(attribute) else { continue };
        // A key with few values is told as such.
        let gathers = words(name).iter().any(|word| GATHERING.contains(&word.as_str())) && !few_values(name);
        let kept = context.stages.iter().any(|stage| context.value(table, &["ttl"], *stage).is_none());
        if gathers && kept {
            report.add(
                Place::Node { id: table.id.clone(), path: vec!["key".to_owned(), "partition".to_owned()] },
                format!(
                    "{} keeps everything of one {name} in one partition, which holds 20 GB at the most: use a key with more values, or let items expire.",
                    table.id
                ),
            );
        }
    }
}

fn indexes(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|_| context.provider == Provider::Aws) {
        let number = table.node.get("indexes").and_then(Value::as_list).map_or(0, <[Value]>::len);
        if let Some(most) = count("indexes", "table", context.provider).filter(|most| number > *most) {
            report.add(
                table.at("indexes"),
                format!("{} has {number} indexes, and {most} are the most: use fewer.", table.id),
            );
        }
    }
}

fn cardinality(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table") {
        let key = table.node.get("key");
        let Some(partition) = key.and_then(|key| key.get("partition")).and_then(Value::as_str) else { continue };
        if few_values(attribute(partition)) {
            report.add(
                Place::Node { id: table.id.clone(), path: vec!["key".to_owned(), "partition".to_owned()] },
                format!("The key {partition} of {} has few values: use one with many, such as an id.", table.id),
            );
        }
    }
}

fn ttl(context: &Context<'_>, report: &mut Report<'_, '_>) {
    // On Azure items carry the time to live itself, in an attribute that is the same for all.
    for table in context.nodes_of("table").filter(|_| context.provider != Provider::Azure) {
        report.each_stage(|stage| {
            let ttl = context.value(table, &["ttl"], stage)?.as_str()?;
            let key = |part: &str| context.value(table, &["key", part], stage).and_then(Value::as_str).map(attribute);
            let fault = if ttl.trim().is_empty() {
                "names no attribute by which its items expire"
            } else if key("partition") == Some(ttl) || key("sort") == Some(ttl) {
                "lets its items expire by its key"
            } else {
                return None;
            };
            let message = format!("{} {fault}: use an attribute such as expiresAt.", table.id);
            Some(
                Outcome::new(context.place_of(table, &["ttl"], stage), message)
                    .mend("Use expiresAt", context.mend(table, &["ttl"], Some("expiresAt".into()), stage)),
            )
        });
    }
}
