//! What `validate` reports, in every form; arguments in, output and exit code out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A design with findings of each weight: of one node, of one environment, of a cycle, and one that is accepted.
const MIXED: &str = "\
version: 1
name: mixed
provider: aws
region: eu-west-1
environments:
  dev: {}
  prod:
    set:
      main.tasks: { dead_letters: false }
services:
  main:
    nodes:
      api: { kind: http-api }
      ask: { kind: function, timeout: 20s }    # asks the other
      answer: { kind: function, timeout: 5s }
      tasks: { kind: queue, visibility: 20s }  # waits for work
      work: { kind: function, timeout: 30s }
      old: { kind: queue }
flows:
  - { kind: route, from: main.api, to: main.ask, method: GET, path: /x, auth: none }
  - { kind: invoke, from: main.ask, to: main.answer }
  - { kind: invoke, from: main.answer, to: main.ask }
  - { kind: publish, from: main.ask, to: main.tasks }
  - { kind: subscribe, from: main.tasks, to: main.work }
allow:
  - { rule: structure/isolated-node, at: main.old, because: It is filled by another program. }
";

/// The rules that the reports of [`MIXED`] speak of, so that further rules change nothing here.
const RULES: &[&str] =
    &["--rule", "REL001", "--rule", "STR002", "--rule", "REL007", "--rule", "STR021", "--rule", "STR017"];

/// Arguments with the rules that reports speak of.
fn about<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, RULES].concat()
}

fn program(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("pulumi-designer").unwrap();
    command.current_dir(folder).env_clear().env("HOME", folder).env("COLUMNS", "100");
    command
}

