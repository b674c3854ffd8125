//! The design file: what loads, what is refused and how, and what a save leaves as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use pulumi_designer::design::file::load;

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
