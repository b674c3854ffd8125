//! The first schema of a GraphQL API: the fields that the design's routes answer. The user's own from then on.

use std::fmt::Write as _;

use indexmap::IndexMap;

use crate::design::NodeId;
use crate::text::words;

use super::super::Aws;
use super::{field, resolver, source};

/// The types that clients begin with; the first must be there.
const ROOTS: [&str; 3] = ["Query", "Mutation", "Subscription"];

/// The text of the schema.
pub(super) fn first(cx: &mut Aws, api: &NodeId) -> String {
    let mut types: IndexMap<String, Vec<String>> = IndexMap::new();
    types.insert(ROOTS[0].to_owned(), Vec::new());
    let mut inputs: IndexMap<String, Vec<String>> = IndexMap::new();
    for flow in source::routes(cx, api) {
        let Some((kind, name)) = field(flow) else { continue };
        let line = if cx.design.kind_of(&flow.to) == Some("table") {
            let of = item_type(&flow.to);
            let key = resolver::key(cx, flow);
            let fields = || key.iter().map(|part| format!("{}: {}!", part.argument, part.kind));
            add(types.entry(of.clone()).or_default(), fields());
            match kind {
                "Mutation" => {
                    add(inputs.entry(format!("{of}Input")).or_default(), fields());
                    format!("{name}(input: {of}Input!): {of}")
                }
                "Query" | "Subscription" => {
                    let arguments: Vec<String> = fields().collect();
                    format!("{name}({}): {of}", arguments.join(", "))
                }
                _ => format!("{name}: {of}"),
            }
        } else {
            format!("{name}: AWSJSON")
        };
        add(types.entry(kind.to_owned()).or_default(), [line].into_iter());
    }
    // A schema without a question is none.
    let questions = types.entry(ROOTS[0].to_owned()).or_default();
    if questions.is_empty() {
        questions.push("version: String".to_owned());
    }
    types.sort_by_key(|name, _| ROOTS.iter().position(|root| root == name).unwrap_or(ROOTS.len()));
    let mut text = format!("# What clients may ask {}: a beginning, and yours from here on.\n", api.node);
    let all = types.iter().map(|item| ("type", item)).chain(inputs.iter().map(|item| ("input", item)));
    for (word, (name, fields)) in all {
        let _ = writeln!(text, "\n{word} {name} {{");
        for line in fields {
            let _ = writeln!(text, "  {line}");
        }
        text.push_str("}\n");
    }
    text
}

/// Adds the fields whose names are not there yet.
fn add(fields: &mut Vec<String>, more: impl Iterator<Item = String>) {
    let name = |line: &str| line.split([':', '(']).next().unwrap_or_default().to_owned();
    for line in more {
        if fields.iter().all(|present| name(present) != name(&line)) {
            fields.push(line);
        }
    }
}

/// What an item of a table is called.
fn item_type(table: &NodeId) -> String {
    let name = words::pascal(&table.node);
    if ROOTS.contains(&name.as_str()) { format!("{name}Item") } else { name }
}
