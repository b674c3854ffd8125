//! Types of events in Python, formatted as ruff would.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{EventType, EventTypes, Field, Form, Shape};
use crate::lower::aws::handler::{prose, python};
use crate::text::words::is_identifier;

/// The text of `events.py`: the types of some events, and of those that come by a bus.
pub(in super::super) fn text(events: &EventTypes, wanted: &BTreeSet<&str>, by_bus: &BTreeSet<&str>) -> String {
    let types: Vec<&EventType> = events.types.iter().filter(|found| wanted.contains(found.event.as_str())).collect();
    let mut body: Vec<String> = types.iter().map(|found| one(found)).collect();
    body.extend(by_bus.iter().filter(|event| events.knows(event)).map(|event| envelope(event)));
    let body = body.join("\n\n");
    let mut names: Vec<&str> = Vec::new();
    for (name, used) in [
        ("Any", body.contains("Any")),
        ("Literal", body.contains("Literal[")),
        ("NotRequired", body.contains("NotRequired[")),
        ("TypedDict", body.contains("TypedDict")),
    ] {
        if used {
            names.push(name);
        }
    }
    format!(
        "\"\"\"What happens, as the design says; written anew by every export.\"\"\"\n\nfrom typing import {}\n\n\n{body}",
        names.join(", ")
    )
}

/// What EventBridge puts around an event.
fn envelope(event: &str) -> String {
    format!(
        "{event}Event = TypedDict(\n    \"{event}Event\",\n    {{\n        \"id\": str,\n        \"source\": str,\n        \
         \"time\": str,\n        \"detail-type\": Literal[\"{event}\"],\n        \"detail\": {event},\n    }},\n)\n"
    )
}

fn one(found: &EventType) -> String {
    let name = &found.name;
    match &found.form {
        Form::Fields(fields) if fields.iter().all(|field| is_field(&field.name)) => {
            let mut text = format!("class {name}(TypedDict):\n");
            let documentation = documentation(found, fields);
            let _ = writeln!(text, "{documentation}");
            for field in fields {
                let _ = writeln!(text, "    {}: {}", field.name, typed(field));
            }
            text
        }
        Form::Fields(fields) => {
            let lines: Vec<String> =
                fields.iter().map(|field| format!("        \"{}\": {},\n", field.name, typed(field))).collect();
            format!("{name} = TypedDict(\n    \"{name}\",\n    {{\n{}    }},\n)\n", lines.concat())
        }
        Form::Same(shape) => {
            let line = format!("{name} = {}\n", inline(shape));
            if line.chars().count() <= super::super::WIDTH + 1 { line } else { broken(name, shape) }
        }
    }
}

/// The docstring of a class: what it is, then its fields.
fn documentation(found: &EventType, fields: &[Field]) -> String {
    let said = prose::tame(&found.documentation);
    let known = if found.name == found.event { "The event" } else { "A part of" };
    let said = if said.is_empty() { format!("{known} {}.", found.event) } else { said };
    let told: Vec<String> = fields
        .iter()
        .filter_map(|field| {
            let said = prose::tame(&field.documentation);
            (!said.is_empty()).then(|| format!("{}: {said}", field.name))
        })
        .collect();
    let whole = if told.is_empty() { said } else { format!("{said} {}", told.join(" ")) };
    python::documentation(&whole, 4)
}

fn typed(field: &Field) -> String {
    let inside = inline(&field.shape);
    if field.required { inside } else { format!("NotRequired[{inside}]") }
}

/// A choice with each part on a line of its own.
fn broken(name: &str, shape: &Shape) -> String {
    match shape {
        Shape::Values(values) => {
            let lines: Vec<String> = values.iter().map(|value| format!("    \"{value}\",\n")).collect();
            format!("{name} = Literal[\n{}]\n", lines.concat())
        }
        Shape::OneOf(parts) => choice(name, &parts.iter().map(inline).collect::<Vec<_>>()),
        shape => format!("{name} = {}\n", inline(shape)),
    }
}

/// A name for one of several types, on as few lines as they fit on.
pub(in super::super) fn choice(name: &str, parts: &[String]) -> String {
    let width = super::super::WIDTH;
    let line = format!("{name} = {}\n", parts.join(" | "));
    if line.chars().count() <= width + 1 {
        return line;
    }
    let inside = format!("    {}\n", parts.join(" | "));
    if inside.chars().count() <= width + 1 {
        return format!("{name} = (\n{inside})\n");
    }
    format!("{name} = (\n    {}\n)\n", parts.join("\n    | "))
}

/// The type in one line.
pub(super) fn inline(shape: &Shape) -> String {
    match shape {
        Shape::Text => "str".to_owned(),
        Shape::Number => "float".to_owned(),
        Shape::Integer => "int".to_owned(),
        Shape::Boolean => "bool".to_owned(),
        Shape::Null => "None".to_owned(),
        Shape::Unknown => "Any".to_owned(),
        Shape::List(item) => format!("list[{}]", inline(item)),
        Shape::Map(value) => format!("dict[str, {}]", inline(value)),
        Shape::Named(name) => name.clone(),
        Shape::Values(values) => {
            format!("Literal[{}]", values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", "))
        }
        Shape::OneOf(parts) => parts.iter().map(inline).collect::<Vec<_>>().join(" | "),
    }
}

/// Whether a name can be a field of a class.
fn is_field(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];
    is_identifier(name) && !name.starts_with("__") && !KEYWORDS.contains(&name)
}
