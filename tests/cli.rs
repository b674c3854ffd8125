//! The commands, end to end: arguments in, output and exit code out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fs;
use std::path::Path;
use std::process::Stdio;

use assert_cmd::Command;
use tempfile::TempDir;

/// The program in a folder, with a home and a terminal of its own.
fn program(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("pulumi-designer").unwrap();
    command
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("COLUMNS", "100");
    command
}

/// What a command printed and how it ended, as a snapshot shows it.
fn run(folder: &Path, arguments: &[&str]) -> String {
    run_with(program(folder).args(arguments))
}

fn run_with(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    if !errors.is_empty() {
        text.push_str("--- standard error\n");
        text.push_str(&errors);
    }
    format!("{text}--- exit code {}", output.status.code().unwrap())
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A folder with a file of that text.
fn with_file(name: &str, text: &str) -> TempDir {
    let folder = folder();
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

const GOOD: &str = "\
version: 1
name: tiny
description: One function behind an API
provider: aws
region: eu-west-1
environments: { dev: {}, prod: {} }
allow: [{ rule: security/no-waf, at: shared.api, because: There is nothing behind it yet }]
services:
  shared:
    description: What is shared
    nodes:
      api: { kind: http-api, description: The API }
  main:
    description: All there is
    nodes:
      hello: { kind: function }
flows:
  - { kind: route, from: shared.api, to: main.hello, method: GET, path: /hello }
";

#[test]
fn help_texts() {
    let folder = folder();
    for command in ["", "new", "presets", "validate", "export", "render", "layout"] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let name = if command.is_empty() { "program" } else { command };
        insta::assert_snapshot!(format!("help_{name}"), run(folder.path(), &arguments));
    }
}

#[test]
fn a_mistyped_command_is_taken_for_a_file_but_a_mistyped_option_is_refused() {
    let folder = folder();
    insta::assert_snapshot!(run(folder.path(), &["validate", "--colour", "always", "x.yaml"]));
    insta::assert_snapshot!(run(folder.path(), &["export", "x.yaml", "--out", "o", "--language", "rust"]));
    insta::assert_snapshot!(run(folder.path(), &["new", "--provider", "asw"]));
    insta::assert_snapshot!(run(folder.path(), &["x.yaml", "presets"]));
}

#[test]
fn validate_a_clean_design() {
    let folder = with_file("good.yaml", GOOD);
    insta::assert_snapshot!(run(folder.path(), &["validate", "good.yaml"]));
}

#[test]
fn validate_tells_all_mistakes_of_the_file_at_once() {
    let text =
        GOOD.replace("kind: function", "kind: functoin").replace("method: GET", "method: GOT").replace("aws", "asw");
    let folder = with_file("bad.yaml", &text);
    insta::assert_snapshot!(run(folder.path(), &["validate", "bad.yaml"]));
}

#[test]
fn validate_tells_findings_with_their_rule_and_what_mends_them() {
    let text =
        GOOD.replace("to: main.hello", "to: main.hallo") + "  - { kind: write, from: main.hello, to: shared.api }\n";
    let folder = with_file("found.yaml", &text);
    insta::assert_snapshot!(run(folder.path(), &["validate", "found.yaml"]));
}

#[test]
fn validate_several_files_and_exit_as_the_worst_asks_for() {
    let folder = with_file("good.yaml", GOOD);
    fs::write(folder.path().join("bad.yaml"), GOOD.replace("kind: function", "kind: functoin")).unwrap();
    let code = |files: &[&str]| program(folder.path()).arg("validate").args(files).output().unwrap().status.code();
    assert_eq!(code(&["good.yaml"]), Some(0));
    assert_eq!(code(&["good.yaml", "bad.yaml"]), Some(1));
    assert_eq!(code(&["missing.yaml", "good.yaml", "bad.yaml"]), Some(2));
}

#[test]
fn validate_warnings_do_not_fail() {
    let text = GOOD.replace("nodes:\n      hello", "nodes:\n      lonely: { kind: queue }\n      hello");
    let text = text + "  - { kind: publish, from: main.hello, to: main.lonely }\n";
    let folder = with_file("warned.yaml", &text);
    let output = run(folder.path(), &["validate", "warned.yaml"]);
    assert!(output.contains("warning[") && output.ends_with("exit code 0"), "{output}");
}

#[test]
fn validate_standard_input() {
    let folder = folder();
    insta::assert_snapshot!(run_with(
        program(folder.path()).args(["validate", "-"]).write_stdin(GOOD.replace("GET", "FETCH"))
    ));
}

#[test]
fn validate_what_cannot_be_read() {
    let folder = with_file("broken.yaml", "version: 1\nname: [tiny\nservices: }\n");
    fs::create_dir(folder.path().join("folder.yaml")).unwrap();
    fs::write(folder.path().join("latin1.yaml"), b"name: caf\xe9\n").unwrap();
    fs::write(folder.path().join("list.yaml"), "- a\n- b\n").unwrap();
    fs::write(folder.path().join("empty.yaml"), "").unwrap();
    fs::write(folder.path().join("newer.yaml"), "version: 99\nname: tiny\n").unwrap();
    let names = ["missing", "folder", "broken", "latin1", "list", "empty", "newer"];
    let outputs: Vec<String> = names
        .iter()
        .map(|name| format!("=== {name}\n{}", run(folder.path(), &["validate", &format!("{name}.yaml")])))
        .collect();
    assert!(outputs.iter().all(|output| output.ends_with("exit code 2")), "{outputs:#?}");
    insta::assert_snapshot!(outputs.join("\n"));
}

#[cfg(unix)]
#[test]
fn validate_without_permission() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = with_file("secret.yaml", GOOD);
    let path = folder.path().join("secret.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let output = run(folder.path(), &["validate", "secret.yaml"]);
    // Root reads everything; everybody else is told.
    if fs::read(&path).is_ok() {
        assert!(output.ends_with("exit code 0"), "{output}");
    } else {
        assert!(output.contains("no permission to read secret.yaml") && output.ends_with("exit code 2"), "{output}");
    }
}

#[test]
fn nothing_of_a_hostile_file_drives_the_terminal() {
    let hostile =
        GOOD.replace("name: tiny", "name: \"\\e]0;owned\\a\"").replace("kind: function", "kind: \"\u{9b}2J\"");
    let folder = with_file("hostile.yaml", &hostile);
    fs::write(folder.path().join("raw.yaml"), "name: \u{1b}[2J\u{7}\n").unwrap();
    for arguments in
        [&["validate", "hostile.yaml"][..], &["validate", "raw.yaml"], &["export", "hostile.yaml", "--out", "o"]]
    {
        let output = run(folder.path(), arguments);
        let bad = output.chars().find(|character| character.is_control() && *character != '\n');
        assert_eq!(bad, None, "{output}");
    }
}

#[test]
fn colours_only_when_asked_for_or_on_a_terminal() {
    let folder = with_file("bad.yaml", &GOOD.replace("GET", "FETCH"));
    let coloured = |arguments: &[&str], variable: &str| {
        let output = program(folder.path()).env(variable, "1").args(arguments).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&["validate", "bad.yaml"], "NOTHING"));
    assert!(coloured(&["validate", "bad.yaml", "--color", "always"], "NOTHING"));
    assert!(coloured(&["--color=always", "validate", "bad.yaml"], "NO_COLOR"));
    assert!(!coloured(&["validate", "bad.yaml", "--color", "never"], "NOTHING"));
}

