//! Keys, indexes and expiry of tables.

use crate::catalog::Provider;
use crate::check::prelude::*;

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

const MOST_INDEXES: usize = 20;

/// Names of attributes with few values.
const FEW_VALUES: [&str; 9] = ["status", "type", "country", "date", "day", "month", "active", "flag", "kind"];

/// The attribute's name in `NAME`, `NAME:number` or `NAME:binary`.
fn attribute(written: &str) -> &str {
    written.split(':').next().unwrap_or(written)
}

fn indexes(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table").filter(|_| context.provider == Provider::Aws) {
        let count = table.node.get("indexes").and_then(Value::as_list).map_or(0, <[Value]>::len);
        if count > MOST_INDEXES {
            report.add(
                table.at("indexes"),
                format!("{} has {count} indexes, and {MOST_INDEXES} are the most: use fewer.", table.id),
            );
        }
    }
}

fn cardinality(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table") {
        let key = table.node.get("key");
        let Some(partition) = key.and_then(|key| key.get("partition")).and_then(Value::as_str) else { continue };
        if FEW_VALUES.contains(&attribute(partition).to_lowercase().as_str()) {
            report.add(
                Place::Node { id: table.id.clone(), path: vec!["key".to_owned(), "partition".to_owned()] },
                format!("The key {partition} of {} has few values: use one with many, such as an id.", table.id),
            );
        }
    }
}

fn ttl(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in context.nodes_of("table") {
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
