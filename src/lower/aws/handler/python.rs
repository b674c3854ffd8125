//! Handlers in Python, formatted as ruff would.

use std::fmt::Write as _;

use crate::text::words;

use super::texts::{Template, Text};
use super::writer::{Dialect, parts};
use super::{HandlerInput, WIDTH, prose};

/// Modules of the standard library that texts use, with how their use looks.
const MODULES: &[(&str, &str)] = &[
    ("base64", "base64."),
    ("json", "json."),
    ("logging", ""),
    ("os", "os."),
    ("urllib.parse", "urllib.parse."),
    ("urllib.request", "urllib.request."),
];

/// What texts take from the SDK's core besides the client: the module, the name, and how its use looks.
const CORE: &[(&str, &str, &str)] = &[
    ("botocore.auth", "SigV4Auth", "SigV4Auth("),
    ("botocore.awsrequest", "AWSRequest", "AWSRequest("),
    ("botocore.model", "ServiceId", "ServiceId("),
    ("botocore.signers", "RequestSigner", "RequestSigner("),
];

/// The text of `index.py`.
pub(super) fn text(input: &HandlerInput) -> String {
    let parts = parts::<Python>(input);
    let constants: Vec<String> = input.environment.iter().map(|variable| constant(&variable.name)).collect();
    let constants = constants.concat();
    let functions = parts.functions.join("\n\n");
    let mut text = documentation(&input.description, 0);
    text.push('\n');
    for (module, mark) in MODULES {
        if functions.contains(mark) || constants.contains(mark) {
            let _ = writeln!(text, "import {module}");
        }
    }
    text.push_str("from typing import Any\n");
    if !parts.clients.is_empty() || functions.contains("boto3.") {
        text.push_str("\nimport boto3\n");
        for (module, name, mark) in CORE {
            if functions.contains(mark) {
                let _ = writeln!(text, "from {module} import {name}");
            }
        }
    }
    text.push_str("\nlogger = logging.getLogger()\n");
    if !constants.is_empty() {
        text.push('\n');
        text.push_str(&constants);
    }
    if !parts.clients.is_empty() {
        let _ = writeln!(text, "\n{}", parts.clients.join("\n"));
    }
    text.push_str("\n\n");
    text.push_str(&functions);
    text
}

fn constant(name: &str) -> String {
    let line = format!("{name} = os.environ[\"{name}\"]\n");
    if line.chars().count() <= WIDTH + 1 { line } else { format!("{name} = os.environ[\n    \"{name}\"\n]\n") }
}

/// With a capital letter at the beginning.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A docstring of one line, or of a short first line and the rest.
fn documentation(text: &str, indentation: usize) -> String {
    let tame = prose::tame(text);
    let tame = if tame.is_empty() { "Run when it is called.".to_owned() } else { capitalised(&tame) };
    let pad = " ".repeat(indentation);
    if tame.chars().count() + indentation + 6 <= WIDTH {
        return format!("{pad}\"\"\"{tame}\"\"\"\n");
    }
    let (first, rest) = match tame.split_once(". ") {
        Some((first, rest)) if first.chars().count() + indentation + 4 <= WIDTH => (first.to_owned(), rest.to_owned()),
        _ => ("What it is for".to_owned(), tame),
    };
    let lines: Vec<String> = prose::wrap(&rest, indentation).iter().map(|line| format!("{pad}{line}\n")).collect();
    format!("{pad}\"\"\"{first}.\n\n{}{pad}\"\"\"\n", lines.concat())
}

/// The first line of a function, or its first lines when it is long.
fn definition(name: &str, parameters: &str, returns: &str) -> String {
    let line = format!("def {name}({parameters}) -> {returns}:\n");
    if line.chars().count() <= WIDTH + 1 || parameters.is_empty() {
        return line;
    }
    let together = format!("    {parameters}\n");
    let commas = parameters.split(", ").filter(|part| part.contains(": ")).count();
    if commas == 1 {
        return format!("def {name}(\n    {parameters},\n) -> {returns}:\n");
    }
    let inside = together
        .trim_end()
        .replace(", group", ",\n    group")
        .replace(", body", ",\n    body")
        .replace(", document", ",\n    document")
        .replace(", parameters", ",\n    parameters")
        .replace(", query", ",\n    query")
        .replace(", _", ",\n    _");
    format!("def {name}(\n{inside},\n) -> {returns}:\n")
}

/// Python.
struct Python;

impl Dialect for Python {
    const MARK: &'static str = "#!";

    fn text(text: &Text) -> &'static str {
        text.python
    }

    fn name(beginning: &str, rest: &str) -> String {
        format!("{beginning}_{}", words::snake(rest))
    }

    fn field(steps: &[&str]) -> String {
        format!("str(content[\"{}\"])", steps.join("\"][\""))
    }

    fn function(name: &str, _exported: bool, said: &str, template: &Template<'_>, body: &str) -> String {
        format!("{}{}{body}", definition(name, template.parameters, template.returns), documentation(said, 4))
    }

    fn dispatch(said: &str, rows: &[(&str, &str)], rest: Option<&str>) -> String {
        let mut text = String::from("def handler(event: dict[str, Any], context: object) -> object:\n");
        text.push_str(&documentation(said, 4));
        if rows.iter().any(|(test, _)| test.starts_with("record.")) {
            text.push_str("    record = next(iter(event.get(\"Records\", [])), {})\n");
        }
        for (test, function) in rows {
            let _ = writeln!(text, "    if {test}:\n        return {function}(event, context)");
        }
        match rest {
            Some(function) => {
                let _ = writeln!(text, "    return {function}(event, context)");
            }
            None => text.push_str("    message = \"An event of no known shape\"\n    raise ValueError(message)\n"),
        }
        text
    }
}