#[test]
fn presets_are_listed_and_printed() {
    let folder = folder();
    insta::assert_snapshot!(run(folder.path(), &["presets"]));
    let printed = program(folder.path()).args(["presets", "orders"]).output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), include_str!("../presets/orders.yaml"));
    insta::assert_snapshot!(run(folder.path(), &["presets", "ordres"]));
    insta::assert_snapshot!(run(folder.path(), &["presets", "--provider", "gcp"]));
    assert!(run(folder.path(), &["presets", "orders", "--provider", "azure"]).contains("provider: azure"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_users_own_presets_come_first() {
    let folder = folder();
    let own = folder.path().join("config/pulumi-designer/presets");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("house.yaml"), GOOD).unwrap();
    fs::write(own.join("auth.yaml"), GOOD.replace("One function", "Our own way, one function")).unwrap();
    insta::assert_snapshot!(run(folder.path(), &["presets"]));
    assert!(run(folder.path(), &["presets", "auth"]).contains("Our own way"));
}

#[test]
fn new_writes_an_empty_design_that_is_clean() {
    let folder = folder();
    insta::assert_snapshot!(run(folder.path(), &["new", "my-shop.yaml", "--provider", "gcp"]));
    insta::assert_snapshot!(fs::read_to_string(folder.path().join("my-shop.yaml")).unwrap());
    assert!(run(folder.path(), &["validate", "my-shop.yaml"]).ends_with("exit code 0"));
}

#[test]
fn new_from_a_preset_takes_over_the_name_and_the_cloud() {
    let folder = folder();
    assert!(run(folder.path(), &["new", "--preset", "orders"]).ends_with("exit code 0"));
    let ours = include_str!("../presets/orders.yaml");
    assert_eq!(fs::read_to_string(folder.path().join("orders.yaml")).unwrap(), ours);
    let ours = include_str!("../presets/blank.yaml");
    let arguments = ["new", "sales.yaml", "--preset", "blank", "--provider", "gcp", "--name", "sales-2"];
    assert!(run(folder.path(), &arguments).ends_with("exit code 0"));
    let text = fs::read_to_string(folder.path().join("sales.yaml")).unwrap();
    let changed: Vec<&str> =
        text.lines().zip(ours.lines()).filter(|(new, old)| new != old).map(|(new, _)| new).collect();
    assert_eq!(changed, ["name: sales-2", "provider: gcp", "region: europe-west4"]);
    // A cloud that needs another design has one of its own.
    assert!(
        run(folder.path(), &["new", "news.yaml", "--preset", "orders", "--provider", "gcp"]).ends_with("exit code 0")
    );
    let text = fs::read_to_string(folder.path().join("news.yaml")).unwrap();
    assert!(text.contains("provider: gcp\nregion: europe-west4\n") && text.contains("kind: topic"), "{text}");
    let refused = run(folder.path(), &["new", "chat.yaml", "--preset", "realtime-chat", "--provider", "gcp"]);
    insta::assert_snapshot!(refused);
    assert!(!folder.path().join("chat.yaml").exists());
}

#[test]
fn new_never_overwrites() {
    let folder = with_file("design.yaml", "mine");
    insta::assert_snapshot!(run(folder.path(), &["new"]));
    assert_eq!(fs::read_to_string(folder.path().join("design.yaml")).unwrap(), "mine");
    insta::assert_snapshot!(run(folder.path(), &["new", "nowhere/shop.yaml"]));
    insta::assert_snapshot!(run(folder.path(), &["new", "x.yaml", "--name", "no spaces"]));
    assert!(!folder.path().join("x.yaml").exists());
}

#[test]
fn the_session_needs_a_terminal() {
    let folder = with_file("good.yaml", GOOD);
    insta::assert_snapshot!(run(folder.path(), &["good.yaml"]));
}

#[test]
fn a_session_without_its_file_or_preset_does_not_begin() {
    let folder = folder();
    for arguments in [&["shop.yaml"][..], &["validte"], &["--preset", "shpo"], &["x.yaml", "--preset", "shop"]] {
        insta::assert_snapshot!(run(folder.path(), arguments));
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("pulumi-designer"))
        .args(["presets", "shop"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

const GRAPH: &str = r#"{
  "nodes": [{"id": "a", "cluster": "c", "w": 10, "h": 3}, {"id": "b", "cluster": "c", "w": 8, "h": 3}, {"id": 3, "w": 4, "h": 1}],
  "edges": [{"id": "e1", "s": "a", "t": "b", "label": "go"}, {"id": "e2", "s": "b", "t": 3}],
  "clusters": ["c", "empty"]
}"#;

#[test]
fn a_graph_that_is_no_design_is_laid_out() {
    let folder = with_file("graph.json", GRAPH);
    let printed = run(folder.path(), &["layout", "--graph", "graph.json"]);
    insta::assert_snapshot!(printed);
    let written = run(folder.path(), &["layout", "--graph", "graph.json", "drawing.json"]);
    assert_eq!(written, "--- exit code 0");
    let drawing = fs::read_to_string(folder.path().join("drawing.json")).unwrap();
    assert_eq!(printed, format!("{drawing}--- exit code 0"));
    for text in ["{\"nodes\": []}", "{\"nodes\": [], \"edges\": [], \"clusters\": []}"] {
        fs::write(folder.path().join("nothing.json"), text).unwrap();
        let printed = run(folder.path(), &["layout", "--graph", "nothing.json"]);
        assert_eq!(
            printed.replace(char::is_whitespace, ""),
            r#"{"nodes":{},"clusters":{},"edges":[],"labels":[]}---exitcode0"#
        );
    }
}

#[test]
fn a_graph_that_ends_anywhere_is_told_to_be_none() {
    let folder = folder();
    for end in (0..GRAPH.len()).step_by(7) {
        fs::write(folder.path().join("graph.json"), &GRAPH.as_bytes()[..end]).unwrap();
        let output = run(folder.path(), &["layout", "--graph", "graph.json"]);
        assert!(output.contains("graph.json is no graph: ") && output.ends_with("exit code 2"), "{output}");
    }
}

#[test]
fn a_graph_of_the_largest_boxes_is_laid_out() {
    let nodes: Vec<String> =
        (0..300).map(|node| format!(r#"{{"id": {node}, "cluster": {}, "w": 1000, "h": 1000}}"#, node / 30)).collect();
    let edges: Vec<String> =
        (0..600).map(|edge| format!(r#"{{"id": {edge}, "s": {}, "t": {}}}"#, edge / 2, edge * 7 % 300)).collect();
    let clusters: Vec<String> = (0..10).map(|cluster| cluster.to_string()).collect();
    let text = format!(
        r#"{{"nodes": [{}], "edges": [{}], "clusters": [{}]}}"#,
        nodes.join(", "),
        edges.join(", "),
        clusters.join(", ")
    );
    let folder = with_file("graph.json", &text);
    assert_eq!(run(folder.path(), &["layout", "--graph", "graph.json", "drawing.json"]), "--- exit code 0");
}

#[test]
fn what_is_wrong_with_a_graph_is_told() {
    let cases = [
        ("not JSON", "{\"nodes\": [".to_owned()),
        ("nothing", String::new()),
        ("bytes that are no text", "{\"nodes\": [\u{1}\u{0}".to_owned()),
        ("no graph", "[1, 2]".to_owned()),
        ("lists for a graph", "[[], [], []]".to_owned()),
        ("no nodes", r#"{"edges": []}"#.to_owned()),
        ("an edge without an end", GRAPH.replace(", \"t\": 3", "")),
        ("an edge without an id", GRAPH.replace("\"id\": \"e2\", ", "")),
        ("clusters in clusters", GRAPH.replace("[\"c\",", "[{\"id\": \"c\", \"parent\": \"empty\"},")),
        ("a size of half a cell", GRAPH.replace("\"w\": 4", "\"w\": 4.5")),
        ("a size beyond numbers", GRAPH.replace("\"w\": 4", "\"w\": 1e300")),
        ("a name that is none", GRAPH.replace("\"id\": 3", "\"id\": null")),
        ("an unknown cluster", GRAPH.replace("\"c\", \"empty\"", "\"d\"")),
        ("two clusters of one name", GRAPH.replace("\"empty\"", "\"c\"")),
        ("two nodes of one id", GRAPH.replace("\"id\": \"b\"", "\"id\": \"a\"")),
        ("two edges of one id", GRAPH.replace("e2", "e1")),
        ("an edge to nowhere", GRAPH.replace("\"t\": 3", "\"t\": \"x\"")),
        ("an edge from nowhere", GRAPH.replace("\"s\": \"b\"", "\"s\": \"\\u001b[2J\"")),
        ("a node without a size", GRAPH.replace("\"w\": 4, ", "")),
        ("a node of no size", GRAPH.replace("\"w\": 4", "\"w\": 0")),
        ("a node too large", GRAPH.replace("\"w\": 4", "\"w\": 4000")),
        ("a negative size", GRAPH.replace("\"w\": 4", "\"w\": -4")),
        ("a cluster that is none", GRAPH.replace("\"empty\"", "[]")),
        ("a label too long", GRAPH.replace("\"go\"", &format!("\"{}\"", "x".repeat(300)))),
    ];
    let mut outputs = Vec::new();
    for (name, text) in cases {
        let folder = with_file("graph.json", &text);
        let output = run(folder.path(), &["layout", "--graph", "graph.json", "out.json"]);
        assert!(output.ends_with("exit code 2") && !folder.path().join("out.json").exists(), "{output}");
        outputs.push(format!("=== {name}\n{output}"));
    }
    let folder = folder();
    outputs.push(format!("=== no file\n{}", run(folder.path(), &["layout", "--graph", "missing.json"])));
    outputs.push(format!("=== no graph given\n{}", run(folder.path(), &["layout", "graph.json"])));
    insta::assert_snapshot!(outputs.join("\n"));
}

#[test]
fn a_design_is_drawn_without_a_session() {
    let folder = with_file("good.yaml", GOOD);
    let drawn = |arguments: &[&str]| run(folder.path(), &[&["render", "good.yaml"], arguments].concat());
    insta::assert_snapshot!("render_text", drawn(&[]));
    insta::assert_snapshot!("render_ascii", drawn(&["--ascii", "--zoom", "card"]));
    insta::assert_snapshot!("render_ansi", drawn(&["--format", "ansi"]));
    insta::assert_snapshot!("render_layout", drawn(&["--format", "layout"]));
    insta::assert_snapshot!("render_narrow", drawn(&["--width", "24"]));
    let from_input = run_with(program(folder.path()).args(["render", "-"]).write_stdin(GOOD));
    assert_eq!(from_input, drawn(&[]));
    fs::write(folder.path().join("good.canvas.yaml"), "main.hello: { x: 3, y: 20 }\nnonsense: 1\n").unwrap();
    let pinned = drawn(&["--format", "layout"]);
    assert!(pinned.contains("\"main.hello\": [3,20,"), "{pinned}");
    assert!(pinned.contains("nonsense has no position"), "{pinned}");
}

#[test]
fn a_design_that_cannot_be_drawn_is_told() {
    let folder = with_file("bad.yaml", &GOOD.replace("kind: function", "kind: functoin"));
    fs::write(folder.path().join("list.yaml"), "- a\n").unwrap();
    let outputs = ["bad.yaml", "list.yaml", "missing.yaml"].map(|file| run(folder.path(), &["render", file]));
    insta::assert_snapshot!(outputs.join("\n"));
}
