//! Handlers in TypeScript, as ES modules, formatted as prettier would.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::program::Packages;
use crate::text::words;

use super::events::{self, EventTypes};
use super::texts::{SHARED, Template, Text};
use super::writer::{self, Dialect, Imports, Parts};
use super::{Files, HandlerInput, SHARED_FOLDER, WIDTH, prose};

/// The files of a function.
pub(super) fn files(input: &HandlerInput, types: &EventTypes) -> Files {
    let mut entry = writer::entry::<TypeScript>(input, types);
    let mut flows = writer::flows::<TypeScript>(input, types);
    if entry.functions.iter().any(|text| text.contains("(shape: Shape")) {
        entry.types.entry("../../shared/shape".to_owned()).or_default().insert("Shape".to_owned());
    }
    if flows.functions.iter().any(|text| text.contains("textAt(")) {
        flows.shared.entry("text-at".to_owned()).or_default().insert("textAt".to_owned());
    }
    let mut files = Files { own: vec![("index.ts".to_owned(), text(&entry))], ..Files::default() };
    if !flows.functions.is_empty() {
        files.generated.push(("flows.ts".to_owned(), text(&flows)));
    }
    let mut packages = BTreeSet::new();
    for parts in [&entry, &flows] {
        files.modules.extend(parts.shared.keys().cloned());
        let types = parts.types.keys().filter_map(|place| place.strip_prefix("../../shared/")).map(str::to_owned);
        files.modules.extend(types);
        if !parts.variables.is_empty() {
            files.modules.insert("environment".to_owned());
        }
        files.events |= !parts.events.is_empty();
        let named = parts.imports.keys().chain(parts.types.keys());
        packages.extend(named.filter(|place| place.starts_with("@aws-sdk/")).cloned());
    }
    files.packages = Packages::Npm(packages);
    files
}

