//! The pages of `docs` that are written from the tables of the program are what the program says.
//!
//! `UPDATE=1 cargo test --test docs` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::path::PathBuf;

use assert_cmd::Command;

fn program(arguments: &[&str]) -> String {
    let output = Command::cargo_bin("pulumi-designer").unwrap().args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_pages_are_what_the_program_says() {
    let mut stale = Vec::new();
    for page in program(&["docs"]).lines() {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs").join(format!("{page}.md"));
        let text = program(&["docs", page]);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != text {
            stale.push(path.display().to_string());
        }
    }
    assert!(stale.is_empty(), "UPDATE=1 cargo test --test docs writes anew: {stale:?}");
}
