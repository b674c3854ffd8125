//! Types of events in TypeScript, formatted as prettier would.

use std::fmt::Write as _;

use super::{EventType, EventTypes, Form, Shape};
use crate::lower::aws::handler::nodejs;
use crate::text::words::is_identifier;

const HEAD: &str = "\
// What happens, as the design says; written anew by every export.

/** An event as it lies in queues, topics and streams: it says its own name. */
export type Named<Name extends string, Content> = Content & { event: Name };

";

/// The text of `events.ts`.
pub(in super::super) fn text(events: &EventTypes) -> String {
    let types: Vec<String> = events.types.iter().map(one).collect();
    format!("{HEAD}{}", types.join("\n"))
}

fn one(found: &EventType) -> String {
    let mut text = nodejs::documentation(&found.documentation, 0);
    let name = &found.name;
    match &found.form {
        Form::Fields(fields) => {
            let _ = writeln!(text, "export interface {name} {{");
            // Prettier drops the quotes of names unless one of them needs its own.
            let quoted = fields.iter().any(|field| !is_identifier(&field.name));
            for field in fields {
                text.push_str(&nodejs::documentation(&field.documentation, 2));
                let key = if quoted && !is_identifier(&field.name) {
                    format!("\"{}\"", field.name)
                } else {
                    field.name.clone()
                };
                let mark = if field.required { "" } else { "?" };
                let _ = writeln!(text, "  {key}{mark}: {};", inline(&field.shape));
            }
            text.push_str("}\n");
        }
        Form::Same(shape) => {
            text.push_str(&nodejs::choice(&format!("export type {name}"), &parts(shape)));
        }
    }
    text
}

/// The parts of a choice, each value of an enumeration by itself.
fn parts(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Values(values) => values.iter().map(|value| format!("\"{value}\"")).collect(),
        Shape::OneOf(parts) => parts
            .iter()
            .flat_map(|part| match part {
                Shape::Values(values) => values.iter().map(|value| format!("\"{value}\"")).collect(),
                part => vec![inline(part)],
            })
            .collect(),
        shape => vec![inline(shape)],
    }
}

/// The type in one line.
pub(super) fn inline(shape: &Shape) -> String {
    match shape {
        Shape::Text => "string".to_owned(),
        Shape::Number | Shape::Integer => "number".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Null => "null".to_owned(),
        Shape::Unknown => "unknown".to_owned(),
        Shape::List(item) => {
            let several =
                matches!(**item, Shape::OneOf(_)) || matches!(&**item, Shape::Values(values) if values.len() > 1);
            if several { format!("({})[]", inline(item)) } else { format!("{}[]", inline(item)) }
        }
        Shape::Map(value) => format!("Record<string, {}>", inline(value)),
        Shape::Named(name) => name.clone(),
        Shape::Values(values) => values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(" | "),
        Shape::OneOf(parts) => parts.iter().map(inline).collect::<Vec<_>>().join(" | "),
    }
}
