//! The design file: what loads, what is refused and how, and what a save leaves as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

use pulumi_designer::design::file::{load, load_bytes, report, to_text};

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
