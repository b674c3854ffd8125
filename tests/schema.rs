//! The JSON Schema of design files: what is a design fits it, and what is none does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::path::PathBuf;

use pulumi_designer::design::file;
use pulumi_designer::design::file::json_schema::json_schema;

fn folder(name: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    found
}

fn json(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn presets_and_whole_designs_fit() {
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (name, text) in [folder("presets"), folder("tests/fixtures/proof"), folder("tests/fixtures/check")].concat() {
        // What the reader of files refuses is no design.
        if name.ends_with(".fail.yaml") || file::load(&text).has_errors() {
            continue;
        }
        seen += 1;
        let instance = json(&text);
        wrong.extend(
            validator.iter_errors(&instance).map(|error| format!("{name}: {}: {error}", error.instance_path())),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 100, "{seen}");
}

#[test]
fn unknown_keys_kinds_and_values_do_not_fit() {
    let validator = jsonschema::validator_for(&json_schema()).unwrap();
    let design = |node: &str, rest: &str| {
        format!("version: 1\nname: x\n{rest}services: {{ a: {{ nodes: {{ n: {node} }} }} }}\n")
    };
    assert!(validator.is_valid(&json(&design("{ kind: function, memory: 256 }", ""))));
    for (node, rest) in [
        ("{ kind: functoin }", ""),
        ("{ memory: 256 }", ""),
        ("{ kind: function, memroy: 256 }", ""),
        ("{ kind: function, memory: 1 }", ""),
        ("{ kind: function, timeout: 30 }", ""),
        ("{ kind: function, runtime: nodjs }", ""),
        ("{ kind: function, concurrency: { reserve: 1 } }", ""),
        ("{ kind: table }", ""),
        ("{ kind: function }", "colour: red\n"),
        ("{ kind: function }", "flows: [{ kind: invoke, from: a.n, to: a.n, mode: later }]\n"),
        ("{ kind: function }", "flows: [{ kind: invoke, from: a.n }]\n"),
        ("{ kind: function }", "allow: [{ rule: x, at: a.n }]\n"),
    ] {
        assert!(!validator.is_valid(&json(&design(node, rest))), "{node} {rest}");
    }
    assert!(validator.is_valid(&json(&design("{ kind: function, memory: { setting: size } }", ""))));
    assert!(validator.is_valid(&json(&design("{ kind: table, existing: orders }", ""))));
}
