//! Programs as source files: what is printed, and that the languages' own formatters would print the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

#[path = "emit/shop.rs"]
mod shop;

use pulumi_designer::catalog::Language;
use pulumi_designer::emit::{SourceFile, emit};

fn show(files: &[SourceFile]) -> String {
    let support = ["iam", "alarm", "lambda-function", "lambda_function"];
    files
        .iter()
        .filter(|file| !support.iter().any(|name| file.path.contains(name)))
        .map(|file| format!("=== {}\n{}", file.path, file.text))
        .collect()
}

#[test]
fn a_program_in_typescript() {
    insta::assert_snapshot!(show(&emit(&shop::shop(), Language::TypeScript)));
}

#[test]
fn a_program_in_python() {
    insta::assert_snapshot!(show(&emit(&shop::shop(), Language::Python)));
}
