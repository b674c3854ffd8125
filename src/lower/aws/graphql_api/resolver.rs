//! The first code of resolvers, which run inside of `AppSync`: how a field is answered by a table. The user's own from then
//! on. Functions need none: they get the whole question and give the whole answer.

use crate::design::Flow;
use crate::text::words::is_identifier;

use super::super::{Aws, table};
use super::field;

/// An attribute by which an item is found: as the table calls it, as GraphQL does, and its type there.
pub(super) struct KeyAttribute {
    pub(super) attribute: String,
    pub(super) argument: String,
    pub(super) kind: &'static str,
}

/// The key of the table that answers a field.
pub(super) fn key(cx: &mut Aws, flow: &Flow) -> Vec<KeyAttribute> {
    table::key(cx, &flow.to)
        .into_iter()
        .map(|(attribute, kind)| {
            let argument = crate::text::words::camel(&attribute);
            let legal = argument.starts_with(|first: char| first.is_ascii_alphabetic());
            let kind = match kind {
                "N" => "Float",
                "B" => "String",
                _ => "ID",
            };
            KeyAttribute { argument: if legal { argument } else { format!("key{argument}") }, attribute, kind }
        })
        .collect()
}

/// The code of the resolver; none where the node that a route leads to does all of it.
pub(super) fn text(cx: &mut Aws, flow: &Flow) -> Option<String> {
    if cx.design.kind_of(&flow.to) != Some("table") {
        return None;
    }
    let (kind, _) = field(flow)?;
    // Fields of other types than these belong to an item that is there already.
    let given = match kind {
        "Mutation" => "ctx.args.input",
        "Query" | "Subscription" => "ctx.args",
        _ => "ctx.source",
    };
    let attributes = key(cx, flow);
    let key: Vec<String> = attributes
        .iter()
        .map(|part| {
            let name = &part.attribute;
            let name = if is_identifier(name) { name.clone() } else { quoted(name) };
            format!("      {name}: {given}.{},\n", part.argument)
        })
        .collect();
    // What GraphQL calls otherwise gets that name on its way out.
    let renamed: Vec<String> = attributes
        .iter()
        .filter(|part| part.attribute != part.argument)
        .map(|part| {
            let name = &part.attribute;
            let read = if is_identifier(name) { format!(".{name}") } else { format!("[{}]", quoted(name)) };
            format!("    {}: ctx.result{read},\n", part.argument)
        })
        .collect();
    let answer = if renamed.is_empty() { PLAIN.to_owned() } else { RENAMED.replace("{{renamed}}", &renamed.concat()) };
    let table = &flow.to.node;
    let (function, does, item) = if kind == "Mutation" {
        ("put", format!("Writes an item of {table}."), "    item: ctx.args.input,\n")
    } else {
        ("get", format!("Asks {table} for the item of that key."), "")
    };
    Some(
        TEXT.replace("{{function}}", function)
            .replace("{{does}}", &does)
            .replace("{{item}}", item)
            .replace("{{key}}", &key.concat())
            .replace("{{answer}}", &answer),
    )
}

fn quoted(name: &str) -> String {
    serde_json::Value::from(name).to_string()
}

const PLAIN: &str = "  return ctx.result;\n";

const RENAMED: &str = "  if (!ctx.result) {
    return null;
  }
  return {
    ...ctx.result,
{{renamed}}  };
";

const TEXT: &str = r#"import { util } from "@aws-appsync/utils";
import { {{function}} } from "@aws-appsync/utils/dynamodb";

/** {{does}} */
export function request(ctx) {
  return {{function}}({
    key: {
{{key}}    },
{{item}}  });
}

/** Answers with the item, or says what went wrong. */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
{{answer}}}
"#;