/// Standard output and exit code.
fn run(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let output = program(folder).args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn shown(folder: &Path, arguments: &[&str]) -> String {
    let output = program(folder).args(arguments).output().unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let errors = if errors.is_empty() { errors } else { format!("--- standard error\n{errors}") };
    format!("{}{errors}--- exit code {}", String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn with_files(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn mixed() -> TempDir {
    with_files(&[("mixed.yaml", MIXED)])
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&run(folder, arguments).0).unwrap()
}

/// The codes of what is found, in the order of the report.
fn codes(report: &Value) -> Vec<String> {
    let files = report["files"].as_array().unwrap();
    let findings = files.iter().flat_map(|file| file["findings"].as_array().unwrap());
    findings.map(|finding| finding["code"].as_str().unwrap_or("-").to_owned()).collect()
}

/// The failing fixtures of all rules.
fn fixtures() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check");
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.to_str().unwrap().ends_with(".fail.yaml"));
    found.sort();
    found
}

#[test]
fn for_people() {
    insta::assert_snapshot!(shown(mixed().path(), &about(&["validate", "mixed.yaml"])));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(shown(mixed().path(), &about(&["validate", "mixed.yaml", "--format", "json"])));
}

#[test]
fn as_annotations() {
    insta::assert_snapshot!(shown(mixed().path(), &about(&["validate", "mixed.yaml", "--format", "github"])));
}

#[test]
fn as_sarif() {
    insta::assert_snapshot!(shown(
        mixed().path(),
        &["validate", "mixed.yaml", "--format", "sarif", "--rule", "REL007"]
    ));
}

#[test]
fn sarif_of_every_rule_follows_its_schema() {
    // One pattern of the schema, for a property that we do not write, is no regular expression: `]?$`.
    let schema = include_str!("schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let folder =
        with_files(&[("broken.yaml", "name: [\n"), ("ümlaut %25.yaml", "version: 1\nname: 5\n"), ("m.yaml", MIXED)]);
    let mut files: Vec<String> = fixtures().iter().map(|path| path.display().to_string()).collect();
    let rules = pulumi_designer::check::rules().len();
    files.extend(["broken.yaml", "missing.yaml", "ümlaut %25.yaml", "m.yaml"].map(str::to_owned));
    let output = program(folder.path()).args(["validate", "--format", "sarif"]).args(&files).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    let wrong: Vec<String> =
        schema.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let run = &log["runs"][0];
    // What the schema does not say: each result names its rule by a position that holds it.
    let described = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let position = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(described[position]["id"], result["ruleId"]);
    }
    assert!(described.len() * 5 > rules * 4, "only {} rules", described.len());
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let fixed = run["results"].as_array().unwrap().iter().filter(|result| result["fixes"].is_array()).count();
    assert!(fixed > 50, "only {fixed} results with fixes");
}

#[test]
fn the_edits_of_a_fix_clear_its_finding() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<String> = fixtures().iter().map(|path| path.display().to_string()).collect();
    let arguments: Vec<&str> =
        ["validate", "--format", "json"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let mut tried = 0;
    for file in json(folder.path(), &arguments)["files"].as_array().unwrap() {
        let path = PathBuf::from(file["file"].as_str().unwrap());
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let own = |finding: &&Value| name.starts_with(finding["code"].as_str().unwrap_or("-"));
        for finding in file["findings"].as_array().unwrap().iter().filter(own) {
            for fix in finding["fixes"].as_array().unwrap() {
                let mut after = text.clone();
                for edit in fix["edits"].as_array().unwrap().iter().rev() {
                    let at = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
                    after.replace_range(at("offset")..at("end_offset"), edit["text"].as_str().unwrap());
                }
                assert_ne!(after, text, "{name}: {}", fix["title"]);
                let loaded = pulumi_designer::design::file::load(&after);
                let findings = pulumi_designer::check::check(&loaded.design);
                let left = findings.iter().filter(|other| Some(other.code) == finding["code"].as_str()).count();
                assert_eq!(left, 0, "{name}: {}\n{after}", fix["title"]);
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "only {tried} fixes");
}

#[test]
fn one_environment_alone() {
    let folder = mixed();
    let of = |environment: &str| {
        codes(&json(folder.path(), &["validate", "mixed.yaml", "--format", "json", "--env", environment]))
    };
    assert!(of("prod").contains(&"REL001".to_owned()), "{:?}", of("prod"));
    assert!(!of("dev").contains(&"REL001".to_owned()), "{:?}", of("dev"));
    insta::assert_snapshot!(shown(folder.path(), &["validate", "mixed.yaml", "--env", "prd"]));
}

#[test]
fn only_what_is_asked_for() {
    let folder = mixed();
    let of = |arguments: &[&str]| {
        let all: Vec<&str> = ["validate", "mixed.yaml", "--format", "json"].iter().chain(arguments).copied().collect();
        let (output, exit) = run(folder.path(), &all);
        (codes(&serde_json::from_str(&output).unwrap()), exit)
    };
    let all = of(&[]).0;
    let errors = of(&["--severity", "error"]).0;
    assert!(!errors.is_empty() && errors.len() < all.len(), "{errors:?} of {all:?}");
    assert_eq!(
        of(&["--rule", "STR002", "--rule", "reliability/visibility-below-timeout"]),
        (vec!["STR002".to_owned(), "REL007".to_owned()], 1)
    );
    assert!(of(&["--rule", "reliability"]).0.iter().all(|code| code.starts_with("REL")));
    // What is left out does not count.
    assert_eq!(of(&["--rule", "naming"]), (Vec::new(), 0));
    insta::assert_snapshot!(shown(folder.path(), &["validate", "mixed.yaml", "--rule", "STR02"]));
    insta::assert_snapshot!(shown(folder.path(), &["validate", "mixed.yaml", "--rule", "nothing-of-the-kind"]));
}

#[test]
fn the_order_does_not_change() {
    let folder = mixed();
    for format in ["human", "json", "sarif", "github"] {
        let arguments = ["validate", "mixed.yaml", "mixed.yaml", "--format", format];
        assert_eq!(run(folder.path(), &arguments), run(folder.path(), &arguments));
    }
}

/// A file with mistakes of all sorts.
const MISTYPED: &str = r"version: 1
    name: shop
    provder: azure
    region: eu-west-1
    environments:
      dev: {}
      prod:
        set:
          orders.pay: { memry: 1024 }
          orders.lost: { memory: 1024 }
          stock.count: { memory: 1024 }
    services:
      orders:
        nodes:
          pay: { kind: function, environment: { API_TOKEN: abcdef0123456789abcdef } }
          lost: { kind: functon }
          jobs: { kind: queue, dead_letters: orders.lost }
      orders: {}
      stock:
        nods:
          count: { kind: function }
    flows:
      - { kind: subscribe, from: orders.jobs, to: stock.count }
      - { kind: publish, from: orders.pay, to: orders.jobss, event: order-placed }
      - { kind: publish, from: orders.pay, to: orders.lost }
";

#[test]
fn mistakes_of_the_file_and_errors_of_the_design_in_one_run() {
    let text = MIXED.replace("timeout: 5s", "timout: 5s").replace("kind: publish", "kind: publsh");
    let folder = with_files(&[("both.yaml", &text)]);
    insta::assert_snapshot!(shown(folder.path(), &["validate", "both.yaml"]));
    // What is judged by itself is told also where nobody knows for which cloud, and where keys are there twice.
    let text = MISTYPED.replace("\n    ", "\n");
    let folder = with_files(&[("mistyped.yaml", &text)]);
    insta::assert_snapshot!(shown(folder.path(), &["validate", "mistyped.yaml"]));
    // Without its services nothing can be said of the flows.
    let folder = with_files(&[("none.yaml", &MIXED.replace("services:", "servces:"))]);
    assert_eq!(json(folder.path(), &["validate", "none.yaml", "--format", "json"])["files"][0]["checks"], "none");
}

#[test]
fn nothing_of_a_design_becomes_a_command_of_the_pipeline() {
    let hostile = "version: 1\nname: tiny\nprovider: aws\nregion: eu-west-1\nenvironments: { \"a\\n::error::x\": {}, prod: {} }\n\
                   services:\n  main:\n    nodes:\n      \"x\\n::set-output name=a::b%0A::warning::c\": { kind: queue }\n      \
                   q: { kind: \"y\\r\\n::error::z\" }\n      f: { kind: function, description: |\n        ::error::in a diff\n      }\n\
                   flows:\n  - { kind: publish, from: main.f, to: main.q, event: \"::error::e, f\" }\n";
    let folder = with_files(&[("::error::name.yaml", hostile), ("##[error]x.yaml", hostile), ("a,line=1.yaml", MIXED)]);
    for file in ["::error::name.yaml", "##[error]x.yaml", "a,line=1.yaml"] {
        for extra in [&[][..], &["--fix", "--dry-run"], &["--fix", "--unsafe-fixes", "--dry-run"]] {
            let arguments: Vec<&str> = ["validate", file].iter().chain(extra).copied().collect();
            let output = shown(folder.path(), &arguments);
            let taken =
                output.lines().find(|line| line.trim_start().starts_with("::") || line.trim_start().starts_with("##["));
            assert_eq!(taken.filter(|line| !line.trim_start().starts_with("::: ")), None, "{output}");
        }
        let (output, _) = run(folder.path(), &["validate", file, "--format", "github"]);
        let report = json(folder.path(), &["validate", file, "--format", "json"]);
        assert_eq!(output.lines().count(), codes(&report).len(), "{output}");
        for line in output.lines() {
            let command = line.strip_prefix("::").and_then(|line| line.split(' ').next());
            assert!(matches!(command, Some("error" | "warning" | "notice")), "{line}");
            let (properties, _) = line[2..].split_once("::").unwrap();
            let lines = properties.split(',').filter(|property| property.starts_with("line=")).count();
            assert_eq!(lines, 1, "{line}");
        }
    }
}

#[test]
fn json_drives_no_terminal() {
    let folder = with_files(&[("h.yaml", "version: 1\nname: \"\\u009b2J\\u202e\\e[1m\"\n")]);
    for format in ["json", "sarif"] {
        let (output, _) = run(folder.path(), &["validate", "h.yaml", "--format", format]);
        assert!(!output.chars().any(|it| (it.is_control() && it != '\n') || it == '\u{202e}'), "{output:?}");
    }
    assert_eq!(
        json(folder.path(), &["validate", "h.yaml", "--format", "json"])["files"][0]["design"]["name"],
        "\u{9b}2J\u{202e}\u{1b}[1m"
    );
}

#[test]
fn fixing_keeps_every_other_line() {
    let folder = mixed();
    let path = folder.path().join("mixed.yaml");
    let dry = shown(folder.path(), &about(&["validate", "mixed.yaml", "--fix", "--dry-run"]));
    assert_eq!(fs::read_to_string(&path).unwrap(), MIXED);
    insta::assert_snapshot!(dry);
    let (output, _) = run(folder.path(), &about(&["validate", "mixed.yaml", "--fix"]));
    assert!(output.contains("fixed: "), "{output}");
    let text = fs::read_to_string(&path).unwrap();
    let changed: Vec<&str> =
        text.lines().zip(MIXED.lines()).filter(|(new, old)| new != old).map(|(new, _)| new).collect();
    assert_eq!(changed, ["      tasks: { kind: queue, visibility: 3m }  # waits for work"]);
    // What is fixed stays so, and nothing is left to fix.
    assert!(
        run(folder.path(), &about(&["validate", "mixed.yaml", "--fix"])).0.contains("nothing to fix without asking")
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn fixing_asks_nothing_and_gives_no_reasons() {
    // A loop of events: its fix is an entry under `allow`, whose reason only the author knows.
    let file = fixtures().into_iter().find(|path| path.to_str().unwrap().contains("STR004")).unwrap();
    let text = fs::read_to_string(file).unwrap();
    let folder = with_files(&[("loop.yaml", &text)]);
    run(folder.path(), &["validate", "loop.yaml", "--fix", "--unsafe-fixes"]);
    assert!(!fs::read_to_string(folder.path().join("loop.yaml")).unwrap().contains("allow"));
}

#[test]
fn what_cannot_be_fixed_is_left_as_it_is() {
    let broken = MIXED.replace("kind: queue", "kind: queu");
    let folder = with_files(&[("broken.yaml", &broken)]);
    assert_eq!(run(folder.path(), &["validate", "broken.yaml", "--fix"]).1, 1);
    assert_eq!(fs::read_to_string(folder.path().join("broken.yaml")).unwrap(), broken);
    let output = program(folder.path()).args(["validate", "-", "--fix"]).write_stdin(MIXED).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let (_, exit) = run(folder.path(), &["validate", "broken.yaml", "--dry-run"]);
    assert_eq!(exit, 2, "--dry-run without --fix");
}

#[test]
fn a_baseline_knows_what_is_there_and_tells_what_is_new() {
    let folder = mixed();
    let path = folder.path().join("mixed.yaml");
    assert_eq!(run(folder.path(), &about(&["validate", "mixed.yaml", "--write-baseline", "known.json"])).1, 0);
    assert_eq!(run(folder.path(), &about(&["validate", "mixed.yaml", "--baseline", "known.json"])).1, 0);
    // Lines that move change nothing.
    let moved = format!("# A comment\n\n\n{}", MIXED.replace("flows:\n", "\nflows:\n  # All of them\n"));
    fs::write(&path, &moved).unwrap();
    let report =
        json(folder.path(), &about(&["validate", "mixed.yaml", "--baseline", "known.json", "--format", "json"]));
    assert_eq!((codes(&report), report["unmatched"].as_array().unwrap().len()), (Vec::new(), 0));
    // One mended, one new; also from elsewhere.
    fs::write(&path, moved.replace("visibility: 20s", "visibility: 3m").replace("/x", "x")).unwrap();
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let arguments = ["validate", "../mixed.yaml", "--baseline", "../known.json"];
    insta::assert_snapshot!(shown(&elsewhere, &about(&arguments)));
    fs::write(folder.path().join("no.json"), "{}").unwrap();
    assert_eq!(run(folder.path(), &["validate", "mixed.yaml", "--baseline", "no.json"]).1, 2);
}

#[test]
fn profiles_weigh() {
    let folder = mixed();
    let of = |profile: &str| {
        let report = json(folder.path(), &["validate", "mixed.yaml", "--format", "json", "--profile", profile]);
        let findings = report["files"][0]["findings"].as_array().unwrap().clone();
        let weights: Vec<(String, String)> = findings
            .iter()
            .map(|finding| {
                (finding["code"].as_str().unwrap().to_owned(), finding["severity"].as_str().unwrap().to_owned())
            })
            .collect();
        weights
    };
    let weighs =
        |profile: &str, code: &str| of(profile).into_iter().find(|(found, _)| found == code).map(|(_, weight)| weight);
    assert_eq!(weighs("normal", "REL001").as_deref(), Some("error"));
    assert_eq!(weighs("draft", "REL001").as_deref(), Some("warning"));
    assert_eq!(weighs("imported", "REL007").as_deref(), Some("warning"));
    assert_eq!(weighs("imported", "STR002").as_deref(), Some("error"));
    assert!(
        of("strict")
            .iter()
            .all(|(code, weight)| weight != "warning" || !(code.starts_with("REL") || code.starts_with("SEC")))
    );
    // A reason is a reason in every profile.
    assert!(of("strict").iter().all(|(code, _)| code != "STR007"));
}

#[test]
fn a_strict_export_refuses_warnings_of_security_and_reliability() {
    let accepted =
        "allow:\n  - { rule: reliability/max-receive-too-low, at: main.tasks, because: Each message may be lost. }\n";
    let text = "version: 1\nname: strict\nprovider: aws\nregion: eu-west-1\nenvironments: { dev: {}, prod: {} }\n\
                services:\n  main:\n    nodes:\n      tasks: { kind: queue, max_receives: 2 }\n      \
                work: { kind: function }\nflows:\n  - { kind: subscribe, from: main.tasks, to: main.work }\n";
    let folder = with_files(&[("a.yaml", text), ("b.yaml", &format!("{text}{accepted}"))]);
    assert_eq!(run(folder.path(), &["export", "a.yaml", "--out", "a"]).1, 0);
    assert_eq!(run(folder.path(), &["export", "a.yaml", "--out", "strict", "--strict"]).1, 1);
    assert!(!folder.path().join("strict").exists());
    assert_eq!(run(folder.path(), &["export", "b.yaml", "--out", "b", "--strict"]).1, 0);
}

#[test]
fn explanations() {
    let folder = tempfile::tempdir().unwrap();
    for topic in ["REL007", "structure/self-loop", "isolated-node", "sync-cycel"] {
        insta::assert_snapshot!(
            format!("explain_{}", topic.replace('/', "_")),
            shown(folder.path(), &["explain", topic])
        );
    }
}

#[test]
fn the_categories_are_listed_with_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (overview, _) = run(folder.path(), &["explain"]);
    let mut all = 0;
    for (category, rules) in pulumi_designer::check::categories() {
        let row = overview.lines().find(|line| line.starts_with(&format!("{category} "))).unwrap();
        let counts: Vec<usize> = row.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        assert_eq!(counts[0], rules.len());
        assert!(counts[1] >= 2 * rules.len(), "{row}");
        all += counts[0];
        let command = row.split("pulumi-designer ").nth(1).unwrap();
        let (list, exit) = run(folder.path(), &command.split(' ').collect::<Vec<_>>());
        assert_eq!(exit, 0);
        assert!(rules.iter().all(|rule| list.contains(rule.code) && list.contains(rule.name)));
    }
    assert_eq!(all, pulumi_designer::check::rules().len());
}

#[test]
fn the_example_of_each_rule_shows_its_finding() {
    let folder = tempfile::tempdir().unwrap();
    let rules = pulumi_designer::check::rules();
    let codes = rules.iter().map(|rule| rule.code);
    let (output, exit) = run(folder.path(), &std::iter::once("explain").chain(codes).collect::<Vec<_>>());
    assert_eq!(exit, 0);
    let texts: Vec<&str> = output.split("\n----\n").collect();
    assert_eq!(texts.len(), rules.len());
    for (rule, text) in rules.iter().zip(texts) {
        let said = text.split("What is said:").nth(1).unwrap_or_default();
        // What the reader of files refuses already is said by it, without the rule's name.
        let told = said.contains(&format!("[{}]", rule.name)) || said.contains("\n    error: ");
        assert!(told && text.contains("One way to mend it:"), "{}:\n{text}", rule.code);
    }
}