/// The text of a shared module and its path.
pub(super) fn shared(name: &str) -> Option<(String, &'static str, &'static [&'static str])> {
    let module = SHARED.iter().find(|module| module.name == name)?;
    Some((format!("{SHARED_FOLDER}/{name}.ts"), module.nodejs?, module.uses))
}

fn text(parts: &Parts) -> String {
    let mut shared: Imports = parts.shared.iter().map(|(module, names)| (place(module), names.clone())).collect();
    if !parts.variables.is_empty() {
        shared.entry("../../shared/environment".to_owned()).or_default().insert("required".to_owned());
    }
    let (ours, theirs): (Vec<_>, Vec<_>) = parts.types.iter().partition(|(place, _)| place.starts_with('.'));
    let mut packages: Vec<(&str, bool, &BTreeSet<String>)> =
        parts.imports.iter().map(|(place, names)| (place.as_str(), false, names)).collect();
    packages.extend(theirs.into_iter().map(|(place, names)| (place.as_str(), true, names)));
    let mut modules: Vec<(&str, bool, &BTreeSet<String>)> =
        shared.iter().map(|(place, names)| (place.as_str(), false, names)).collect();
    modules.extend(ours.into_iter().map(|(place, names)| (place.as_str(), true, names)));
    packages.sort_by_key(|(place, types, _)| (*place, !*types));
    modules.sort_by_key(|(place, types, _)| (*place, !*types));
    let block = |rows: &[(&str, bool, &BTreeSet<String>)]| -> String {
        rows.iter().map(|(place, types, names)| import(place, *types, names)).collect()
    };
    let constants: String = parts.variables.iter().map(|name| constant(name)).collect();
    let clients: String = parts.clients.iter().map(|client| client_line(client)).collect();
    let aliases = parts.aliases.concat();
    let mut text = String::new();
    for part in [block(&packages), block(&modules), constants, clients, aliases] {
        if !part.is_empty() {
            text.push_str(&part);
            text.push('\n');
        }
    }
    text.push_str(&parts.functions.join("\n"));
    text
}

/// Where a module of ours is.
fn place(module: &str) -> String {
    if module == "flows" { "./flows".to_owned() } else { format!("../../shared/{module}") }
}

fn import(place: &str, types: bool, names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let word = if types { "import type" } else { "import" };
    let line = format!("{word} {{ {} }} from \"{place}\";\n", names.join(", "));
    if line.chars().count() <= WIDTH + 1 || names.len() == 1 {
        return line;
    }
    format!("{word} {{\n  {},\n}} from \"{place}\";\n", names.join(",\n  "))
}

fn constant(name: &str) -> String {
    let line = format!("const {name} = required(\"{name}\");\n");
    if line.chars().count() <= WIDTH + 1 { line } else { format!("const {name} = required(\n  \"{name}\",\n);\n") }
}

/// A name for one of several types: in one line, in one below the name, or each in a line of its own.
pub(super) fn choice(beginning: &str, parts: &[String]) -> String {
    let together = parts.join(" | ");
    for line in [format!("{beginning} = {together};\n"), format!("{beginning} =\n  {together};\n")] {
        if line.lines().all(|line| line.chars().count() <= WIDTH) {
            return line;
        }
    }
    format!("{beginning} =\n  | {};\n", parts.join("\n  | "))
}

/// A line that makes something; the last object of its arguments stands on lines of its own where there is no room.
fn client_line(line: &str) -> String {
    if line.chars().count() <= WIDTH {
        return format!("{line}\n");
    }
    if let Some((before, rest)) = line.split_once("(\"") {
        return format!("{before}(\n  \"{},\n);\n", rest.strip_suffix(");").unwrap_or(rest));
    }
    match line.split_once("({ ").and_then(|(before, rest)| Some((before, rest.strip_suffix(" });")?))) {
        Some((before, inside)) => {
            format!("{before}({{\n  {},\n}});\n", inside.split(", ").collect::<Vec<_>>().join(",\n  "))
        }
        None => match line.split_once(" = ") {
            Some((before, after)) if before.chars().count() + 3 < WIDTH => format!("{before} =\n  {after}\n"),
            _ => format!("{line}\n"),
        },
    }
}

/// A comment of documentation.
pub(super) fn documentation(text: &str, indentation: usize) -> String {
    let tame = prose::tame(text);
    if tame.is_empty() {
        return String::new();
    }
    let pad = " ".repeat(indentation);
    let line = format!("{pad}/** {tame} */\n");
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let lines = prose::wrap(&tame, indentation + 3).join(&format!("\n{pad} * "));
    format!("{pad}/**\n{pad} * {lines}\n{pad} */\n")
}

/// The first line of a function, or its first lines when it is long.
fn signature(beginning: &str, parameters: &str, returns: &str) -> String {
    let line = format!("{beginning}({parameters}): {returns} {{\n");
    if line.chars().count() <= WIDTH + 1 || parameters.is_empty() {
        return line;
    }
    format!("{beginning}(\n  {},\n): {returns} {{\n", writer::parted(parameters).join(",\n  "))
}

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

/// TypeScript.
struct TypeScript;

impl Dialect for TypeScript {
    const MARK: &'static str = "//!";
    const ANYTHING: &'static str = "Record<string, unknown>";
    const ANY_EVENT: &'static str = "EventBridgeEvent<string, unknown>";
    const EVENTS: &'static str = "../../shared/events";
    const ENVELOPE: Option<(&'static str, &'static str)> = Some(("aws-lambda", "EventBridgeEvent"));

    const ONCE: &'static [(&'static str, &'static str)] = &[
        ("(body) => work(body as Message))", "(body) => work(body as Message), once)"),
        ("() => take(content as News)", "() => once(Sns.MessageId, () => take(content as News))"),
        ("() => handle(event)", "() => once(event.id, () => handle(event))"),
    ];

    fn text(text: &Text) -> &'static str {
        text.nodejs
    }

    fn name(beginning: &str, rest: &str) -> String {
        format!("{beginning}{}", words::pascal(rest))
    }

    fn kept(name: &str) -> String {
        format!("{name}Guard")
    }

    fn field(steps: &[&str]) -> String {
        format!("textAt(content, \"{}\")", steps.join("\", \""))
    }

    fn function(name: &str, exported: bool, said: &str, template: &Template<'_>, body: &str) -> String {
        let export = if exported { "export " } else { "" };
        let body: String = body.lines().map(fitted).collect();
        let asynchronous = if template.returns.starts_with("Promise<") { "async " } else { "" };
        let beginning = format!("{export}{asynchronous}function {name}");
        format!("{}{}{body}}}\n", documentation(said, 0), signature(&beginning, template.parameters, template.returns))
    }

    fn dispatch(said: &str, rows: &[(&str, &Template<'_>)], rest: Option<&Template<'_>>) -> String {
        let mut text = documentation(said, 0);
        let contextual = rest.is_some_and(|template| template.parameters.contains("context"));
        let context = if contextual { ", context: Context" } else { "" };
        let _ = writeln!(text, "export async function handler(shape: Shape{context}): Promise<unknown> {{");
        let call = |template: &Template<'_>| {
            let of = template
                .parameters
                .split(", ")
                .next()
                .and_then(|first| first.strip_prefix("event: "))
                .unwrap_or("unknown");
            let event = if of == "unknown" { "shape".to_owned() } else { format!("shape as {of}") };
            let more = if template.parameters.contains("context") { ", context" } else { "" };
            format!("return {}({event}{more});", template.name)
        };
        for (test, template) in rows {
            let _ = writeln!(text, "  if ({test}) {{\n    {}\n  }}", call(template));
        }
        match rest {
            Some(template) => {
                let _ = writeln!(text, "  {}", call(template));
            }
            None => text.push_str("  throw new Error(\"An event of no known shape\");\n"),
        }
        text.push_str("}\n");
        text
    }

    fn message(event: &str, enveloped: bool) -> String {
        if enveloped {
            format!("EventBridgeEvent<\"{event}\", {event}>")
        } else {
            format!("Named<\"{event}\", {event}>")
        }
    }

    fn names(event: &str, enveloped: bool) -> Vec<String> {
        if enveloped { vec![event.to_owned()] } else { vec![event.to_owned(), "Named".to_owned()] }
    }

    fn alias(name: &str, parts: &[String]) -> String {
        choice(&format!("type {name}"), parts)
    }
}

/// The text of the module of events.
pub(super) fn event_module(types: &EventTypes) -> (String, String) {
    (format!("{SHARED_FOLDER}/events.ts"), events::typescript::text(types))
}
