//! The design file: what loads, what is refused and how, and what a save leaves as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;

use pulumi_designer::design::file::{MAXIMUM_BYTES, MAXIMUM_NODES, load, load_bytes, report, to_text};

const EXAMPLE: &str = include_str!("fixtures/design_file/example.yaml");

#[test]
fn the_example_of_the_contract_loads_without_a_word() {
    let loaded = load(EXAMPLE);
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.design.node_count(), 13);
    assert_eq!(loaded.design.flows.len(), 11);
    assert_eq!(loaded.design.environments.len(), 2);
    assert_eq!(loaded.design.events.len(), 1);
    assert_eq!(loaded.design.allow.len(), 1);
    insta::assert_debug_snapshot!(loaded.design);
}

/// Every fixture under `bad/` with everything that is said about it.
#[test]
fn bad_files_are_refused_with_all_their_problems_at_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/design_file/bad");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 15);
    for path in paths {
        let loaded = load_bytes(&std::fs::read(&path).unwrap());
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        insta::assert_snapshot!(format!("bad_{name}"), report::problems(&loaded, &name, report::PLAIN));
    }
}

#[test]
fn what_is_written_in_full_loads_as_the_same_design() {
    let design = load(EXAMPLE).design;
    let text = to_text(&design);
    insta::assert_snapshot!(text);
    let again = load(&text);
    assert_eq!(again.problems, []);
    assert_eq!(again.design, design);
}

/// A design of so many queues.
fn queues(count: usize) -> String {
    let mut text = "version: 1\nname: many\nservices:\n  a:\n    nodes:\n".to_owned();
    for number in 0..count {
        writeln!(text, "      n{number}: {{ kind: queue }}").unwrap();
    }
    text
}

#[test]
fn as_many_nodes_as_the_limit_and_no_more() {
    let loaded = load(&queues(MAXIMUM_NODES));
    assert_eq!((loaded.problems, loaded.design.node_count()), (Vec::new(), MAXIMUM_NODES));
    let loaded = load(&queues(MAXIMUM_NODES + 1));
    let messages: Vec<_> = loaded.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["the design has 20001 nodes; at most 20000 are allowed"]);
}

#[test]
fn more_problems_than_anyone_reads_are_cut_off() {
    let text = queues(1200).replace("queue", "quuee");
    let loaded = load(&text);
    assert_eq!(loaded.problems.len(), 1001);
    assert_eq!(loaded.problems[0].help.as_deref(), Some("did you mean queue?"));
    assert_eq!(loaded.problems[1000].message, "only the first 1000 problems are shown");
}

#[test]
fn a_file_over_the_limit_of_bytes_is_refused() {
    let mut text = EXAMPLE.to_owned();
    text.push_str(&"#".repeat(MAXIMUM_BYTES));
    let loaded = load(&text);
    assert_eq!(loaded.problems.len(), 1);
    assert_eq!(loaded.problems[0].message, "the file is larger than 10 MiB");
}
