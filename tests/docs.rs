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

/// A picture in a page: the block after a line such as `` ```text saga box rows 7-20 columns 104-160 ``.
fn picture(head: &str) -> Option<String> {
    let words: Vec<&str> = head.strip_prefix("```text ")?.split(' ').collect();
    let [preset, zoom, "rows", rows, "columns", columns] = words.as_slice() else { return None };
    let range = |text: &str| {
        let (first, last) = text.split_once('-').unwrap();
        (first.parse::<usize>().unwrap(), last.parse::<usize>().unwrap())
    };
    let ((top, bottom), (left, right)) = (range(rows), range(columns));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("design.yaml");
    std::fs::write(&file, program(&["presets", preset])).unwrap();
    let drawn = program(&["render", file.to_str().unwrap(), "--format", "text", "--zoom", zoom]);
    let cropped = drawn.lines().skip(top - 1).take(bottom + 1 - top).map(|line| {
        let cells: String = line.chars().skip(left - 1).take(right + 1 - left).collect();
        cells.trim_end().to_owned() + "\n"
    });
    Some(cropped.collect())
}

#[test]
fn the_pictures_in_pages_are_what_is_drawn_now() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/layout.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (mut redrawn, mut pictures) = (String::new(), 0);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        redrawn.push_str(line);
        redrawn.push('\n');
        if let Some(picture) = picture(line) {
            pictures += 1;
            redrawn += &picture;
            redrawn += "```\n";
            for _ in lines.by_ref().take_while(|line| *line != "```") {}
        }
    }
    assert!(pictures > 3, "the worst pictures are in the page");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &redrawn).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap();
    assert!(there == redrawn, "UPDATE=1 cargo test --test docs draws the pictures of docs/layout.md anew");
}
