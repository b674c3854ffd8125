//! Handlers in Python: `main.py`, formatted as ruff would, and its `requirements.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::text::words;

use super::super::super::code::{beside_python, key_in_python};
use super::{Input, Start, filled, words_of};

const WIDTH: usize = 100;

/// The short line above a long description of a function.
const STARTED: &str = "Answer what starts this function.";

const CHANGED: &str = r#"    told = {"severity": "INFO", "message": "A document changed", "subject": event["subject"]}
    print(json.dumps(told))
"#;

const WORK: &str = r#"

def work(message: dict[str, Any]) -> None:
    """Work off one message that Pub/Sub pushes; a message may come more than once."""
    content = json.loads(base64.b64decode(message.get("data", "")) or "{}")
    print(json.dumps({"severity": "INFO", "message": "A message came", "keys": list(content)}))
"#;

const ANSWER: &str = r#"

def answer(request: flask.Request) -> flask.typing.ResponseReturnValue:
    """Answer one request."""
    print(json.dumps({"severity": "INFO", "message": f"{request.method} {request.path}"}))
    return {}
"#;

const PAGES: &str = r#"

def headers_for_page(request: flask.Request) -> dict[str, str]:
    """What a page of another origin may do, which the gateway lets ask."""
    origin = request.headers.get("Origin", "")
    if origin not in CORS_ORIGINS.split(","):
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": CORS_METHODS,
        "Access-Control-Allow-Headers": CORS_HEADERS,
        "Access-Control-Max-Age": "3600",
        "Vary": "Origin",
    }
"#;

/// The files of the folder.
pub(super) fn files(input: &Input) -> Vec<(String, String)> {
    let mut standard: BTreeSet<&str> = BTreeSet::new();
    let mut requirements: BTreeSet<&str> = BTreeSet::from(["functions-framework>=3.8,<4"]);
    let mut imports: BTreeSet<&str> = BTreeSet::new();
    let mut functions = String::new();
    let mut taken: Vec<String> = Vec::new();
    let mut anything = input.has(Start::Message) && !input.has(Start::Change);
    let mut writes = true;
    let accesses = filled(input, |text| text.python, "#!", key_in_python);
    for (access, filled) in &accesses {
        for package in &filled.text.packages {
            let Some((requirement, import)) = package.split_once(' ') else { continue };
            requirements.insert(requirement);
            imports.insert(import);
        }
        standard.extend(filled.text.standard.iter().copied());
        let name = words::snake(&words_of(access, filled, &mut taken));
        let _ = write!(
            functions,
            "\n\ndef {name}({}) -> {}:\n{}\n{}",
            filled.text.parameters,
            filled.text.returns,
            said(&filled.documentation, "Do what the design draws.", 4),
            filled.body
        );
        let signature = [filled.text.parameters, filled.text.returns].concat();
        anything |= signature.contains("Any");
        writes |= filled.body.contains("json.");
    }
    standard.extend(writes.then_some("json"));
    standard.extend((!input.variables.is_empty()).then_some("os"));
    standard.extend((input.has(Start::Message) && !input.has(Start::Change)).then_some("base64"));
    let mut text = format!("{}\n\n", said(&input.description, STARTED, 0));
    for module in &standard {
        let _ = writeln!(text, "import {module}");
    }
    if anything {
        text.push_str("from typing import Any\n");
    }
    text.push('\n');
    if !input.has(Start::Change) {
        imports.insert("import flask");
        imports.insert("import flask.typing");
    }
    imports.insert("import functions_framework");
    if input.has(Start::Change) {
        imports.insert("from cloudevents.http import CloudEvent");
    }
    for line in joined(&imports) {
        let _ = writeln!(text, "{line}");
    }
    let beside = accesses.iter().flat_map(|(_, filled)| &filled.text.beside).filter_map(|said| said.split_once(' '));
    let beside: BTreeSet<(&str, &str)> = beside.collect();
    if !beside.is_empty() {
        text.push('\n');
    }
    for (module, name) in beside {
        let _ = writeln!(text, "from {module} import {name}");
    }
    if !input.variables.is_empty() {
        text.push('\n');
        for variable in &input.variables {
            let _ = writeln!(text, "{variable} = os.environ[\"{variable}\"]");
        }
    }
    text.push_str(&entry(input));
    text.push_str(&functions);
    let lines: Vec<&str> = requirements.into_iter().collect();
    let beside = beside_python(&text);
    let mut files = vec![("main.py".to_owned(), text), ("requirements.txt".to_owned(), lines.join("\n") + "\n")];
    files.extend(beside);
    files
}

/// The imports in isort's order, with one line for all that comes from one module.
fn joined(imports: &BTreeSet<&str>) -> Vec<String> {
    let mut lines: Vec<String> =
        imports.iter().filter(|line| line.starts_with("import ")).map(|line| (*line).to_owned()).collect();
    let mut from: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in imports.iter().filter_map(|line| line.strip_prefix("from ")) {
        if let Some((module, names)) = line.split_once(" import ") {
            from.entry(module).or_default().extend(names.split(", "));
        }
    }
    lines.extend(from.iter().map(|(module, names)| {
        format!("from {module} import {}", names.iter().copied().collect::<Vec<_>>().join(", "))
    }));
    lines
}

/// The text as a docstring: on one line, or below a short one.
fn said(text: &str, short: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    if text.chars().count() + indent + 6 <= WIDTH {
        return format!("{margin}\"\"\"{text}\"\"\"");
    }
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(last) if last.is_empty() => last.push_str(word),
            Some(last) if last.chars().count() + word.chars().count() + indent < WIDTH => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let body: Vec<String> = lines.iter().map(|line| format!("{margin}{line}")).collect();
    format!("{margin}\"\"\"{short}\n\n{}\n{margin}\"\"\"", body.join("\n"))
}

/// What answers whatever starts the function.
fn entry(input: &Input) -> String {
    if input.has(Start::Change) {
        return format!(
            "\n\n@functions_framework.cloud_event\ndef handler(event: CloudEvent) -> None:\n{}\n{CHANGED}",
            said(&input.description, STARTED, 4)
        );
    }
    let mut text = format!(
        "\n\n@functions_framework.http\ndef handler(request: flask.Request) -> flask.typing.ResponseReturnValue:\n{}\n",
        said(&input.description, STARTED, 4)
    );
    if input.has(Start::Person) {
        text.push_str("    # The request is signed: look at its token before trusting it, see\n");
        text.push_str("    # https://cloud.google.com/identity-platform/docs/blocking-functions.\n");
    }
    if input.pages() {
        text.push_str("    if request.method == \"OPTIONS\":\n        return \"\", 204, headers_for_page(request)\n");
    }
    let answers = input.answers();
    if input.has(Start::Message) && answers {
        text.push_str(
            "    body = request.get_json(silent=True) or {}\n    if \"message\" in body and \"subscription\" in body:\n        \
             work(body[\"message\"])\n        return \"\", 204\n",
        );
    } else if input.has(Start::Message) {
        text.push_str("    work(request.get_json()[\"message\"])\n    return \"\", 204\n");
    }
    if answers && input.pages() {
        text.push_str(
            "    response = flask.make_response(answer(request))\n    \
             response.headers.update(headers_for_page(request))\n    return response\n",
        );
    } else if answers {
        text.push_str("    return answer(request)\n");
    }
    if input.pages() {
        text.push_str(PAGES);
    }
    if input.has(Start::Message) {
        text.push_str(WORK);
    }
    if answers {
        text.push_str(ANSWER);
    }
    text
}
