//! Handlers in Python, formatted as ruff would. Each folder is deployed as it is, so that it holds all that it imports.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::program::Packages;
use crate::text::words::{self, capitalised};

use super::events::{self, EventTypes};
use super::texts::{SHARED, Template, Text};
use super::writer::{self, Dialect, Parts};
use super::{Files, HandlerInput, WIDTH, prose};

/// Modules of the standard library that texts use, with how their use looks.
const MODULES: &[(&str, &str)] = &[
    ("base64", "base64."),
    ("functools", "functools."),
    ("json", "json."),
    ("os", "os."),
    ("urllib.parse", "urllib.parse."),
    ("urllib.request", "urllib.request."),
];

/// An event of several kinds that turned out to come by a bus.
const CAST: &str = "cast(\"BusEvent\", event)";

/// The files of a function.
pub(super) fn files(input: &HandlerInput, types: &EventTypes) -> Files {
    let mut entry = writer::entry::<Python>(input, types);
    // An event of which nothing is known is what it is without a cast.
    if entry.aliases.contains(&Python::alias("BusEvent", &[Python::ANY_EVENT.to_owned()])) {
        for function in &mut entry.functions {
            *function = function.replace(CAST, "event");
        }
    }
    let flows = writer::flows::<Python>(input, types);
    let mut files = Files { own: vec![("index.py".to_owned(), text(&entry, &input.description))], ..Files::default() };
    if !flows.functions.is_empty() {
        let said = format!("What {} may do, as the design says; written anew by every export", input.node);
        files.generated.push(("flows.py".to_owned(), text(&flows, &said)));
    }
    let wanted: BTreeSet<&str> = entry.events.iter().chain(&flows.events).map(String::as_str).collect();
    if !wanted.is_empty() {
        let enveloped = input.messages.iter().filter(|message| message.enveloped);
        let by_bus = enveloped.filter_map(|message| message.event.as_deref());
        let by_bus: BTreeSet<&str> = by_bus.filter(|event| entry.events.contains(*event)).collect();
        files.generated.push(("events.py".to_owned(), events::python::text(types, &wanted, &by_bus)));
    }
    let mut waiting: Vec<String> = entry.shared.keys().chain(flows.shared.keys()).cloned().collect();
    let mut done: BTreeSet<String> = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        let found = SHARED.iter().find(|module| module.name == name);
        if let Some((module, text)) = found.and_then(|module| Some((module, module.python?)))
            && done.insert(name.clone())
        {
            files.generated.push((format!("{name}.py"), text.to_owned()));
            waiting.extend(module.uses.iter().map(|used| (*used).to_owned()));
        }
    }
    files.packages = Packages::Boto3(flows.clients.iter().filter_map(|line| service(line)).collect());
    files
}

/// The service that a line makes a client of.
fn service(line: &str) -> Option<String> {
    let rest = line.split_once("boto3.client(\"").or_else(|| line.split_once("boto3.resource(\""))?.1;
    Some(rest.split('"').next()?.to_owned())
}

fn text(parts: &Parts, description: &str) -> String {
    let constants: String = parts.variables.iter().map(|name| constant(name)).collect();
    let clients: String = parts.clients.iter().map(|line| client_line(line)).collect();
    let functions = parts.functions.join("\n\n");
    let aliases = parts.aliases.concat();
    let code = [constants.as_str(), &clients, &aliases, &functions].concat();
    let mut standard = String::new();
    for (module, mark) in MODULES {
        if code.contains(mark) {
            let _ = writeln!(standard, "import {module}");
        }
    }
    if code.contains("Callable[") {
        standard.push_str("from collections.abc import Callable\n");
    }
    let typing: Vec<&str> = [("Any", "Any]"), ("cast", "cast(")]
        .into_iter()
        .filter(|(_, mark)| code.contains(mark))
        .map(|(name, _)| name)
        .collect();
    if !typing.is_empty() {
        let _ = writeln!(standard, "from typing import {}", typing.join(", "));
    }
    let mut theirs = String::new();
    if code.contains("boto3.") {
        theirs.push_str("import boto3\n");
    }
    let mut ours = String::new();
    for (module, names) in merged(parts) {
        ours.push_str(&import(&module, &names));
    }
    let imports: Vec<String> = [standard, theirs, ours].into_iter().filter(|block| !block.is_empty()).collect();
    let mut blocks = vec![documentation(description, 0)];
    if !imports.is_empty() {
        blocks.push(imports.join("\n"));
    }
    blocks.extend([constants, clients, aliases].into_iter().filter(|block| !block.is_empty()));
    format!("{}\n\n{functions}", blocks.join("\n"))
}

/// Our own modules with all that is imported from them.
fn merged(parts: &Parts) -> writer::Imports {
    let mut all = parts.shared.clone();
    for (module, names) in &parts.types {
        all.entry(module.clone()).or_default().extend(names.iter().cloned());
    }
    all
}

