//! Handlers in JavaScript: `index.js`, as an ES module formatted as prettier would, and its `package.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::text::words;

use super::super::super::code::{beside_nodejs, key_in_nodejs};
use super::{Input, Start, filled, words_of};

const WIDTH: usize = 100;

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

const REQUEST: &str = r#"async function answer(request, response) {
  console.log(JSON.stringify({ severity: "INFO", message: `${request.method} ${request.path}` }));
  response.json({});
}
"#;

const PAGES: &str = r#"
/** Answers pages of other origins, which the gateway lets ask; true when that was all. */
function answeredPage(request, response) {
  const origin = request.get("origin");
  if (origin && CORS_ORIGINS.split(",").includes(origin)) {
    response.set("Access-Control-Allow-Origin", origin);
    response.set("Vary", "Origin");
  }
  if (request.method !== "OPTIONS") {
    return false;
  }
  response.set("Access-Control-Allow-Methods", CORS_METHODS);
  response.set("Access-Control-Allow-Headers", CORS_HEADERS);
  response.set("Access-Control-Max-Age", "3600");
  response.status(204).end();
  return true;
}
"#;

const MESSAGE: &str = r#"
/** Works off one message that Pub/Sub pushes; a message may come more than once. */
async function work(message) {
  const content = JSON.parse(Buffer.from(message.data ?? "", "base64").toString() || "{}");
  const keys = Object.keys(content);
  console.log(JSON.stringify({ severity: "INFO", message: "A message came", keys }));
}
"#;

/// The files of the folder.
pub(super) fn files(input: &Input) -> Vec<(String, String)> {
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut packages: BTreeMap<&str, &str> = BTreeMap::new();
    packages.insert("@google-cloud/functions-framework", "^5.0.0");
    let mut functions: Vec<String> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let accesses = filled(input, |text| text.nodejs, "//!", key_in_nodejs);
    for (access, filled) in &accesses {
        for package in &filled.text.packages {
            let mut words = package.split(' ');
            let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
            imports.entry(name).or_default().extend(words);
            let parts = if name.starts_with('@') { 2 } else { 1 };
            let end = name.match_indices('/').nth(parts - 1).map_or(name.len(), |(at, _)| at);
            packages.insert(name.get(..end).unwrap_or(name), version);
        }
        let name = words::camel(&words_of(access, filled, &mut taken));
        functions.push(format!(
            "{}export async function {name}({}) {{\n{}}}\n",
            documentation(&filled.documentation),
            filled.text.parameters,
            filled.body
        ));
    }
    let mut beside: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, filled) in &accesses {
        for (module, name) in filled.text.beside.iter().filter_map(|said| said.split_once(' ')) {
            beside.entry(module).or_default().insert(name);
        }
    }
    let mut text = String::from("import functions from \"@google-cloud/functions-framework\";\n");
    for (package, names) in imports.iter().chain(&beside) {
        text.push_str(&import(package, names));
    }
    text.push('\n');
    for variable in &input.variables {
        let line = format!("const {variable} = required(\"{variable}\");\n");
        let long = format!("const {variable} = required(\n  \"{variable}\",\n);\n");
        text.push_str(if line.chars().count() <= WIDTH + 1 { &line } else { &long });
    }
    if !input.variables.is_empty() {
        text.push('\n');
    }
    text.push_str(&entry(input));
    for function in functions {
        text.push('\n');
        text.push_str(&function);
    }
    if !input.variables.is_empty() {
        text.push_str(REQUIRED);
    }
    let beside = beside_nodejs(&text);
    let mut files = vec![("index.js".to_owned(), text), ("package.json".to_owned(), manifest(input, &packages))];
    files.extend(beside);
    files
}

/// What answers whatever starts the function.
fn entry(input: &Input) -> String {
    let said = documentation(&input.description);
    if input.has(Start::Change) {
        return format!(
            "{said}functions.cloudEvent(\"handler\", async (event) => {{\n  console.log(\n    JSON.stringify({{ severity: \
             \"INFO\", message: \"A document changed\", document: event.document }}),\n  );\n}});\n"
        );
    }
    let mut steps = String::new();
    let mut after = String::new();
    if input.pages() {
        steps.push_str("  if (answeredPage(request, response)) {\n    return;\n  }\n");
        after.push_str(PAGES);
    }
    if input.has(Start::Person) {
        steps.push_str(
            "  // The request is signed: look at its token before trusting it, see\n  \
             // https://cloud.google.com/identity-platform/docs/blocking-functions.\n",
        );
    }
    match (input.has(Start::Message), input.answers()) {
        (true, true) => {
            steps.push_str(
                "  if (request.body?.message && request.body.subscription) {\n    await \
                 work(request.body.message);\n    response.status(204).end();\n    return;\n  }\n",
            );
            steps.push_str("  await answer(request, response);\n");
        }
        (true, false) => {
            steps.push_str("  await work(request.body.message);\n  response.status(204).end();\n");
        }
        _ => steps.push_str("  await answer(request, response);\n"),
    }
    if input.has(Start::Message) {
        after.push_str(MESSAGE);
    }
    if input.answers() {
        after.push('\n');
        after.push_str("/** Answers one request. */\n");
        after.push_str(REQUEST);
    }
    format!("{said}functions.http(\"handler\", async (request, response) => {{\n{steps}}});\n{after}")
}

fn import(package: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    format!("import {{ {} }} from \"{package}\";\n", names.join(", "))
}

fn documentation(text: &str) -> String {
    let line = format!("/** {text} */\n");
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(last) if last.is_empty() => last.push_str(word),
            Some(last) if last.chars().count() + word.chars().count() + 4 <= WIDTH => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    format!("/**\n * {}\n */\n", lines.join("\n * "))
}

fn manifest(input: &Input, packages: &BTreeMap<&str, &str>) -> String {
    let dependencies: Map<String, Value> =
        packages.iter().map(|(name, version)| ((*name).to_owned(), json!(version))).collect();
    let manifest = json!({
        "name": words::kebab(&format!("{} {}", input.node.service, input.node.node)),
        "private": true,
        "type": "module",
        "main": "index.js",
        "dependencies": dependencies,
    });
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}
