//! Code in Python, formatted as ruff would.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::text::words;

use super::super::super::code::{beside_python, is_beside, key_in_python};
use super::texts::parse;
use super::{Piece, WIDTH, filled, free, tame};

/// `function_app.py` and `requirements.txt`.
pub(super) fn files(description: &str, variables: &[&str], pieces: &[Piece]) -> Vec<(String, String)> {
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut modules: BTreeSet<&str> = BTreeSet::from(["logging"]);
    let mut packages: BTreeSet<&str> = BTreeSet::from(["azure-functions>=1.24,<2"]);
    let mut clients: BTreeSet<&str> = BTreeSet::new();
    let mut credential = false;
    let mut code: Vec<String> = Vec::new();
    let mut taken: Vec<String> = ["app", "credential", "func", "json", "logger", "os"].map(str::to_owned).into();
    for piece in pieces {
        let template = parse(piece.text.python, "#!");
        packages.extend(&template.packages);
        modules.extend(&template.modules);
        for (module, item) in &template.imports {
            imports.entry(module).or_default().insert(item);
        }
        credential |= template.credential;
        clients.extend(&template.clients);
        let mut values = piece.values.clone();
        for (_, value) in values.iter_mut().filter(|(name, _)| matches!(*name, "sessions" | "oldest")) {
            *value = words::pascal(value);
        }
        let Some(access) = &piece.access else {
            let function = free(&mut taken, words::snake(&piece.name));
            values.push(("handler", function));
            code.push(filled(template.body, &values));
            continue;
        };
        let wish = if piece.name.is_empty() {
            let beginning = template.name.split(' ').next().unwrap_or_default();
            format!("{beginning}_{}", words::snake(&access.target.node))
        } else {
            words::snake(&piece.name)
        };
        let function = free(&mut taken, wish);
        values.push(("partition", key_in_python(access.partition_key.as_deref().unwrap_or_default())));
        let said = docstring(&filled(template.documentation, &values), 4);
        let body = filled(template.body, &values);
        let head = head(&function, template.parameters, template.returns);
        code.push(format!("{head}{said}{body}"));
    }
    if credential {
        packages.insert("azure-identity>=1.25,<2");
        imports.entry("azure.identity").or_default().insert("DefaultAzureCredential");
    }
    let joined = code.join("\n\n");
    let plain = variables.iter().fold(joined.clone(), |text, name| text.replace(&format!("%{name}%"), ""));
    let constants: Vec<&&str> = variables.iter().filter(|name| plain.contains(**name)).collect();
    for (module, mark) in [("json", "json."), ("os", "os.")] {
        if joined.contains(mark) || (module == "os" && (!constants.is_empty() || !clients.is_empty())) {
            modules.insert(module);
        }
    }
    let mut text = docstring(&tame(description), 0);
    text.push('\n');
    for module in &modules {
        let _ = writeln!(text, "import {module}");
    }
    if joined.contains("Any]") {
        text.push_str("from typing import Any\n");
    }
    text.push_str("\nimport azure.functions as func\n");
    let line = |(module, names): (&&str, &BTreeSet<&str>)| {
        format!("from {module} import {}\n", names.iter().copied().collect::<Vec<_>>().join(", "))
    };
    // What stands beside the code comes last, and apart.
    let (beside, away): (Vec<_>, Vec<_>) = imports.iter().partition(|(module, _)| is_beside(module));
    text.extend(away.into_iter().map(line));
    if !beside.is_empty() {
        text.push('\n');
    }
    text.extend(beside.into_iter().map(line));
    text.push_str("\nlogger = logging.getLogger(__name__)\napp = func.FunctionApp()\n");
    if !constants.is_empty() {
        text.push('\n');
    }
    for name in constants {
        let line = format!("{name} = os.environ[\"{name}\"]\n");
        let tall = format!("{name} = os.environ[\n    \"{name}\"\n]\n");
        text.push_str(if line.chars().count() <= WIDTH + 1 { &line } else { &tall });
    }
    if credential {
        text.push_str("\ncredential = DefaultAzureCredential()\n");
    }
    for client in &clients {
        let _ = writeln!(text, "{client}");
    }
    text.push_str("\n\n");
    text.push_str(&joined);
    let mut requirements = packages.into_iter().collect::<Vec<&str>>().join("\n");
    requirements.push('\n');
    let beside = beside_python(&text);
    let mut files = vec![("function_app.py".to_owned(), text), ("requirements.txt".to_owned(), requirements)];
    files.extend(beside);
    files
}

fn head(function: &str, parameters: &str, returns: &str) -> String {
    let line = format!("def {function}({parameters}) -> {returns}:\n");
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    format!("def {function}(\n    {parameters},\n) -> {returns}:\n")
}

/// A docstring of one line, or of a short first line and the rest.
fn docstring(text: &str, indentation: usize) -> String {
    let text = if text.is_empty() { "Run when it is called." } else { text };
    let pad = " ".repeat(indentation);
    if text.chars().count() + indentation + 6 <= WIDTH {
        return format!("{pad}\"\"\"{text}\"\"\"\n");
    }
    let lines = super::wrap(text, indentation);
    let lines: Vec<String> = lines.iter().map(|line| format!("{pad}{line}\n")).collect();
    format!("{pad}\"\"\"What it is for.\n\n{}{pad}\"\"\"\n", lines.concat())
}
