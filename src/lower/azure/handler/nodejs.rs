//! Code in JavaScript for Node.js, as ES modules, formatted as prettier would.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::text::words;

use super::super::super::code::{beside_nodejs, key_in_nodejs};
use super::texts::parse;
use super::{Piece, WIDTH, filled, free, tame, wrap};

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

/// `index.mjs` and `package.json`.
pub(super) fn files(name: &str, description: &str, variables: &[&str], pieces: &[Piece]) -> Vec<(String, String)> {
    let mut imports: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::from([("@azure/functions", BTreeSet::from(["app"]))]);
    let mut packages: BTreeMap<&str, &str> = BTreeMap::from([("@azure/functions", "^4.8.0")]);
    let mut clients: BTreeSet<&str> = BTreeSet::new();
    let mut credential = false;
    let mut code: Vec<String> = Vec::new();
    let mut taken = vec!["required".to_owned(), "app".to_owned(), "credential".to_owned()];
    for piece in pieces {
        let template = parse(piece.text.nodejs, "//!");
        packages.extend(template.packages.iter().filter_map(|package| package.split_once(' ')));
        for (package, item) in &template.imports {
            imports.entry(package).or_default().insert(item);
        }
        credential |= template.credential;
        clients.extend(&template.clients);
        let Some(access) = &piece.access else {
            let function = free(&mut taken, words::camel(&piece.name));
            let mut values = piece.values.clone();
            values.extend([("name", words::kebab(&piece.name)), ("handler", function)]);
            code.push(filled(template.body, &values));
            continue;
        };
        let wish = if piece.name.is_empty() {
            let beginning = template.name.split(' ').next().unwrap_or_default();
            format!("{beginning}{}", words::pascal(&access.target.node))
        } else {
            words::camel(&piece.name)
        };
        let function = free(&mut taken, wish);
        let mut values = piece.values.clone();
        values.push(("partition", key_in_nodejs(access.partition_key.as_deref().unwrap_or_default())));
        let said = documentation(&filled(template.documentation, &values));
        let (parameters, body) = (template.parameters, filled(template.body, &values));
        code.push(format!("{said}export async function {function}({parameters}) {{\n{body}}}\n"));
    }
    if credential {
        packages.insert("@azure/identity", "^4.12.0");
        imports.entry("@azure/identity").or_default().insert("DefaultAzureCredential");
    }
    let mut text = format!("// {}\n\n", wrap(&tame(description), 3).join("\n// "));
    // What stands beside the code comes last.
    let (beside, away): (Vec<_>, Vec<_>) = imports.iter().partition(|(package, _)| package.starts_with("./"));
    for (package, names) in away.into_iter().chain(beside) {
        let names: Vec<&str> = names.iter().copied().collect();
        let _ = writeln!(text, "import {{ {} }} from \"{package}\";", names.join(", "));
    }
    let joined = code.join("\n");
    let used = |name: &&&str| joined.contains(**name) && joined.replace(&format!("%{name}%"), "").contains(**name);
    let constants: Vec<&&str> = variables.iter().filter(used).collect();
    if !constants.is_empty() {
        text.push('\n');
    }
    for name in &constants {
        text.push_str(&constant(name));
    }
    if credential {
        text.push_str("\nconst credential = new DefaultAzureCredential();\n");
    }
    for client in &clients {
        let _ = writeln!(text, "{client}");
    }
    text.push('\n');
    text.push_str(&joined);
    if text.contains("required(") {
        text.push_str(REQUIRED);
    }
    let dependencies: serde_json::Map<String, serde_json::Value> =
        packages.iter().map(|(package, version)| ((*package).to_owned(), (*version).into())).collect();
    let package = serde_json::json!({
        "name": name,
        "private": true,
        "type": "module",
        "main": "index.mjs",
        "dependencies": dependencies,
    });
    let package = format!("{}\n", serde_json::to_string_pretty(&package).unwrap_or_default());
    let beside = beside_nodejs(&text);
    let mut files = vec![("index.mjs".to_owned(), text), ("package.json".to_owned(), package)];
    files.extend(beside);
    files
}

fn constant(name: &str) -> String {
    let line = format!("const {name} = required(\"{name}\");\n");
    if line.chars().count() <= WIDTH + 1 { line } else { format!("const {name} = required(\n  \"{name}\",\n);\n") }
}

fn documentation(text: &str) -> String {
    let line = format!("/** {text} */\n");
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    format!("/**\n * {}\n */\n", wrap(text, 3).join("\n * "))
}
