//! Tables on Google Cloud: what Firestore does otherwise than its peers.

use std::collections::HashMap;

use crate::catalog::Provider;
use crate::check::prelude::*;

pub(in crate::check) const DIFFERENT: Rule = Rule::info("DAT021", "data/cross-cloud-kind", different).says(
    "Indexes that are to hold keys alone, on Firestore.",
    "An index of Firestore always leads to whole documents: reading by it costs a read of each document.",
    "Take projection: keys away, or keep what is looked up often in a collection of its own.",
);

pub(in crate::check) const DATABASE: Rule = Rule::warning("DAT022", "data/firestore-default-database", database).says(
    "Tables of several services in one Firestore database.",
    "Access is given to databases and not to collections, so each service may read the other's data; and two tables of one name share their documents.",
    "Leave database out: each service then has one of its own.",
);

fn tables<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = &'c NodeView<'d>> {
    let google = context.provider == Provider::Gcp;
    context.nodes_of("table").filter(move |_| google)
}

fn different(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for table in tables(context) {
        let indexes = table.node.get("indexes").and_then(Value::as_list).unwrap_or_default();
        let text = |index: &Value, part: &str| index.get(part).and_then(Value::as_str).map(str::to_owned);
        let names: Vec<String> = indexes
            .iter()
            .filter(|index| text(index, "projection").as_deref() == Some("keys"))
            .filter_map(|index| text(index, "name"))
            .collect();
        if !names.is_empty() {
            let (subject, them) = if names.len() == 1 { ("The index", "it") } else { ("The indexes", "them") };
            report.add(
                table.at("indexes"),
                format!(
                    "{subject} {} of {} cannot hold keys alone on Google Cloud: reading by {them} costs a read of each document.",
                    some(&names),
                    table.id
                ),
            );
        }
    }
}

fn database(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let mut first: HashMap<&str, &NodeView<'_>> = HashMap::new();
    for table in tables(context) {
        // What is already there is named, and stands where it stands.
        let named = table.node.get("database").and_then(Value::as_str);
        let Some(name) = named.filter(|name| !name.is_empty() && !table.existing()) else { continue };
        let other = first.entry(name).or_insert(table);
        if other.id.service == table.id.service {
            continue;
        }
        let same = if other.id.node == table.id.node { ", and share their documents" } else { "" };
        report
            .add(
                table.at("database"),
                format!(
                    "{} and {} of another service stand in the database {name}{same}: give each service a database of its own.",
                    table.id, other.id
                ),
            )
            .related([other.at("database")])
            .fix(
                format!("Let {} have its own", table.id.service),
                Edit::SetProperty { id: table.id.clone(), path: vec!["database".to_owned()], value: None },
            );
    }
}
