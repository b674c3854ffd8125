//! Handlers in JavaScript for Node.js, as ES modules, formatted as prettier would.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::text::words;

use super::texts::{Template, Text};
use super::writer::{Dialect, parts};
use super::{HandlerInput, WIDTH, prose};

const REQUIRED: &str = r"
/** The value of a variable that the deployment sets. */
function required(name) {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`The environment variable ${name} is not set`);
  }
  return value;
}
";

/// The text of `index.mjs`.
pub(super) fn text(input: &HandlerInput) -> String {
    let parts = parts::<JavaScript>(input);
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (package, names) in &parts.imports {
        imports.entry(package).or_default().extend(names);
    }
    let imports: Vec<String> = imports.iter().map(|(package, names)| import(package, names)).collect();
    let constants: Vec<String> = input.environment.iter().map(|variable| constant(&variable.name)).collect();
    let clients: Vec<String> = parts.clients.iter().map(|client| format!("{client}\n")).collect();
    let mut text = String::new();
    for block in [imports, constants, clients].iter().filter(|block| !block.is_empty()) {
        text.push_str(&block.concat());
        text.push('\n');
    }
    text.push_str(&parts.functions.join("\n"));
    if !input.environment.is_empty() {
        text.push_str(REQUIRED);
    }
    text
}

fn import(package: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    let line = format!("import {{ {} }} from \"{package}\";\n", names.join(", "));
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    format!("import {{\n  {},\n}} from \"{package}\";\n", names.join(",\n  "))
}

fn constant(name: &str) -> String {
    let line = format!("const {name} = required(\"{name}\");\n");
    if line.chars().count() <= WIDTH + 1 { line } else { format!("const {name} = required(\n  \"{name}\",\n);\n") }
}

fn documentation(text: &str) -> String {
    let tame = prose::tame(text);
    if tame.is_empty() {
        return String::new();
    }
    let line = format!("/** {tame} */\n");
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    format!("/**\n * {}\n */\n", prose::wrap(&tame, 3).join("\n * "))
}

/// JavaScript.
struct JavaScript;

/// The line; an error with a text that is too long stands on a line of its own.
fn fitted(line: &str) -> String {
    let (start, end) = ("throw new Error(", ");");
    let inner = line.trim_start().strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    match inner {
        Some(inner) if line.chars().count() > WIDTH => {
            let pad = " ".repeat(line.len() - line.trim_start().len());
            format!("{pad}{start}\n{pad}  {inner},\n{pad}{end}\n")
        }
        _ => format!("{line}\n"),
    }
}

impl Dialect for JavaScript {
    const MARK: &'static str = "//!";

    fn text(text: &Text) -> &'static str {
        text.nodejs
    }

    fn name(beginning: &str, rest: &str) -> String {
        format!("{beginning}{}", words::pascal(rest))
    }

    fn field(steps: &[&str]) -> String {
        format!("String(content.{})", steps.join("."))
    }

    fn function(name: &str, exported: bool, said: &str, template: &Template<'_>, body: &str) -> String {
        let export = if exported { "export " } else { "" };
        let body: String = body.lines().map(fitted).collect();
        format!("{}{export}async function {name}({}) {{\n{body}}}\n", documentation(said), template.parameters)
    }

    fn dispatch(said: &str, rows: &[(&str, &str)], rest: Option<&str>) -> String {
        let mut text = documentation(said);
        text.push_str("export async function handler(event) {\n");
        for (test, function) in rows {
            let _ = writeln!(text, "  if ({test}) {{\n    return {function}(event);\n  }}");
        }
        match rest {
            Some(function) => {
                let _ = writeln!(text, "  return {function}(event);");
            }
            None => text.push_str("  throw new Error(\"An event of no known shape\");\n"),
        }
        text.push_str("}\n");
        text
    }
}