/// An import, its names in the order that ruff gives them: constants, then classes, then functions.
fn import(module: &str, names: &BTreeSet<String>) -> String {
    let rank = |name: &String| {
        let constant = name.chars().all(|letter| !letter.is_ascii_lowercase()) && name.len() > 1;
        if constant { 0 } else { 1 + usize::from(!name.starts_with(|first: char| first.is_ascii_uppercase())) }
    };
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_by_key(|name| (rank(name), (*name).clone()));
    let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
    let line = format!("from {module} import {}\n", names.join(", "));
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    format!("from {module} import (\n    {},\n)\n", names.join(",\n    "))
}

fn constant(name: &str) -> String {
    let line = format!("{name} = os.environ[\"{name}\"]\n");
    if line.chars().count() <= WIDTH + 1 { line } else { format!("{name} = os.environ[\n    \"{name}\"\n]\n") }
}

/// A line that makes something; its arguments stand on lines of their own where there is no room.
fn client_line(line: &str) -> String {
    if line.chars().count() <= WIDTH {
        return format!("{line}\n");
    }
    match line.split_once('(').and_then(|(before, rest)| Some((before, rest.strip_suffix(')')?))) {
        Some((before, inside)) if inside.chars().count() + 4 <= WIDTH => format!("{before}(\n    {inside}\n)\n"),
        Some((before, inside)) => {
            format!("{before}(\n    {},\n)\n", inside.split(", ").collect::<Vec<_>>().join(",\n    "))
        }
        None => format!("{line}\n"),
    }
}

/// A docstring of one line, or of a short first line and the rest.
pub(super) fn documentation(text: &str, indentation: usize) -> String {
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
    format!("def {name}(\n    {},\n) -> {returns}:\n", writer::parted(parameters).join(",\n    "))
}

/// Python.
struct Python;

impl Dialect for Python {
    const MARK: &'static str = "#!";
    const ANYTHING: &'static str = "dict[str, Any]";
    const ANY_EVENT: &'static str = "dict[str, Any]";
    const EVENTS: &'static str = "events";
    const ENVELOPE: Option<(&'static str, &'static str)> = None;

    const ONCE: &'static [(&'static str, &'static str)] = &[
        ("(event[\"Records\"], work)", "(event[\"Records\"], work, once)"),
        ("take_message(message)", "once(item[\"MessageId\"], functools.partial(take_message, message))"),
        ("        handle(event)", "        once(event[\"id\"], lambda: handle(event))"),
    ];

    fn text(text: &Text) -> &'static str {
        text.python
    }

    fn name(beginning: &str, rest: &str) -> String {
        format!("{beginning}_{}", words::snake(rest))
    }

    fn kept(name: &str) -> String {
        format!("_{name}")
    }

    fn field(steps: &[&str]) -> String {
        format!("str(named[\"{}\"])", steps.join("\"][\""))
    }

    fn function(name: &str, _exported: bool, said: &str, template: &Template<'_>, body: &str) -> String {
        format!("{}{}{body}", definition(name, template.parameters, template.returns), documentation(said, 4))
    }

    fn dispatch(said: &str, rows: &[(&str, &Template<'_>)], rest: Option<&Template<'_>>) -> String {
        let contextual = rest.is_some_and(|template| template.parameters.contains("context: Context"));
        let context = if contextual { "Context" } else { "object" };
        let mut text = format!("def handler(event: dict[str, Any], context: {context}) -> object:\n");
        text.push_str(&documentation(said, 4));
        if rows.iter().any(|(test, _)| test.starts_with("record.")) {
            text.push_str(
                "    records: list[dict[str, Any]] = event.get(\"Records\", [{}])\n    record = records[0]\n",
            );
        }
        for (test, template) in rows {
            let of = template.parameters.split(", _context").next().unwrap_or_default();
            let event = if of == "event: BusEvent" { CAST } else { "event" };
            let call = format!("{}({event}, context)", template.name);
            // What gives nothing back is called for its effect.
            let line = if template.returns == "None" {
                format!("{call}\n        return None")
            } else {
                format!("return {call}")
            };
            let _ = writeln!(text, "    if {test}:\n        {line}");
        }
        match rest {
            Some(template) => {
                let _ = writeln!(text, "    return {}(event, context)", template.name);
            }
            None => text.push_str("    message = \"An event of no known shape\"\n    raise ValueError(message)\n"),
        }
        text
    }

    fn message(event: &str, enveloped: bool) -> String {
        if enveloped { format!("{event}Event") } else { event.to_owned() }
    }

    fn names(event: &str, enveloped: bool) -> Vec<String> {
        vec![Self::message(event, enveloped)]
    }

    fn alias(name: &str, parts: &[String]) -> String {
        events::python::choice(name, parts)
    }
}
